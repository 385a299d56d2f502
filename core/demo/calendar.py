"""Where the backwards weeks of the diaries fall, seen from the day the organisation is built."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.rules.dates import local_day, monday_of, week_of


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days and moments counted back from now, in the organisation's time zone."""

    now: datetime
    time_zone: str

    @property
    def today(self) -> date:
        """The current day where the organisation is."""
        return local_day(self.now, self.time_zone)

    def monday(self, weeks_ago: int) -> date:
        """Return the first day of a week."""
        return monday_of(week_of(self.today) - weeks_ago)

    def days_ago(self, days: int) -> date:
        """Return the day that many days before today."""
        return self.today - timedelta(days=days)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return a moment of a day; nothing is written down after now."""
        local = datetime.combine(day, time(hour, minute), ZoneInfo(self.time_zone))
        return min(local.astimezone(UTC), self.now)

    def hours_ago(self, hours: int) -> datetime:
        """Return the moment that many hours before now."""
        return self.now - timedelta(hours=hours)
