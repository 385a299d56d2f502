"""Who looked at what a person shares."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlmodel import Session, col

from core.models import Person, View
from core.permissions import Actor, Permission
from core.queries.rows import rows
from core.vocabulary import Viewed

LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at something the person shares."""

    viewer: str
    what: Viewed
    seen_at: datetime


def who_looked(session: Session, actor: Actor) -> list[Look]:
    """Return the latest looks of others at what the actor shares, newest first."""
    actor.must(Permission.OWN_ACCOUNT)
    found = rows(
        session,
        select(col(Person.display_name), col(View.what), col(View.seen_at))
        .join(Person, col(Person.id) == col(View.viewer_id))
        .where(col(View.person_id) == actor.person_id)
        .order_by(col(View.seen_at).desc(), col(View.id))
        .limit(LONGEST),
    )
    return [Look(*row) for row in found]
