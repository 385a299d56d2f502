"""How somebody who is signed in shows once more that it is them."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from core.models import LoginSession, Person
from core.permissions import Actor, Permission
from core.rules.access import PROOF

__all__ = ["Actor", "has_password", "proven_just_now"]


def has_password(session: Session, actor: Actor) -> bool:
    """Return whether the actor can prove who they are with a password of their own."""
    actor.must(Permission.OWN_ACCOUNT)
    mine = select(col(Person.password_hash)).where(col(Person.id) == actor.person_id)
    return session.connection().execute(mine).scalar_one() is not None


def proven_just_now(session: Session, actor: Actor, token_hash: str, *, now: datetime) -> bool:
    """Return whether the actor has just shown in this sign-in that it is them."""
    actor.must(Permission.OWN_ACCOUNT)
    return session.connection().execute(_proven(actor, token_hash, now)).first() is not None


def _proven(actor: Actor, token_hash: str, now: datetime) -> Any:
    return select(col(LoginSession.token_hash)).where(
        col(LoginSession.token_hash) == token_hash,
        col(LoginSession.person_id) == actor.person_id,
        col(LoginSession.ended_at).is_(None),
        col(LoginSession.proven_at) > now - PROOF,
    )
