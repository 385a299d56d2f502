"""What the training rule needs to know of one person; for callers that checked who asks."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from core.models import Completion, Module, PersonRole, Requirement
from core.models.base import table_of
from core.queries.rows import rows
from core.queries.training_needs import Need, first_due
from core.rules.training import Completed, RequiredModule, module_state

_MODULE: Final = table_of(Module)
_NEED: Final = table_of(Requirement)
_DONE: Final = table_of(Completion)
_ROLE: Final = table_of(PersonRole)


def required_modules(
    session: Session, person_id: UUID, *, joined_on: date, today: date
) -> list[RequiredModule]:
    """Return the modules that one person's roles need, and how they stand with each."""
    needed = modules_needed(session, person_id)
    done = completions(session, person_id) if needed else ()
    return standings(needed, done, joined_on=joined_on, today=today)


def modules_needed(session: Session, person_id: UUID) -> Sequence[Any]:
    """Return every active module that one person's roles need, once for each need."""
    return rows(
        session,
        select(_MODULE, _NEED.c.role, _NEED.c.before_first_contact, _NEED.c.since)
        .join(_NEED, _NEED.c.module_id == _MODULE.c.id)
        .join(_ROLE, _ROLE.c.role == _NEED.c.role)
        .where(_ROLE.c.person_id == person_id, _MODULE.c.active.is_(True))
        .order_by(_MODULE.c.code),
    )


def completions(session: Session, person_id: UUID) -> Sequence[Any]:
    """Return what one person completed."""
    return rows(
        session,
        select(
            _DONE.c.module_id, _DONE.c.completed_on, _DONE.c.confirmed_at, _DONE.c.recorded_at
        ).where(_DONE.c.person_id == person_id),
    )


def standings(
    found: Sequence[Any], completed: Sequence[Any], *, joined_on: date, today: date
) -> list[RequiredModule]:
    """Return how somebody stands with each module they need, with what they completed by a day."""
    modules = {row.id: row for row in found}
    needs: dict[UUID, list[Need]] = defaultdict(list)
    for row in found:
        needs[row.id].append(Need(row.role, row.before_first_contact, row.since))
    done: dict[UUID, list[Completed]] = defaultdict(list)
    for row in completed:
        if row.completed_on <= today:
            done[row.module_id].append(Completed(row.completed_on, row.confirmed_at is not None))
    return [
        RequiredModule(
            code=module.code,
            title=module.title,
            standing=module_state(
                done.get(module_id, ()),
                module.renew_months,
                first_due(needs[module_id], joined_on),
                today=today,
            ),
            source=module.source or "Training catalogue of the organisation",
            before_first_contact=any(need.before_first_contact for need in needs[module_id]),
        )
        for module_id, module in modules.items()
    ]
