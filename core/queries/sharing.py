"""What a person chose to share, and whose eyes it meets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from core.models import (
    Cover,
    OneOffShare,
    Person,
    PersonRole,
    StandingShare,
    TeamCoordinator,
    WellbeingFlag,
)
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.rules.boundaries import theme_of
from core.vocabulary import FlagKind, Role, ShareScope, ShareTopic

_CHOSEN_AT: Final = columns(col(Person.sharing_chosen_at)).where(col(Person.id) == bindparam("me"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOffView:
    """One flag that the person shared once."""

    flag_id: UUID
    kind: FlagKind
    subject: str
    scope: ShareScope
    from_at: datetime
    until_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSharing:
    """What a person shares at this moment, and with whom."""

    chosen_at: datetime | None
    """When they first chose; nothing before the first choice."""
    choices: Mapping[ShareTopic, ShareScope]
    """Choices in force. A topic that was never chosen is missing, never filled in."""
    coordinators: tuple[str, ...]
    """Names of the people who see what is shared."""
    coordinates: bool
    """Whether this person coordinates: then only the coordinator they named sees anything."""


def sharing_is_chosen(session: Session, actor: Actor) -> bool:
    """Return whether this person made the first choice that logging waits for."""
    actor.must(Permission.OWN_ACCOUNT)
    found = rows(session, _CHOSEN_AT, {"me": actor.person_id})
    return any(row.sharing_chosen_at is not None for row in found)


def own_sharing(session: Session, actor: Actor, *, now: datetime) -> OwnSharing:
    """Return what the actor shares now and who sees it."""
    actor.must(Permission.OWN_ACCOUNT)
    chosen_at = session.exec(
        select(Person.sharing_chosen_at).where(Person.id == actor.person_id)
    ).one()
    return OwnSharing(
        chosen_at=chosen_at,
        choices=choices_in_force(session, actor.person_id),
        coordinators=coordinators_of(session, actor.person_id, now=now),
        coordinates=Role.COORDINATOR in actor.roles,
    )


def choices_in_force(session: Session, person_id: UUID) -> dict[ShareTopic, ShareScope]:
    """Return one person's standing choices; for callers that checked who asks."""
    found = rows(
        session,
        columns(col(StandingShare.topic), col(StandingShare.scope)).where(
            col(StandingShare.person_id) == person_id, col(StandingShare.until_at).is_(None)
        ),
    )
    return dict(list(found))


def coordinators_of(session: Session, person_id: UUID, *, now: datetime) -> tuple[str, ...]:
    """Return the names of those who see what one person shares, whoever stands in included."""
    team_id, named_id = session.exec(
        select(Person.team_id, Person.named_coordinator_id).where(Person.id == person_id)
    ).one()
    coordinates = session.exec(
        select(PersonRole.person_id).where(
            PersonRole.person_id == person_id, PersonRole.role == Role.COORDINATOR
        )
    ).first()
    names = select(Person.display_name).where(col(Person.active).is_(True))
    if coordinates is not None:
        names = names.where(Person.id == named_id)
    else:
        of_team = select(TeamCoordinator.person_id).where(TeamCoordinator.team_id == team_id)
        covers = _standing_in(of_team, organisation(session).today(now))
        theirs = or_(col(Person.id).in_(of_team), col(Person.id).in_(covers))
        names = names.where(theirs, Person.id != person_id)
    return tuple(session.exec(names.order_by(Person.display_name)).all())


def _standing_in(coordinators: SelectOfScalar[UUID], today: date) -> SelectOfScalar[UUID]:
    return (
        select(Cover.cover_id)
        .join(PersonRole, col(PersonRole.person_id) == col(Cover.cover_id))
        .where(
            col(Cover.coordinator_id).in_(coordinators),
            Cover.from_day <= today,
            Cover.until_day >= today,
            PersonRole.role == Role.COORDINATOR,
        )
    )


def people_i_coordinate(actor: Actor) -> SelectOfScalar[UUID]:
    """Return the people whose work the actor answers for, as a subquery: never the actor."""
    return select(Person.id).where(
        col(Person.active).is_(True),
        Person.id != actor.person_id,
        or_(
            col(Person.team_id).in_(actor.coordinates),
            Person.named_coordinator_id == actor.person_id,
        ),
    )


def own_one_off_shares(session: Session, actor: Actor, *, now: datetime) -> list[OneOffView]:
    """Return the actor's single shares that are still in force, newest first."""
    actor.must(Permission.OWN_ACCOUNT)
    found = rows(
        session,
        columns(
            col(OneOffShare.flag_id),
            col(WellbeingFlag.kind),
            col(WellbeingFlag.subject),
            col(OneOffShare.scope),
            col(OneOffShare.from_at),
            col(OneOffShare.until_at),
        )
        .join(WellbeingFlag, col(WellbeingFlag.id) == col(OneOffShare.flag_id))
        .where(col(OneOffShare.person_id) == actor.person_id, col(OneOffShare.until_at) > now)
        .order_by(col(OneOffShare.from_at).desc()),
    )
    return [
        OneOffView(
            flag_id=f, kind=k, subject=theme_of(s), scope=scope, from_at=since, until_at=until
        )
        for f, k, s, scope, since, until in found
    ]
