"""Flags, what was shared of them, and what somebody did about them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field

from core.models.base import Base, SealedWords, UtcDateTime, stored_as_text
from core.vocabulary import (
    FlagAnswer,
    FlagKind,
    FlagMoment,
    FollowUpReason,
    FollowUpState,
    Level,
    Outcome,
    ShareScope,
    ShareTopic,
    Viewed,
)


class FlagMixin(Base):
    """What a flag of either lane stores, so that an old one still explains itself."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    kind: FlagKind = Field(sa_type=stored_as_text(FlagKind))
    subject: str = Field(default="", max_length=64)
    """What within the kind: a boundary theme, an indicator, a module. One open flag each."""
    level: Level = Field(sa_type=stored_as_text(Level))
    urgent: bool = False
    since: date
    """First day of the present level, as the rule sees it."""
    raised_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    cleared_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    findings: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    """One entry per reason: rule, version, sentence, numbers, threshold, source, is_default."""
    clears: str = Field(default="", max_length=300)
    """What would clear it, in one sentence."""
    steps: list[str] = Field(default_factory=list, sa_type=JSON)
    """Keys of suggested next steps, load and support first."""


class WorkFlag(FlagMixin, table=True):
    """A fact of the work lane: visible to the person and their coordinators at once."""

    __tablename__ = "work_flag"


class WellbeingFlag(FlagMixin, table=True):
    """A flag of the wellbeing lane: the person sees it first and decides."""

    __tablename__ = "wellbeing_flag"

    answer: FlagAnswer = Field(default=FlagAnswer.NONE, sa_type=stored_as_text(FlagAnswer))
    answer_reason: bytes | None = Field(default=None, sa_type=SealedWords, repr=False)
    context: bytes | None = Field(default=None, sa_type=SealedWords, repr=False)
    """Words the person added for whoever they share this flag with."""
    shared_now_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    news_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it last said something new; that is the person's alone for 48 hours."""
    told: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    """Level, since and findings that coordinators go on reading until then."""


class FlagChangeMixin(Base):
    """One thing that happened to a flag; what can be told from other tables is not repeated."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    what: FlagMoment = Field(sa_type=stored_as_text(FlagMoment))
    level: Level = Field(sa_type=stored_as_text(Level))
    """The level from then on."""
    urgent: bool = False
    answer: FlagAnswer = Field(default=FlagAnswer.NONE, sa_type=stored_as_text(FlagAnswer))
    at: datetime = Field(sa_type=UtcDateTime)


class WorkFlagChange(FlagChangeMixin, table=True):
    """Something happened to a flag of the work lane."""

    __tablename__ = "work_flag_change"

    flag_id: UUID = Field(foreign_key="work_flag.id", index=True, ondelete="CASCADE")


class WellbeingFlagChange(FlagChangeMixin, table=True):
    """Something happened to a flag of the wellbeing lane."""

    __tablename__ = "wellbeing_flag_change"

    flag_id: UUID = Field(foreign_key="wellbeing_flag.id", index=True, ondelete="CASCADE")


class FlagsAsOf(Base, table=True):
    """Up to which day a person's flags are computed; whoever reads older ones recomputes."""

    __tablename__ = "flags_as_of"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    day: date


class StandingShare(Base, table=True):
    """What a person chose to share of a topic, from a moment on; one row per choice."""

    __tablename__ = "standing_share"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    topic: ShareTopic = Field(sa_type=stored_as_text(ShareTopic))
    scope: ShareScope = Field(sa_type=stored_as_text(ShareScope))
    from_at: datetime = Field(sa_type=UtcDateTime)
    until_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the next choice replaced this one; nothing while it is in force."""


class OneOffShare(Base, table=True):
    """One flag shared once; ends by itself."""

    __tablename__ = "one_off_share"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    flag_id: UUID = Field(foreign_key="wellbeing_flag.id", index=True, ondelete="CASCADE")
    scope: ShareScope = Field(sa_type=stored_as_text(ShareScope))
    from_at: datetime = Field(sa_type=UtcDateTime)
    until_at: datetime = Field(sa_type=UtcDateTime)


class SeeRequest(Base, table=True):
    """A coordinator asked to see a topic. Whether it was answered or refused is not kept."""

    __tablename__ = "see_request"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    asked_by: UUID = Field(foreign_key="person.id")
    topic: ShareTopic = Field(sa_type=stored_as_text(ShareTopic))
    asked_at: datetime = Field(sa_type=UtcDateTime)
    set_aside_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the person put the note away, whatever they decided; seen by nobody else."""


class View(Base, table=True):
    """Somebody looked at what another person shared; the person can read this."""

    __tablename__ = "shared_view"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    viewer_id: UUID = Field(foreign_key="person.id")
    what: Viewed = Field(sa_type=stored_as_text(Viewed))
    seen_at: datetime = Field(sa_type=UtcDateTime)


class RingMe(Base, table=True):
    """Somebody asked to be rung."""

    __tablename__ = "ring_me"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    best_time: str = Field(default="", max_length=80)
    """When to ring, in the words the person sends."""
    asked_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FollowUp(Base, table=True):
    """Something a coordinator is asked to do about one person, with a promised time."""

    __tablename__ = "follow_up"
    __table_args__ = (
        CheckConstraint("(state = 'snoozed') = (snoozed_until IS NOT NULL)", name="snoozed"),
        CheckConstraint(
            "(state = 'resolved') = (outcome IS NOT NULL)", name="outcome_when_resolved"
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    reason: FollowUpReason = Field(sa_type=stored_as_text(FollowUpReason))
    source_id: UUID | None = Field(default=None, unique=True)
    """The flag, event or request behind it, at most one follow-up for each."""
    state: FollowUpState = Field(default=FollowUpState.OPEN, sa_type=stored_as_text(FollowUpState))
    owner_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    snoozed_until: date | None = None
    outcome: Outcome | None = Field(default=None, sa_type=stored_as_text(Outcome), nullable=True)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = 1


class FollowUpStep(Base, table=True):
    """A follow-up came to a state: what happened to it, when and through whom."""

    __tablename__ = "follow_up_step"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    follow_up_id: UUID = Field(foreign_key="follow_up.id", index=True, ondelete="CASCADE")
    by_id: UUID | None = Field(default=None, foreign_key="person.id")
    """Who did it; nobody when the product opened or withdrew it."""
    state: FollowUpState = Field(sa_type=stored_as_text(FollowUpState))
    outcome: Outcome | None = Field(default=None, sa_type=stored_as_text(Outcome), nullable=True)
    at: datetime = Field(sa_type=UtcDateTime)


class FollowUpNote(Base, table=True):
    """What a coordinator wrote down about a follow-up; the person concerned can read it."""

    __tablename__ = "follow_up_note"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    follow_up_id: UUID = Field(foreign_key="follow_up.id", index=True, ondelete="CASCADE")
    author_id: UUID = Field(foreign_key="person.id")
    text: bytes = Field(sa_type=SealedWords, repr=False)
    written_at: datetime = Field(sa_type=UtcDateTime)
