"""Who is behind a sign-in, a link or an e-mail address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, exists, select

from core.models import LoginSession, OneTimeToken, Person, PersonRole
from core.rules.access import SignInFacts, has_lapsed
from core.vocabulary import Role, TokenPurpose


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in that still counts."""

    person_id: UUID
    token_hash: str
    last_seen_at: datetime


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


# Built once: this runs for every message of every browser.
_SIGN_IN: Final = (
    select_columns(
        col(LoginSession.person_id),
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
    .where(
        col(LoginSession.token_hash) == bindparam("token_hash"),
        col(LoginSession.ended_at).is_(None),
        col(Person.active).is_(True),
    )
)


def session_person(session: Session, token_hash: str, *, now: datetime) -> SignedIn | None:
    """Return who is signed in with a token, or nothing once the sign-in is over."""
    row = session.connection().execute(_SIGN_IN, {"token_hash": token_hash}).first()
    if row is None:
        return None
    person_id, created_at, last_seen_at, own_device, sees_others = row
    facts = SignInFacts(
        created_at=created_at,
        last_seen_at=last_seen_at,
        own_device=own_device,
        sees_others=sees_others,
    )
    return None if has_lapsed(facts, now) else SignedIn(person_id, token_hash, last_seen_at)


def credentials_for(session: Session, email: str) -> Credentials | None:
    """Return what to check a password against, for an active account that has one."""
    row = session.exec(
        select(Person.id, Person.password_hash, Person.display_name).where(
            Person.email == email, col(Person.active).is_(True)
        )
    ).first()
    return Credentials(row[0], row[1], row[2]) if row is not None and row[1] else None


def invited_person(session: Session, token_hash: str, *, now: datetime) -> Invited | None:
    """Return whom an unused, unexpired invitation is for."""
    row = session.exec(
        select(Person.id, Person.display_name, Person.email)
        .join(OneTimeToken, col(OneTimeToken.person_id) == col(Person.id))
        .where(
            OneTimeToken.token_hash == token_hash,
            OneTimeToken.purpose == TokenPurpose.INVITE,
            col(OneTimeToken.used_at).is_(None),
            col(OneTimeToken.expires_at) > now,
            col(Person.active).is_(True),
        )
    ).first()
    return Invited(*row) if row is not None else None


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
