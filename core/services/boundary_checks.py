"""The boundary self-check: which signs were there in the last month, and what may help."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from core.data.checklist import Checklist, Sign, checklist
from core.errors import InvalidValue, NotFound
from core.models import BoundaryCheck, BoundarySign
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.services.flags import refresh_flags
from core.services.locking import lock_person
from core.vocabulary import FlagKind

__all__ = ["Checklist", "Sign", "delete_check", "record_check", "self_check"]

_CHECK: Final = table_of(BoundaryCheck)
_KINDS: Final = (FlagKind.BOUNDARY, FlagKind.DEPENDENCY)


def self_check() -> Checklist:
    """Return the checklist as it is asked today."""
    return checklist()


def record_check(
    session: Session, actor: Actor, signs: Collection[str], *, now: datetime
) -> tuple[Sign, ...]:
    """Record a self-check of the actor's own, also one without any sign.

    Returns:
        The ticked signs with their suggested actions, the most serious first.

    Raises:
        InvalidValue: a sign is not on the checklist.
    """
    actor.must(Permission.LOG_WORK)
    known = {sign.id: sign for sign in checklist().signs}
    if not set(signs) <= known.keys():
        raise InvalidValue("One of the signs is not on the checklist; please reload the page.")
    lock_person(session, actor.person_id)
    check_id = uuid4()
    connection = session.connection()
    connection.execute(
        insert(_CHECK),
        {
            "id": check_id,
            "person_id": actor.person_id,
            "day": organisation(session).today(now),
            "checklist_version": checklist().version,
            "recorded_at": now,
        },
    )
    ticked = sorted(set(signs))
    if ticked:
        connection.execute(
            insert(table_of(BoundarySign)),
            [{"check_id": check_id, "sign": sign} for sign in ticked],
        )
    refresh_flags(session, actor.person_id, now=now, kinds=_KINDS)
    return tuple(sorted((known[s] for s in ticked), key=lambda s: (-s.severity, s.id)))


def delete_check(session: Session, actor: Actor, check_id: UUID, *, now: datetime) -> None:
    """Remove one self-check of the actor's own with its signs, and what rested on it.

    Raises:
        NotFound: it is not the actor's own.
    """
    actor.must(Permission.LOG_WORK)
    lock_person(session, actor.person_id)
    own = (_CHECK.c.id == check_id) & (_CHECK.c.person_id == actor.person_id)
    found = rows(session, select(_CHECK.c.day).where(own))
    if not found:
        raise NotFound("self-check")
    session.connection().execute(delete(_CHECK).where(own))
    refresh_flags(session, actor.person_id, now=now, kinds=_KINDS, edited_from=found[0].day)
