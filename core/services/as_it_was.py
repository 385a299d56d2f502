"""What the rules would have said at earlier moments, from the entries that are there now.

Entries made later are taken away inside a savepoint, so that every query and every rule reads
the past with the very code that reads the present; rolling back puts them there again.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, delete, select, union
from sqlmodel import Session

from core.models import (
    Agreement,
    BoundaryCheck,
    Case,
    Completion,
    Contact,
    ContactCase,
    Meeting,
    NewUsual,
    Pause,
    Pulse,
    Questionnaire,
    SupportEvent,
)
from core.models.base import table_of
from core.queries.flag_facts import person_facts
from core.queries.people import OrganisationFacts
from core.queries.retention import ratings_are_kept
from core.rules.dates import week_of
from core.rules.flags import Verdict
from core.services.rollups import refresh_week
from core.services.verdicts import Moment, verdicts_at
from core.vocabulary import FlagKind

_CONTACT: Final = table_of(Contact)
_PULSE: Final = table_of(Pulse)
_CASE: Final = table_of(Case)
_LINK: Final = table_of(ContactCase)
_USUAL: Final = table_of(NewUsual)
_EVENT: Final = table_of(SupportEvent)
_ENTERED: Final[tuple[Column[Any], ...]] = (
    _CONTACT.c.created_at,
    _PULSE.c.recorded_at,
    *(
        table_of(model).c.recorded_at
        for model in (BoundaryCheck, Questionnaire, Meeting, Completion, Agreement, Pause)
    ),
)
"""When each entry was made that a rule reads."""
_ALSO: Final[tuple[Column[Any], ...]] = (
    _USUAL.c.said_at,
    _USUAL.c.taken_back_at,
    _EVENT.c.settled_at,
)
"""Moments of what rules read as of a moment by themselves."""


@dataclass(frozen=True, slots=True)
class Then:
    """What the rules said at a moment."""

    verdicts: tuple[Verdict, ...]
    paused: bool


def moments_since(session: Session, person_id: UUID, since: datetime) -> set[datetime]:
    """Return when one person's entries were made, from a moment on: flags were looked at then."""
    asked = union(
        *(
            select(at.label("at")).where(at.table.c.person_id == person_id, at >= since)
            for at in (*_ENTERED, *_ALSO)
        )
    )
    return {row.at for row in session.connection().execute(asked)}


def said_then(
    session: Session,
    person_id: UUID,
    kinds: Collection[FlagKind],
    moments: Iterable[datetime],
    *,
    here: OrganisationFacts,
    now: datetime,
) -> Mapping[datetime, Then]:
    """Return what the rules of these kinds said at each of these moments."""
    found: dict[datetime, Then] = {}
    today = here.today(now)
    travel = session.begin_nested()
    try:
        for at in sorted(set(moments), reverse=True):
            _take_away_later(session, person_id, at, today=today)
            moment = Moment(at, here.today(at))
            person = person_facts(session, person_id, today=moment.today, time_zone=here.time_zone)
            if person is not None:
                verdicts = verdicts_at(session, person, kinds, moment)
                found[at] = Then(tuple(verdicts), person.paused)
    finally:
        travel.rollback()
    return found


def _take_away_later(session: Session, person_id: UUID, at: datetime, *, today: date) -> None:
    connection = session.connection()
    weeks: set[int] = set()
    cases: list[UUID] = []
    for entered in _ENTERED:
        table: Any = entered.table
        later = (table.c.person_id == person_id) & (entered > at)
        if table is _CONTACT:
            cases = _opened_with(session, later)
        if table in (_CONTACT, _PULSE):
            days = connection.execute(select(table.c.day).where(later).distinct())
            weeks |= {week_of(row.day) for row in days}
        connection.execute(delete(table).where(later))
    _drop_unused(session, cases)
    for week in sorted(weeks):
        summed = ratings_are_kept(session, week, today=today)
        refresh_week(session, person_id, week, strain=summed)


def _opened_with(session: Session, later: Any) -> list[UUID]:
    opened = select(_CASE.c.id).join(_CONTACT, _CONTACT.c.id == _CASE.c.opened_with).where(later)
    return [row.id for row in session.connection().execute(opened)]


def _drop_unused(session: Session, cases: Collection[UUID]) -> None:
    if cases:
        used = select(_LINK.c.case_id)
        unused = _CASE.c.id.in_(cases) & _CASE.c.id.not_in(used)
        session.connection().execute(delete(_CASE).where(unused))
