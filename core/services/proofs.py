"""Writing down that somebody has just shown once more that it is them."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from core.errors import NotAllowed
from core.models import LoginSession
from core.permissions import Actor, Permission


def note_proof(session: Session, actor: Actor, session_hash: str, *, now: datetime) -> None:
    """Remember for a few minutes that the actor has shown in this sign-in that it is them.

    Raises:
        NotAllowed: the sign-in is not the actor's, or it has ended.
    """
    actor.must(Permission.OWN_ACCOUNT)
    noted = session.connection().execute(
        update(LoginSession)
        .where(
            col(LoginSession.token_hash) == session_hash,
            col(LoginSession.person_id) == actor.person_id,
            col(LoginSession.ended_at).is_(None),
        )
        .values(proven_at=now)
    )
    if noted.rowcount != 1:
        raise NotAllowed
