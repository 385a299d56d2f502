"""The work lane: what was done. A query of this file cannot fetch how it felt."""

from datetime import date, datetime, time
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from core.models.base import Base, SealedWords, UtcDateTime, stored_as_text
from core.vocabulary import Debrief, EventKind, Format, Frequency, MeetingKind


class Case(Base, table=True):
    """Somebody who is supported, known by a code alone."""

    __tablename__ = "support_case"
    __table_args__ = (
        CheckConstraint("agreed_weeks IS NULL OR agreed_weeks BETWEEN 1 AND 260", name="agreed"),
        CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="days_in_order"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    code: str = Field(max_length=40)
    frequency: Frequency = Field(sa_type=stored_as_text(Frequency))
    agreed_weeks: int | None = None
    """Agreed length of the support in weeks, when there is one."""
    opened_on: date
    closed_on: date | None = None
    ending_note: bytes | None = Field(default=None, sa_type=SealedWords, repr=False)
    opened_with: UUID | None = Field(
        default=None, foreign_key="contact.id", ondelete="SET NULL", index=True
    )
    """The contact whose entry opened it in the same step."""
    version: int = 1


class Contact(Base, table=True):
    """One contact with one, several or no cases."""

    __table_args__ = (
        CheckConstraint("minutes BETWEEN 0 AND 720", name="minutes_range"),
        Index("ix_contact_person_day", "person_id", "day"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    day: date
    minutes: int
    format: Format = Field(sa_type=stored_as_text(Format))
    planned: bool = True
    incident: bool = False
    outside_hours: bool = False
    no_contact_made: bool = False
    debrief: Debrief = Field(default=Debrief.NONE, sa_type=stored_as_text(Debrief))
    created_at: datetime = Field(sa_type=UtcDateTime)
    version: int = 1


class ContactCase(Base, table=True):
    """A contact concerned a case."""

    __tablename__ = "contact_case"

    contact_id: UUID = Field(foreign_key="contact.id", primary_key=True, ondelete="CASCADE")
    case_id: UUID = Field(foreign_key="support_case.id", primary_key=True, index=True)


class SupportEvent(Base, table=True):
    """A named event that coordinators see: somebody wants a debrief, or an incident is open."""

    __tablename__ = "support_event"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    contact_id: UUID | None = Field(
        default=None, foreign_key="contact.id", ondelete="CASCADE", index=True
    )
    kind: EventKind = Field(sa_type=stored_as_text(EventKind))
    happened_on: date
    raised_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_by: UUID | None = Field(default=None, foreign_key="person.id")


class Agreement(Base, table=True):
    """Capacity and hours a person agreed to, from a day on; the newest is in force."""

    __table_args__ = (
        CheckConstraint("capacity BETWEEN 0.25 AND 40", name="capacity_range"),
        CheckConstraint("hours_per_week BETWEEN 0.5 AND 60", name="hours_range"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    since: date
    capacity: float = 5.0
    """Weighted people this person can carry; weekly counts 1."""
    hours_per_week: float = 4.0
    from_time: time = time(9, 0)
    until_time: time = time(20, 0)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class Meeting(Base, table=True):
    """Supervision or a team contact took place."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    day: date
    kind: MeetingKind = Field(sa_type=stored_as_text(MeetingKind))
    recorded_by: UUID = Field(foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class Pause(Base, table=True):
    """A person pauses; flags and reminders are silent, except ``urgent``."""

    __table_args__ = (
        CheckConstraint("returns_on IS NULL OR returns_on >= starts_on", name="days_in_order"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    starts_on: date
    returns_on: date | None = None
    """First day back; open when not known yet."""
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class WorkWeek(Base, table=True):
    """Sums of one person's week, rebuilt from its contacts in the write that changes them."""

    __tablename__ = "work_week"
    __table_args__ = ({"sqlite_with_rowid": False},)

    week: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    """Whole weeks since Monday 1970-01-05 in the organisation's time zone."""
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    contacts: int = 0
    minutes: int = 0
    longest_minutes: int = 0
    outside_hours: int = 0
    unplanned: int = 0
    incidents: int = 0
