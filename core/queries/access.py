"""Who is behind a sign-in, a link or an e-mail address."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, exists, select

from core.errors import NotFound
from core.models import (
    KnownDevice,
    LoginSession,
    OneTimeToken,
    Organisation,
    OutsideIdentity,
    Person,
    PersonRole,
    Team,
)
from core.permissions import Actor, Permission
from core.rules.access import DEVICE_KNOWN, SignInFacts, has_lapsed
from core.vocabulary import Role, TokenPurpose


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in that still counts."""

    person_id: UUID
    token_hash: str
    last_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSession:
    """One browser in which somebody is signed in."""

    id: UUID
    device: str
    """Such as "Firefox on Android"; empty when it did not say."""
    signed_in_at: datetime
    last_seen_at: datetime
    is_this_one: bool


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in attempt is checked against."""

    person_id: UUID
    password_hash: str
    name: str


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom an open invitation is for."""

    person_id: UUID
    name: str
    email: str


_OPEN: Final = (
    select_columns(
        col(LoginSession.created_at),
        col(LoginSession.last_seen_at),
        col(LoginSession.own_device),
        exists()
        .where(
            col(PersonRole.person_id) == col(LoginSession.person_id),
            col(PersonRole.role) != Role.SUPPORTER,
        )
        .label("sees_others"),
    )
    .join(Person, col(Person.id) == col(LoginSession.person_id))
    .where(col(LoginSession.ended_at).is_(None), col(Person.active).is_(True))
)
# Built once: this runs for every message of every browser.
_SIGN_IN: Final = _OPEN.add_columns(col(LoginSession.person_id)).where(
    col(LoginSession.token_hash) == bindparam("token_hash")
)
_OWN: Final = (
    _OPEN.add_columns(col(LoginSession.id), col(LoginSession.device), col(LoginSession.token_hash))
    .where(col(LoginSession.person_id) == bindparam("me"))
    .order_by(col(LoginSession.last_seen_at).desc())
)


def session_person(session: Session, token_hash: str, *, now: datetime) -> SignedIn | None:
    """Return who is signed in with a token, or nothing once the sign-in is over."""
    row = session.connection().execute(_SIGN_IN, {"token_hash": token_hash}).first()
    if row is None:
        return None
    if _is_over(row, now):
        return None
    return SignedIn(row.person_id, token_hash, row.last_seen_at)


def own_sessions(
    session: Session, actor: Actor, *, this_one: str = "", now: datetime
) -> tuple[OwnSession, ...]:
    """Return where the actor is signed in, the latest use first.

    ``this_one`` is the hash of the token of the browser that asks.
    """
    actor.must(Permission.OWN_ACCOUNT)
    return tuple(
        OwnSession(
            id=row.id,
            device=row.device,
            signed_in_at=row.created_at,
            last_seen_at=row.last_seen_at,
            is_this_one=row.token_hash == this_one,
        )
        for row in session.connection().execute(_OWN, {"me": actor.person_id})
        if not _is_over(row, now)
    )


def _is_over(row: Row[Any], now: datetime) -> bool:
    facts = SignInFacts(
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        own_device=row.own_device,
        sees_others=row.sees_others,
    )
    return has_lapsed(facts, now)


def credentials_for(session: Session, email: str) -> Credentials | None:
    """Return what to check a password against, for an active account that has one."""
    row = session.exec(
        select(Person.id, Person.password_hash, Person.display_name).where(
            Person.email == email, col(Person.active).is_(True)
        )
    ).first()
    return Credentials(row[0], row[1], row[2]) if row is not None and row[1] else None


def stored_hashes(session: Session) -> Iterator[str]:
    """Return the hashes that are stored, for the front door to level its time with."""
    stored = select(Person.password_hash).where(col(Person.password_hash).is_not(None))
    return (each for each in session.exec(stored.execution_options(yield_per=500)) if each)


def is_linked(session: Session, person_id: UUID) -> bool:
    """Return whether somebody signs in at the organisation's own identity provider."""
    linked = select(OutsideIdentity.subject).where(OutsideIdentity.person_id == person_id)
    return session.exec(linked).first() is not None


def sees_others(session: Session, person_id: UUID) -> bool:
    """Return whether somebody has a role that shows other people's data."""
    more = select(PersonRole.role).where(
        PersonRole.person_id == person_id, PersonRole.role != Role.SUPPORTER
    )
    return session.exec(more).first() is not None


def person_with(session: Session, email: str) -> UUID:
    """Return who signs in with an address.

    Raises:
        NotFound: nobody with an open account does.
    """
    found = session.exec(
        select(Person.id).where(Person.email == email.strip().lower(), col(Person.active).is_(True))
    ).first()
    if found is None:
        raise NotFound("person")
    return found


def address_of(session: Session, person_id: UUID) -> str:
    """Return the address that somebody signs in with."""
    return session.exec(select(Person.email).where(Person.id == person_id)).one()


def is_own_device(session: Session, token_hash: str) -> bool:
    """Return whether a sign-in is on a device that its owner marked as their own."""
    marked = select(LoginSession.own_device).where(LoginSession.token_hash == token_hash)
    return bool(session.exec(marked).first())


def invited_person(
    session: Session,
    token_hash: str,
    *,
    purpose: TokenPurpose = TokenPurpose.INVITE,
    now: datetime,
) -> Invited | None:
    """Return whom an unused, unexpired invitation is for, or a link of another purpose."""
    row = session.exec(
        select(Person.id, Person.display_name, Person.email)
        .join(OneTimeToken, col(OneTimeToken.person_id) == col(Person.id))
        .where(
            OneTimeToken.token_hash == token_hash,
            OneTimeToken.purpose == purpose,
            col(OneTimeToken.used_at).is_(None),
            col(OneTimeToken.expires_at) > now,
            col(Person.active).is_(True),
        )
    ).first()
    return Invited(*row) if row is not None else None


def resetting_person(session: Session, token_hash: str, *, now: datetime) -> Invited | None:
    """Return who may choose a new password with an unused, unexpired link."""
    return invited_person(session, token_hash, purpose=TokenPurpose.RESET, now=now)


def is_known_device(session: Session, token_hash: str, email: str, *, now: datetime) -> bool:
    """Return whether a browser was used by the owner of this address not too long ago."""
    found = session.exec(
        select(KnownDevice.token_hash)
        .join(Person, col(Person.id) == col(KnownDevice.person_id))
        .where(
            KnownDevice.token_hash == token_hash,
            Person.email == email,
            col(KnownDevice.last_used_at) > now - DEVICE_KNOWN,
        )
    ).first()
    return found is not None


def guessable_words(session: Session, person_id: UUID) -> tuple[str, ...]:
    """Return what a stranger would try first as this person's password."""
    circle = session.exec(select(Organisation.name)).first()
    person = session.exec(
        select(Person.display_name, Person.email, Team.name)
        .outerjoin(Team, col(Team.id) == col(Person.team_id))
        .where(Person.id == person_id)
    ).first()
    return tuple(word for word in (circle, *(person or ())) if word)


def setup_is_open(session: Session, token_hash: str, *, now: datetime) -> bool:
    """Return whether a set-up link may still be used: unexpired, and nobody is here yet."""
    if somebody_is_here(session):
        return False
    found = session.exec(
        select(OneTimeToken.token_hash).where(
            OneTimeToken.token_hash == token_hash,
            OneTimeToken.purpose == TokenPurpose.SETUP,
            col(OneTimeToken.used_at).is_(None),
            col(OneTimeToken.expires_at) > now,
        )
    ).first()
    return found is not None


def somebody_is_here(session: Session) -> bool:
    """Return whether any person has been added to this installation."""
    return session.exec(select(Person.id).limit(1)).first() is not None
