"""How fast passwords and codes may be guessed, and why nobody is locked out for good.

Ten wrong guesses cost no wait, the next ones double it up to a quarter of an hour, and twenty
fill the budget. One failure is forgiven every 2.4 hours, so that however the guesses are spread
no 24 hours hold more than thirty. NIST SP 800-63B-4 allows a hundred in a row.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

FREE: Final = 10
"""Failures without a wait."""
ROOM: Final = 20
"""Failures after which nothing is checked until one of them is forgiven."""
FORGIVEN_EVERY: Final = timedelta(hours=24) / 10
FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(minutes=15)
MOST_A_DAY: Final = 30
"""What follows from the above for any 24 hours."""


@dataclass(frozen=True, slots=True)
class Tries:
    """What is known about the guesses at one account, or from one known device."""

    failures: int
    counted_from: datetime
    wait_until: datetime | None = None


def settled(tries: Tries, now: datetime) -> Tries:
    """Return the tries with what time has forgiven taken off."""
    forgiven = max(0, (now - tries.counted_from) // FORGIVEN_EVERY)
    if forgiven >= tries.failures:
        return Tries(0, now)
    return replace(
        tries,
        failures=tries.failures - forgiven,
        counted_from=tries.counted_from + forgiven * FORGIVEN_EVERY,
    )


def may_try(tries: Tries, now: datetime) -> bool:
    """Return whether a guess may be checked now; ``tries`` are settled."""
    waited = tries.wait_until is None or now >= tries.wait_until
    return waited and tries.failures < ROOM


def with_failure(tries: Tries, now: datetime, *, known_device: bool) -> Tries:
    """Return the tries with one more failure, and the wait that follows from it.

    A known device never waits: a guesser elsewhere does not slow its owner down, and its own
    budget is bounded all the same.
    """
    failures = tries.failures + 1
    beyond = failures - FREE
    if known_device or beyond <= 0:
        return replace(tries, failures=failures, wait_until=None)
    wait = min(FIRST_WAIT * 2 ** (beyond - 1), LONGEST_WAIT)
    return replace(tries, failures=failures, wait_until=now + wait)


def without_failure(tries: Tries) -> Tries:
    """Return the tries after one that had been counted turned out to be right."""
    return replace(tries, failures=max(0, tries.failures - 1), wait_until=None)
