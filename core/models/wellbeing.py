"""The wellbeing lane: what it cost. It belongs to the person alone, unless they share it."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from core.models.base import Base, SealedWords, UtcDateTime, stored_as_text
from core.vocabulary import BoundaryTheme


class ContactToll(Base, table=True):
    """What one contact took out of the supporter, with their private words."""

    __tablename__ = "contact_toll"
    __table_args__ = (CheckConstraint("toll IS NULL OR toll BETWEEN 0 AND 10", name="toll_range"),)

    contact_id: UUID = Field(foreign_key="contact.id", primary_key=True, ondelete="CASCADE")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    toll: int | None = None
    """0 (light) to 10 (very heavy); nothing when the person did not say."""
    grey_theme: BoundaryTheme | None = Field(
        default=None, sa_type=stored_as_text(BoundaryTheme), nullable=True
    )
    """"This felt grey": the theme the person chose with the tick."""
    note: bytes | None = Field(default=None, sa_type=SealedWords, repr=False)
    glad_of: bytes | None = Field(default=None, sa_type=SealedWords, repr=False)


class ContactTag(Base, table=True):
    """Something that weighed or helped in a contact."""

    __tablename__ = "contact_tag"

    contact_id: UUID = Field(foreign_key="contact.id", primary_key=True, ondelete="CASCADE")
    tag: str = Field(primary_key=True, max_length=32)
    """``weight:...`` or ``helped:...`` with a value of ``Weight`` or ``Helped``."""


class Pulse(Base, table=True):
    """One weekly pulse; each answer 1 to 5, higher is better, nothing when skipped."""

    __table_args__ = (
        UniqueConstraint("person_id", "week", name="uq_pulse_person_week"),
        *(
            CheckConstraint(f"{item} IS NULL OR {item} BETWEEN 1 AND 5", name=f"{item}_range")
            for item in (
                "energy",
                "sleep",
                "switch_off",
                "role_clear",
                "felt_supported",
                "worthwhile",
            )
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    week: int
    day: date
    energy: int | None = None
    sleep: int | None = None
    switch_off: int | None = None
    role_clear: int | None = None
    felt_supported: int | None = None
    worthwhile: int | None = None
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class BoundaryCheck(Base, table=True):
    """One run through the boundary self-check, with or without signs."""

    __tablename__ = "boundary_check"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    day: date
    checklist_version: int
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class BoundarySign(Base, table=True):
    """A sign that was ticked in a self-check."""

    __tablename__ = "boundary_sign"

    check_id: UUID = Field(foreign_key="boundary_check.id", primary_key=True, ondelete="CASCADE")
    sign: str = Field(primary_key=True, max_length=32)


class StrainWeek(Base, table=True):
    """Sums of one person's week of tolls and pulse, kept after single tolls expire."""

    __tablename__ = "strain_week"
    __table_args__ = ({"sqlite_with_rowid": False},)

    week: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    """Whole weeks since Monday 1970-01-05 in the organisation's time zone."""
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    tolls: int = 0
    toll_sum: int = 0
    heavy: int = 0
    """Contacts with a toll of 7 or more."""
    pulse_items: int = 0
    """Answered core items of the week's pulse, 0 to 5."""
    pulse_sum: int = 0
    """Sum of those answers."""


class NewUsual(Base, table=True):
    """A person said "this is my new usual": from that week on their own past begins anew."""

    __tablename__ = "new_usual"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    day: date
    said_at: datetime = Field(sa_type=UtcDateTime)
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
