"""Accounts: adding people, giving them a link, closing and opening their account."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from core.errors import InvalidValue, NotAllowed, NotFound
from core.models import OneTimeToken, Person, PersonRole, Team, TeamCoordinator
from core.permissions import Actor, Permission
from core.queries.access import is_linked
from core.queries.people import organisation
from core.rules.access import INVITE_LINK
from core.rules.names import LONGEST_EMAIL, LONGEST_NAME, clean_email, clean_name
from core.services.access import end_sessions_of, make_one_time_link
from core.services.account_changes import note_change
from core.services.follow_ups import hand_back, withdraw_all
from core.vocabulary import AccountEvent, Role, TokenPurpose

__all__ = ["LONGEST_EMAIL", "LONGEST_NAME"]


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new account, or a new link to one. The token is shown once and stored nowhere."""

    person_id: UUID
    token: str = field(repr=False)
    expires_at: datetime


def add_person(
    session: Session,
    actor: Actor,
    *,
    display_name: str,
    email: str,
    roles: Collection[Role],
    team_id: UUID | None,
    coordinates: Collection[UUID] = (),
    now: datetime,
) -> Invitation:
    """Add somebody and return the link with which they choose their own password.

    A coordinator adds supporters to teams they coordinate; an administrator adds anybody.

    Raises:
        NotAllowed: a coordinator asked for more than a supporter.
        NotFound: there is no such team, or the coordinator does not coordinate it.
        InvalidValue: name or e-mail is missing or taken, or the roles do not fit together.
    """
    actor.must(Permission.MANAGE_PEOPLE)
    if not actor.may(Permission.MANAGE_ACCOUNTS):
        if set(roles) != {Role.SUPPORTER} or coordinates:
            raise NotAllowed
        if team_id not in actor.coordinates:
            raise NotFound("team")
    person = _new_person(session, display_name=display_name, email=email, now=now)
    assign(session, person, roles=roles, team_id=team_id, coordinates=coordinates)
    note_change(session, person.id, AccountEvent.ADDED, by=actor.person_id, now=now)
    return _invite(session, person.id, now=now)


def add_person_from_console(
    session: Session,
    *,
    display_name: str,
    email: str,
    roles: Collection[Role],
    team: str | None = None,
    now: datetime,
) -> Invitation:
    """Add somebody from the command line, where whoever operates the server needs no role.

    ``team`` is a name; a team that does not exist yet is made. A coordinator coordinates it.
    """
    team_id = None if team is None else _team_named(session, team)
    coordinates = {team_id} if team_id and Role.COORDINATOR in roles else set()
    person = _new_person(session, display_name=display_name, email=email, now=now)
    assign(session, person, roles=roles, team_id=team_id, coordinates=coordinates)
    note_change(session, person.id, AccountEvent.ADDED, by=None, now=now)
    return _invite(session, person.id, now=now)


def renew_invitation(
    session: Session, actor: Actor, person_id: UUID, *, now: datetime
) -> Invitation:
    """Return a new link for somebody who lost theirs; the old one stops working.

    Raises:
        NotFound: there is no such person within the actor's reach.
        InvalidValue: they sign in already, or their account is closed.
    """
    actor.must(Permission.MANAGE_PEOPLE)
    person = person_in_reach(session, actor, person_id)
    if person.password_hash is not None or is_linked(session, person_id):
        raise InvalidValue(
            f"{person.display_name} signs in already; no new link is needed. An administrator "
            "can help with a new password."
        )
    if not person.active:
        raise InvalidValue(f"The account of {person.display_name} is closed; open it again first.")
    note_change(session, person_id, AccountEvent.LINK_RENEWED, by=actor.person_id, now=now)
    return _invite(session, person_id, now=now)


def deactivate(session: Session, actor: Actor, person_id: UUID, *, now: datetime) -> None:
    """Close an account: every sign-in ends at once and open links stop working.

    What was still to follow up about them is withdrawn, because nobody could see it any more;
    cases and training stay as they are.

    Raises:
        NotFound: there is no such person within the actor's reach.
        InvalidValue: it is the actor's own account or that of the last administrator.
    """
    actor.must(Permission.MANAGE_PEOPLE)
    person = person_in_reach(session, actor, person_id)
    if person_id == actor.person_id:
        raise InvalidValue("You cannot close your own account; please ask somebody else to.")
    keep_an_administrator(session, without=person_id)
    close_account(session, person, AccountEvent.DEACTIVATED, by=actor.person_id, now=now)


def close_account(
    session: Session, person: Person, event: AccountEvent, *, by: UUID | None, now: datetime
) -> None:
    """End everything an account can do; what its owner had taken goes back into the queue.

    What is kept about somebody who left counts from here, unless their last day was earlier.
    """
    person.active = False
    person.left_at = min(person.left_at or now, now)
    person.version += 1
    end_sessions_of(session, person.id, now=now)
    withdraw_all(session, person.id, now=now)
    hand_back(session, person.id, now=now)
    _spend_links(session, person.id, now=now)
    note_change(session, person.id, event, by=by, now=now)


def reactivate(session: Session, actor: Actor, person_id: UUID, *, now: datetime) -> None:
    """Open a closed account again; the person signs in with the password they had.

    Raises:
        NotFound: there is no such person within the actor's reach.
    """
    actor.must(Permission.MANAGE_PEOPLE)
    person = person_in_reach(session, actor, person_id)
    person.active, person.left_at = True, None
    person.version += 1
    note_change(session, person_id, AccountEvent.REACTIVATED, by=actor.person_id, now=now)


def person_in_reach(session: Session, actor: Actor, person_id: UUID) -> Person:
    """Return a person whose account the actor may manage, locked for this change.

    An administrator reaches everybody; a coordinator those who are nothing but supporters
    of a team they coordinate.
    """
    actor.must(Permission.MANAGE_PEOPLE)
    here = (Person.id == person_id, col(Person.erased_at).is_(None))
    query = select(Person).where(*here).with_for_update()
    if not actor.may(Permission.MANAGE_ACCOUNTS):
        more = select(PersonRole.person_id).where(PersonRole.role != Role.SUPPORTER)
        query = query.where(col(Person.team_id).in_(actor.coordinates), col(Person.id).not_in(more))
    person = session.exec(query).first()
    if person is None:
        raise NotFound("person")
    return person


def assign(
    session: Session,
    person: Person,
    *,
    roles: Collection[Role],
    team_id: UUID | None,
    coordinates: Collection[UUID],
) -> None:
    """Write the roles and teams of a person after checking that they fit together.

    Raises:
        InvalidValue: there is no role, a supporter without a team, or teams to coordinate
            without the role.
        NotFound: one of the teams does not exist.
    """
    if not roles:
        raise InvalidValue("Please choose at least one role.")
    if Role.SUPPORTER in roles and team_id is None:
        raise InvalidValue("A supporter belongs to a team; please choose one.")
    if bool(coordinates) != (Role.COORDINATOR in roles):
        raise InvalidValue("A coordinator has at least one team to coordinate, and only they do.")
    wanted = {*coordinates, *([team_id] if team_id else [])}
    if set(session.exec(select(Team.id).where(col(Team.id).in_(wanted)))) != wanted:
        raise NotFound("team")
    person.team_id = team_id
    held = session.exec(select(PersonRole).where(PersonRole.person_id == person.id)).all()
    led = select(TeamCoordinator).where(TeamCoordinator.person_id == person.id)
    for row in [*held, *session.exec(led)]:
        session.delete(row)
    session.flush()
    session.add_all(PersonRole(person_id=person.id, role=role) for role in set(roles))
    session.add_all(TeamCoordinator(team_id=team, person_id=person.id) for team in set(coordinates))
    session.flush()


def keep_an_administrator(session: Session, *, without: UUID) -> None:
    """Raise ``InvalidValue`` if no other administrator stays; a planned leaver does not stay."""
    administrators = dict(_administrators(session))
    staying = {each for each, left_at in administrators.items() if left_at is None}
    if without in administrators and not staying - {without}:
        raise InvalidValue("This is the last administrator; please make somebody else one first.")


def is_last_administrator(session: Session, person_id: UUID) -> bool:
    """Return whether nobody else with an open account is an administrator."""
    return {each for each, _ in _administrators(session)} == {person_id}


def _administrators(session: Session) -> Sequence[tuple[UUID, datetime | None]]:
    return session.exec(
        select(Person.id, Person.left_at)
        .join(PersonRole, col(PersonRole.person_id) == col(Person.id))
        .where(PersonRole.role == Role.ADMINISTRATOR, col(Person.active).is_(True))
        .with_for_update()
    ).all()


def _new_person(session: Session, *, display_name: str, email: str, now: datetime) -> Person:
    name, address = clean_name("The name", display_name), clean_email(email)
    if session.exec(select(Person.id).where(Person.email == address)).first() is not None:
        raise InvalidValue(
            f"Somebody with the e-mail {address} has an account already, perhaps a closed one;"
            " please look in the list or ask an administrator."
        )
    today = organisation(session).today(now)
    person = Person(email=address, display_name=name, joined_on=today, created_at=now)
    session.add(person)
    session.flush()
    return person


def _team_named(session: Session, name: str) -> UUID:
    name = name.strip()
    found = session.exec(select(Team.id).where(Team.name == name)).first()
    if found is not None:
        return found
    team = Team(name=name)
    session.add(team)
    session.flush()
    return team.id


def _invite(session: Session, person_id: UUID, *, now: datetime) -> Invitation:
    token = make_one_time_link(session, purpose=TokenPurpose.INVITE, person_id=person_id, now=now)
    return Invitation(person_id, token, now + INVITE_LINK)


def _spend_links(session: Session, person_id: UUID, *, now: datetime) -> None:
    session.connection().execute(
        update(OneTimeToken)
        .where(col(OneTimeToken.person_id) == person_id, col(OneTimeToken.used_at).is_(None))
        .values(used_at=now)
    )
