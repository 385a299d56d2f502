"""The people whose accounts the reader manages. Names, roles and teams; no work, no wellbeing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, func, or_
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
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.vocabulary import AccountEvent, Role

_PERSON: Final = table_of(Person)
_ROLE: Final = table_of(PersonRole)
_TEAM: Final = table_of(Team)
_COVER: Final = table_of(Cover)
_OUTSIDE: Final = table_of(OutsideIdentity)
_LEADS: Final = table_of(TeamCoordinator)
_AWAY: Final = _PERSON.alias("away")
_STANDS_IN: Final = _PERSON.alias("stands_in")
_ME: Final[BindParameter[Any]] = bindparam("me")
_TEAMS: Final[BindParameter[Any]] = bindparam("teams", expanding=True)
_NAMED: Final = columns(_PERSON.c.named_coordinator_id).where(_PERSON.c.id == _ME)
_LINKED: Final = exists().where(_OUTSIDE.c.person_id == _PERSON.c.id)
_LED: Final = columns(_LEADS.c.person_id, _LEADS.c.team_id)
_COORDINATORS: Final = (
    columns(_PERSON.c.id, _PERSON.c.display_name)
    .join(_ROLE, _ROLE.c.person_id == _PERSON.c.id)
    .where(_ROLE.c.role == Role.COORDINATOR, _PERSON.c.active.is_(True))
    .order_by(func.lower(_PERSON.c.display_name))
)


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
    """After the change; of a cover, the teams it opens."""
    other: str
    """The other one of a cover; empty for all else."""
    from_day: date | None
    until_day: date | None


def roster(session: Session, actor: Actor, *, now: datetime) -> Roster:
    """Return the accounts within the actor's reach, with what is needed to manage them."""
    actor.must(Permission.MANAGE_PEOPLE)
    everybody = actor.may(Permission.MANAGE_ACCOUNTS)
    mine = {"me": actor.person_id, "teams": list(actor.coordinates)}
    led = _led(session)
    named = rows(session, _NAMED, mine)
    return Roster(
        people=_people(session, mine, led, everybody=everybody),
        teams=tuple(TeamChoice(*row) for row in rows(session, _teams(everybody), mine)),
        coordinators=tuple(
            Coordinator(id=person_id, name=name, coordinates=led.get(person_id, frozenset()))
            for person_id, name in rows(session, _COORDINATORS)
        ),
        covers=_covers(
            session, mine | {"today": organisation(session).today(now)}, everybody=everybody
        ),
        named_coordinator_id=named[0][0] if named else None,
    )


def own_account_changes(
    session: Session, actor: Actor, *, limit: int = 20
) -> tuple[AccountChangeRow, ...]:
    """Return what others, or the actor, changed about the actor's account, latest first."""
    actor.must(Permission.OWN_ACCOUNT)
    changer, other = aliased(Person), aliased(Person)
    found = session.exec(
        select(AccountChange, changer.display_name, other.display_name)
        .outerjoin(changer, col(AccountChange.changed_by) == changer.id)
        .outerjoin(other, col(AccountChange.other_id) == other.id)
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
            other=other_name or "",
            from_day=change.from_day,
            until_day=change.until_day,
        )
        for change, name, other_name in found
    )


def _people(
    session: Session,
    mine: Mapping[str, object],
    led: Mapping[UUID, frozenset[UUID]],
    *,
    everybody: bool,
) -> tuple[RosterPerson, ...]:
    roles: dict[UUID, set[Role]] = defaultdict(set)
    for person_id, role in rows(session, _roles(everybody), mine):
        roles[person_id].add(Role(role))
    return tuple(
        RosterPerson(
            **row._asdict(),
            roles=frozenset(roles[row.id]),
            coordinates=led.get(row.id, frozenset()),
        )
        for row in rows(session, _accounts(everybody), mine)
    )


def _led(session: Session) -> dict[UUID, frozenset[UUID]]:
    led: dict[UUID, frozenset[UUID]] = {}
    for person_id, team_id in rows(session, _LED):
        led[person_id] = led.get(person_id, frozenset()) | {team_id}
    return led


def _covers(
    session: Session, mine: Mapping[str, object], *, everybody: bool
) -> tuple[CoverRow, ...]:
    return tuple(
        CoverRow(
            id=row.id,
            coordinator=row.coordinator,
            cover=row.cover,
            from_day=row.from_day,
            until_day=row.until_day,
            ends_by_me=everybody or row.coordinator_id == mine["me"],
        )
        for row in rows(session, _cover_list(everybody), mine)
    )


# Built once for each reach: building a statement costs ten times what filling its places does.
@cache
def _teams(everybody: bool) -> Select[Any]:
    found = columns(_TEAM.c.id, _TEAM.c.name).order_by(func.lower(_TEAM.c.name))
    return found if everybody else found.where(_TEAM.c.id.in_(_TEAMS))


@cache
def _reach(everybody: bool) -> ColumnElement[bool]:
    there = _PERSON.c.erased_at.is_(None)
    if everybody:
        return there
    more = columns(_ROLE.c.person_id).where(_ROLE.c.role != Role.SUPPORTER)
    return and_(there, _PERSON.c.team_id.in_(_TEAMS), _PERSON.c.id.not_in(more))


@cache
def _roles(everybody: bool) -> Select[Any]:
    ids = columns(_PERSON.c.id).where(_reach(everybody))
    return columns(_ROLE.c.person_id, _ROLE.c.role).where(_ROLE.c.person_id.in_(ids))


@cache
def _accounts(everybody: bool) -> Select[Any]:
    return (
        columns(
            _PERSON.c.id,
            _PERSON.c.display_name.label("name"),
            _PERSON.c.email,
            _PERSON.c.team_id,
            func.coalesce(_TEAM.c.name, "").label("team"),
            _PERSON.c.active,
            and_(_PERSON.c.password_hash.is_(None), ~_LINKED).label("invited"),
            _LINKED.label("linked"),
            _PERSON.c.joined_on,
            _PERSON.c.left_at,
            _PERSON.c.version,
        )
        .join(_TEAM, _TEAM.c.id == _PERSON.c.team_id, isouter=True)
        .where(_reach(everybody))
        .order_by(_PERSON.c.active.desc(), func.lower(_PERSON.c.display_name))
    )


@cache
def _cover_list(everybody: bool) -> Select[Any]:
    found = (
        columns(
            _COVER.c.id,
            _COVER.c.coordinator_id,
            _AWAY.c.display_name.label("coordinator"),
            _STANDS_IN.c.display_name.label("cover"),
            _COVER.c.from_day,
            _COVER.c.until_day,
        )
        .join(_AWAY, _COVER.c.coordinator_id == _AWAY.c.id)
        .join(_STANDS_IN, _COVER.c.cover_id == _STANDS_IN.c.id)
        .where(_COVER.c.until_day >= bindparam("today"))
        .order_by(_COVER.c.from_day)
    )
    return (
        found
        if everybody
        else found.where(or_(_COVER.c.coordinator_id == _ME, _COVER.c.cover_id == _ME))
    )
