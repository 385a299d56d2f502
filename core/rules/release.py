"""When team figures are released, what counts for which week, and how many people they need."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.rules.dates import monday_of, week_of
from core.vocabulary import Format, RoleAge

SMALLEST_GROUP: Final = 5
"""People below which nothing is told; an organisation may ask for more, never for fewer."""
SMALLEST_OUTSIDE: Final = 10
"""The same for whatever leaves the organisation."""
ROUNDED_OUTSIDE: Final = 5
"""Whatever counts people is told in fives outside."""
FILTERS_FROM: Final = 8
"""People from which a team has filters at all."""
RELEASE_HOUR: Final = 6
"""Monday, in the organisation's time zone."""
LATE_FOR: Final = 4
"""Weeks for which an entry that comes after the release of its week still counts in the next."""
THEME_WEEKS: Final = 4
"""Boundary themes are told for periods of so many weeks, which do not overlap."""
_SETTLED_AFTER: Final = 26
_LONG_AFTER: Final = 104
"""Weeks in the role."""


@dataclass(frozen=True, slots=True)
class TolledContact:
    """A contact with a toll, as far as a team figure may know it."""

    day: date
    created_at: datetime
    format: Format
    minutes: int
    toll: int


def people_needed(smallest_group: int, *, outside: bool = False) -> int:
    """Return how many people any group must have that a figure tells about.

    It is one more than the floor: whoever knows their own value can take it away, and has to be
    left with a group that still has enough people.
    """
    return max(smallest_group, SMALLEST_OUTSIDE if outside else SMALLEST_GROUP) + 1


def release_moment(week: int, time_zone: str) -> datetime:
    """Return when a week's figures are released: the Monday after it, 06:00 local time."""
    monday = monday_of(week + 1)
    return datetime(monday.year, monday.month, monday.day, RELEASE_HOUR, tzinfo=ZoneInfo(time_zone))


def last_released_week(now: datetime, week_now: int, time_zone: str) -> int:
    """Return the latest week whose release moment has come."""
    week = week_now - 1
    return week if now >= release_moment(week, time_zone) else week - 1


def counts_in(contact: TolledContact, time_zone: str) -> int | None:
    """Return the one week whose figures a contact counts in, or nothing when it came too late.

    A contact that is entered after the release of its own week counts in the next one. It is
    never in two figures, which is what makes the figures of two weeks independent.
    """
    own = week_of(contact.day)
    entered = contact.created_at.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)
    first_open = week_of((entered - timedelta(hours=RELEASE_HOUR)).date())
    week = max(own, first_open)
    return week if week - own <= LATE_FOR else None


def ends_period(week: int) -> bool:
    """Return whether a period of boundary themes ends with a week."""
    return (week + 1) % THEME_WEEKS == 0


def main_format(contacts: Iterable[TolledContact]) -> Format:
    """Return how a person mostly met people: by contacts, then by minutes."""
    contacts = list(contacts)
    often = Counter(contact.format for contact in contacts)
    long: Counter[Format] = Counter()
    for contact in contacts:
        long[contact.format] += contact.minutes
    return min(often, key=lambda way: (-often[way], -long[way], list(Format).index(way)))


def role_age(joined_on: date, week: int) -> RoleAge:
    """Return how long somebody has been in the role at the end of a week."""
    weeks = week - week_of(joined_on)
    if weeks < _SETTLED_AFTER:
        return RoleAge.NEW
    return RoleAge.SETTLED if weeks < _LONG_AFTER else RoleAge.LONG
