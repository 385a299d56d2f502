"""What a training lead vouches for, so that a slip can be taken back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select
from sqlmodel import Session, col

from core.models import Completion, Module, Person
from core.permissions import Actor, Permission
from core.queries.rows import rows


@dataclass(frozen=True, slots=True)
class Vouched:
    """A completion that the reader confirmed."""

    id: UUID
    person: str
    module: str
    completed_on: date
    recorded: bool
    """Whether the reader recorded it for somebody, so that taking it back removes it."""


def vouched_for(session: Session, actor: Actor, *, limit: int = 5) -> tuple[Vouched, ...]:
    """Return what the actor confirmed last, or recorded for somebody, latest first."""
    actor.must(Permission.MANAGE_TRAINING)
    found = rows(
        session,
        select(
            col(Completion.id),
            col(Person.display_name),
            col(Module.title),
            col(Completion.completed_on),
            and_(
                col(Completion.recorded_by) == col(Completion.confirmed_by),
                col(Completion.recorded_by) != col(Completion.person_id),
            ),
        )
        .join(Person, col(Person.id) == col(Completion.person_id))
        .join(Module, col(Module.id) == col(Completion.module_id))
        .where(col(Completion.confirmed_by) == actor.person_id)
        .order_by(col(Completion.confirmed_at).desc(), col(Completion.id))
        .limit(limit),
    )
    return tuple(Vouched(*row) for row in found)
