"""Which team figure may be released, so that nobody can be worked out from it.

This is the simple guard: one figure per team and closed week, for the whole team, without any
filter. Weeks are different measurements, so a figure of one week says nothing exact about
another; what remains is that almost the same few people answer twice and one of them can be
guessed from the difference. ``hides_the_difference`` withholds such a figure.
"""

from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from math import floor, inf
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from core.rules.dates import monday_of

_Person = TypeVar("_Person", bound=Hashable)

SMALLEST_GROUP: Final = 5
"""People below which nothing is released; an organisation may ask for more, never for fewer."""
STEP: Final = 0.5
"""Released figures are rounded to this."""
RELEASE_HOUR: Final = 6
"""Monday, in the organisation's time zone."""
_SCALE: Final = 10.0
_BAND_ENDS: Final = (1.5, 3.5, 5.5, 7.5, inf)
"""Upper ends of light, mild, moderate, heavy and very heavy for a mean toll."""


def team_strain(
    means: Mapping[_Person, float],
    *,
    smallest_group: int = SMALLEST_GROUP,
    earlier: Iterable[frozenset[_Person]] = (),
) -> float | None:
    """Return the mean over people, each once, rounded to half points, or nothing.

    Args:
        means: each person's mean toll of the week (points, 0 to 10); only people with a toll.
        smallest_group: people needed; below 5 it counts as 5.
        earlier: whose values the figures released before rest on, one set for each.

    Returns:
        Nothing when there are too few people, when all are in one band of the toll scale, when
        one person makes up more than half of the sum, or when an earlier figure would give a
        few people away. The reasons look alike on purpose.
    """
    values = list(means.values())
    if len(values) < max(smallest_group, SMALLEST_GROUP):
        return None
    if len({_band(value) for value in values}) == 1 or max(values) > sum(values) / 2:
        return None
    needed = max(smallest_group, SMALLEST_GROUP)
    people = frozenset(means)
    if not all(hides_the_difference(people, before, needed) for before in earlier):
        return None
    return floor(sum(values) / len(values) / STEP + 0.5) * STEP


def hides_the_difference(
    people: frozenset[_Person], before: frozenset[_Person], smallest_group: int
) -> bool:
    """Return whether two figures together say nothing about fewer people than are needed.

    They do not when the same people answered, when enough people differ, or when the rounding of
    the two sums (half a step for each person) leaves the whole scale open for the rest.
    """
    differing = len(people ^ before)
    doubt = STEP * (len(people) + len(before))
    return differing == 0 or differing >= smallest_group or doubt >= _SCALE


def release_moment(week: int, time_zone: str) -> datetime:
    """Return when a week's figures are released: the Monday after it, 06:00 local time."""
    monday = monday_of(week + 1)
    return datetime(monday.year, monday.month, monday.day, RELEASE_HOUR, tzinfo=ZoneInfo(time_zone))


def last_released_week(now: datetime, week_now: int, time_zone: str) -> int:
    """Return the latest week whose release moment has come."""
    week = week_now - 1
    return week if now >= release_moment(week, time_zone) else week - 1


def _band(value: float) -> int:
    return next(band for band, end in enumerate(_BAND_ENDS) if value < end)
