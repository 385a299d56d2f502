"""Counting guesses in the database, so that they count over instances and over restarts.

A guess is counted before it is checked and given back when it was right: however many arrive
at the same moment, no more are checked than the rule allows.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from core.models import SignInThrottle
from core.models.base import proof_key, table_of
from core.queries.access import is_known_device
from core.rules.throttle import Tries, may_try, settled, with_failure, without_failure

_THROTTLE: Final = table_of(SignInThrottle)
_PURPOSE: Final = b"sign-in throttle"


@dataclass(frozen=True, slots=True)
class Try:
    """One guess that has been counted."""

    key: str
    """The budget it was counted in."""
    allowed: bool
    """Whether it may be checked; otherwise it is refused like a wrong one."""
    known_device: bool
    """Whether it comes from a browser that signed in to this account before."""


def take_try(session: Session, email: str, *, device: str | None, now: datetime) -> Try:
    """Count a guess at the account of an address, whether or not there is one.

    ``device`` is the hash of the token of a known device. While that has a budget of its own
    left, guesses from elsewhere do not matter to it.
    """
    if device is not None and is_known_device(session, device, email, now=now):
        key = _key("device", device)
        if _count(session, key, known_device=True, now=now):
            return Try(key, allowed=True, known_device=True)
    key = _key("address", email)
    return Try(key, allowed=_count(session, key, known_device=False, now=now), known_device=False)


def give_back(session: Session, taken: Try, *, now: datetime) -> None:
    """Take back the count of a guess that was right."""
    tries = _locked(session, taken.key, now=now)
    _write(session, taken.key, without_failure(tries))


def forget_old_tries(session: Session, *, before: datetime) -> int:
    """Delete what was counted for addresses that nobody has tried since ``before``."""
    old = delete(_THROTTLE).where(col(SignInThrottle.last_failed_at) < before)
    return session.connection().execute(old).rowcount


def _count(session: Session, key: str, *, known_device: bool, now: datetime) -> bool:
    tries = _locked(session, key, now=now)
    if not may_try(tries, now):
        # Written as well, so that a refused guess takes no less time than a checked one.
        _write(session, key, tries, refused=1, at=now)
        return False
    _write(session, key, with_failure(tries, now, known_device=known_device), at=now)
    return True


def _locked(session: Session, key: str, *, now: datetime) -> Tries:
    """Return the tries of one budget and hold its row until the transaction ends."""
    connection = session.connection()
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    new = {"key": key, "failures": 0, "refused": 0, "counted_from_at": now, "last_failed_at": now}
    connection.execute(insert(_THROTTLE).values(new).on_conflict_do_nothing())
    row = session.exec(
        select(
            SignInThrottle.failures, SignInThrottle.counted_from_at, SignInThrottle.wait_until_at
        )
        .where(SignInThrottle.key == key)
        .with_for_update()
    ).one()
    return settled(Tries(*row), now)


def _write(
    session: Session, key: str, tries: Tries, *, refused: int = 0, at: datetime | None = None
) -> None:
    values = {
        "failures": tries.failures,
        "counted_from_at": tries.counted_from,
        "wait_until_at": tries.wait_until,
        "refused": col(SignInThrottle.refused) + refused,
    }
    if at is not None:
        values["last_failed_at"] = at
    session.connection().execute(
        update(SignInThrottle).where(col(SignInThrottle.key) == key).values(values)
    )


def _key(kind: str, name: str) -> str:
    own = hmac.digest(proof_key(), _PURPOSE, "sha256")
    return hmac.digest(own, f"{kind} {name}".encode(), "sha256").hex()
