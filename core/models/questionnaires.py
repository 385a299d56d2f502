"""Answered questionnaires and what was put off: of the wellbeing lane, the person's own."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field

from core.models.base import Base, UtcDateTime


class Questionnaire(Base, table=True):
    """One questionnaire that a person answered."""

    __table_args__ = (Index("ix_questionnaire_person_id_day", "person_id", "day"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    instrument: str = Field(max_length=40)
    version: int
    """Of the pack. Scores of different versions are never compared."""
    day: date
    urgent: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    """One entry per reason to show help at once, as ``core.rules.urgent_answers`` reads it."""
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class QuestionnaireAnswer(Base, table=True):
    """The answer to one question; a question that was left out has no row."""

    __tablename__ = "questionnaire_answer"

    questionnaire_id: UUID = Field(
        foreign_key="questionnaire.id", primary_key=True, ondelete="CASCADE"
    )
    item: str = Field(primary_key=True, max_length=40)
    value: int


class QuestionnaireScore(Base, table=True):
    """The score of one subscale as it was told, readable without its pack."""

    __tablename__ = "questionnaire_score"
    __table_args__ = (
        CheckConstraint("(value IS NULL) = (band = '')", name="band_of_value"),
        CheckConstraint("missing BETWEEN 0 AND asked", name="missing_range"),
    )

    questionnaire_id: UUID = Field(
        foreign_key="questionnaire.id", primary_key=True, ondelete="CASCADE"
    )
    scale: str = Field(primary_key=True, max_length=40)
    place: int
    """Order of the subscales in the pack."""
    title: str = Field(max_length=80)
    value: float | None = None
    """Nothing when too many answers are missing; the publication then names no score."""
    band: str = Field(default="", max_length=32)
    missing: int
    asked: int


class Prompt(Base, table=True):
    """What became of something that was asked: seen, put off, or left for a week."""

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    subject: str = Field(primary_key=True, max_length=40)
    """``pulse``, ``boundary_check``, ``buddy``, ``first_months`` or the id of a questionnaire."""
    seen_on: date | None = None
    """First day on which it stood on a screen since it was last answered or put off."""
    not_now_on: date | None = None
    """When it was put off, or had been left for a week."""
    ignored: int = 0
    """Times of either in a row; it counts from the beginning once it was answered."""


class InstrumentOff(Base, table=True):
    """A questionnaire that an administrator switched off; answers given before stay readable."""

    __tablename__ = "instrument_off"

    instrument: str = Field(primary_key=True, max_length=40)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    changed_by: UUID = Field(foreign_key="person.id")
