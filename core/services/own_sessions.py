"""Ending one's own sign-ins on other devices."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from core.errors import NotFound
from core.models import LoginSession
from core.permissions import Actor, Permission
from core.services.audit import write_audit
from core.vocabulary import AuditEvent


def end_own_session(session: Session, actor: Actor, session_id: UUID, *, now: datetime) -> None:
    """Sign the actor out on one device; its screen clears within seconds.

    Raises:
        NotFound: the actor has no such sign-in.
    """
    actor.must(Permission.OWN_ACCOUNT)
    ended = session.connection().execute(
        update(LoginSession)
        .where(
            col(LoginSession.id) == session_id,
            col(LoginSession.person_id) == actor.person_id,
            col(LoginSession.ended_at).is_(None),
        )
        .values(ended_at=now)
    )
    if ended.rowcount != 1:
        raise NotFound("sign-in")
    me = actor.person_id
    write_audit(session, AuditEvent.SIGNED_OUT, actor_id=me, subject_id=me, now=now)
