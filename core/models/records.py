"""Frozen team figures, the thresholds in force, and what has to be proven later."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from core.models.base import Base, UtcDateTime, stored_as_text
from core.vocabulary import AuditEvent, Kept, TeamMeasure


class Release(Base, table=True):
    """A team figure that was released for a closed week. It never changes afterwards.

    Every closed week has at least the row of its whole team, also when nothing could be told.
    """

    __tablename__ = "team_release"
    __table_args__ = (
        UniqueConstraint(
            "measure", "week", "team_id", "part", name="uq_release_measure_week_team_part"
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    measure: TeamMeasure = Field(sa_type=stored_as_text(TeamMeasure))
    week: int
    team_id: UUID = Field(foreign_key="team.id", index=True)
    part: str = Field(default="", max_length=32)
    """Which of its people, or which boundary theme; empty for the whole team."""
    value: float | None = None
    """The rounded figure; nothing when it was withheld, whatever the reason."""
    people_outside: int | None = None
    """People behind it in fives, when it may leave the organisation; else nothing."""
    released_at: datetime = Field(sa_type=UtcDateTime)


class ReleaseMember(Base, table=True):
    """Somebody whose values the figures of a team's week rest on; read by the audit only."""

    __tablename__ = "release_member"

    release_id: UUID = Field(foreign_key="team_release.id", primary_key=True, ondelete="CASCADE")
    """The row of the whole team."""
    member_key: UUID = Field(primary_key=True)
    """The same for one person in all weeks, and no reference: it outlives the person."""
    cell: str = Field(default="", max_length=32)
    """The format they mostly used and their role age, by which the parts are made up."""


class ReleaseKey(Base, table=True):
    """Whose member key it is. It goes with the person, and then nobody can tell any more."""

    __tablename__ = "release_key"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")
    member_key: UUID = Field(default_factory=uuid4, unique=True)


class Threshold(Base, table=True):
    """One value of one threshold; the highest version is in force, older ones explain old flags."""

    key: str = Field(primary_key=True, max_length=48)
    """Name of the limit; those never changed keep the default of ``core.rules.thresholds``."""
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    value: float
    unit: str = Field(max_length=24)
    lowest: float
    highest: float
    source: str = Field(max_length=300)
    is_default: bool
    """Whether the figure is a default of ours rather than one from the literature."""
    changed_at: datetime = Field(sa_type=UtcDateTime)
    changed_by: UUID | None = Field(default=None, foreign_key="person.id")


class LimitTrial(Base, table=True):
    """What another figure of a limit would have changed in twelve months; told once, and frozen.

    Every figure that was tried has a row, also when nothing could be told.
    """

    __tablename__ = "limit_trial"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    key: str = Field(max_length=48, index=True)
    """Name of the limit."""
    instead_of: float
    """The figure that was in force."""
    value: float
    """The figure that was tried."""
    week: int
    """The last of the weeks for which it stands."""
    flags: int | None = None
    """Flags that would change, in fives; nothing when it was withheld, whatever the reason."""
    tried_at: datetime = Field(sa_type=UtcDateTime)


class LimitTrialMember(Base, table=True):
    """Somebody whose flags a told trial counts; read by the audit of the next ones only."""

    __tablename__ = "limit_trial_member"

    trial_id: UUID = Field(foreign_key="limit_trial.id", primary_key=True, ondelete="CASCADE")
    member_key: UUID = Field(primary_key=True)
    """The same as for team figures, and no reference: it outlives the person."""
    flags: int
    """How many of them."""


class JobLease(Base, table=True):
    """Who may run a job now, so that two instances never do it at the same time."""

    __tablename__ = "job_lease"

    job: str = Field(primary_key=True, max_length=32)
    holder: str = Field(default="", max_length=64)
    """The run that holds it; empty while nobody does."""
    until_at: datetime = Field(sa_type=UtcDateTime)
    """A holder that has not come back by then is taken for dead."""
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it last ran to its end."""
    said: str = Field(default="", max_length=300)
    """What that run reported: counts only."""


class AuditEntry(Base, table=True):
    """One act that has to be provable, chained to the one before it by a keyed digest.

    It names people by their random ids only and has no foreign keys: it outlives them.
    """

    __tablename__ = "audit_entry"

    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    """1, 2, 3 … without a gap; a gap means that something was taken out."""
    at: datetime = Field(sa_type=UtcDateTime)
    event: AuditEvent = Field(sa_type=stored_as_text(AuditEvent))
    actor_id: UUID | None = None
    """Who did it; nobody when it was done on the command line or by a job."""
    subject_id: UUID | None = None
    """Whom or what it was done to."""
    detail: str = Field(default="", max_length=300)
    """Names of roles, settings and screens; never words or answers of a person."""
    digest: str = Field(max_length=64)
    """Keyed digest over this entry and the digest before it, in hexadecimal."""


class ErasureMark(Base, table=True):
    """How the erasure ledger stood when something was last added to it; one row."""

    __tablename__ = "erasure_mark"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    lines: int
    """How many erasures it held."""
    digest: str = Field(max_length=64)
    """SHA-256 of all of it up to there, in hexadecimal."""


class RetentionLimit(Base, table=True):
    """How long one class of records is kept, where the organisation chose it."""

    __tablename__ = "retention_limit"

    kept: Kept = Field(sa_type=stored_as_text(Kept), primary_key=True)
    days: int
    changed_at: datetime = Field(sa_type=UtcDateTime)
    changed_by: UUID | None = Field(default=None, foreign_key="person.id")
