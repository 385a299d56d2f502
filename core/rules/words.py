"""Numbers, times and days as sentences say them."""

from collections.abc import Callable
from datetime import date
from typing import Final

_MOST_DIGITS: Final = 4
_IN_DAYS: Final = 72
"""Hours from which a wait is said in days."""


def number(value: float) -> str:
    """Return a number with at most one decimal, without a trailing zero."""
    return f"{round(value, 1):g}"


def hundredths(value: float) -> str:
    """Return a number with at most two decimals, without trailing zeros."""
    return f"{round(value, 2):g}"


def apart(value: float, limit: float, *, digits: int = 0) -> tuple[str, str]:
    """Return a value and its limit in as few decimals as still tell the two apart.

    Both with the same decimals; 50.3 over 50 never reads "50 over 50".
    """
    for used in range(digits, _MOST_DIGITS):
        if round(value, used) != round(limit, used):
            break
    return f"{round(value, used):g}", f"{round(limit, used):g}"


def duration(minutes: float) -> str:
    """Return a length of time as it is said, for example ``13 h 20 min`` or ``2 hours``."""
    hours, rest = divmod(round(minutes), 60)
    if not hours:
        return counted(rest, "minute", "minutes")
    return f"{hours} h {rest} min" if rest else counted(hours, "hour", "hours")


def length_and_limit(hours: float, limit: float) -> tuple[str, str]:
    """Return a number of hours and its limit as lengths of time."""
    return duration(60 * hours), duration(60 * limit)


def wait_and_limit(hours: float, limit: float) -> tuple[str, str]:
    """Return how long something has waited and its limit, in days once it is past three."""
    days, rest = divmod(limit, 24)
    if rest or hours < _IN_DAYS or hours // 24 <= days:
        return length_and_limit(hours, limit)
    return counted(int(hours // 24), "day", "days"), counted(int(days), "day", "days")


def wait(hours: float) -> str:
    """Return a number of hours, from three days on in days where they are whole."""
    days, rest = divmod(hours, 24)
    if rest or hours < _IN_DAYS:
        return duration(60 * hours)
    return counted(int(days), "day", "days")


def counting(one: str, many: str) -> Callable[[float, float], tuple[str, str]]:
    """Return how a figure of things and its limit are said, for example ``6 days``."""

    def said(value: float, limit: float) -> tuple[str, str]:
        words = apart(value, limit)
        return f"{words[0]} {one if words[0] == '1' else many}", (
            f"{words[1]} {one if words[1] == '1' else many}"
        )

    return said


def day_words(day: date) -> str:
    """Return a day as it is said aloud, for example ``4 May``."""
    return f"{day.day} {day:%B}"


def counted(count: int, one: str, many: str) -> str:
    """Return a count with its noun, for example ``1 week`` or ``3 weeks``."""
    return f"{count} {one if count == 1 else many}"
