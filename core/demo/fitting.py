"""Whether a drawn diary tells its person's story, and no other."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from core.demo import stories
from core.demo.cast import Member
from core.demo.entries import Answered, Diary
from core.rules.gauges import LimitsFor
from core.rules.heavy_contacts import TolledContact, heavy_verdicts
from core.rules.strain import WeekInput, WeekVerdict, monitor
from core.rules.thresholds import Thresholds
from core.vocabulary import FlagKind, Level, PulseItem

_FIRST_RAISED: Final = range(-4, -1)
"""Weeks in which a story is first raised: recent, and yet more than 48 hours ago."""
_JUDGED_WEEKS: Final = 9
"""Weeks in which a flag of heavy contacts would be seen, or its follow-up."""
_SOME_MONDAY: Final = date(2026, 1, 5)
_LIMITS: Final = Thresholds()
_ROLE_CLEAR: Final = list(PulseItem).index(PulseItem.ROLE_CLEAR)


def fits(member: Member, diary: Diary) -> bool:
    """Return whether a diary raises what its person's story says, and nothing besides."""
    return _tells(member, monitor(weeks_of(diary))) and _is_mixed(member, diary)


def weeks_of(diary: Diary) -> list[WeekInput]:
    """Return the closed weeks as the detector reads them, numbered from -59 to -1."""
    weeks = []
    for weeks_ago in range(max(c.weeks_ago for c in diary.contacts), 0, -1):
        logged = [c for c in diary.contacts if c.weeks_ago == weeks_ago]
        tolls = [c.toll for c in logged if c.toll is not None]
        check = next((_composite(p) for p in diary.pulses if p.weeks_ago == weeks_ago), None)
        seen = bool(logged) or check is not None
        weeks.append(
            WeekInput(
                week=-weeks_ago,
                toll=sum(tolls) / len(tolls) if tolls else None,
                check=check,
                minutes=float(sum(c.minutes for c in logged)) if seen else None,
            )
        )
    return weeks


def _composite(pulse: Answered) -> float | None:
    core = [a for n, a in enumerate(pulse.answers) if n != _ROLE_CLEAR and a is not None]
    return sum(2.5 * (5 - a) for a in core) / len(core) if len(core) >= 3 else None


def _tells(member: Member, verdicts: Sequence[WeekVerdict]) -> bool:
    told = next((story for story in stories.STORIES if story.person == member.name), None)
    wanted = next(
        (r.level for r in (told.raises if told else ()) if r.kind is FlagKind.BURNOUT_RISK), None
    )
    raised = [v for v in verdicts if v.level in (Level.WATCH, Level.HIGH)]
    if wanted is None:
        return not raised
    if not raised or verdicts[-1].level is not wanted or raised[0].week not in _FIRST_RAISED:
        return False
    return wanted is Level.HIGH or all(set(v.reasons) <= {"load"} for v in raised)


def _is_mixed(member: Member, diary: Diary) -> bool:
    """Return whether heavy contacts raise no flag of their own on any day that is replayed.

    The stories tell of a toll against one's own usual; the same contacts would ask for another
    mix as well, and nobody could tell one flag from the other.
    """
    tolled = sorted(
        (
            TolledContact(_day(one.weeks_ago, one.weekday), one.toll, one.talked_through)
            for one in diary.contacts
            if one.toll is not None
        ),
        key=lambda one: one.day,
    )
    joined = _day(0, 0) - timedelta(days=member.joined_days_ago)
    days = (_day(_JUDGED_WEEKS, 0) + timedelta(days=n) for n in range(7 * _JUDGED_WEEKS + 7))
    return not any(
        heavy_verdicts(
            [one for one in tolled if one.day <= last], LimitsFor(_LIMITS, joined, today)
        )
        for today in days
        for last in (today, today - timedelta(days=1))
    )


def _day(weeks_ago: int, weekday: int) -> date:
    return _SOME_MONDAY + timedelta(days=weekday - 7 * weeks_ago)
