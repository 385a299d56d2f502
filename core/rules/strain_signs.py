"""Signs beside the burnout risk flag: what weighs lately, told to the person alone.

They have no level and enter none. The detector alone decides about burnout risk, and the
figures behind these signs would count the same tolls a second time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Final

from core.rules.contacts import HEAVY_TOLL
from core.rules.flags import Finding
from core.rules.gauges import reason
from core.rules.thresholds import Limit, Thresholds
from core.rules.words import day_words, number

LOOKED_BACK_DAYS: Final = 28
PULSE_DAYS: Final = 56
_REST_DAYS: Final = 1
"""A heavy contact of today or yesterday is worth a gap before the next."""
_LOW: Final = 2
_LOW_IN_A_ROW: Final = f"an answer of {_LOW} or lower in {{limit}} check-ins in a row"
_NUDGE: Final = "A heavy contact is worth a gap before the next; a suggestion of ours"


@dataclass(frozen=True, slots=True)
class TolledContact:
    """A contact whose toll was given."""

    day: date
    toll: int
    debriefed: bool = False
    """It was talked through, or a debrief is asked for already."""


@dataclass(frozen=True, slots=True)
class PulseAnswers:
    """What of a weekly pulse these signs read; nothing for a skipped question."""

    day: date
    sleep: int | None
    switch_off: int | None
    role_clear: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Something worth knowing, with what one can do about it."""

    finding: Finding
    steps: tuple[str, ...]


def strain_signs(
    contacts: Sequence[TolledContact],
    pulses: Sequence[PulseAnswers],
    thresholds: Thresholds,
    *,
    today: date,
) -> list[Sign]:
    """Return the signs that hold today; both sequences oldest first."""
    recent = [one for one in contacts if 0 <= (today - one.day).days < LOOKED_BACK_DAYS]
    answered = [one for one in pulses if 0 <= (today - one.day).days < PULSE_DAYS]
    signs = (
        _rest_after_heavy(recent, today),
        _heavy_run(recent, thresholds),
        _heavy_share(recent, thresholds),
        _undebriefed(recent, thresholds, today),
        _rest_low(answered, thresholds),
        _role_unclear(answered, thresholds),
    )
    return [sign for sign in signs if sign is not None]


def _rest_after_heavy(contacts: Sequence[TolledContact], today: date) -> Sign | None:
    heavy = [c for c in contacts if c.toll >= HEAVY_TOLL and (today - c.day).days <= _REST_DAYS]
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


def _heavy_run(contacts: Sequence[TolledContact], thresholds: Thresholds) -> Sign | None:
    return _in_a_row(
        thresholds["heavy_run.count"],
        (one.toll >= HEAVY_TOLL for one in contacts),
        rule="heavy_run",
        name="heavy contacts in a row",
        sentence="Your last {run} contacts were all heavy, with no lighter one between.",
        threshold="{limit} heavy contacts in a row",
        steps=("mix_two_weeks", "pair_up", "ask_for_debrief"),
    )


def _heavy_share(contacts: Sequence[TolledContact], thresholds: Thresholds) -> Sign | None:
    limit, fewest = thresholds["heavy_share.share"], thresholds["heavy_share.contacts"]
    heavy = sum(one.toll >= HEAVY_TOLL for one in contacts)
    if len(contacts) < fewest.value or 100 * heavy < limit.value * len(contacts):
        return None
    finding = reason(
        limit,
        rule="heavy_share",
        name="share of heavy contacts",
        sentence=f"{heavy} of your {len(contacts)} contacts in the last "
        f"{LOOKED_BACK_DAYS} days were heavy.",
        numbers={"heavy": heavy, "contacts": len(contacts)},
        threshold=f"{number(limit.value)} % of {number(fewest.value)} or more contacts "
        f"in {LOOKED_BACK_DAYS} days",
    )
    return Sign(finding=finding, steps=("mix_two_weeks", "swap_case", "supervision_this_week"))


def _undebriefed(
    contacts: Sequence[TolledContact], thresholds: Thresholds, today: date
) -> Sign | None:
    limit = thresholds["undebriefed.hours"]
    waiting = [
        one.day
        for one in contacts
        if one.toll >= HEAVY_TOLL
        and not one.debriefed
        and 24 * (today - one.day).days >= limit.value
    ]
    if not waiting:
        return None
    day = day_words(waiting[-1])
    finding = reason(
        limit,
        rule="undebriefed",
        name="heavy contact not talked through",
        sentence=f"Your heavy contact of {day} has not been talked through yet.",
        numbers={"day": day},
        threshold=f"{number(limit.value)} hours after a heavy contact without a debrief",
    )
    return Sign(finding=finding, steps=("ask_for_debrief", "low_impact_debrief", "buddy_call"))


def _rest_low(pulses: Sequence[PulseAnswers], thresholds: Thresholds) -> Sign | None:
    return _in_a_row(
        thresholds["rest_low.count"],
        (_low(one.sleep) or _low(one.switch_off) for one in pulses),
        rule="rest_low",
        name="rest",
        sentence="Sleep or switching off was hard in your last {run} check-ins.",
        threshold=_LOW_IN_A_ROW,
        steps=("lighter_week", "stand_in_hours", "switch_off_ritual"),
    )


def _role_unclear(pulses: Sequence[PulseAnswers], thresholds: Thresholds) -> Sign | None:
    return _in_a_row(
        thresholds["role_unclear.count"],
        (_low(one.role_clear) for one in pulses),
        rule="role_unclear",
        name="role",
        sentence="Your role was not clear to you in your last {run} check-ins.",
        threshold=_LOW_IN_A_ROW,
        steps=("whose_job", "supervision_this_week"),
    )


def _low(answer: int | None) -> bool:
    return answer is not None and answer <= _LOW


def _in_a_row(
    limit: Limit,
    holds: Iterable[bool],
    *,
    rule: str,
    name: str,
    sentence: str,
    threshold: str,
    steps: tuple[str, ...],
) -> Sign | None:
    """Say how many of the last ones in a row hold, once that reaches the limit."""
    run = sum(1 for _ in takewhile(bool, reversed(list(holds))))
    if run < limit.value:
        return None
    finding = reason(
        limit,
        rule=rule,
        name=name,
        sentence=sentence.format(run=run),
        numbers={"count": run},
        threshold=threshold.format(limit=number(limit.value)),
    )
    return Sign(finding=finding, steps=steps)
