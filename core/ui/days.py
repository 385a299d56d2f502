"""Days and moments in the reader's words."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from core.ui.language import _, plural

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_words(day: date, *, today: date | None = None) -> str:
    """Return a day in words; with ``today``, near days by name and this year without its number."""
    if today is not None and 0 <= (today - day).days <= 1:
        return _("today") if day == today else _("yesterday")
    month = _(_MONTHS[day.month - 1])
    if today is not None and day.year == today.year:
        return _("{day} {month}").format(day=day.day, month=month)
    return _("{day} {month} {year}").format(day=day.day, month=month, year=day.year)


def month_words(day: date) -> str:
    """Return month and year of a day, short enough for the side of a chart."""
    return f"{_(_MONTHS[day.month - 1])[:3]} {day.year}"


def day_of(moment: datetime, time_zone: str) -> date:
    """Return the calendar day of a moment, where the organisation is."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def local_today(moment: datetime, time_zone: str) -> date:
    """Return the day of a moment, where the organisation is."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def clock_words(moment: datetime, time_zone: str) -> str:
    """Return the time of day of a moment, where the organisation is."""
    return moment.astimezone(ZoneInfo(time_zone)).strftime("%H:%M")


def duration_words(minutes: int) -> str:
    """Return minutes as hours and minutes."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{n} min").format(n=rest)
    if not rest:
        return plural("{n} hour", "{n} hours", hours)
    return _("{hours} h {n} min").format(hours=hours, n=rest)
