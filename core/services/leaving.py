"""Leaving, on a day known beforehand: there is time to take along what is one's own."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from core.errors import InvalidValue, NotFound
from core.models import Person
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.rules.leaving import (
    LONGEST_NOTICE_DAYS,
    USUAL_NOTICE_DAYS,
    check_last_day,
    closes_at,
)
from core.services.account_changes import note_change
from core.services.people import (
    close_account,
    is_last_administrator,
    keep_an_administrator,
    person_in_reach,
)
from core.vocabulary import AccountEvent

__all__ = [
    "LONGEST_NOTICE_DAYS",
    "USUAL_NOTICE_DAYS",
    "call_off_leaving",
    "close_left",
    "leave",
    "plan_leaving",
]

_LEFT: Final = AccountEvent.LEFT


def leave(session: Session, actor: Actor, *, now: datetime) -> None:
    """Close the actor's own account at once, because they leave.

    Raises:
        InvalidValue: the actor is the last administrator.
    """
    actor.must(Permission.OWN_ACCOUNT)
    keep_an_administrator(session, without=actor.person_id)
    mine = select(Person).where(Person.id == actor.person_id).with_for_update()
    person = session.exec(mine).one()
    person.left_at = now
    close_account(session, person, _LEFT, by=actor.person_id, now=now)


def plan_leaving(
    session: Session, actor: Actor, person_id: UUID, *, last_day: date, now: datetime
) -> None:
    """Write down somebody's last day; until it is over they can still take along what is theirs.

    Raises:
        NotFound: there is no such person within the actor's reach.
        InvalidValue: the day is past or far away, it is the actor's own account or that of the
            last administrator.
    """
    actor.must(Permission.MANAGE_PEOPLE)
    person = person_in_reach(session, actor, person_id)
    if person_id == actor.person_id:
        raise InvalidValue("You leave yourself under “Sharing and my data”.")
    keep_an_administrator(session, without=person_id)
    place = organisation(session)
    check_last_day(last_day, today=place.today(now))
    person.left_at = closes_at(last_day, place.time_zone)
    person.version += 1
    note_change(session, person_id, _LEFT, by=actor.person_id, now=now)


def call_off_leaving(session: Session, actor: Actor, person_id: UUID, *, now: datetime) -> None:
    """Take back that somebody leaves, as long as their account is open.

    Raises:
        NotFound: nobody within the actor's reach leaves under this key.
    """
    actor.must(Permission.MANAGE_PEOPLE)
    person = person_in_reach(session, actor, person_id)
    if person.left_at is None or not person.active:
        raise NotFound("day of leaving")
    person.left_at = None
    person.version += 1
    note_change(session, person_id, AccountEvent.REACTIVATED, by=actor.person_id, now=now)


def close_left(session: Session, *, now: datetime) -> int:
    """Close the accounts of people whose last day is over; return how many.

    The last administrator stays until somebody else is one.
    """
    due = select(Person).where(col(Person.active).is_(True), col(Person.left_at) <= now)
    people = session.exec(due.with_for_update()).all()
    closed = 0
    for person in people:
        if not is_last_administrator(session, person.id):
            close_account(session, person, _LEFT, by=None, now=now)
            closed += 1
    return closed
