"""Checking a password: counted first, one after the other, and as slow whatever is wrong."""

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from sqlmodel import Session
from starlette.requests import Request

from core.clock import utc_now
from core.database import engine, reading, transaction
from core.door.cookies import known_device
from core.door.passwords import dummy_verify, hash_password, verify_and_update
from core.errors import AppError
from core.queries.access import credentials_for, guessable_words
from core.services.access import hold_password
from core.services.failed_sign_ins import count_failed
from core.services.throttle import Try, give_back, take_try

# Hashing is meant to be slow, and each takes much memory: no more than two at once, and of
# those one for people who can show a link, a sign-in or a device that is known.
_STRANGERS: Final = CapacityLimiter(1)
_EXPECTED: Final = CapacityLimiter(1)
_COUNTING: Final = CapacityLimiter(2)
"""Counting waits for the database, and must not take the threads that everybody else needs."""
_LONGEST_QUEUE: Final = 64


class TooBusy(AppError):
    """More people want to sign in than can be checked in a few seconds."""

    def __init__(self) -> None:
        super().__init__("Very many are signing in at the moment. Please try again in a minute.")


class PasswordReplaced(AppError):
    """The password was replaced after it had been checked."""

    def __init__(self) -> None:
        super().__init__("Your password has just been replaced. Please use the new one.")


@dataclass(frozen=True, slots=True)
class Checked:
    """A password that fits, and its new hash when the stored one was out of date."""

    person_id: UUID
    stored: str = field(repr=False)
    """The hash it was checked against: it counts only while that is still the one."""
    renewed: str | None = field(repr=False)


async def check_password(request: Request, email: str, password: str) -> Checked | None:
    """Return whose password it is; nothing when it is wrong or may not be checked yet.

    Raises:
        TooBusy: too many wait already. It says nothing about any account.
    """
    device = known_device(request)
    taken = await to_thread.run_sync(_take, email, device, limiter=_COUNTING)
    lane = _EXPECTED if taken.known_device else _STRANGERS
    if lane.statistics().tasks_waiting >= _LONGEST_QUEUE:
        if taken.allowed:
            await to_thread.run_sync(_give_back, taken, limiter=_COUNTING)
        raise TooBusy
    checked = await to_thread.run_sync(_check, email, password, taken, limiter=lane)
    if checked is not None:
        await to_thread.run_sync(_give_back, taken, limiter=_COUNTING)
    return checked


def must_still_fit(session: Session, checked: Checked) -> None:
    """Hold the password that was checked until the transaction ends, renewing its hash if due.

    Raises:
        PasswordReplaced: another one was stored, or the account closed, while it was being checked.
    """
    stored, renewed = checked.stored, checked.renewed
    if not hold_password(session, checked.person_id, stored=stored, renewed=renewed):
        raise PasswordReplaced


async def hash_new(password: str, person_id: UUID | None, *own_words: str) -> str:
    """Return the hash of a new password of somebody who has shown that they may choose it.

    Raises:
        InvalidValue: the password does not do; the sentence says why.
    """
    return await to_thread.run_sync(_hash, password, person_id, own_words, limiter=_EXPECTED)


def note_failed(email: str) -> None:
    """Count a sign-in that failed, for whoever reads the audit log."""
    with transaction(engine()) as session:
        count_failed(session, email, now=utc_now())


def _take(email: str, device: str | None) -> Try:
    with transaction(engine()) as session:
        return take_try(session, email, device=device, now=utc_now())


def _give_back(taken: Try) -> None:
    with transaction(engine()) as session:
        give_back(session, taken, now=utc_now())


def _check(email: str, password: str, taken: Try) -> Checked | None:
    with reading(engine()) as session:
        credentials = credentials_for(session, email)
    if credentials is None or not taken.allowed:
        dummy_verify(password)
        return None
    fits, renewed = verify_and_update(password, credentials.password_hash)
    return Checked(credentials.person_id, credentials.password_hash, renewed) if fits else None


def _hash(password: str, person_id: UUID | None, own_words: tuple[str, ...]) -> str:
    if person_id is not None:
        with reading(engine()) as session:
            own_words += guessable_words(session, person_id)
    return hash_password(password, own_words)
