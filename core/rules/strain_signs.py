"""Signs beside the burnout risk flag: what weighs lately, told to the person alone.

They enter no level of a flag. The detector alone decides about burnout risk, and the answers
behind these signs would count a second time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from statistics import median
from typing import Final

from core.rules.contacts import HEAVY_TOLL
from core.rules.flags import Finding
from core.rules.gauges import reason
from core.rules.heavy_contacts import TolledContact
from core.rules.thresholds import Thresholds
from core.rules.words import day_words, number
from core.vocabulary import Level

PULSE_DAYS: Final = 56
SCORE_DAYS: Final = 91
"""How long the newest satisfaction score counts: as long as the detector counts a CBI."""
_REST_DAYS: Final = 1
"""A heavy contact of today or yesterday is worth a gap before the next."""
_LOW: Final = 2
_LOW_IN_A_ROW: Final = f"an answer of {_LOW} or lower in {{limit}} check-ins in a row"
_NUDGE: Final = "A heavy contact is worth a gap before the next; a suggestion of ours"
_EARLIER_ANSWERS: Final = 3
"""Earlier check-ins that a fall is told from; one alone may have been an exception."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PulseAnswers:
    """What of a weekly pulse these signs read; nothing for a skipped question."""

    day: date
    sleep: int | None = None
    switch_off: int | None = None
    role_clear: int | None = None
    worthwhile: int | None = None


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """What supporting gives, as the ProQOL scores it."""

    day: date
    score: float
    version: int = 1
    """Of the questionnaire. Scores of two versions are never compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Something worth knowing, with what one can do about it."""

    finding: Finding
    steps: tuple[str, ...]
    level: Level | None = None
    """How clearly it speaks; nothing for a mere suggestion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignFacts:
    """What the signs are read from; every sequence oldest first."""

    contacts: Sequence[TolledContact] = ()
    pulses: Sequence[PulseAnswers] = ()
    scores: Sequence[Satisfaction] = ()


def strain_signs(
    facts: SignFacts, thresholds: Thresholds, *, another_domain: bool, today: date
) -> list[Sign]:
    """Return the signs that hold today.

    ``another_domain`` says that a flag about load, support or boundaries is up as well.
    """
    answered = [one for one in facts.pulses if 0 <= (today - one.day).days < PULSE_DAYS]
    recent = [one for one in facts.scores if one.day <= today]
    fallen = Level.HIGH if another_domain else Level.WATCH
    signs = (
        _rest_after_heavy(facts.contacts, today),
        _rest_low(answered, thresholds),
        _role_unclear(answered, thresholds),
        _less_worthwhile(answered, thresholds, fallen),
        _less_satisfied(recent, thresholds, fallen, today),
    )
    return [sign for sign in signs if sign is not None]


def _rest_after_heavy(contacts: Sequence[TolledContact], today: date) -> Sign | None:
    heavy = [one for one in contacts if one.heavy and 0 <= (today - one.day).days <= _REST_DAYS]
    if not heavy:
        return None
    day = day_words(heavy[-1].day)
    finding = Finding(
        rule="rest_after_heavy",
        name="rest after a heavy contact",
        sentence=f"Your contact of {day} was heavy; a gap before the next one may do you good.",
        numbers={"day": day},
        threshold=f"a toll of {HEAVY_TOLL} or more today or yesterday",
        source=_NUDGE,
        is_default=True,
    )
    return Sign(finding=finding, steps=("ask_for_debrief", "rest_after_heavy"))


def _rest_low(pulses: Sequence[PulseAnswers], thresholds: Thresholds) -> Sign | None:
    return _in_a_row(
        thresholds,
        (_low(one.sleep) or _low(one.switch_off) for one in pulses),
        rule="rest_low",
        name="rest",
        sentence="Sleep or switching off was hard in your last {run} check-ins.",
        steps=("lighter_week", "stand_in_hours", "switch_off_ritual"),
    )


def _role_unclear(pulses: Sequence[PulseAnswers], thresholds: Thresholds) -> Sign | None:
    return _in_a_row(
        thresholds,
        (_low(one.role_clear) for one in pulses),
        rule="role_unclear",
        name="role",
        sentence="Your role was not clear to you in your last {run} check-ins.",
        steps=("whose_job", "supervision_this_week"),
    )


def _low(answer: int | None) -> bool:
    return answer is not None and answer <= _LOW


def _in_a_row(
    thresholds: Thresholds,
    holds: Iterable[bool],
    *,
    rule: str,
    name: str,
    sentence: str,
    steps: tuple[str, ...],
) -> Sign | None:
    """Say how many of the last ones in a row hold, once that reaches a limit."""
    run = sum(1 for _ in takewhile(bool, reversed(list(holds))))
    for level, edge in ((Level.HIGH, "high"), (Level.WATCH, "watch")):
        limit = thresholds[f"{rule}.{edge}"]
        if run >= limit.value:
            finding = reason(
                limit,
                rule=rule,
                name=name,
                sentence=sentence.format(run=run),
                numbers={"count": run},
                threshold=_LOW_IN_A_ROW.format(limit=number(limit.value)),
            )
            return Sign(finding=finding, steps=steps, level=level)
    return None


def _less_worthwhile(
    pulses: Sequence[PulseAnswers], thresholds: Thresholds, level: Level
) -> Sign | None:
    answers = [one.worthwhile for one in pulses if one.worthwhile is not None]
    limit = thresholds["satisfaction_drop.answer"]
    if len(answers) <= _EARLIER_ANSWERS:
        return None
    usual, now = median(answers[:-1]), answers[-1]
    if usual - now < limit.value:
        return None
    finding = reason(
        limit,
        rule="satisfaction_drop",
        name="what supporting gives",
        sentence=f"You called supporting less worthwhile than you usually do: {now} instead of "
        f"{number(usual)}.",
        numbers={"now": now, "usual": usual},
        threshold=f"{number(limit.value)} points or more below your usual answer",
    )
    return _fallen(finding, level)


def _less_satisfied(
    scores: Sequence[Satisfaction], thresholds: Thresholds, level: Level, today: date
) -> Sign | None:
    limit = thresholds["satisfaction_drop.score"]
    alike = [one for one in scores if one.version == scores[-1].version]
    if len(alike) < 2 or (today - alike[-1].day).days >= SCORE_DAYS:
        return None
    before, now = alike[-2].score, alike[-1].score
    if before - now < limit.value:
        return None
    finding = reason(
        limit,
        rule="satisfaction_drop",
        name="what supporting gives",
        sentence=f"What supporting gives you fell from {number(before)} to {number(now)} "
        "in the ProQOL.",
        numbers={"before": before, "now": now},
        threshold=f"{number(limit.value)} points or more below the time before",
    )
    return _fallen(finding, level)


def _fallen(finding: Finding, level: Level) -> Sign:
    steps = ("co_reflection", "mix_two_weeks", "supervision_this_week")
    return Sign(finding=finding, steps=steps, level=level)
