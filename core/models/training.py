"""Modules, who needs them and who completed them."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from core.models.base import Base, UtcDateTime, stored_as_text
from core.vocabulary import Role


class Module(Base, table=True):
    """A training module of the catalogue."""

    __tablename__ = "training_module"
    __table_args__ = (CheckConstraint("renew_months BETWEEN 0 AND 120", name="renew_range"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    code: str = Field(max_length=16, unique=True)
    title: str = Field(max_length=120)
    renew_months: int
    """Months until it must be renewed; 0 means once."""
    covers: str = Field(default="", max_length=200)
    """Competency framework sections it covers."""
    source: str = Field(default="", max_length=300)
    is_default: bool = True
    """Whether the renewal is a default of ours rather than a sourced figure."""
    active: bool = True


class Requirement(Base, table=True):
    """A role needs a module."""

    __tablename__ = "training_requirement"

    module_id: UUID = Field(foreign_key="training_module.id", primary_key=True)
    role: Role = Field(sa_type=stored_as_text(Role), primary_key=True)
    before_first_contact: bool = False
    since: date | None = None
    """When the need was set; who joined earlier gets time from then. Empty: always needed."""


class Completion(Base, table=True):
    """A person completed a module on a day; confirmed when somebody else vouched for it."""

    __tablename__ = "training_completion"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    module_id: UUID = Field(foreign_key="training_module.id", index=True)
    completed_on: date
    evidence: str = Field(default="", max_length=200)
    recorded_by: UUID = Field(foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_by: UUID | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
