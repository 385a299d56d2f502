"""What the flag rules need to know of one person, in few statements.

For callers that have checked who asks; nothing of this leaves the server as it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Date, bindparam, exists, func, select
from sqlmodel import Session

from core.models import (
    Agreement,
    BoundaryCheck,
    BoundarySign,
    Case,
    Contact,
    ContactToll,
    FlagsAsOf,
    Meeting,
    Pause,
    Person,
    PersonRole,
    SupportEvent,
)
from core.models.base import table_of
from core.permissions import GRANTS, Permission
from core.queries.new_usual import first_week_of_usual
from core.queries.rows import rows
from core.queries.wellbeing import week_sums
from core.rules.boundaries import GreyTick, SignSeen
from core.rules.dates import local_day, week_of
from core.rules.strain import WeekInput
from core.rules.support import OpenEvent, SupportFacts
from core.vocabulary import EventKind, MeetingKind

_CONTACT: Final = table_of(Contact)
_TOLL: Final = table_of(ContactToll)
_CASE: Final = table_of(Case)
_AGREEMENT: Final = table_of(Agreement)
_MEETING: Final = table_of(Meeting)
_EVENT: Final = table_of(SupportEvent)
_PAUSE: Final = table_of(Pause)
_PERSON: Final = table_of(Person)
_ROLE: Final = table_of(PersonRole)
_CHECK: Final = table_of(BoundaryCheck)
_SIGN: Final = table_of(BoundarySign)
_AS_OF: Final = table_of(FlagsAsOf)
_WORKING: Final = [role for role in GRANTS if Permission.LOG_WORK in GRANTS[role]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What decides whether and how one person's flags are computed."""

    id: UUID
    works: bool
    """Active, with a role that logs work; anyone else has no flags."""
    paused: bool
    joined_on: date
    known_since: date
    """Gaps count from here at the earliest: what was before is unknown, not missing."""
    capacity: float | None
    as_of: date | None


def person_facts(
    session: Session, person_id: UUID, *, today: date, time_zone: str
) -> PersonFacts | None:
    """Return the facts of one person, or nothing when there is no such account."""
    asked = {"person": person_id, "today": today}
    row = session.connection().execute(_ABOUT, asked).first()
    if row is None:
        return None
    return PersonFacts(
        id=person_id,
        works=bool(row.active and row.works),
        paused=bool(row.paused),
        joined_on=row.joined_on,
        known_since=max(row.joined_on, local_day(row.created_at, time_zone)),
        capacity=row.capacity,
        as_of=row.day,
    )


def support_facts(
    session: Session, person: PersonFacts, *, now: datetime, today: date
) -> SupportFacts:
    """Return what the support gap rule reads, as of a moment."""
    talks = rows(
        session,
        select(_MEETING.c.kind, func.max(_MEETING.c.day).label("day"))
        .where(
            _MEETING.c.person_id == person.id,
            _MEETING.c.day <= today,
            _MEETING.c.recorded_at <= now,
        )
        .group_by(_MEETING.c.kind),
    )
    return support_of(person, talks, _waiting(session, person.id, now), now=now)


def support_of(
    person: PersonFacts, talks: Iterable[Any], waiting: Sequence[Any], *, now: datetime
) -> SupportFacts:
    """Return what the rule reads of the last talk of each kind and of events that are open."""
    last = {row.kind: row.day for row in talks}
    events = _open_events(waiting, now)
    return SupportFacts(
        known_since=person.known_since,
        joined_on=person.joined_on,
        last_supervision=last.get(MeetingKind.SUPERVISION),
        last_team_contact=max(last.values(), default=None),
        open_incidents=events[EventKind.INCIDENT],
        open_debriefs=events[EventKind.DEBRIEF_WANTED],
    )


def _waiting(session: Session, person_id: UUID, now: datetime) -> Sequence[Any]:
    return rows(
        session,
        select(_EVENT.c.kind, _EVENT.c.happened_on, _EVENT.c.raised_at)
        .where(
            _EVENT.c.person_id == person_id,
            _EVENT.c.settled_at.is_(None) | (_EVENT.c.settled_at > now),
            _EVENT.c.raised_at <= now,
        )
        .order_by(_EVENT.c.raised_at),
    )


def _open_events(waiting: Sequence[Any], now: datetime) -> dict[EventKind, tuple[OpenEvent, ...]]:
    return {
        kind: tuple(
            OpenEvent(row.happened_on, (now - row.raised_at).total_seconds() / 3600)
            for row in waiting
            if row.kind is kind
        )
        for kind in EventKind
    }


def boundary_facts(
    session: Session, person_id: UUID, *, since: date, until: date
) -> tuple[list[SignSeen], list[GreyTick]]:
    """Return the signs one person ticked and the grey areas they marked between two days."""
    signs = rows(
        session,
        select(_SIGN.c.sign, _CHECK.c.day)
        .join(_CHECK, _CHECK.c.id == _SIGN.c.check_id)
        .where(_CHECK.c.person_id == person_id, _CHECK.c.day.between(since, until))
        .order_by(_CHECK.c.day, _SIGN.c.sign),
    )
    ticks = rows(
        session,
        select(_TOLL.c.grey_theme, _CONTACT.c.day)
        .join(_CONTACT, _CONTACT.c.id == _TOLL.c.contact_id)
        .where(
            _CONTACT.c.person_id == person_id,
            _CONTACT.c.day.between(since, until),
            _TOLL.c.grey_theme.is_not(None),
        )
        .order_by(_CONTACT.c.day, _TOLL.c.grey_theme),
    )
    return [SignSeen(sign, day) for sign, day in signs], [GreyTick(t, day) for t, day in ticks]


def strain_history(
    session: Session, person_id: UUID, *, now: datetime, today: date
) -> list[WeekInput]:
    """Return the closed weeks that the strain detector reads, as of a moment.

    What was before the person's new usual is left out: their own past begins there.
    """
    first = first_week_of_usual(session, person_id, now=now)
    sums = week_sums(session, person_id, until=week_of(today) - 1)
    return [one.as_input() for one in sums if first is None or one.week >= first]


def _about() -> Any:
    me, today = _PERSON.c.id, bindparam("today", type_=Date())
    capacity = (
        select(_AGREEMENT.c.capacity)
        .where(_AGREEMENT.c.person_id == me, _AGREEMENT.c.since <= today)
        .order_by(_AGREEMENT.c.since.desc(), _AGREEMENT.c.recorded_at.desc())
        .limit(1)
    )
    paused = exists().where(
        _PAUSE.c.person_id == me,
        _PAUSE.c.starts_on <= today,
        _PAUSE.c.returns_on.is_(None) | (_PAUSE.c.returns_on > today),
    )
    works = exists().where(_ROLE.c.person_id == me, _ROLE.c.role.in_(_WORKING))
    facts = select(
        _PERSON.c.active,
        _PERSON.c.joined_on,
        _PERSON.c.created_at,
        _AS_OF.c.day,
        works.label("works"),
        paused.label("paused"),
        capacity.scalar_subquery().label("capacity"),
    )
    return facts.outerjoin(_AS_OF, _AS_OF.c.person_id == me).where(me == bindparam("person"))


# Built once: every save of a contact asks these.
_ABOUT: Final = _about()
