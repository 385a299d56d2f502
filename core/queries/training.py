"""Reading training: one's own, the catalogue, and that of the organisation."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, func
from sqlalchemy import select as columns_of
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.models import Completion, Module, Person, Requirement
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.queries.training_needs import Need, first_due, needs_by_role
from core.rules.training import Completed, Standing, is_due, module_state, notice
from core.vocabulary import Role, TrainingState

__all__ = [
    "CatalogueRow",
    "Need",
    "OwnCompletion",
    "OwnModule",
    "Standing",
    "catalogue",
    "is_due",
    "notice",
    "own_training",
    "training_due_count",
]

_LAST: Final = date.max
_DONE_LAST: Final = (
    columns_of(col(Completion.module_id), func.max(col(Completion.completed_on)).label("on"))
    .where(col(Completion.person_id) == bindparam("me"))
    .group_by(col(Completion.module_id))
    .subquery()
)
# Built once: the first screen asks for the number in every run, and for nothing else of it.
_REQUIRED: Final = (
    columns_of(
        col(Requirement.module_id),
        col(Requirement.role),
        col(Requirement.before_first_contact),
        col(Requirement.since),
        col(Module.renew_months),
        col(Person.joined_on),
        _DONE_LAST.c.on,
    )
    .join(Module, col(Module.id) == col(Requirement.module_id))
    .join(Person, col(Person.id) == bindparam("me"))
    .outerjoin(_DONE_LAST, _DONE_LAST.c.module_id == col(Requirement.module_id))
    .where(
        col(Module.active).is_(True),
        col(Requirement.role).in_(bindparam("roles", expanding=True)),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCompletion:
    """One completion of one's own, with who vouched for it."""

    id: UUID
    completed_on: date
    evidence: str
    confirmed_by: str
    """Name of whoever confirmed it; empty while nobody did."""
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnModule:
    """One module and how its reader stands with it."""

    id: UUID
    code: str
    title: str
    renew_months: int
    covers: str
    source: str
    is_default: bool
    before_first_contact: bool
    standing: Standing
    completions: tuple[OwnCompletion, ...]
    """Latest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueRow:
    """One module of the catalogue and who needs it."""

    id: UUID
    code: str
    title: str
    renew_months: int
    covers: str
    source: str
    is_default: bool
    active: bool
    required: frozenset[Role]
    before_first_contact: frozenset[Role]


def own_training(session: Session, actor: Actor, *, now: datetime) -> tuple[OwnModule, ...]:
    """Return the catalogue as the actor stands with it, what is due first on top."""
    actor.must(Permission.OWN_TRAINING)
    today = organisation(session).today(now)
    joined_on = _joined_on(session, actor)
    needs = needs_by_role(session, actor.roles)
    done = _own_completions(session, actor)
    modules = session.exec(select(Module).where(col(Module.active).is_(True)).order_by(Module.code))
    own = [
        _own_module(
            module,
            needs.get(module.id, ()),
            tuple(done.get(module.id, ())),
            joined_on=joined_on,
            today=today,
        )
        for module in modules
    ]
    return tuple(sorted(own, key=_what_is_due_first))


def training_due_count(session: Session, actor: Actor, *, now: datetime) -> int:
    """Return how many required modules of the actor are missing, expired or expiring."""
    actor.must(Permission.OWN_TRAINING)
    if not actor.roles:
        return 0
    found = rows(session, _REQUIRED, {"me": actor.person_id, "roles": list(actor.roles)})
    today = organisation(session).today(now)
    needs: dict[UUID, list[Need]] = {}
    for row in found:
        need = Need(row.role, row.before_first_contact, row.since)
        needs.setdefault(row.module_id, []).append(need)
    standings = (
        module_state(
            [Completed(row.on, confirmed=True)] if row.on else [],
            row.renew_months,
            first_due(needs[row.module_id], row.joined_on),
            today=today,
        )
        for row in {row.module_id: row for row in found}.values()
    )
    return sum(is_due(standing) for standing in standings)


def catalogue(session: Session, actor: Actor) -> tuple[CatalogueRow, ...]:
    """Return every module with the roles that need it, retired ones last."""
    actor.must(Permission.SEE_TRAINING)
    needs: dict[UUID, list[tuple[Role, bool]]] = {}
    for module_id, role, first in session.exec(
        select(Requirement.module_id, col(Requirement.role), Requirement.before_first_contact)
    ):
        needs.setdefault(module_id, []).append((Role(role), first))
    modules = session.exec(
        select(Module).order_by(col(Module.active).desc(), func.length(Module.code), Module.code)
    )
    return tuple(
        CatalogueRow(
            id=module.id,
            code=module.code,
            title=module.title,
            renew_months=module.renew_months,
            covers=module.covers,
            source=module.source,
            is_default=module.is_default,
            active=module.active,
            required=frozenset(role for role, _first in needs.get(module.id, [])),
            before_first_contact=frozenset(
                role for role, first in needs.get(module.id, []) if first
            ),
        )
        for module in modules
    )


def _joined_on(session: Session, actor: Actor) -> date:
    return session.exec(select(col(Person.joined_on)).where(Person.id == actor.person_id)).one()


def _own_completions(session: Session, actor: Actor) -> dict[UUID, list[OwnCompletion]]:
    voucher = aliased(Person)
    rows = session.exec(
        select(Completion, voucher.display_name)
        .outerjoin(voucher, col(Completion.confirmed_by) == voucher.id)
        .where(Completion.person_id == actor.person_id)
        .order_by(col(Completion.completed_on).desc(), col(Completion.recorded_at).desc())
    )
    done: dict[UUID, list[OwnCompletion]] = {}
    for completion, name in rows:
        done.setdefault(completion.module_id, []).append(
            OwnCompletion(
                id=completion.id,
                completed_on=completion.completed_on,
                evidence=completion.evidence,
                confirmed_by=name or "",
                confirmed_at=completion.confirmed_at,
            )
        )
    return done


def _own_module(
    module: Module,
    needs: Collection[Need],
    completions: tuple[OwnCompletion, ...],
    *,
    joined_on: date,
    today: date,
) -> OwnModule:
    standing = module_state(
        [Completed(done.completed_on, done.confirmed_at is not None) for done in completions],
        module.renew_months,
        first_due(needs, joined_on),
        today=today,
    )
    return OwnModule(
        id=module.id,
        code=module.code,
        title=module.title,
        renew_months=module.renew_months,
        covers=module.covers,
        source=module.source,
        is_default=module.is_default,
        before_first_contact=any(need.before_first_contact for need in needs),
        standing=standing,
        completions=completions,
    )


def _what_is_due_first(module: OwnModule) -> tuple[bool, bool, date, str]:
    standing = module.standing
    optional = standing.state is TrainingState.NOT_REQUIRED or not standing.required
    return optional, not is_due(standing), standing.due_on or _LAST, module.code
