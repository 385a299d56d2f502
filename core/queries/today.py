"""How a person's week looks, for their first screen."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, Select, Subquery, bindparam, literal, select
from sqlmodel import Session

from core.models import Pause, Person, RingMe, SeeRequest
from core.models.base import UtcDateTime, table_of
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.queries.wellbeing import OwnWeek, OwnWeeks, own_weeks
from core.rules.asking import ASK_EVERY
from core.rules.burnout import Ground, ground_of
from core.rules.dates import monday_of, week_of
from core.vocabulary import Level, ShareTopic

__all__ = ["AskedToSee", "CurrentPause", "Ground", "OpenRingMe", "Today", "own_today"]

_PAUSE: Final = table_of(Pause)
_PERSON: Final = table_of(Person)
_REQUEST: Final = table_of(SeeRequest)
_RING: Final = table_of(RingMe)


@dataclass(frozen=True, slots=True)
class OpenRingMe:
    """A request to be rung that nobody has answered yet."""

    best_time: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class CurrentPause:
    """The pause that is on today."""

    starts_on: date
    returns_on: date | None


@dataclass(frozen=True, slots=True)
class AskedToSee:
    """A coordinator asks to see a topic; the person decides."""

    request_id: UUID
    asked_by: str
    topic: ShareTopic


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The facts of a person's first screen; the page puts them into words."""

    day: date
    monday: date
    contacts_this_week: int
    minutes_this_week: int
    toll_this_week: float | None
    """Mean toll of this week so far; nothing when no toll was given."""
    usual_toll: float | None
    """The person's own usual, once there is one."""
    usual_low: float | None
    usual_high: float | None
    level: Level
    """Of the last closed week."""
    ground: Ground
    """What that level stands on, where it asks for attention."""
    weeks_missing: int
    ring_me: OpenRingMe | None
    pause: CurrentPause | None
    asked: AskedToSee | None


def own_today(session: Session, actor: Actor, *, now: datetime) -> Today:
    """Return how the actor's week looks."""
    actor.must(Permission.LOG_WORK)
    today = organisation(session).today(now)
    week = week_of(today)
    weeks = own_weeks(session, actor, now=now)
    now_on = _small_facts(session, actor, now=now, today=today)
    present = weeks.points[-1] if weeks.points and weeks.points[-1].week == week else None
    banded = _last_with_band(weeks)
    pause = CurrentPause(now_on.pause_from, now_on.pause_until) if now_on.pause_from else None
    ring_me = OpenRingMe(now_on.best_time, now_on.asked_at) if now_on.asked_at else None
    return Today(
        day=today,
        monday=monday_of(week),
        contacts_this_week=present.contacts if present else 0,
        minutes_this_week=(present.minutes or 0) if present else 0,
        toll_this_week=present.toll_mean if present else None,
        usual_toll=banded.usual if banded else None,
        usual_low=banded.low if banded else None,
        usual_high=banded.high if banded else None,
        level=weeks.level,
        ground=_ground(weeks),
        weeks_missing=weeks.weeks_missing,
        ring_me=ring_me,
        pause=pause,
        asked=(
            AskedToSee(now_on.request_id, now_on.asked_by, ShareTopic(now_on.topic))
            if now_on.request_id
            else None
        ),
    )


def _ground(weeks: OwnWeeks) -> Ground:
    reasons = next((one.reasons for one in reversed(weeks.points) if one.closed), ())
    return ground_of(reasons, stale=weeks.stale)


def _last_with_band(weeks: OwnWeeks) -> OwnWeek | None:
    return next((one for one in reversed(weeks.points) if one.usual is not None), None)


def _small_facts(session: Session, actor: Actor, *, now: datetime, today: date) -> Any:
    """Ask three small questions in one statement."""
    values = {"me": actor.person_id, "today": today, "asked_after": now - ASK_EVERY}
    return rows(session, _SMALL_FACTS, values)[0]


def _all_three() -> Select[Any]:
    one = select(literal(1).label("one")).subquery()
    pause, ring, asked = _pause(), _ring(), _asked()
    return (
        select(
            pause.c.starts_on.label("pause_from"),
            pause.c.returns_on.label("pause_until"),
            ring.c.best_time,
            ring.c.asked_at,
            asked.c.id.label("request_id"),
            asked.c.display_name.label("asked_by"),
            asked.c.topic,
        )
        .select_from(one)
        .outerjoin(pause, literal(True))
        .outerjoin(ring, literal(True))
        .outerjoin(asked, literal(True))
    )


def _pause() -> Subquery:
    me: BindParameter[UUID] = bindparam("me")
    today: BindParameter[date] = bindparam("today")
    return (
        select(_PAUSE.c.starts_on, _PAUSE.c.returns_on)
        .where(
            _PAUSE.c.person_id == me,
            _PAUSE.c.starts_on <= today,
            _PAUSE.c.returns_on.is_(None) | (_PAUSE.c.returns_on > today),
        )
        .order_by(_PAUSE.c.starts_on)
        .limit(1)
        .subquery()
    )


def _ring() -> Subquery:
    me: BindParameter[UUID] = bindparam("me")
    return (
        select(_RING.c.best_time, _RING.c.asked_at)
        .where(
            _RING.c.person_id == me, _RING.c.withdrawn_at.is_(None), _RING.c.answered_at.is_(None)
        )
        .order_by(_RING.c.asked_at.desc())
        .limit(1)
        .subquery()
    )


def _asked() -> Subquery:
    me: BindParameter[UUID] = bindparam("me")
    after: BindParameter[datetime] = bindparam("asked_after", type_=UtcDateTime)
    return (
        select(_REQUEST.c.id, _PERSON.c.display_name, _REQUEST.c.topic)
        .join(_PERSON, _PERSON.c.id == _REQUEST.c.asked_by)
        .where(
            _REQUEST.c.person_id == me,
            _REQUEST.c.set_aside_at.is_(None),
            _REQUEST.c.asked_at > after,
        )
        .order_by(_REQUEST.c.asked_at.desc())
        .limit(1)
        .subquery()
    )


_SMALL_FACTS: Final = _all_three()
