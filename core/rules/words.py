"""Numbers and days as sentences say them."""

from datetime import date


def number(value: float) -> str:
    """Return a number with at most one decimal, without a trailing zero."""
    return f"{round(value, 1):g}"


def hundredths(value: float) -> str:
    """Return a number with at most two decimals, without trailing zeros."""
    return f"{round(value, 2):g}"


def day_words(day: date) -> str:
    """Return a day as it is said aloud, for example ``4 May``."""
    return f"{day.day} {day:%B}"


def counted(count: int, one: str, many: str) -> str:
    """Return a count with its noun, for example ``1 week`` or ``3 weeks``."""
    return f"{count} {one if count == 1 else many}"
