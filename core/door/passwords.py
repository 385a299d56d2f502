"""Passwords: argon2 only, and in no other module."""

import secrets
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from passlib.context import CryptContext
from passlib.exc import PasswordSizeError
from passlib.hash import argon2

from core.door.password_quality import weakness_of
from core.errors import InvalidValue
from core.settings import settings

SHORTEST: Final = 15
LONGEST: Final = 256
Strength = tuple[int, int, int]
"""Memory in KiB, rounds and lanes of an argon2 hash."""
_OLDER: Final[dict[Strength, CryptContext]] = {}
"""Strengths of stored hashes that are not today's."""


def hash_password(password: str, own_words: Iterable[str] = ()) -> str:
    """Return the argon2id hash of a new password.

    ``own_words`` are what a stranger who knows the person would try first.

    Raises:
        InvalidValue: it is too short, too long, too easy to guess, or cannot be typed.
    """
    return str(_context().hash(accepted(password, own_words)))


def accepted(password: str, own_words: Iterable[str] = ()) -> str:
    """Return a new password as it is hashed: one form for "é", however it was typed.

    Raises:
        InvalidValue: it is too short, too long, too easy to guess, or cannot be typed.
    """
    normal = _normal(password)
    if len(normal) < SHORTEST:
        raise InvalidValue(
            f"Your password needs at least {SHORTEST} characters. Four or five words work well."
        )
    if len(normal) > LONGEST:
        raise InvalidValue(f"Your password may have at most {LONGEST} characters.")
    if not _can_be_typed(normal):
        raise InvalidValue("Your password holds a character that cannot be typed.")
    problem = weakness_of(normal, own_words)
    if problem:
        raise InvalidValue(problem)
    return normal


def verify_and_update(password: str, stored: str) -> tuple[bool, str | None]:
    """Return whether a password fits, and a new hash when the stored one is out of date."""
    normal = _normal(password)
    if len(normal) > LONGEST or not _can_be_typed(normal):
        normal, stored = "", _nobodys_hash(_context())
    try:
        fits, renewed = _context().verify_and_update(normal, stored)
    except PasswordSizeError:
        return False, None
    if not fits:
        _spend_the_rest(stored)
    return bool(fits), renewed


def dummy_verify(password: str = "") -> None:
    """Spend the time of a check, so that an unknown address cannot be told by its speed.

    It is a check like any other, against a hash that nobody has: passlib's own stand-in does a
    little less than a check, which a thousand tries can tell.
    """
    verify_and_update(password, _nobodys_hash(_context()))


def level_with(stored: Iterable[str]) -> None:
    """Let every refusal cost as much as checks of all strengths together that are stored.

    After the strength was changed, old hashes stay until their owners sign in. A guess at such
    an account must not be quicker or slower than one at an address that nobody has.
    """
    today = strength_of(_nobodys_hash(_context()))
    for strength in {_strength_if_whole(each) for each in stored}:
        if strength is not None and strength != today:
            _OLDER.setdefault(strength, _context_of(*strength))


def strength_of(stored: str) -> Strength:
    """Return how much work a stored hash takes."""
    found = argon2.from_string(stored)
    return found.memory_cost, found.rounds, found.parallelism


def _strength_if_whole(stored: str) -> Strength | None:
    try:
        return strength_of(stored)
    except ValueError:
        return None  # No password fits a hash that is damaged; it must not stop the start.


def _spend_the_rest(stored: str) -> None:
    mine = strength_of(stored)
    if mine in _OLDER:
        _context().dummy_verify()
    for strength, older in _OLDER.items():
        if strength != mine:
            older.dummy_verify()


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _can_be_typed(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


@lru_cache(maxsize=1)
def _context() -> CryptContext:
    return _context_of(settings().argon2_memory_mib * 1024, settings().argon2_rounds, 1)


@lru_cache(maxsize=4)
def _nobodys_hash(context: CryptContext) -> str:
    return str(context.hash(secrets.token_hex(16)))


def _context_of(memory_kib: int, rounds: int, lanes: int) -> CryptContext:
    return CryptContext(
        schemes=["argon2"],
        argon2__type="ID",
        argon2__memory_cost=memory_kib,
        argon2__rounds=rounds,
        argon2__parallelism=lanes,
    )
