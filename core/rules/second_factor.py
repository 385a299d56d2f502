"""The second step at sign-in: who needs it, and which codes fit."""

import hmac
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from pyotp import TOTP

from core.vocabulary import Role

EVERYBODY: Final = "everybody"
NOBODY: Final = "nobody"
LEADS: Final = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
"""Who needs it otherwise: they see or manage other people."""
STEP_SECONDS: Final = 30
DRIFT: Final = 1
"""Steps that the clock of a phone may be early or late."""
CODE_TRIES: Final = 5
"""Codes that may be tried before the password is asked for again."""
RECOVERY_CODES: Final = 10
RECOVERY_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letters and digits that look alike on paper."""
RECOVERY_LENGTH: Final = 16


def is_required(policy: str, roles: Iterable[Role], *, invented: bool) -> bool:
    """Return whether somebody with these roles signs in with a second step.

    The invented organisation is for looking around, so it asks nobody.
    """
    if invented or policy == NOBODY:
        return False
    return policy == EVERYBODY or not LEADS.isdisjoint(roles)


def as_code(typed: str) -> str:
    """Return a code as it is compared: without spaces and dashes, in small letters."""
    plain = unicodedata.normalize("NFKC", typed).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def fitting_step(secret: str, typed: str, *, now: datetime, last_step: int) -> int | None:
    """Return the time step that a typed code belongs to, if it is a fresh one of this secret.

    No step up to ``last_step`` counts, so a code that was read over a shoulder is worth nothing.
    """
    code, totp = as_code(typed), TOTP(secret, interval=STEP_SECONDS)
    current = int(now.timestamp()) // STEP_SECONDS
    fitting = None
    for step in range(current - DRIFT, current + DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            fitting = step
    return fitting if fitting is not None and fitting > last_step else None


def written(code: str) -> str:
    """Return a recovery code as people write it down, in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
