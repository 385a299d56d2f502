"""The burnout risk flag: what the strain detector says, in sentences the person can check."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Final

from core.rules import burnout_words as words
from core.rules.burnout_clears import clears
from core.rules.dates import monday_of, week_of
from core.rules.flags import Finding, Verdict
from core.rules.strain import (
    CHECK_TREND,
    LOAD,
    QUESTIONNAIRE,
    QUESTIONNAIRE_AND_TREND,
    TOGETHER,
    TOLL_TREND,
    Score,
    WeekInput,
    WeekVerdict,
    monitor,
    weeks_until_judgement,
)
from core.rules.strain_channel import DEFAULT_PARAMETERS
from core.vocabulary import FlagKind, Level

SUBJECT: Final = "strain"
_LOAD_STEPS: Final = ("share_hours", "mix_two_weeks", "pause_new_cases")
_TREND_STEPS: Final = ("mix_two_weeks", "pair_up", "ask_for_debrief", "supervision_this_week")
_SCORE_STEPS: Final = ("lighter_week", "supervision_this_week", "real_break")
_SELF_CARE: Final = ("switch_off_ritual",)
_RAISED: Final = (Level.WATCH, Level.HIGH)
_TRENDS: Final = frozenset({TOLL_TREND, CHECK_TREND, TOGETHER})
_IN_ORDER: Final = (TOLL_TREND, CHECK_TREND, TOGETHER, QUESTIONNAIRE, QUESTIONNAIRE_AND_TREND, LOAD)
"""What a person logged comes first: it is what they can look up in their chart."""


class Ground(Enum):
    """What a level stands on, for whoever says it in one line."""

    WEEKS = auto()
    """Toll or check-ins above the usual."""
    SUPPORT_TIME = auto()
    """More support time than usual, and nothing else."""
    RESULT = auto()
    """A questionnaire result; the weeks say nothing of it."""
    LIGHTER = auto()
    """It is lighter already, but not for long yet."""
    SILENCE = auto()
    """Nothing new came in since."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person is from a first, or renewed, judgement."""

    collected: int
    """Observed weeks of the fuller channel, at most ``needed``."""
    needed: int
    silent_weeks: int
    """Closed weeks since the last entry or check-in."""
    weeks_missing: int

    @property
    def sentence(self) -> str:
        """Say why there is no judgement yet; empty when there is one."""
        if not self.weeks_missing:
            return ""
        return words.not_enough(self.collected, self.silent_weeks, self.weeks_missing)


def closed_weeks(
    history: Iterable[WeekInput], scores: Iterable[Score], *, today: date
) -> list[WeekVerdict]:
    """Judge the closed weeks up to the last one; the running week says nothing yet."""
    return monitor(history, scores, until=week_of(today) - 1)


def burnout_verdict(
    history: Iterable[WeekInput], scores: Iterable[Score] = (), *, today: date
) -> Verdict | None:
    """Return the flag of the last closed week; nothing when steady or without enough data."""
    return verdict_of(closed_weeks(history, scores, today=today))


def verdict_of(verdicts: Sequence[WeekVerdict]) -> Verdict | None:
    """Return the flag of the last of consecutive week verdicts."""
    if not verdicts or verdicts[-1].level not in _RAISED:
        return None
    latest = verdicts[-1]
    return Verdict(
        kind=FlagKind.BURNOUT_RISK,
        subject=SUBJECT,
        level=latest.level,
        since=_since(verdicts),
        findings=tuple(_findings(latest)),
        clears=clears(verdicts),
        steps=_steps(latest),
    )


def progress(
    history: Iterable[WeekInput], *, today: date, verdicts: Sequence[WeekVerdict] = ()
) -> Progress:
    """Count what has been collected and what is missing for a judgement.

    ``verdicts`` are those of the closed weeks, if they are known: a present reading in the
    last of them is a judgement, and nothing needs to be judged again to find that out.
    """
    this_week = week_of(today)
    closed = [one for one in history if one.week < this_week]
    tolls = [one.week for one in closed if one.toll is not None]
    checks = [one.week for one in closed if one.check is not None]
    seen = [*tolls, *checks]
    needed = DEFAULT_PARAMETERS.calibration_weeks
    return Progress(
        collected=min(max(len(tolls), len(checks)), needed),
        needed=needed,
        silent_weeks=this_week - 1 - max(seen) if seen else 0,
        weeks_missing=0
        if _is_judged(verdicts)
        else weeks_until_judgement(closed, until=this_week - 1),
    )


def _is_judged(verdicts: Sequence[WeekVerdict]) -> bool:
    if not verdicts:
        return False
    latest = verdicts[-1]
    return any(one is not None and one.current for one in (latest.toll, latest.check))


def ground_of(reasons: Iterable[str], *, stale: bool) -> Ground:
    """Return what the level of a week stands on."""
    found = set(reasons)
    if found & _TRENDS:
        return Ground.WEEKS
    if QUESTIONNAIRE in found:
        return Ground.RESULT
    if LOAD in found:
        return Ground.SUPPORT_TIME
    return Ground.SILENCE if stale else Ground.LIGHTER


def _since(verdicts: Sequence[WeekVerdict]) -> date:
    """Return the Monday on which the first week of the present level was over.

    A week is judged when it is closed: this is the day on which the flag came up.
    """
    level, first = verdicts[-1].level, verdicts[-1].week
    for verdict in reversed(verdicts):
        if verdict.level is not level:
            break
        first = verdict.week
    return monday_of(first + 1)


def _findings(latest: WeekVerdict) -> Iterable[Finding]:
    """Word every reason of the week, and why a level stays without one."""
    for reason in sorted(latest.reasons, key=_IN_ORDER.index):
        yield from _worded(reason, latest)
    if latest.stale:
        yield words.kept(latest.silent_weeks)
    elif not _reaches(latest):
        yield words.settling()


def _worded(reason: str, latest: WeekVerdict) -> Iterable[Finding]:
    toll, check, load = latest.toll, latest.check, latest.load
    if reason == TOLL_TREND and toll:
        yield words.toll_trend(toll)
    elif reason == CHECK_TREND and check:
        yield words.check_trend(check)
    elif reason == TOGETHER and toll and check:
        yield words.together(toll, check)
    elif reason == LOAD and load:
        yield words.load(load)
    elif reason == QUESTIONNAIRE:
        for counted in latest.scores:
            yield from words.questionnaire(counted)
    elif reason == QUESTIONNAIRE_AND_TREND:
        yield words.questionnaire_and_trend()


def _reaches(latest: WeekVerdict) -> bool:
    """Say whether the reasons of this week alone ask for the level that stands."""
    return latest.want >= _RAISED.index(latest.level) + 1


def _steps(latest: WeekVerdict) -> tuple[str, ...]:
    """Change the load first, then the support; self-care comes last."""
    keys: list[str] = []
    if LOAD in latest.reasons:
        keys += _LOAD_STEPS
    if QUESTIONNAIRE in latest.reasons:
        keys += _SCORE_STEPS
    if set(latest.reasons) & _TRENDS or not keys:
        keys += _TREND_STEPS
    return tuple(dict.fromkeys((*keys, *_SELF_CARE)))
