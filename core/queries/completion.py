"""Who completed what, for the training lead: people by modules, in a few statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, func, type_coerce
from sqlalchemy import select as columns_of
from sqlmodel import Session, col, select

from core.models import Completion, Module, Person, PersonRole, Team
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
    who = _active(None if team_id is None else {team_id})
    found = session.exec(
        select(Person.id, Person.display_name, func.coalesce(Team.name, ""))
        .outerjoin(Team, col(Team.id) == col(Person.team_id))
        .where(*who)
        .order_by(func.lower(Person.display_name), col(Person.id))
    ).all()
    modules = _modules(session)
    reckoning = _Reckoning(session, who, today=organisation(session).today(now))
    return Matrix(
        people=tuple(MatrixPerson(*row) for row in found),
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
            *_active(None if team_id is None else {team_id}),
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
    who = _active(actor.coordinates)
    people = session.exec(
        select(Person.id).where(*who).order_by(func.lower(Person.display_name), col(Person.id))
    ).all()
    reckoning = _Reckoning(session, who, today=organisation(session).today(now))
    columns = [reckoning.column(m.id, m.raw, m.renew_months) for m in _modules(session)]
    return {
        person: sum(is_due(column[row]) for column in columns) for row, person in enumerate(people)
    }


def _modules(session: Session) -> Sequence[Any]:
    return rows(
        session,
        columns_of(
            col(Module.id),
            _raw(Module.id).label("raw"),
            col(Module.code),
            col(Module.title),
            col(Module.renew_months),
        )
        .where(col(Module.active).is_(True))
        .order_by(func.length(Module.code), Module.code),
    )


def _active(teams: Collection[UUID] | None) -> tuple[ColumnElement[bool], ...]:
    active = col(Person.active).is_(True)
    return (active,) if teams is None else (active, col(Person.team_id).in_(teams))


class _Reckoning:
    """How a group of people stands with any module, from four statements.

    Many cells rest on the same dates, so each combination is judged once. Ids stay as the
    driver gives them, because a thousand people by forty modules would be slow as UUIDs.
    """

    def __init__(
        self, session: Session, who: tuple[ColumnElement[bool], ...], *, today: date
    ) -> None:
        self._today = today
        self._needs = needs_by_role(session, tuple(Role))
        ids = select(Person.id).where(*who)
        roles: dict[str, frozenset[Role]] = {}
        for key, role in session.exec(
            select(_raw(PersonRole.person_id), col(PersonRole.role)).where(
                col(PersonRole.person_id).in_(ids)
            )
        ):
            roles[key] = roles.get(key, frozenset()) | {Role(role)}
        self._people = [
            (key, (roles.get(key, frozenset()), joined))
            for key, joined in session.exec(
                select(_raw(Person.id), col(Person.joined_on))
                .where(*who)
                .order_by(func.lower(Person.display_name), col(Person.id))
            )
        ]
        self._latest: dict[str, dict[str, tuple[date, bool]]] = {}
        confirmed = col(Completion.confirmed_at).is_not(None)
        for key, module, on, vouched in session.exec(
            select(
                _raw(Completion.person_id),
                _raw(Completion.module_id),
                col(Completion.completed_on),
                confirmed,
            )
            .where(col(Completion.person_id).in_(ids))
            .order_by(col(Completion.completed_on), confirmed)
        ):
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


def _raw(column: UUID) -> ColumnElement[str]:
    return type_coerce(col(column), String)


def _first_due(needs: Collection[Need], roles: frozenset[Role], joined_on: date) -> date | None:
    return first_due([need for need in needs if need.role in roles], joined_on)
