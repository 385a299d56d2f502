"""The strain detector: one level per closed week, each with its reasons.

Pure functions of the whole history: edits, late entries and deletion need no special case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Final, NamedTuple

from core.errors import InvalidValue
from core.rules.strain_channel import (
    DEFAULT_PARAMETERS,
    Band,
    Channel,
    ChannelReading,
    Parameters,
    band,
    load_rises,
    trend,
)
from core.rules.strain_scores import CountedScore, Score, Scores
from core.vocabulary import Level

__all__ = [
    "Band",
    "ChannelReading",
    "Parameters",
    "Score",
    "WeekInput",
    "WeekVerdict",
    "band",
    "check_composite",
    "monitor",
    "week_input",
    "weeks_until_judgement",
]

TOLL_TREND: Final = "toll trend"
CHECK_TREND: Final = "check-in trend"
TOGETHER: Final = "toll and check-in together"
LOAD: Final = "load"
QUESTIONNAIRE: Final = "questionnaire"
QUESTIONNAIRE_AND_TREND: Final = "questionnaire and trend"

_LEAST_ANSWERS: Final = 3
_WEEK_LIMITS: Final = (("toll", 10.0), ("check", 10.0), ("minutes", 7 * 24 * 60.0))
_LEVELS: Final = (Level.STEADY, Level.WATCH, Level.HIGH)


@dataclass(frozen=True, slots=True)
class WeekInput:
    """What is known of one week; nothing means unobserved, which is never 0."""

    week: int
    toll: float | None = None
    """Mean of the week's tolls, 0 to 10, higher is heavier."""
    check: float | None = None
    """Mean of the week's check-in composites, 0 to 10, higher is harder."""
    minutes: float | None = None

    def __post_init__(self) -> None:
        for name, most in _WEEK_LIMITS:
            value = getattr(self, name)
            if value is None:
                continue
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise InvalidValue(f"The {name} of a week is a number; please correct {value!r}.")
            if not isfinite(value) or not 0 <= value <= most:
                raise InvalidValue(
                    f"The {name} of a week runs from 0 to {most:g}; please correct {value}."
                )


class WeekVerdict(NamedTuple):
    """What one closed week says."""

    week: int
    level: Level
    reasons: tuple[str, ...]
    stale: bool
    """The level is kept from before because nothing new is known."""
    toll: ChannelReading | None
    check: ChannelReading | None
    load: ChannelReading | None
    scores: tuple[CountedScore, ...] = ()
    """Questionnaire scores that count in this week and ask for ``watch`` or ``high``."""
    want: int = 0
    """What the reasons of this week alone ask for: 0 steady, 1 watch, 2 high."""
    silent_weeks: int = 0
    """Weeks since the last toll or check-in."""
    calm: int = 0
    """Quiet weeks on the way down so far."""


def check_composite(answer_sum: int, answered: int) -> float | None:
    """Rescale core pulse answers (1 to 5, higher is better) to 0-10, higher is harder.

    Nothing comes back under three answers: an unanswered question is never filled in.
    """
    if answered < _LEAST_ANSWERS:
        return None
    return 2.5 * (5 - answer_sum / answered)


def week_input(
    week: int,
    *,
    toll_sum: float = 0,
    tolls: int = 0,
    answer_sum: int = 0,
    answered: int = 0,
    minutes: float = 0,
    contacts: int = 0,
) -> WeekInput:
    """Build a week from its sums: means are taken within the week before anything is charted."""
    check = check_composite(answer_sum, answered)
    seen = contacts or tolls or check is not None
    toll = toll_sum / tolls if tolls else None
    return WeekInput(week, toll, check, minutes if seen else None)


def monitor(
    weeks: Iterable[WeekInput],
    scores: Iterable[Score] = (),
    parameters: Parameters = DEFAULT_PARAMETERS,
    until: int | None = None,
) -> list[WeekVerdict]:
    """Judge every week from the first known one to ``until`` (the last closed week), in order."""
    known = _by_week(weeks)
    given = list(scores)
    seen = [*known, *(score.week for score in given)]
    if not seen:
        return []
    last = max(seen) if until is None else until
    state = _Monitor(parameters, given)
    return [state.close(week, known.get(week)) for week in range(min(seen), last + 1)]


def weeks_until_judgement(weeks: Iterable[WeekInput], until: int | None = None) -> int:
    """Return how many more observed weeks a first, or renewed, judgement needs."""
    history = list(weeks)
    needed = DEFAULT_PARAMETERS.calibration_weeks + 1
    verdicts = monitor(history, until=until)
    if not verdicts:
        return needed
    if verdicts[-1].level is not Level.NOT_ENOUGH_DATA:
        return 0
    closed = [one for one in history if one.week <= verdicts[-1].week]
    tolls = sum(one.toll is not None for one in closed)
    checks = sum(one.check is not None for one in closed)
    return max(needed - max(tolls, checks), 1)


def _by_week(weeks: Iterable[WeekInput]) -> dict[int, WeekInput]:
    known: dict[int, WeekInput] = {}
    for one in weeks:
        if known.setdefault(one.week, one) is not one:
            raise InvalidValue(f"The week {one.week} is given twice.")
    return known


class _Monitor:
    """State carried from week to week: three channels, the scores, the level."""

    def __init__(self, parameters: Parameters, scores: Sequence[Score]) -> None:
        p = parameters
        self._parameters = p
        self._toll = Channel(p, prior=p.prior_toll, floor=p.floor)
        self._check = Channel(p, prior=p.prior_check, floor=p.floor)
        self._load = Channel(p, prior=p.prior_load, floor=p.floor_load)
        self._scores = Scores(scores)
        self._joint = sqrt(2 * (1 + p.correlation))
        self._level = 0
        self._calm = 0
        self._informed_in: int | None = None
        self._silent = 0

    def close(self, week: int, known: WeekInput | None) -> WeekVerdict:
        """Judge the next week."""
        toll_value, check_value, minutes = (
            (known.toll, known.check, known.minutes) if known else (None, None, None)
        )
        toll = _step(self._toll, week, toll_value)
        check = _step(self._check, week, check_value)
        load = _step(self._load, week, minutes)
        new_score = self._scores.arrive(week)
        counted = tuple(one for one in self._scores.counted(week) if one.says)
        new_value = toll_value is not None or check_value is not None
        self._silent = 0 if new_value else self._silent + 1
        fresh = [one for one in (toll, check) if one is not None and one.current]
        questionnaire = max((one.says for one in counted), default=0)
        reasons = self._reasons(toll, check, load, questionnaire)

        want = max(reasons.values(), default=0)
        informed = bool(fresh) or questionnaire > 0 or new_score
        if informed:
            self._informed_in = week
            self._move(want, fresh, new_value=new_value, new_score=new_score)
        elif self._informed_in is None or week - self._informed_in > self._parameters.hold_weeks:
            self._level = 0
        level = _LEVELS[self._level] if self._level or fresh else Level.NOT_ENOUGH_DATA
        stale = not informed and self._level > 0
        return WeekVerdict(
            week=week,
            level=level,
            reasons=tuple(sorted(reasons)),
            stale=stale,
            toll=toll,
            check=check,
            load=load,
            scores=counted,
            want=want,
            silent_weeks=self._silent,
            calm=self._calm,
        )

    def _move(
        self, want: int, fresh: list[ChannelReading], *, new_value: bool, new_score: bool
    ) -> None:
        """Raise at once; step down once per two quiet weeks, or with a quiet new score."""
        if want >= self._level:
            self._level, self._calm = want, 0
            return
        if not (new_value or new_score):
            return
        p = self._parameters
        if not all(one.z < p.z_clear for one in fresh):
            self._calm = 0
        else:
            self._calm = p.clear_weeks if new_score else self._calm + 1
        if self._calm >= p.clear_weeks:
            self._level, self._calm = max(want, self._level - 1), 0

    def _reasons(
        self,
        toll: ChannelReading | None,
        check: ChannelReading | None,
        load: ChannelReading | None,
        questionnaire: int,
    ) -> dict[str, int]:
        p = self._parameters
        found = {
            TOLL_TREND: self._trend(toll),
            CHECK_TREND: self._trend(check),
            TOGETHER: self._together(toll, check),
            QUESTIONNAIRE: questionnaire,
        }
        if questionnaire == 1 and (found[TOLL_TREND] or found[CHECK_TREND]):
            found[QUESTIONNAIRE_AND_TREND] = 2
        if load is not None and load.current:
            found[LOAD] = int(load_rises(load, p))
        return {reason: value for reason, value in found.items() if value}

    def _trend(self, reading: ChannelReading | None) -> int:
        if reading is None or not reading.current:
            return 0
        return trend(reading, self._parameters)

    def _together(self, toll: ChannelReading | None, check: ChannelReading | None) -> int:
        p = self._parameters
        if toll is None or check is None or not (toll.current and check.current):
            return 0
        both = toll.z > p.z_together and check.z > p.z_together
        if not both or (toll.z + check.z) / self._joint <= p.z_high:
            return 0
        if not (toll.two or check.two) or max(toll.level_now, check.level_now) < p.level_high:
            return 0
        return 2


def _step(channel: Channel, week: int, value: float | None) -> ChannelReading | None:
    return channel.silent(week) if value is None else channel.observe(week, value)
