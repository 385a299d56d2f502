"""Erasing a person: everything about them goes, in one transaction."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlmodel import Session

from core.errors import NotFound
from core.models import Base, Person
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.personal_tables import PERSONAL
from core.rules.retention import Limits, goes_entirely
from core.services.audit import write_audit
from core.services.erasure_ledger import erased_before
from core.services.follow_ups import hand_back
from core.services.locking import lock_person
from core.services.people import keep_an_administrator
from core.vocabulary import AuditEvent

NOBODY: Final = "Somebody who left"
"""How somebody is called who was erased and whom others' records still refer to."""
_PERSON: Final = table_of(Person)
Remember = Callable[[UUID], None]
"""Writes an erasure down outside the database."""


def erase_me(session: Session, actor: Actor, *, remember: Remember, now: datetime) -> None:
    """Erase the actor, who has just proven again who they are.

    Raises:
        InvalidValue: the actor is the last administrator.
    """
    actor.must(Permission.OWN_ACCOUNT)
    keep_an_administrator(session, without=actor.person_id)
    erase_person(session, actor.person_id, now=now)
    remember(actor.person_id)


def erase_from_console(session: Session, email: str, *, remember: Remember, now: datetime) -> None:
    """Erase somebody from the command line, for those who ask and cannot sign in any more.

    Raises:
        NotFound: nobody has this address.
        InvalidValue: it is the last administrator.
    """
    wanted = select(_PERSON.c.id).where(_PERSON.c.email == email.strip().lower())
    person_id = session.connection().execute(wanted).scalar_one_or_none()
    if person_id is None:
        raise NotFound("person")
    keep_an_administrator(session, without=person_id)
    erase_person(session, person_id, now=now)
    remember(person_id)


def erase_long_gone(session: Session, limits: Limits, *, remember: Remember, now: datetime) -> int:
    """Erase who left so long ago that nothing of theirs is kept any more; return how many."""
    place = organisation(session)
    gone = session.connection().execute(
        select(_PERSON.c.id, _PERSON.c.left_at).where(
            _PERSON.c.left_at < now, _PERSON.c.active.is_(False)
        )
    )
    due = [
        person_id
        for person_id, left_at in gone.all()
        if goes_entirely(limits, place.today(left_at)) <= place.today(now)
    ]
    for person_id in due:
        erase_person(session, person_id, now=now)
        remember(person_id)
    return len(due)


def erase_again(session: Session, ledger: Path, *, now: datetime) -> int:
    """Erase whoever an old backup brought back; return how many.

    Also the last administrator: they asked for it, and another is added on the command line.
    """
    here = select(_PERSON.c.id).where(_PERSON.c.erased_at.is_(None))
    back = erased_before(ledger, session.connection().execute(here).scalars())
    for person_id in back:
        erase_person(session, person_id, now=now)
    return len(back)


def erase_person(session: Session, person_id: UUID, *, now: datetime) -> None:
    """Delete everything about a person; for callers that checked who asks.

    What they did to records of others stays with those others. The row that such records
    refer to then names nobody; without such records it goes as well.
    """
    lock_person(session, person_id)
    hand_back(session, person_id, now=now)
    session.flush()
    connection = session.connection()
    for one in reversed(PERSONAL):
        if not one.outlives and one.table is not _PERSON:
            connection.execute(delete(one.table).where(one.belongs_to(person_id)))
    named = _PERSON.c.named_coordinator_id
    connection.execute(update(_PERSON).where(named == person_id).values(named_coordinator_id=None))
    if _is_referred_to(connection, person_id):
        connection.execute(
            update(_PERSON).where(_PERSON.c.id == person_id).values(_nobody(session, now))
        )
    else:
        connection.execute(delete(_PERSON).where(_PERSON.c.id == person_id))
    session.expire_all()
    write_audit(session, AuditEvent.ERASED, subject_id=person_id, now=now)


def _nobody(session: Session, now: datetime) -> dict[str, Any]:
    return {
        "team_id": None,
        "named_coordinator_id": None,
        "email": f"erased-{uuid4().hex}@invalid",
        "display_name": NOBODY,
        "password_hash": None,
        "active": False,
        "joined_on": organisation(session).today(now),
        "sharing_chosen_at": None,
        "created_at": now,
        "left_at": None,
        "erased_at": now,
    }


def _is_referred_to(connection: Any, person_id: UUID) -> bool:
    return any(
        connection.execute(select(table).where(column == person_id).limit(1)).first() is not None
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column is _PERSON.c.id for key in column.foreign_keys)
    )
