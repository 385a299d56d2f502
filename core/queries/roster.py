"""The people whose accounts the reader manages. Names, roles and teams; no work, no wellbeing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.models import (
    AccountChange,
    Cover,
    OutsideIdentity,
    Person,
    PersonRole,
    Team,
    TeamCoordinator,
)
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.vocabulary import AccountEvent, Role


@dataclass(frozen=True, slots=True)
class TeamChoice:
    """A team somebody can be put into."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPerson:
    """One account."""

    id: UUID
    name: str
    email: str
    team_id: UUID | None
    team: str
    roles: frozenset[Role]
    coordinates: frozenset[UUID]
    active: bool
    invited: bool
    """Whether the account still waits for its owner to sign in at all."""
    linked: bool
    """Whether its owner signs in at the organisation's own identity provider."""
    joined_on: date
    left_at: datetime | None
    """When they leave or left; the account closes then."""
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverRow:
    """Who stands in for whom."""

    id: UUID
    coordinator: str
    cover: str
    from_day: date
    until_day: date
    ends_by_me: bool
    """Whether the reader may end it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinator:
    """An active coordinator, to stand in or to be named as one's own."""

    id: UUID
    name: str
    coordinates: frozenset[UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """All the people page shows."""

    people: tuple[RosterPerson, ...]
    """Open accounts by name, then closed ones."""
    teams: tuple[TeamChoice, ...]
    """Teams the reader may put people into."""
    coordinators: tuple[Coordinator, ...]
    covers: tuple[CoverRow, ...]
    """Covers of today and later that concern the reader; all for an administrator."""
    named_coordinator_id: UUID | None
    """Whom the reader named as their own coordinator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChangeRow:
    """Something that was changed about the reader's own account."""

    event: AccountEvent
    changed_at: datetime
    changed_by: str
    """Empty when it was done on the command line."""
    roles: tuple[Role, ...]
    teams: str


def roster(session: Session, actor: Actor, *, now: datetime) -> Roster:
    """Return the accounts within the actor's reach, with what is needed to manage them."""
    actor.must(Permission.MANAGE_PEOPLE)
    everybody = actor.may(Permission.MANAGE_ACCOUNTS)
    teams = session.exec(
        select(Team.id, Team.name)
        .where(*([] if everybody else [col(Team.id).in_(actor.coordinates)]))
        .order_by(func.lower(Team.name))
    )
    return Roster(
        people=_people(session, actor, everybody=everybody),
        teams=tuple(TeamChoice(team_id, name) for team_id, name in teams),
        coordinators=_coordinators(session),
        covers=_covers(session, actor, everybody=everybody, now=now),
        named_coordinator_id=session.exec(
            select(Person.named_coordinator_id).where(Person.id == actor.person_id)
        ).first(),
    )


def own_account_changes(
    session: Session, actor: Actor, *, limit: int = 20
) -> tuple[AccountChangeRow, ...]:
    """Return what others, or the actor, changed about the actor's account, latest first."""
    actor.must(Permission.OWN_ACCOUNT)
    changer = aliased(Person)
    found = session.exec(
        select(AccountChange, changer.display_name)
        .outerjoin(changer, col(AccountChange.changed_by) == changer.id)
        .where(AccountChange.person_id == actor.person_id)
        .order_by(col(AccountChange.changed_at).desc())
        .limit(limit)
    )
    return tuple(
        AccountChangeRow(
            event=change.event,
            changed_at=change.changed_at,
            changed_by=name or "",
            roles=tuple(Role(role) for role in change.roles.split(",") if role),
            teams=change.teams,
        )
        for change, name in found
    )


def _people(session: Session, actor: Actor, *, everybody: bool) -> tuple[RosterPerson, ...]:
    reach: list[ColumnElement[bool]] = [col(Person.erased_at).is_(None)]
    if not everybody:
        more = select(PersonRole.person_id).where(PersonRole.role != Role.SUPPORTER)
        reach += [col(Person.team_id).in_(actor.coordinates), col(Person.id).not_in(more)]
    ids = select(Person.id).where(*reach)
    roles: dict[UUID, set[Role]] = defaultdict(set)
    for person_id, role in session.exec(
        select(PersonRole.person_id, col(PersonRole.role)).where(col(PersonRole.person_id).in_(ids))
    ):
        roles[person_id].add(Role(role))
    led = _led(session)
    linked = exists().where(col(OutsideIdentity.person_id) == col(Person.id))
    found = rows(
        session,
        columns(
            col(Person.id),
            col(Person.display_name).label("name"),
            col(Person.email),
            col(Person.team_id),
            func.coalesce(Team.name, "").label("team"),
            col(Person.active),
            and_(col(Person.password_hash).is_(None), ~linked).label("invited"),
            linked.label("linked"),
            col(Person.joined_on),
            col(Person.left_at),
            col(Person.version),
        )
        .outerjoin(Team, col(Team.id) == col(Person.team_id))
        .where(*reach)
        .order_by(col(Person.active).desc(), func.lower(Person.display_name)),
    )
    return tuple(
        RosterPerson(
            **row._asdict(),
            roles=frozenset(roles[row.id]),
            coordinates=led.get(row.id, frozenset()),
        )
        for row in found
    )


def _led(session: Session) -> dict[UUID, frozenset[UUID]]:
    led: dict[UUID, frozenset[UUID]] = {}
    for person_id, team_id in session.exec(
        select(TeamCoordinator.person_id, TeamCoordinator.team_id)
    ):
        led[person_id] = led.get(person_id, frozenset()) | {team_id}
    return led


def _coordinators(session: Session) -> tuple[Coordinator, ...]:
    led = _led(session)
    found = session.exec(
        select(Person.id, Person.display_name)
        .join(PersonRole, col(PersonRole.person_id) == col(Person.id))
        .where(PersonRole.role == Role.COORDINATOR, col(Person.active).is_(True))
        .order_by(func.lower(Person.display_name))
    )
    return tuple(
        Coordinator(id=person_id, name=name, coordinates=led.get(person_id, frozenset()))
        for person_id, name in found
    )


def _covers(
    session: Session, actor: Actor, *, everybody: bool, now: datetime
) -> tuple[CoverRow, ...]:
    away, stands_in = aliased(Person), aliased(Person)
    mine = or_(col(Cover.coordinator_id) == actor.person_id, col(Cover.cover_id) == actor.person_id)
    found = session.exec(
        select(Cover, away.display_name, stands_in.display_name)
        .join(away, col(Cover.coordinator_id) == away.id)
        .join(stands_in, col(Cover.cover_id) == stands_in.id)
        .where(Cover.until_day >= organisation(session).today(now), *([] if everybody else [mine]))
        .order_by(col(Cover.from_day))
    )
    return tuple(
        CoverRow(
            id=cover.id,
            coordinator=coordinator,
            cover=name,
            from_day=cover.from_day,
            until_day=cover.until_day,
            ends_by_me=everybody or cover.coordinator_id == actor.person_id,
        )
        for cover, coordinator, name in found
    )
