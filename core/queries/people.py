"""Finding the person who acts, and the organisation they act in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

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


# Built once: the frame asks in every run of every page.
_FACTS: Final = (
    col(Organisation.name),
    col(Organisation.time_zone),
    col(Organisation.ring_me_hours),
    col(Organisation.urgent_help),
    col(Organisation.invented),
)
_ORGANISATION: Final = select_columns(*_FACTS)
_PERSON: Final = (
    select_columns(
        col(Person.display_name),
        col(Person.team_id),
        col(PersonRole.role),
        *_FACTS,
    )
    .outerjoin(PersonRole, col(PersonRole.person_id) == col(Person.id))
    .outerjoin(Organisation, col(Organisation.id) == 1)
    .where(col(Person.id) == bindparam("person_id"), col(Person.active).is_(True))
)
_COORDINATED: Final = select_columns(col(TeamCoordinator.team_id)).where(
    or_(
        col(TeamCoordinator.person_id) == bindparam("person_id"),
        col(TeamCoordinator.person_id).in_(
            select_columns(col(Cover.coordinator_id)).where(
                col(Cover.cover_id) == bindparam("person_id"),
                col(Cover.from_day) <= bindparam("today"),
                col(Cover.until_day) >= bindparam("today"),
            )
        ),
    )
)
_HELD: Final = "organisation"


def organisation(session: Session) -> OrganisationFacts:
    """Return the organisation of this installation; before set-up, plain defaults.

    One transaction reads it once. Whoever changes it says so to ``organisation_changed``.
    """
    held = session.info.get(_HELD)
    if held is not None and held[0] is session.get_transaction():
        facts: OrganisationFacts = held[1]
        return facts
    row = session.connection().execute(_ORGANISATION).first()
    return _BEFORE_SETUP if row is None else _hold(session, row)


def hold_organisation(session: Session, facts: OrganisationFacts) -> None:
    """Let this transaction take what was read a moment ago instead of reading it again."""
    session.connection()
    session.info[_HELD] = (session.get_transaction(), facts)


def organisation_changed(session: Session) -> None:
    """Forget what this transaction read of the organisation, so that it is read again."""
    session.info.pop(_HELD, None)


def actor_for(session: Session, person_id: UUID, *, now: datetime) -> Actor | None:
    """Return the actor for an active account, or ``None``.

    The organisation comes in the same row, for whatever the transaction does next.
    """
    connection = session.connection()
    rows = connection.execute(_PERSON, {"person_id": person_id}).all()
    if not rows:
        return None
    me = rows[0]
    here = _BEFORE_SETUP if me.name is None else _hold(session, me)
    roles = frozenset(row.role for row in rows if row.role is not None)
    teams: frozenset[UUID] = frozenset()
    if Role.COORDINATOR in roles:
        asked = {"person_id": person_id, "today": here.today(now)}
        teams = frozenset(connection.execute(_COORDINATED, asked).scalars())
    return Actor(
        person_id=person_id,
        name=me.display_name,
        roles=roles,
        team_id=me.team_id,
        coordinates=teams,
    )


def _hold(session: Session, row: Any) -> OrganisationFacts:
    facts = _facts(row)
    hold_organisation(session, facts)
    return facts


def _facts(row: Any) -> OrganisationFacts:
    return OrganisationFacts(
        name=row.name,
        time_zone=row.time_zone,
        ring_me_hours=row.ring_me_hours,
        urgent_help=row.urgent_help,
        invented=row.invented,
    )


_BEFORE_SETUP: Final = _facts(Organisation(name="Holdfast"))
