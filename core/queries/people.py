"""Finding the person who acts, and the organisation they act in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, or_, select

from core.models import Cover, Organisation, Person, PersonRole, TeamCoordinator
from core.permissions import Actor
from core.rules.dates import local_day
from core.vocabulary import Role


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What every screen may know about the organisation."""

    name: str
    time_zone: str
    ring_me_hours: int
    urgent_help: str
    invented: bool

    def today(self, now: datetime) -> date:
        """Return the calendar day of ``now`` where the organisation is."""
        return local_day(now, self.time_zone)


def organisation(session: Session) -> OrganisationFacts:
    """Return the organisation of this installation; before set-up, plain defaults."""
    row = session.get(Organisation, 1) or Organisation(name="Holdfast")
    return OrganisationFacts(
        name=row.name,
        time_zone=row.time_zone,
        ring_me_hours=row.ring_me_hours,
        urgent_help=row.urgent_help,
        invented=row.invented,
    )


def actor_for(session: Session, person_id: UUID, *, now: datetime) -> Actor | None:
    """Return the actor for an active account, or ``None``."""
    person = session.exec(
        select(Person.display_name, Person.team_id).where(
            Person.id == person_id, col(Person.active).is_(True)
        )
    ).first()
    if person is None:
        return None
    name, team_id = person
    roles = session.exec(
        select(col(PersonRole.role)).where(PersonRole.person_id == person_id)
    ).all()
    return Actor(
        person_id=person_id,
        name=name,
        roles=frozenset(roles),
        team_id=team_id,
        coordinates=_coordinated_teams(session, person_id, roles, now=now),
    )


def _coordinated_teams(
    session: Session, person_id: UUID, roles: Collection[Role], *, now: datetime
) -> frozenset[UUID]:
    if Role.COORDINATOR not in roles:
        return frozenset()
    today = organisation(session).today(now)
    covered = select(Cover.coordinator_id).where(
        Cover.cover_id == person_id, Cover.from_day <= today, Cover.until_day >= today
    )
    teams = session.exec(
        select(TeamCoordinator.team_id).where(
            or_(
                TeamCoordinator.person_id == person_id,
                col(TeamCoordinator.person_id).in_(covered),
            )
        )
    )
    return frozenset(teams)
