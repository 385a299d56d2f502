"""What the figures of closed weeks are made from. Only the closing of a week reads it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import exists, select
from sqlmodel import Session

from core.models import BoundaryCheck, BoundarySign, Contact, ContactToll, Person, PersonRole
from core.models.base import table_of
from core.queries.rows import rows
from core.rules.dates import monday_of
from core.rules.release import (
    LATE_FOR,
    THEME_WEEKS,
    TolledContact,
    counts_in,
    main_format,
    role_age,
)
from core.rules.release_audit import Cell
from core.rules.release_figures import Entry
from core.vocabulary import Role

_PERSON: Final = table_of(Person)
_ROLE: Final = table_of(PersonRole)
_CONTACT: Final = table_of(Contact)
_TOLL: Final = table_of(ContactToll)
_CHECK: Final = table_of(BoundaryCheck)
_SIGN: Final = table_of(BoundarySign)
_COORDINATES: Final = exists().where(
    _ROLE.c.person_id == _PERSON.c.id, _ROLE.c.role == Role.COORDINATOR
)
"""Whoever may see team figures is in none of them: they could take their own value away."""
_COUNTED: Final = (_PERSON.c.team_id.is_not(None), ~_COORDINATES)
_TOLLS: Final = (
    select(
        _CONTACT.c.person_id,
        _PERSON.c.team_id,
        _PERSON.c.joined_on,
        _CONTACT.c.day,
        _CONTACT.c.created_at,
        _CONTACT.c.format,
        _CONTACT.c.minutes,
        _TOLL.c.toll,
    )
    .join_from(_CONTACT, _TOLL, _TOLL.c.contact_id == _CONTACT.c.id)
    .join(_PERSON, _PERSON.c.id == _CONTACT.c.person_id)
    .where(_TOLL.c.toll.is_not(None), *_COUNTED)
)
_CHECKS: Final = (
    select(_CHECK.c.person_id, _PERSON.c.team_id, _SIGN.c.sign)
    .join_from(_CHECK, _PERSON, _PERSON.c.id == _CHECK.c.person_id)
    .join(_SIGN, _SIGN.c.check_id == _CHECK.c.id, isouter=True)
    .where(*_COUNTED)
)

WeekOfTeam = tuple[int, UUID]


def entries_of_weeks(
    session: Session, *, after: int | None, until: int, time_zone: str
) -> dict[WeekOfTeam, dict[UUID, Entry]]:
    """Return what counts in each week, by team and person; without ``after``, from the first."""
    statement = _TOLLS.where(_CONTACT.c.day < monday_of(until + 1))
    if after is not None:
        statement = statement.where(_CONTACT.c.day >= monday_of(after + 1 - LATE_FOR))
    counted: defaultdict[tuple[int, UUID, UUID, date], list[TolledContact]] = defaultdict(list)
    for row in rows(session, statement):
        contact = TolledContact(row.day, row.created_at, row.format, row.minutes, row.toll)
        week = counts_in(contact, time_zone)
        if week is not None and (after is None or after < week) and week <= until:
            counted[week, row.team_id, row.person_id, row.joined_on].append(contact)
    weeks: defaultdict[WeekOfTeam, dict[UUID, Entry]] = defaultdict(dict)
    for (week, team_id, person_id, joined_on), contacts in counted.items():
        weeks[week, team_id][person_id] = _entry(contacts, joined_on, week)
    return dict(weeks)


def signs_of_period(session: Session, *, until: int) -> dict[UUID, dict[UUID, frozenset[str]]]:
    """Return the signs of everybody who did the self-check, also none, by team and person.

    The period ends with the week ``until``.
    """
    first, end = monday_of(until + 1 - THEME_WEEKS), monday_of(until + 1)
    found: defaultdict[UUID, defaultdict[UUID, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows(session, _CHECKS.where(_CHECK.c.day >= first, _CHECK.c.day < end)):
        found[row.team_id][row.person_id] |= {row.sign} - {None}
    return {
        team_id: {person_id: frozenset(signs) for person_id, signs in people.items()}
        for team_id, people in found.items()
    }


def _entry(contacts: Sequence[TolledContact], joined_on: date, week: int) -> Entry:
    tolls: list[Any] = [contact.toll for contact in contacts]
    return Entry(
        Cell(main_format(contacts), role_age(joined_on, week)),
        sum(tolls) / len(tolls),
        sum(contact.minutes for contact in contacts),
    )
