"""Boundary flags: signs a person ticked and grey areas they marked, one flag for each theme."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple, Protocol

from core.rules import boundary_words as words
from core.rules.boundary_words import GREY, REFLECT, TALK, TODAY
from core.rules.flags import Finding, Verdict
from core.rules.thresholds import Limit, Thresholds
from core.vocabulary import BoundaryTheme, FlagKind, Level

_MOST_STEPS: Final = 4
_WITHIN: Final = "/"
THEME_STEPS: Final[Mapping[BoundaryTheme, tuple[str, ...]]] = {
    BoundaryTheme.TIME_AND_PLACE: ("stand_in_hours", "if_then_plan"),
    BoundaryTheme.CLOSENESS: ("supervision_this_week", "availability_script"),
    BoundaryTheme.MONEY_AND_FAVOURS: ("whose_job", "supervision_this_week"),
    BoundaryTheme.NEED: ("review_meeting", "co_reflection"),
    BoundaryTheme.ROLE: ("whose_job", "supervision_this_week"),
    BoundaryTheme.OWN_STORY: ("ask_for_debrief", "reflection_note"),
    BoundaryTheme.OPENNESS: ("supervision_this_week", "correct_record"),
    BoundaryTheme.SAFETY: ("pair_up", "ask_for_debrief"),
    BoundaryTheme.OWN_STRENGTH: ("lighter_week", "supervision_this_week"),
}


@dataclass(frozen=True, slots=True)
class SignSeen:
    """A sign of the checklist that a person ticked."""

    sign: str
    day: date


@dataclass(frozen=True, slots=True)
class GreyTick:
    """A contact that felt grey, with the theme the person chose."""

    theme: BoundaryTheme
    day: date


class ChecklistSign(Protocol):
    """What this rule needs to know of a sign; ``core.data.checklist.Sign`` has it."""

    @property
    def id(self) -> str:
        """Stable key."""

    @property
    def phrase(self) -> str:
        """The sign in a few words that fit into a sentence."""

    @property
    def severity(self) -> int:
        """1 reflect, 2 talk within a week, 3 contact the coordinator today."""

    @property
    def theme(self) -> str:
        """A value of ``BoundaryTheme``."""

    @property
    def steps(self) -> Sequence[str]:
        """Keys of suggested next steps."""


class _Seen(NamedTuple):
    """One sign or grey tick on one day."""

    severity: int
    day: date
    key: str
    phrase: str
    steps: tuple[str, ...]


class _Drift(NamedTuple):
    """Signs of one theme that became more over some weeks."""

    earlier: int
    later: int
    day: date
    """The day on which there were enough of them."""


def boundary_verdicts(
    signs: Iterable[SignSeen],
    grey_ticks: Iterable[GreyTick],
    checklist: Iterable[ChecklistSign],
    *,
    today: date,
    thresholds: Thresholds,
) -> list[Verdict]:
    """Return one flag for each theme with a sign in the last 30 days, and each urgent sign.

    An urgent sign is a flag of its own: as part of its theme it would inherit a share that was
    made of something else weeks before. Older signs count only where they show a drift.

    A sign counts once a day, every grey tick counts. Signs that the checklist no longer holds
    are passed over: their question was withdrawn.
    """
    known = {sign.id: sign for sign in checklist}
    themes: dict[BoundaryTheme, list[_Seen]] = defaultdict(list)
    for seen in set(signs):
        sign = known.get(seen.sign)
        if sign is not None:
            one = _Seen(sign.severity, seen.day, sign.id, sign.phrase, tuple(sign.steps))
            themes[BoundaryTheme(sign.theme)].append(one)
    for tick in grey_ticks:
        themes[tick.theme].append(_Seen(REFLECT, tick.day, GREY, "", ()))
    return [
        verdict
        for theme in BoundaryTheme
        for verdict in _of_theme(theme, themes[theme], thresholds, today)
    ]


def theme_of(subject: str) -> str:
    """Return the theme that a boundary flag is about, also when it is about one sign of it."""
    return subject.partition(_WITHIN)[0]


def is_one_sign(subject: str) -> bool:
    """Say whether a boundary flag is about one sign of its theme that asks for a talk today."""
    return _WITHIN in subject


def days_looked_back(thresholds: Thresholds) -> int:
    """Return how many days of signs and grey ticks the rule reads."""
    drift = 7 * thresholds.value("boundary.drift_weeks")
    return int(max(thresholds.value("boundary.days"), drift))


def _of_theme(
    theme: BoundaryTheme, found: list[_Seen], thresholds: Thresholds, today: date
) -> Iterator[Verdict]:
    days = thresholds["boundary.days"]
    recent = sorted(one for one in found if 0 <= (today - one.day).days < days.value)
    urgent = [one for one in recent if one.severity >= TODAY]
    for sign in sorted({one.key for one in urgent}):
        yield _urgent(theme, [one for one in urgent if one.key == sign], days)
    if lasting := [one for one in recent if one.severity < TODAY]:
        others = [one for one in found if one.severity < TODAY]
        yield _verdict(theme, lasting, _drift(others, thresholds, today), thresholds)


def _drift(found: list[_Seen], thresholds: Thresholds, today: date) -> _Drift | None:
    """Compare the later half of some weeks with the earlier; a first sign is no drift."""
    weeks, needed = thresholds["boundary.drift_weeks"], thresholds["boundary.drift_count"]
    span = int(7 * weeks.value)
    days = sorted(one.day for one in found if 0 <= (today - one.day).days < span)
    later = sum((today - day).days < span / 2 for day in days)
    earlier = len(days) - later
    if not earlier or later <= earlier or len(days) < needed.value:
        return None
    return _Drift(earlier, later, days[int(needed.value) - 1])


def _urgent(theme: BoundaryTheme, found: list[_Seen], days: Limit) -> Verdict:
    """Word one sign that asks for a talk today; ``found`` is when it was ticked."""
    return Verdict(
        kind=FlagKind.BOUNDARY,
        subject=f"{theme.value}{_WITHIN}{found[0].key}",
        level=Level.HIGH,
        urgent=True,
        since=found[0].day,
        findings=tuple(_findings(theme, found)),
        clears=words.clears(theme, max(one.day for one in found), days),
        steps=_steps(theme, found),
    )


def _verdict(
    theme: BoundaryTheme, found: list[_Seen], drift: _Drift | None, thresholds: Thresholds
) -> Verdict:
    days, needed = thresholds["boundary.days"], thresholds["boundary.reflect_count"]
    small = [one for one in found if one.severity == REFLECT]
    reflect_days = sorted(one.day for one in small)
    marks = sum(one.key == GREY for one in small)
    serious = [one.day for one in found if one.severity >= TALK]
    adds_up = len(reflect_days) >= needed.value
    findings = _findings(theme, found)
    if adds_up:
        serious.append(reflect_days[int(needed.value) - 1])
        findings.append(words.adds_up(theme, len(small) - marks, marks, thresholds))
    if drift is not None:
        serious.append(drift.day)
        findings.append(words.rising(theme, drift.earlier, drift.later, thresholds))
    return Verdict(
        kind=FlagKind.BOUNDARY,
        subject=theme.value,
        level=Level.HIGH if serious else Level.WATCH,
        since=min(serious or reflect_days),
        findings=tuple(findings),
        clears=words.clears(theme, max(one.day for one in found), days),
        steps=_steps(theme, found),
    )


def _findings(theme: BoundaryTheme, found: list[_Seen]) -> list[Finding]:
    """Word each sign once, with its latest day, the most serious first."""
    latest = {one.key: one for one in found}
    ordered = sorted(latest.values(), key=lambda one: (-one.severity, one.day, one.key))
    marks = sum(one.key == GREY for one in found)
    return [
        words.grey(theme, marks, one.day)
        if one.key == GREY
        else words.ticked(theme, one.key, one.phrase, one.severity, one.day)
        for one in ordered
    ]


def _steps(theme: BoundaryTheme, found: list[_Seen]) -> tuple[str, ...]:
    """Steps of the most serious signs first, then what fits the theme."""
    ordered = sorted(found, key=lambda one: (-one.severity, one.key))
    keys = [step for one in ordered for step in one.steps]
    return tuple(dict.fromkeys((*keys, *THEME_STEPS[theme])))[:_MOST_STEPS]
