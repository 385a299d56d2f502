"""The actor's own "please ring me", and the answer time that was promised."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from core.models import FollowUp, Person, RingMe
from core.permissions import Actor, Permission
from core.queries.rows import rows

# Built once: every screen of a supporter asks for it in every run.
_OPEN: Final = (
    select(
        col(RingMe.id),
        col(RingMe.best_time),
        col(RingMe.asked_at),
        col(FollowUp.due_at),
        col(Person.display_name),
    )
    .join(FollowUp, col(FollowUp.source_id) == col(RingMe.id))
    .join(Person, col(Person.id) == col(FollowUp.owner_id), isouter=True)
    .where(
        col(RingMe.person_id) == bindparam("me"),
        col(RingMe.withdrawn_at).is_(None),
        col(RingMe.answered_at).is_(None),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRingMe:
    """A request that is still open."""

    id: UUID
    best_time: str
    asked_at: datetime
    due_at: datetime
    """By when an answer is promised."""
    taken_by: str | None
    """Who said they would ring, when somebody did."""


def own_ring_me(session: Session, actor: Actor) -> OwnRingMe | None:
    """Return the actor's open request to be rung, or nothing."""
    actor.must(Permission.OWN_ACCOUNT)
    found = rows(session, _OPEN, {"me": actor.person_id})
    for ring_id, best_time, asked_at, due_at, taken_by in found:
        return OwnRingMe(
            id=ring_id, best_time=best_time, asked_at=asked_at, due_at=due_at, taken_by=taken_by
        )
    return None
