"""What one invented person logged, as values: weeks count backwards from the current one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table

from core.vocabulary import BoundaryTheme, Format, Frequency, Helped, Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePlan:
    """One case: how often, and from when to when, in weeks ago."""

    code: str
    frequency: Frequency
    opened: int
    closed: int | None = None
    agreed_weeks: int | None = None
    ending_note: str = ""

    def is_open(self, weeks_ago: int) -> bool:
        """Return whether contacts of that week can belong to this case."""
        return self.opened >= weeks_ago and (self.closed is None or self.closed < weeks_ago)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One contact."""

    weeks_ago: int
    weekday: int
    hour: int
    minutes: int
    format: Format
    case: int | None
    toll: int | None
    weights: tuple[Weight, ...]
    helped: tuple[Helped, ...]
    note: str
    glad_of: str
    grey_theme: BoundaryTheme | None
    planned: bool
    outside_hours: bool
    no_contact_made: bool
    talked_through: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """One weekly pulse, in the order of ``PulseItem``."""

    weeks_ago: int
    weekday: int
    answers: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Diary:
    """Everything one person logged."""

    cases: tuple[CasePlan, ...]
    contacts: tuple[Logged, ...]
    pulses: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table and when it was written down."""

    at: datetime
    table: Table
    values: dict[str, Any]
    day: date | None = None
    """The day whose week the row changes, for contacts and pulses."""
