"""Days and weeks. A week is Monday to Sunday in the organisation's time zone."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_FIRST_MONDAY: Final = date(1970, 1, 5)


def local_day(moment: datetime, time_zone: str) -> date:
    """Return the calendar day of an aware moment in an IANA time zone."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def day_begins(day: date, time_zone: str) -> datetime:
    """Return the moment at which a calendar day begins in an IANA time zone."""
    return datetime.combine(day, time.min, ZoneInfo(time_zone))


def week_of(day: date) -> int:
    """Return the week of a day: whole weeks since Monday 1970-01-05.

    Not the ISO week number, which starts again each year after 52 or 53 weeks.
    """
    return (day - _FIRST_MONDAY).days // 7


def monday_of(week: int) -> date:
    """Return the first day of a week."""
    return _FIRST_MONDAY + timedelta(weeks=week)
