"""The life of one flag, told again from what its rule says at each moment that is known."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final, Protocol, TypeVar
from uuid import UUID

from core.rules.flags import Verdict
from core.vocabulary import FlagAnswer, FlagKind, FlagMoment, Level

_Heard = tuple[Level, bool] | None
_DAY: Final = timedelta(days=1)
BY_ITSELF: Final = frozenset({FlagMoment.RAISED, FlagMoment.LEVEL, FlagMoment.CLEARED})
"""What happens to a flag because of its rule alone."""
BY_SOMEBODY: Final = frozenset(
    {FlagMoment.ANSWERED, FlagMoment.SHARED, FlagMoment.SHARE_ENDED, FlagMoment.CALL_ASKED}
)
"""What somebody did about it, whatever becomes of its ground."""
_ORDER: Final = list(FlagMoment)
_FIRST_SEEN: Final = frozenset({FlagKind.CASELOAD, FlagKind.DEPENDENCY})
_WAITING: Final = frozenset({"incident_open", "debrief_open"})


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says about one flag at a moment."""

    at: datetime
    verdict: Verdict | None
    silent: bool = False
    """A pause: nothing is raised but what is urgent."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a flag, and how clearly it speaks from then on."""

    at: datetime
    what: FlagMoment
    level: Level
    urgent: bool = False
    answer: FlagAnswer = FlagAnswer.NONE

    @property
    def heard(self) -> _Heard:
        """How clearly it speaks; nothing once it is over."""
        return None if self.what is FlagMoment.CLEARED else (self.level, self.urgent)


@dataclass(frozen=True, slots=True)
class Episode:
    """A flag from its raising to its end."""

    steps: tuple[Step, ...]
    last: Verdict
    """As it stood at its end, or stands now; ``since`` is that of its level."""

    @property
    def raised_at(self) -> datetime:
        """When it came up."""
        return self.steps[0].at

    @property
    def cleared_at(self) -> datetime | None:
        """When it ended; nothing while it is up."""
        end = self.steps[-1]
        return end.at if end.what is FlagMoment.CLEARED else None

    def overlaps(self, start: datetime, end: datetime | None) -> bool:
        """Say whether it was up at some time between two moments."""
        begins_in_time = end is None or self.raised_at <= end
        return begins_in_time and (self.cleared_at is None or self.cleared_at >= start)

    def and_then(self, other: "Episode") -> "Episode":
        """Return both as one that never ended in between."""
        up_to, again = self.steps[:-1], other.steps[0]
        if up_to[-1].heard == again.heard:
            return Episode((*up_to, *other.steps[1:]), other.last)
        level = replace(again, what=FlagMoment.LEVEL)
        return Episode((*up_to, level, *other.steps[1:]), other.last)


def keeps_first_day(kind: FlagKind, subject: str) -> bool:
    """Say whether a rule looks at one day alone, so that only its life knows since when."""
    return kind in _FIRST_SEEN or subject in _WAITING


def lived(said: Sequence[Said], told: Sequence[Step], *, first_day: bool) -> list[Episode]:
    """Return the episodes of one flag.

    Args:
        said: what the rule says at each known moment, oldest first.
        told: the steps that were told.
        first_day: whether ``since`` is the day on which a level was first seen.
    """
    found: list[Episode] = []
    steps: list[Step] = []
    last: Verdict | None = None
    for one in _as_told(said, told):
        now = one.verdict
        if last is None:
            if now is not None and (now.urgent or not one.silent):
                steps, last = [_step(one.at, FlagMoment.RAISED, now)], now
        elif now is None:
            steps.append(_step(one.at, FlagMoment.CLEARED, last))
            found.append(Episode(tuple(steps), last))
            steps, last = [], None
        else:
            if _heard(now) != _heard(last):
                steps.append(_step(one.at, FlagMoment.LEVEL, now))
            same_day = first_day and now.level is last.level
            last = replace(now, since=last.since) if same_day else now
    return found if last is None else [*found, Episode(tuple(steps), last)]


def loudness(verdict: Verdict | None) -> int:
    """Return how clearly a rule speaks; 0 when it says nothing."""
    return _volume(_heard(verdict))


def put_aside(steps: Iterable[Step]) -> bool:
    """Say whether a "this has passed" still stands: nothing spoke louder since it was said."""
    passed = False
    before: _Heard = None
    for step in sorted(steps, key=lambda one: (one.at, _ORDER.index(one.what))):
        if step.what in (FlagMoment.ANSWERED, FlagMoment.SHARED):
            passed = step.answer is FlagAnswer.PASSED
        elif step.what in BY_ITSELF:
            louder = before is not None and _volume(step.heard) > _volume(before)
            passed = passed and not louder
            before = step.heard
    return passed


def told_before(steps: Iterable[Step], now: datetime) -> list[Step]:
    """Return what was told up to a moment; what grew quieter only then did so when it did."""
    found: list[Step] = []
    before: _Heard = None
    for step in sorted(steps, key=lambda one: one.at):
        if step.what not in BY_ITSELF:
            continue
        if step.at < now or _volume(step.heard) > _volume(before):
            found.append(step)
        before = step.heard
    return found


def _step(at: datetime, what: FlagMoment, verdict: Verdict) -> Step:
    return Step(at, what, verdict.level, verdict.urgent)


def _heard(verdict: Verdict | None) -> _Heard:
    return None if verdict is None else (verdict.level, verdict.urgent)


def _as_told(said: Sequence[Said], told: Sequence[Step]) -> Iterator[Said]:
    """Yield what the rule said as far as somebody was told.

    A rise counts from when it was shown; one that never was is shown at the last moment, if it
    still holds then. A fall counts at once, or when it was told on the same day.
    """
    before: _Heard = None
    for place, one in enumerate(said):
        now = _heard(one.verdict)
        if now != before:
            while_so = _moments_of(now, said[place:])
            rises = _volume(now) > _volume(before)
            heard_at = (
                _shown_at(now, while_so, told, last=said[-1].at)
                if rises
                else _told_at(now, while_so, told)
            )
            if heard_at is None or one.at < heard_at:
                shown = _shown(told, one.at)
                if one.verdict is None or not _volume(before) < _volume(shown) < _volume(now):
                    continue
                one, now = _as_loud_as(one, one.verdict, shown), shown
        before = now
        yield one


def _moments_of(heard: _Heard, said: Iterable[Said]) -> list[datetime]:
    return [one.at for one in takewhile(lambda each: _heard(each.verdict) == heard, said)]


def _shown_at(
    heard: _Heard, moments: Sequence[datetime], told: Sequence[Step], *, last: datetime
) -> datetime | None:
    shown = (at for at in moments if _volume(_shown(told, at)) >= _volume(heard))
    return next(shown, last if moments[-1] == last else None)


def _told_at(heard: _Heard, moments: Sequence[datetime], told: Sequence[Step]) -> datetime:
    same_day = {at for at in moments if at - moments[0] < _DAY}
    return min((s.at for s in told if s.heard == heard and s.at in same_day), default=moments[0])


def _shown(told: Iterable[Step], at: datetime) -> _Heard:
    """Return how clearly the flag was heard to speak at a moment."""
    heard: _Heard = None
    for step in told:
        if step.at <= at:
            heard = step.heard
    return heard


def _as_loud_as(one: Said, verdict: Verdict, shown: _Heard) -> Said:
    if shown is None:
        return one
    return replace(one, verdict=replace(verdict, level=shown[0], urgent=shown[1]))


def _volume(heard: _Heard) -> int:
    if heard is None:
        return 0
    level, urgent = heard
    return 1 + (level is Level.HIGH) + urgent


class Stored(Protocol):
    """What of a stored flag decides which episode it is."""

    @property
    def id(self) -> UUID:
        """Its key."""

    @property
    def raised_at(self) -> datetime:
        """When it was raised."""

    @property
    def cleared_at(self) -> datetime | None:
        """When it ended; nothing while it is up."""


Row = TypeVar("Row", bound=Stored)


def matched(
    episodes: Sequence[Episode], rows: Sequence[Row], *, acted: Collection[UUID]
) -> list[tuple[Episode, Row | None]]:
    """Return each episode that somebody was told of with the stored flag that it is.

    Args:
        episodes: oldest first.
        rows: the stored flags of the same subject, oldest first.
        acted: those that somebody did something about; they are never split.
    """
    found: list[tuple[Episode, Row | None]] = []
    free = list(rows)
    for episode in episodes:
        row = next((r for r in free if episode.overlaps(r.raised_at, r.cleared_at)), None)
        shown = [r for r in rows if episode.overlaps(r.raised_at, r.cleared_at)]
        if row is not None:
            free.remove(row)
            found.append((episode, row))
        elif shown and found and found[-1][1] is shown[-1]:
            found += _split(*found.pop(), episode, acted=shown[-1].id in acted)
        elif shown:
            found.append((episode, None))
    return found


def _split(
    first: Episode, row: Row | None, second: Episode, *, acted: bool
) -> list[tuple[Episode, Row | None]]:
    """Tell one stored flag as two, unless somebody did something about the whole of it."""
    if acted:
        return [(first.and_then(second), row)]
    return [(first, None), (second, row)]
