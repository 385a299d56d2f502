"""What is written down about the organisation, and what of it is refused."""

from functools import cache
from typing import Final
from zoneinfo import available_timezones

from core.errors import InvalidValue
from core.rules.names import clean_name

LONGEST_HELP: Final = 500
SHORTEST_PROMISE: Final = 1
LONGEST_PROMISE: Final = 336
"""Hours within which "please ring me" may be promised an answer: two weeks at most."""


@cache
def time_zones() -> tuple[str, ...]:
    """Return the time zones to choose from, by name."""
    names = sorted(available_timezones())
    return ("UTC", *(name for name in names if "/" in name and not name.startswith("Etc/")))


def check_time_zone(time_zone: str) -> str:
    """Return the name of a time zone that this machine knows.

    Raises:
        InvalidValue: there is no such time zone.
    """
    if time_zone not in time_zones():
        raise InvalidValue("Please choose a time zone from the list.")
    return time_zone


def check_organisation(*, name: str, time_zone: str, ring_me_hours: int, urgent_help: str) -> None:
    """Refuse what cannot be kept.

    Raises:
        InvalidValue: with one sentence that names the field and the fix.
    """
    clean_name("The name", name)
    check_time_zone(time_zone)
    if not SHORTEST_PROMISE <= ring_me_hours <= LONGEST_PROMISE:
        raise InvalidValue(
            f"The promised answer time runs from {SHORTEST_PROMISE} to {LONGEST_PROMISE} hours; "
            f"please correct {ring_me_hours}."
        )
    if len(urgent_help.strip()) > LONGEST_HELP:
        raise InvalidValue(
            f"The urgent-help numbers have at most {LONGEST_HELP} characters; please shorten them."
        )
