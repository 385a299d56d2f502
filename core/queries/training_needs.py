"""Which modules a role needs, and by when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from core.models import Requirement
from core.rules.training import first_due_on
from core.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Need:
    """A role needs a module."""

    role: Role
    before_first_contact: bool
    since: date | None


def needs_by_role(session: Session, roles: Collection[Role]) -> dict[UUID, tuple[Need, ...]]:
    """Return the needs of these roles by module."""
    found = session.exec(select(Requirement).where(col(Requirement.role).in_(roles)))
    needs: dict[UUID, tuple[Need, ...]] = {}
    for row in found:
        need = Need(row.role, row.before_first_contact, row.since)
        needs[row.module_id] = (*needs.get(row.module_id, ()), need)
    return needs


def first_due(needs: Collection[Need], joined_on: date) -> date | None:
    """Return the earliest day that one of these needs sets, or ``None`` without a need."""
    return min(
        (
            first_due_on(
                joined_on, before_first_contact=need.before_first_contact, since=need.since
            )
            for need in needs
        ),
        default=None,
    )
