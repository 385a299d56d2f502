"""Who completed what, for the training lead: people by modules, in a few statements."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from core.models import Completion, Module, Person, PersonRole, Team
from core.permissions import Actor, Permission
from core.queries.people import organisation
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
    rows = session.exec(
        select(Person.id, Person.display_name, func.coalesce(Team.name, ""), col(Person.joined_on))
        .outerjoin(Team, col(Team.id) == col(Person.team_id))
        .where(*who)
        .order_by(func.lower(Person.display_name), col(Person.id))
    ).all()
    modules = session.exec(
        select(Module.id, Module.code, Module.title, Module.renew_months)
        .where(col(Module.active).is_(True))
        .order_by(func.length(Module.code), Module.code)
    ).all()
    reckoning = _Reckoning(session, who, today=organisation(session).today(now))
    return Matrix(
        people=tuple(MatrixPerson(i, name, team) for i, name, team, _joined in rows),
        modules=tuple(MatrixModule(i, code, title) for i, code, title, _renew in modules),
        columns=tuple(
            tuple(
                reckoning.standing(person_id, module_id, renew, joined)
                for person_id, _name, _team, joined in rows
            )
            for module_id, _code, _title, renew in modules
        ),
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
    rows = session.exec(
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
        for completion, name, team, title in rows
    )


def team_choices(session: Session, actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """Return the teams that training can be looked at by."""
    actor.must(Permission.SEE_TRAINING)
    return tuple(session.exec(select(Team.id, Team.name).order_by(func.lower(Team.name))).all())


def team_training_due(session: Session, actor: Actor, *, now: datetime) -> Mapping[UUID, int]:
    """Return for active people of the actor's teams how many required modules are due now."""
    actor.must(Permission.SEE_TEAM)
    who = _active(actor.coordinates)
    rows = session.exec(select(Person.id, col(Person.joined_on)).where(*who)).all()
    modules = session.exec(
        select(Module.id, Module.renew_months).where(col(Module.active).is_(True))
    ).all()
    reckoning = _Reckoning(session, who, today=organisation(session).today(now))
    return {
        person_id: sum(
            is_due(reckoning.standing(person_id, module_id, renew, joined))
            for module_id, renew in modules
        )
        for person_id, joined in rows
    }


def _active(teams: Collection[UUID] | None) -> tuple[ColumnElement[bool], ...]:
    active = col(Person.active).is_(True)
    return (active,) if teams is None else (active, col(Person.team_id).in_(teams))


class _Reckoning:
    """How anybody of a group stands with any module, from three statements.

    Many cells rest on the same dates, so each combination is judged once.
    """

    def __init__(
        self, session: Session, who: tuple[ColumnElement[bool], ...], *, today: date
    ) -> None:
        ids = select(Person.id).where(*who)
        self._today = today
        self._needs = needs_by_role(session, tuple(Role))
        self._roles: dict[UUID, frozenset[Role]] = {}
        for person_id, role in session.exec(
            select(PersonRole.person_id, col(PersonRole.role)).where(
                col(PersonRole.person_id).in_(ids)
            )
        ):
            self._roles[person_id] = self._roles.get(person_id, frozenset()) | {Role(role)}
        confirmed = col(Completion.confirmed_at).is_not(None)
        self._latest = {
            (person_id, module_id): Completed(on, bool(vouched))
            for person_id, module_id, on, vouched in session.exec(
                select(
                    Completion.person_id,
                    Completion.module_id,
                    col(Completion.completed_on),
                    confirmed,
                )
                .where(col(Completion.person_id).in_(ids))
                .order_by(col(Completion.completed_on), confirmed)
            )
        }
        self._judged: dict[tuple[Completed | None, int, date | None], Standing] = {}
        self._first_due: dict[tuple[UUID, frozenset[Role], date], date | None] = {}

    def standing(
        self, person_id: UUID, module_id: UUID, renew_months: int, joined_on: date
    ) -> Standing:
        latest = self._latest.get((person_id, module_id))
        due = self._due(module_id, self._roles.get(person_id, frozenset()), joined_on)
        known = self._judged.get((latest, renew_months, due))
        if known is None:
            known = module_state([latest] if latest else [], renew_months, due, today=self._today)
            self._judged[latest, renew_months, due] = known
        return known

    def _due(self, module_id: UUID, roles: frozenset[Role], joined_on: date) -> date | None:
        key = (module_id, roles, joined_on)
        if key not in self._first_due:
            needs: list[Need] = [n for n in self._needs.get(module_id, ()) if n.role in roles]
            self._first_due[key] = first_due(needs, joined_on)
        return self._first_due[key]
