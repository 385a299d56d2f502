"""The last day of somebody who leaves."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.errors import InvalidValue

LONGEST_NOTICE_DAYS: Final = 92
USUAL_NOTICE_DAYS: Final = 14
"""Long enough to read that one leaves and to download what is one's own."""


def check_last_day(last_day: date, *, today: date) -> None:
    """Refuse a day that is over, or so far away that it will have changed by then.

    Raises:
        InvalidValue: with one sentence that names the days that do.
    """
    if not today <= last_day <= today + timedelta(days=LONGEST_NOTICE_DAYS):
        raise InvalidValue(
            f"The last day lies between today and {LONGEST_NOTICE_DAYS} days from now; "
            "please correct it."
        )


def closes_at(last_day: date, time_zone: str) -> datetime:
    """Return the end of the last day, where the organisation is."""
    return datetime.combine(last_day + timedelta(days=1), time(), ZoneInfo(time_zone))
