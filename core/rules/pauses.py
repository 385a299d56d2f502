"""When a pause is on, and which ones make sense."""

from datetime import date, timedelta
from typing import Final

from core.errors import InvalidValue

_LONGEST_AHEAD: Final = timedelta(days=366)


def is_on(starts_on: date, returns_on: date | None, day: date) -> bool:
    """Return whether a pause covers a day; the day of return is no longer part of it."""
    return starts_on <= day and (returns_on is None or day < returns_on)


def check_pause(starts_on: date | None, returns_on: date | None, *, today: date) -> date:
    """Return the first day of a pause, unless its days cannot be right.

    Raises:
        InvalidValue: the first day is missing, past or far ahead, or the days are out of order.
    """
    if starts_on is None:
        raise InvalidValue("The first day of the pause is missing; please choose today or later.")
    if starts_on < today:
        raise InvalidValue("The first day of the pause has passed; please choose today or later.")
    if starts_on > today + _LONGEST_AHEAD:
        raise InvalidValue("The first day of the pause is more than a year ahead; please check it.")
    if returns_on is not None and returns_on <= starts_on:
        raise InvalidValue("The day of return must be after the first day of the pause.")
    if returns_on is not None and returns_on > starts_on + _LONGEST_AHEAD:
        raise InvalidValue("The day of return is more than a year later; please leave it open.")
    return starts_on
