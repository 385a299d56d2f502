"""Who completed what, for the training lead: people by modules, in a few statements."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, String, bindparam, func, type_coerce
from sqlalchemy import select as columns_of
from sqlmodel import Session, col, select

from core.models import Completion, Module, Person, PersonRole, Team
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.queries.training_needs import Need, first_due, needs_by_role
from core.rules.training import Completed, Standing, is_due, module_state
from core.vocabulary import Role

__all__ = [
    "Due",
    "Matrix",
    "Standing",
    "Unconfirmed",
    "completion_matrix",
    "due_list",
    "team_choices",
    "team_training_due",
    "waiting_for_confirmation",
]

_PERSON: Final = table_of(Person)
_TEAM: Final = table_of(Team)
_ROLE: Final = table_of(PersonRole)
_DONE: Final = table_of(Completion)
_MODULE: Final = table_of(Module)
_TEAMS: Final[BindParameter[Any]] = bindparam("teams", expanding=True)
_MODULES: Final = (
    columns_of(
        _MODULE.c.id,
        type_coerce(_MODULE.c.id, String).label("raw"),
        _MODULE.c.code,
        _MODULE.c.title,
        _MODULE.c.renew_months,
    )
    .where(_MODULE.c.active.is_(True))
    .order_by(func.length(_MODULE.c.code), _MODULE.c.code)
)


@dataclass(frozen=True, slots=True)
class MatrixPerson:
    """One row of the matrix."""

    id: UUID
    name: str
    team: str
    """Empty for somebody without a team."""


@dataclass(frozen=True, slots=True)
class MatrixModule:
    """One column of the matrix."""

    id: UUID
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """People by modules; equal standings are one object, so each is put into words once."""

    people: tuple[MatrixPerson, ...]
    modules: tuple[MatrixModule, ...]
    columns: tuple[tuple[Standing, ...], ...]
    """For each module, how each person stands with it, in the order of ``people``."""


@dataclass(frozen=True, slots=True)
class Due:
    """A required module that somebody has to do or renew."""

    person: MatrixPerson
    module: MatrixModule
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """A completion that nobody vouched for yet."""

    id: UUID
    person: str
    team: str
    module: str
    completed_on: date
    evidence: str
    recorded_at: datetime
    own: bool
    """Whether it is the reader's own."""


def completion_matrix(
    session: Session, actor: Actor, *, now: datetime, team_id: UUID | None = None
) -> Matrix:
    """Return how all active people, or those of one team, stand with all active modules."""
    actor.must(Permission.SEE_TRAINING)
    teams = None if team_id is None else {team_id}
    modules = rows(session, _MODULES)
    reckoning = _Reckoning(session, teams, today=organisation(session).today(now))
    return Matrix(
        people=reckoning.people,
        modules=tuple(MatrixModule(row.id, row.code, row.title) for row in modules),
        columns=tuple(reckoning.column(row.id, row.raw, row.renew_months) for row in modules),
    )


def due_list(matrix: Matrix) -> tuple[Due, ...]:
    """Return what is missing, expired or expiring, longest overdue first, then by name."""
    due = [
        Due(person, module, standing)
        for module, column in zip(matrix.modules, matrix.columns, strict=True)
        for person, standing in zip(matrix.people, column, strict=True)
        if is_due(standing)
    ]
    return tuple(sorted(due, key=lambda d: (d.standing.due_on or date.max, d.person.name.lower())))


def waiting_for_confirmation(
    session: Session, actor: Actor, *, team_id: UUID | None = None
) -> tuple[Unconfirmed, ...]:
    """Return completions of active people that nobody confirmed, longest waiting first."""
    actor.must(Permission.SEE_TRAINING)
    found = session.exec(
        select(Completion, Person.display_name, func.coalesce(Team.name, ""), Module.title)
        .join(Person, col(Person.id) == col(Completion.person_id))
        .join(Module, col(Module.id) == col(Completion.module_id))
        .outerjoin(Team, col(Team.id) == col(Person.team_id))
        .where(
            col(Completion.confirmed_at).is_(None),
            col(Person.active).is_(True),
            *([] if team_id is None else [col(Person.team_id) == team_id]),
        )
        .order_by(col(Completion.recorded_at), func.lower(Person.display_name), Module.title)
    )
    return tuple(
        Unconfirmed(
            id=completion.id,
            person=name,
            team=team,
            module=title,
            completed_on=completion.completed_on,
            evidence=completion.evidence,
            recorded_at=completion.recorded_at,
            own=completion.person_id == actor.person_id,
        )
        for completion, name, team, title in found
    )


def team_choices(session: Session, actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """Return the teams that training can be looked at by."""
    actor.must(Permission.SEE_TRAINING)
    return tuple(session.exec(select(Team.id, Team.name).order_by(func.lower(Team.name))).all())


def team_training_due(session: Session, actor: Actor, *, now: datetime) -> Mapping[UUID, int]:
    """Return for active people of the actor's teams how many required modules are due now."""
    actor.must(Permission.SEE_TEAM)
    reckoning = _Reckoning(session, actor.coordinates, today=organisation(session).today(now))
    columns = [reckoning.column(m.id, m.raw, m.renew_months) for m in rows(session, _MODULES)]
    return {
        person.id: sum(is_due(column[row]) for column in columns)
        for row, person in enumerate(reckoning.people)
    }


class _Reckoning:
    """How a group of people stands with any module, from four statements.

    Many cells rest on the same dates, so each combination is judged once. Ids stay as the
    driver gives them, because a thousand people by forty modules would be slow as UUIDs.
    """

    def __init__(self, session: Session, teams: Collection[UUID] | None, *, today: date) -> None:
        self._today = today
        self._needs = needs_by_role(session, tuple(Role))
        some, values = teams is not None, {"teams": list(teams or ())}
        roles: dict[str, frozenset[Role]] = {}
        for key, role in rows(session, _roles_of(some), values):
            roles[key] = roles.get(key, frozenset()) | {Role(role)}
        found = rows(session, _people_of(some), values)
        self.people = tuple(MatrixPerson(row.id, row.name, row.team) for row in found)
        nothing: frozenset[Role] = frozenset()
        self._people = [(row.raw, (roles.get(row.raw, nothing), row.joined_on)) for row in found]
        self._latest: dict[str, dict[str, tuple[date, bool]]] = {}
        for key, module, on, vouched in rows(session, _completions_of(some), values):
            self._latest.setdefault(module, {})[key] = (on, bool(vouched))

    def column(self, module: UUID, raw: str, renew_months: int) -> tuple[Standing, ...]:
        """Return how each person stands with one module, people in the order of their names."""
        needs = self._needs.get(module, ())
        due = {group: _first_due(needs, *group) for group in {g for _key, g in self._people}}
        latest = self._latest.get(raw, {})
        cells = [(latest.get(key), due[group]) for key, group in self._people]
        judged = {
            (done, first): module_state(
                [Completed(*done)] if done else [], renew_months, first, today=self._today
            )
            for done, first in set(cells)
        }
        return tuple(judged[cell] for cell in cells)


# Built once each: building a statement costs more than running it on so few rows.
@cache
def _people_of(some: bool) -> Select[Any]:
    return (
        columns_of(
            _PERSON.c.id,
            type_coerce(_PERSON.c.id, String).label("raw"),
            _PERSON.c.display_name.label("name"),
            func.coalesce(_TEAM.c.name, "").label("team"),
            _PERSON.c.joined_on,
        )
        .join(_TEAM, _TEAM.c.id == _PERSON.c.team_id, isouter=True)
        .where(*_active(some))
        .order_by(func.lower(_PERSON.c.display_name), _PERSON.c.id)
    )


@cache
def _roles_of(some: bool) -> Select[Any]:
    return columns_of(type_coerce(_ROLE.c.person_id, String), _ROLE.c.role).where(
        _ROLE.c.person_id.in_(columns_of(_PERSON.c.id).where(*_active(some)))
    )


@cache
def _completions_of(some: bool) -> Select[Any]:
    confirmed = _DONE.c.confirmed_at.is_not(None)
    return (
        columns_of(
            type_coerce(_DONE.c.person_id, String),
            type_coerce(_DONE.c.module_id, String),
            _DONE.c.completed_on,
            confirmed,
        )
        .where(_DONE.c.person_id.in_(columns_of(_PERSON.c.id).where(*_active(some))))
        .order_by(_DONE.c.completed_on, confirmed)
    )


def _active(some: bool) -> tuple[ColumnElement[bool], ...]:
    active = _PERSON.c.active.is_(True)
    return (active, _PERSON.c.team_id.in_(_TEAMS)) if some else (active,)


def _first_due(needs: Collection[Need], roles: frozenset[Role], joined_on: date) -> date | None:
    return first_due([need for need in needs if need.role in roles], joined_on)
