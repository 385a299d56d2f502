"""What tests of services have in common: a day, an entry, weeks of contacts."""

from datetime import date, datetime, timedelta
from typing import Final

from core.rules.contacts import ContactEntry
from core.services.contacts import log_contact
from core.vocabulary import Format
from tests.support import NOW

TODAY: Final = date(2026, 11, 18)


def entry(**changes) -> ContactEntry:
    return ContactEntry(**({"day": TODAY, "minutes": 45, "format": Format.PHONE} | changes))


def at_week(weeks: int) -> datetime:
    """A Wednesday morning so many weeks after the usual one."""
    return NOW + timedelta(weeks=weeks)


def log_weeks(session, actor, tolls, *, first: int) -> None:
    """Log one contact a week, as it would have happened, from week ``first`` on."""
    for number, toll in enumerate(tolls, start=first):
        day = TODAY + timedelta(weeks=number)
        log_contact(session, actor, entry(day=day, toll=toll), now=at_week(number))
