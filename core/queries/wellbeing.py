"""How a person is against their own normal. Own data only, whatever the role."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, bindparam, select, union
from sqlmodel import Session

from core.models import BoundaryCheck, BoundarySign, Pulse, StrainWeek, WorkWeek
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.new_usual import first_week_of_usual
from core.queries.people import organisation
from core.queries.questionnaires import strain_scores
from core.queries.rows import rows
from core.rules.burnout import progress
from core.rules.dates import monday_of, week_of
from core.rules.strain import (
    Band,
    ChannelReading,
    WeekInput,
    band,
    monitor,
    week_input,
)
from core.vocabulary import Level, PulseItem

LONGEST_HISTORY: Final = 104
"""Weeks the detector looks back: two years hold more than its reference needs."""
_STRAIN: Final = table_of(StrainWeek)
_WORK: Final = table_of(WorkWeek)
_PULSE: Final = table_of(Pulse)
_CHECK: Final = table_of(BoundaryCheck)
_SIGN: Final = table_of(BoundarySign)


def _week_sums() -> Select[Any]:
    names: list[Any] = [bindparam(name) for name in ("person", "since", "until")]
    person, since, until = names
    weeks = union(
        *(
            select(t.c.week).where(t.c.person_id == person, t.c.week.between(since, until))
            for t in (_STRAIN, _WORK)
        )
    ).subquery()
    on = {
        table: (table.c.week == weeks.c.week) & (table.c.person_id == person)
        for table in (_STRAIN, _WORK)
    }
    lanes = [column for column in _STRAIN.c if column.name not in ("week", "person_id")]
    return (
        select(weeks.c.week, *lanes, _WORK.c.contacts, _WORK.c.minutes)
        .select_from(weeks)
        .outerjoin(_STRAIN, on[_STRAIN])
        .outerjoin(_WORK, on[_WORK])
        .order_by(weeks.c.week)
    )


_WEEK_SUMS: Final = _week_sums()


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSums:
    """The sums of one person's week in both lanes."""

    week: int
    tolls: int = 0
    toll_sum: int = 0
    heavy: int = 0
    pulse_items: int = 0
    pulse_sum: int = 0
    contacts: int = 0
    minutes: int = 0

    def as_input(self) -> WeekInput:
        """Return what the strain detector reads of this week."""
        return week_input(
            self.week,
            toll_sum=self.toll_sum,
            tolls=self.tolls,
            answer_sum=self.pulse_sum,
            answered=self.pulse_items,
            minutes=self.minutes,
            contacts=self.contacts,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWeek:
    """One week of one's own, with the band of that week once there is one.

    ``usual`` and the lines stand for the toll; ``check_band`` and ``load_band`` for the others.
    """

    week: int
    monday: date
    closed: bool
    """Whether the week is over; only closed weeks are judged."""
    toll_mean: float | None
    tolls: int
    heavy: int
    check: float | None
    """Check-in composite, 0 to 10, higher is harder."""
    minutes: int | None
    contacts: int
    level: Level
    reasons: tuple[str, ...]
    usual: float | None
    low: float | None
    high: float | None
    watch_line: float | None
    high_line: float | None
    smoothed: float | None
    check_band: Band | None
    load_band: Band | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWeeks:
    """A person's weeks up to the present one, oldest first, gaps included."""

    points: tuple[OwnWeek, ...]
    level: Level
    """Of the last closed week."""
    stale: bool
    """Whether that level is kept from before because nothing new is known."""
    weeks_missing: int
    """Observed weeks needed until there is a judgement; 0 when there is one."""
    not_enough: str
    """Why there is no judgement yet, in one sentence; empty when there is one."""
    reference_weeks: int
    """Ordinary weeks that the toll band rests on."""
    usual_toll: float | None
    usual_minutes: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPulse:
    """One weekly pulse of one's own."""

    week: int
    day: date
    answers: Mapping[PulseItem, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCheck:
    """One boundary self-check of one's own."""

    id: UUID
    day: date
    signs: tuple[str, ...]


def own_weeks(session: Session, actor: Actor, *, now: datetime) -> OwnWeeks:
    """Return the actor's weeks against their own band, the open week last."""
    actor.must(Permission.LOG_WORK)
    today = organisation(session).today(now)
    this_week = week_of(today)
    sums = {one.week: one for one in week_sums(session, actor.person_id, until=this_week)}
    first = first_week_of_usual(session, actor.person_id, now=now)
    history = [
        one.as_input()
        for one in sums.values()
        if one.week < this_week and (first is None or one.week >= first)
    ]
    scores = strain_scores(session, actor.person_id, until=this_week - 1)
    verdicts = monitor(history, scores, until=this_week - 1)
    so_far = progress(history, today=today, verdicts=verdicts)
    points = _before(sums, verdicts[0].week if verdicts else this_week)
    points += [
        _point(sums.get(v.week, WeekSums(week=v.week)), v.level, v.reasons, _readings(v))
        for v in verdicts
    ]
    if this_week in sums:
        level = verdicts[-1].level if verdicts else Level.NOT_ENOUGH_DATA
        points.append(_point(sums[this_week], level, (), (None, None, None), closed=False))
    toll, _check, load = _readings(verdicts[-1]) if verdicts else (None, None, None)
    return OwnWeeks(
        points=tuple(points),
        level=verdicts[-1].level if verdicts else Level.NOT_ENOUGH_DATA,
        stale=verdicts[-1].stale if verdicts else False,
        weeks_missing=so_far.weeks_missing,
        not_enough=so_far.sentence,
        reference_weeks=toll.n if toll else 0,
        usual_toll=toll.mu if toll else None,
        usual_minutes=load.mu if load else None,
    )


def _before(sums: Mapping[int, WeekSums], week: int) -> list[OwnWeek]:
    """Return the weeks before a new usual: readable, and compared with nothing."""
    first = min((known for known in sums if known < week), default=week)
    none = (None, None, None)
    return [
        _point(sums.get(each, WeekSums(week=each)), Level.NOT_ENOUGH_DATA, (), none)
        for each in range(first, week)
    ]


def own_pulses(session: Session, actor: Actor, *, limit: int = 26) -> list[OwnPulse]:
    """Return the actor's last weekly pulses, newest first."""
    actor.must(Permission.LOG_WORK)
    found = rows(
        session,
        select(_PULSE)
        .where(_PULSE.c.person_id == actor.person_id)
        .order_by(_PULSE.c.week.desc())
        .limit(limit),
    )
    return [
        OwnPulse(
            week=row.week,
            day=row.day,
            answers={item: getattr(row, item.value) for item in PulseItem},
        )
        for row in found
    ]


def own_checks(session: Session, actor: Actor, *, limit: int = 12) -> list[OwnCheck]:
    """Return the actor's last boundary self-checks with their signs, newest first."""
    actor.must(Permission.LOG_WORK)
    checks = rows(
        session,
        select(_CHECK.c.id, _CHECK.c.day)
        .where(_CHECK.c.person_id == actor.person_id)
        .order_by(_CHECK.c.day.desc(), _CHECK.c.recorded_at.desc())
        .limit(limit),
    )
    ids = [check_id for check_id, _day in checks]
    ticked = rows(
        session,
        select(_SIGN.c.check_id, _SIGN.c.sign)
        .where(_SIGN.c.check_id.in_(ids))
        .order_by(_SIGN.c.sign),
    )
    return [
        OwnCheck(id=check_id, day=day, signs=tuple(s for c, s in ticked if c == check_id))
        for check_id, day in checks
    ]


def week_sums(
    session: Session, person_id: UUID, *, until: int, weeks: int = LONGEST_HISTORY
) -> list[WeekSums]:
    """Return one person's weekly sums of both lanes, oldest first; for callers that checked.

    At most ``weeks`` of them, and they end with ``until``.
    """
    since = until - weeks + 1
    found = rows(session, _WEEK_SUMS, {"person": person_id, "since": since, "until": until})
    return [
        WeekSums(**{name: value for name, value in row._mapping.items() if value is not None})
        for row in found
    ]


def _readings(verdict: Any) -> tuple[ChannelReading | None, ...]:
    return verdict.toll, verdict.check, verdict.load


def _point(
    sums: WeekSums,
    level: Level,
    reasons: tuple[str, ...],
    readings: tuple[ChannelReading | None, ...],
    *,
    closed: bool = True,
) -> OwnWeek:
    known = sums.as_input()
    toll, check, load = (band(one) if one and one.current else None for one in readings)
    return OwnWeek(
        week=sums.week,
        monday=monday_of(sums.week),
        closed=closed,
        toll_mean=known.toll,
        tolls=sums.tolls,
        heavy=sums.heavy,
        check=known.check,
        minutes=None if known.minutes is None else sums.minutes,
        contacts=sums.contacts,
        level=level,
        reasons=reasons,
        usual=toll.usual if toll else None,
        low=toll.low if toll else None,
        high=toll.high if toll else None,
        watch_line=toll.watch_line if toll else None,
        high_line=toll.high_line if toll else None,
        smoothed=toll.smoothed if toll else None,
        check_band=check,
        load_band=load,
    )
