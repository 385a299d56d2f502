"""Who looked at what a person shares."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlmodel import Session, col

from core.models import Person, View
from core.permissions import Actor, Permission
from core.queries.rows import rows
from core.vocabulary import Viewed

PAGE: Final = 50
"""Looks on one page of the list."""


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at something the person shares."""

    viewer: str
    what: Viewed
    seen_at: datetime


def look_count(session: Session, actor: Actor) -> int:
    """Return how many looks of others at what the actor shares are written down."""
    actor.must(Permission.OWN_ACCOUNT)
    mine = select(func.count()).select_from(View).where(col(View.person_id) == actor.person_id)
    return int(session.connection().execute(mine).scalar_one())


def who_looked(session: Session, actor: Actor, *, page: int = 1) -> list[Look]:
    """Return one page of the looks of others at what the actor shares, newest first."""
    actor.must(Permission.OWN_ACCOUNT)
    found = rows(
        session,
        select(col(Person.display_name), col(View.what), col(View.seen_at))
        .join(Person, col(Person.id) == col(View.viewer_id))
        .where(col(View.person_id) == actor.person_id)
        .order_by(col(View.seen_at).desc(), col(View.id))
        .limit(PAGE)
        .offset((page - 1) * PAGE),
    )
    return [Look(*row) for row in found]
