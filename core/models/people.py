"""The organisation, its people and the teams they belong to."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from core.models.base import Base, UtcDateTime, stored_as_text
from core.vocabulary import AccountEvent, Role


class Organisation(Base, table=True):
    """The one organisation of this installation: a single row."""

    __table_args__ = (
        CheckConstraint("id = 1", name="single_row"),
        CheckConstraint("ring_me_hours BETWEEN 1 AND 336", name="ring_me_range"),
    )

    id: int = Field(default=1, primary_key=True)
    name: str = Field(max_length=80)
    time_zone: str = Field(default="Europe/London", max_length=64)
    """IANA name; weeks and days are counted in it."""
    ring_me_hours: int = 24
    """Promised answer time to "please ring me", in hours; shown to both sides."""
    urgent_help: str = Field(default="", max_length=500)
    """Local numbers for urgent help, shown on every page."""
    invented: bool = False
    """Whether this is the demo organisation; only that one may be filled with demo data."""


class Team(Base, table=True):
    """A group of supporters with any number of coordinators."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=80, unique=True)


class Person(Base, table=True):
    """Someone with an account. Accounts are closed, never deleted, so history stays whole."""

    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    team_id: UUID | None = Field(default=None, foreign_key="team.id", index=True)
    """The team this person supports in."""
    named_coordinator_id: UUID | None = Field(default=None, foreign_key="person.id")
    """Whom a coordinator named as their own coordinator, from another team."""
    email: str = Field(max_length=254, unique=True)
    display_name: str = Field(max_length=80)
    password_hash: str | None = Field(default=None, max_length=255, repr=False)
    active: bool = True
    joined_on: date
    """First day in the role; the newcomer factor counts from here."""
    sharing_chosen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When this person first chose what to share; until then logging waits."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When this person left; what was theirs alone is deleted some weeks later."""
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When everything about this person was erased; the row then names nobody."""
    version: int = 1


class PersonRole(Base, table=True):
    """One role of one person."""

    __tablename__ = "person_role"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    role: Role = Field(sa_type=stored_as_text(Role), primary_key=True)


class TeamCoordinator(Base, table=True):
    """A person coordinates a team."""

    __tablename__ = "team_coordinator"

    team_id: UUID = Field(foreign_key="team.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)


class Cover(Base, table=True):
    """One coordinator stands in for another from one day to another, both included."""

    __table_args__ = (CheckConstraint("until_day >= from_day", name="days_in_order"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    coordinator_id: UUID = Field(foreign_key="person.id", index=True)
    cover_id: UUID = Field(foreign_key="person.id", index=True)
    from_day: date
    until_day: date


class AccountChange(Base, table=True):
    """What somebody changed about an account, and who; shown to its owner."""

    __tablename__ = "account_change"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    changed_by: UUID | None = Field(default=None, foreign_key="person.id")
    """Nobody when it was done on the command line."""
    changed_at: datetime = Field(sa_type=UtcDateTime)
    event: AccountEvent = Field(sa_type=stored_as_text(AccountEvent))
    roles: str = Field(default="", max_length=120)
    """Roles after the change, comma separated."""
    teams: str = Field(default="", max_length=300)
    """Names of the team supported in and the teams coordinated after the change."""
    other_id: UUID | None = Field(default=None, foreign_key="person.id")
    """Who stands in for this person, or whom they stand in for, and on which days."""
    from_day: date | None = None
    until_day: date | None = None
