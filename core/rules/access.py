"""How long a sign-in lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

IDLE: Final = timedelta(minutes=30)
"""A sign-in ends after this long without an action."""
ABSOLUTE: Final = timedelta(hours=12)
"""A sign-in ends after this long in any case."""
OWN_DEVICE_IDLE: Final = timedelta(days=7)
"""The same, on a device that a supporter marked as their own."""
OWN_DEVICE_ABSOLUTE: Final = timedelta(days=30)

SETUP_LINK: Final = timedelta(minutes=30)
"""How long the first set-up link works."""
INVITE_LINK: Final = timedelta(days=14)
"""How long an invitation works."""
RESET_LINK: Final = timedelta(minutes=60)
"""How long a code for choosing a new password works."""
SECOND_STEP: Final = timedelta(minutes=10)
"""How long somebody has for the second step after their password was right."""
PROOF: Final = timedelta(minutes=10)
"""How long it counts that somebody who is signed in has shown once more that it is them."""
DEVICE_KNOWN: Final = timedelta(days=180)
"""How long a browser that somebody signed in with is remembered after its last use."""

CLOCK_LEEWAY: Final = timedelta(minutes=5)
"""How far the clocks of several servers may differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFacts:
    """What decides whether a sign-in still counts."""

    created_at: datetime
    last_seen_at: datetime
    own_device: bool
    """Whether the person marked the device as their own."""
    sees_others: bool
    """Whether a role shows other people's data; then the short limits always hold."""


def has_lapsed(facts: SignInFacts, now: datetime) -> bool:
    """Return whether a sign-in is over, by idleness or by age.

    One that was last seen in the future is over too: a clock that was set back must not bring
    sign-ins to life that have lapsed.
    """
    if now < facts.last_seen_at - CLOCK_LEEWAY:
        return True
    long = facts.own_device and not facts.sees_others
    idle, absolute = (OWN_DEVICE_IDLE, OWN_DEVICE_ABSOLUTE) if long else (IDLE, ABSOLUTE)
    return now - facts.last_seen_at >= idle or now - facts.created_at >= absolute
