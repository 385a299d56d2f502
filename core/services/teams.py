"""Teams: who belongs to which, who coordinates them, and who stands in."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from core.errors import ChangedMeanwhile, InvalidValue, NotAllowed, NotFound
from core.models import Cover, Person, PersonRole, Team, TeamCoordinator
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.rules.names import clean_name
from core.services.access import end_sessions_of
from core.services.account_changes import note_change, note_cover
from core.services.people import (
    assign,
    is_last_administrator,
    keep_an_administrator,
    person_in_reach,
)
from core.vocabulary import AccountEvent, Role

_LONGEST_COVER: Final = timedelta(days=366)


def add_team(session: Session, actor: Actor, *, name: str) -> UUID:
    """Add a team.

    Raises:
        InvalidValue: the name is empty, too long or taken.
    """
    actor.must(Permission.MANAGE_ACCOUNTS)
    name = clean_name("The team name", name)
    if session.exec(select(Team.id).where(Team.name == name)).first() is not None:
        raise InvalidValue(f"There is a team called {name} already; please choose another name.")
    team = Team(name=name)
    session.add(team)
    session.flush()
    return team.id


def set_roles_and_teams(
    session: Session,
    actor: Actor,
    person_id: UUID,
    *,
    roles: Collection[Role],
    team_id: UUID | None,
    coordinates: Collection[UUID],
    version: int,
    now: datetime,
) -> None:
    """Change what somebody does and where; their sign-ins end, so it counts at once.

    An administrator may change their own roles too; every change is shown to its owner.

    Raises:
        NotFound: there is no such person or team.
        InvalidValue: the roles do not fit together, no administrator would be left, or the
            actor would open a team to themselves.
        ChangedMeanwhile: somebody else saved this account after it was opened.
    """
    actor.must(Permission.MANAGE_ACCOUNTS)
    person = person_in_reach(session, actor, person_id)
    if person.version != version:
        raise ChangedMeanwhile("account")
    if Role.ADMINISTRATOR not in roles:
        keep_an_administrator(session, without=person_id)
    if person_id == actor.person_id:
        _opens_no_team_to_oneself(session, actor, coordinates)
    assign(session, person, roles=roles, team_id=team_id, coordinates=coordinates)
    if Role.COORDINATOR not in roles:
        person.named_coordinator_id = None
    person.version += 1
    end_sessions_of(session, person_id, now=now)
    note_change(session, person_id, AccountEvent.ROLES_AND_TEAMS, by=actor.person_id, now=now)


def start_cover(
    session: Session,
    actor: Actor,
    *,
    coordinator_id: UUID,
    cover_id: UUID,
    from_day: date,
    until_day: date,
    now: datetime,
) -> UUID:
    """Let one coordinator stand in for another from one day to another, both included.

    A coordinator arranges this for themselves, an administrator for anybody.

    Raises:
        NotAllowed: a coordinator asked for somebody else's teams.
        NotFound: one of the two is not an active coordinator.
        InvalidValue: the days are out of order or past, both are the same person, or the actor
            would open a team to themselves.
    """
    actor.must(Permission.MANAGE_PEOPLE)
    if coordinator_id != actor.person_id and not actor.may(Permission.MANAGE_ACCOUNTS):
        raise NotAllowed
    for person_id in (coordinator_id, cover_id):
        _coordinator(session, person_id)
    if coordinator_id == cover_id:
        raise InvalidValue("Somebody else stands in; please choose another coordinator.")
    if cover_id == actor.person_id and not is_last_administrator(session, cover_id):
        raise InvalidValue("Please ask another administrator to let you stand in.")
    _check_cover(from_day, until_day, today=organisation(session).today(now))
    cover = Cover(
        coordinator_id=coordinator_id, cover_id=cover_id, from_day=from_day, until_day=until_day
    )
    session.add(cover)
    session.flush()
    note_cover(session, cover, by=actor.person_id, now=now)
    return cover.id


def _check_cover(from_day: date, until_day: date, *, today: date) -> None:
    if until_day < from_day or until_day < today:
        raise InvalidValue("Cover ends today or later, and not before it starts; please correct.")
    if until_day > today + _LONGEST_COVER:
        raise InvalidValue("Cover ends within a year; please choose an earlier last day.")


def end_cover(session: Session, actor: Actor, cover_id: UUID, *, now: datetime) -> None:
    """Take back a cover, at once.

    Raises:
        NotFound: there is no such cover, or it is not the actor's own to end.
    """
    actor.must(Permission.MANAGE_PEOPLE)
    query = select(Cover).where(Cover.id == cover_id)
    if not actor.may(Permission.MANAGE_ACCOUNTS):
        query = query.where(Cover.coordinator_id == actor.person_id)
    cover = session.exec(query).first()
    if cover is None:
        raise NotFound("cover")
    note_cover(session, cover, ended=True, by=actor.person_id, now=now)
    session.delete(cover)
    session.flush()


def name_coordinator(
    session: Session, actor: Actor, *, coordinator_id: UUID | None, now: datetime
) -> None:
    """Name another team's coordinator as the actor's own, or nobody.

    Raises:
        NotAllowed: the actor coordinates no team.
        NotFound: the person named is not an active coordinator.
        InvalidValue: the person named coordinates a team of the actor's.
    """
    actor.must(Permission.SEE_TEAM)
    person = session.get(Person, actor.person_id)
    if person is None:
        raise NotFound("person")
    if coordinator_id is not None:
        _coordinator(session, coordinator_id)
        teams = session.exec(
            select(TeamCoordinator.team_id).where(TeamCoordinator.person_id == coordinator_id)
        )
        if coordinator_id == actor.person_id or actor.coordinates & set(teams):
            raise InvalidValue("Please name a coordinator of another team than yours.")
    person.named_coordinator_id = coordinator_id
    session.flush()


def _opens_no_team_to_oneself(
    session: Session, actor: Actor, coordinates: Collection[UUID]
) -> None:
    mine = select(TeamCoordinator.team_id).where(TeamCoordinator.person_id == actor.person_id)
    if set(coordinates) <= set(session.exec(mine)):
        return
    if not is_last_administrator(session, actor.person_id):
        raise InvalidValue("Please ask another administrator to make you a coordinator.")


def _coordinator(session: Session, person_id: UUID) -> None:
    active = (
        select(Person.id)
        .join(PersonRole, col(PersonRole.person_id) == col(Person.id))
        .where(
            Person.id == person_id,
            col(Person.active).is_(True),
            PersonRole.role == Role.COORDINATOR,
        )
    )
    if session.exec(active).first() is None:
        raise NotFound("coordinator")
