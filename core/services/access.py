"""Signing in and out, one-time links, and the first set-up.

These functions run before there is an actor: the token or the checked password is the proof.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from core.errors import NotFound
from core.models import LoginSession, OneTimeToken, Organisation, Person, PersonRole
from core.queries.access import invited_person, setup_is_open
from core.queries.people import organisation, organisation_changed
from core.rules.access import INVITE_LINK, RESET_LINK, SECOND_STEP, SETUP_LINK
from core.rules.names import LONGEST_NAME, clean_email, clean_name
from core.rules.organisation import check_time_zone, time_zones
from core.services.account_changes import note_change
from core.services.audit import write_audit
from core.vocabulary import AccountEvent, AuditEvent, Role, TokenPurpose

__all__ = ["LONGEST_NAME", "time_zones"]

_TOKEN_BYTES: Final = 32
_LIFETIMES: Final = {
    TokenPurpose.SETUP: SETUP_LINK,
    TokenPurpose.INVITE: INVITE_LINK,
    TokenPurpose.RESET: RESET_LINK,
    TokenPurpose.SECOND_STEP: SECOND_STEP,
}
TOUCH_EVERY: Final = timedelta(minutes=1)
"""How often at most the last activity of a sign-in is written down."""


def new_token() -> str:
    """Return 256 random bits, fit for an address or a cookie."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_hash(token: str) -> str:
    """Return what is stored instead of a token."""
    return sha256(token.encode()).hexdigest()


def start_session(
    session: Session,
    *,
    person_id: UUID,
    own_device: bool = False,
    device: str = "",
    now: datetime,
) -> str:
    """Sign a person in and return the token for their browser; it is stored nowhere.

    ``device`` is what its owner will recognise the browser by.
    """
    token = new_token()
    session.add(
        LoginSession(
            token_hash=token_hash(token),
            person_id=person_id,
            created_at=now,
            last_seen_at=now,
            own_device=own_device,
            device=device,
        )
    )
    write_audit(
        session,
        AuditEvent.SIGNED_IN,
        actor_id=person_id,
        subject_id=person_id,
        detail=device,
        now=now,
    )
    return token


def end_session(session: Session, hashed: str, *, now: datetime) -> None:
    """Sign one browser out, named by the hash of its token; twice does no harm."""
    owner = session.connection().scalar(
        update(LoginSession)
        .where(col(LoginSession.token_hash) == hashed, col(LoginSession.ended_at).is_(None))
        .values(ended_at=now)
        .returning(col(LoginSession.person_id))
    )
    if owner is not None:
        write_audit(session, AuditEvent.SIGNED_OUT, actor_id=owner, subject_id=owner, now=now)


def end_sessions_of(session: Session, person_id: UUID, *, now: datetime) -> None:
    """Sign a person out everywhere: after a new password, a changed role or a closed account."""
    session.connection().execute(
        update(LoginSession)
        .where(col(LoginSession.person_id) == person_id, col(LoginSession.ended_at).is_(None))
        .values(ended_at=now)
    )


def touch_session(session: Session, hashed: str, *, now: datetime) -> None:
    """Note that somebody acted, so that the sign-in does not lapse by idleness."""
    session.connection().execute(
        update(LoginSession)
        .where(col(LoginSession.token_hash) == hashed, col(LoginSession.ended_at).is_(None))
        .values(last_seen_at=now)
    )


def make_one_time_link(
    session: Session, *, purpose: TokenPurpose, person_id: UUID | None = None, now: datetime
) -> str:
    """Return the token of a link that works once; earlier links for the same end stop working."""
    use_up_links(session, purpose, person_id, now=now)
    token = new_token()
    session.add(
        OneTimeToken(
            token_hash=token_hash(token),
            purpose=purpose,
            person_id=person_id,
            created_at=now,
            expires_at=now + _LIFETIMES[purpose],
        )
    )
    return token


def set_first_password(session: Session, token: str, *, password_hash: str, now: datetime) -> UUID:
    """Give an invited person the password they chose and return who it is.

    Raises:
        NotFound: the invitation was used, has expired or never existed.
    """
    invited = invited_person(session, token_hash(token), now=now)
    if invited is None or not use_link(session, token_hash(token), now=now):
        raise NotFound("invitation")
    store_password(session, invited.person_id, password_hash)
    end_sessions_of(session, invited.person_id, now=now)
    me = invited.person_id
    note_change(session, me, AccountEvent.PASSWORD_CHANGED, by=me, now=now)
    return me


def store_password(session: Session, person_id: UUID, password_hash: str) -> None:
    """Replace the stored hash of a person's password."""
    session.connection().execute(
        update(Person).where(col(Person.id) == person_id).values(password_hash=password_hash)
    )


def hold_password(session: Session, person_id: UUID, *, stored: str, renewed: str | None) -> bool:
    """Return whether a hash is still the one of an open account, until the transaction ends.

    It is written even when nothing is renewed: a reset at the same moment then waits, and ends
    the sign-in that begins here.
    """
    held = session.connection().execute(
        update(Person)
        .where(
            col(Person.id) == person_id,
            col(Person.password_hash) == stored,
            col(Person.active).is_(True),
        )
        .values(password_hash=renewed or stored)
    )
    return held.rowcount == 1


def set_up(
    session: Session,
    token: str,
    *,
    organisation_name: str,
    time_zone: str,
    name: str,
    email: str,
    password_hash: str,
    now: datetime,
) -> UUID:
    """Name the organisation, add its first administrator and return who it is.

    Raises:
        NotFound: the set-up link was used or has expired, or somebody is here already.
        InvalidValue: a name, the time zone or the e-mail address cannot be right.
    """
    # The organisation row is the lock: two browsers with the same link cannot both pass.
    hashed = token_hash(token)
    if not setup_is_open(session, hashed, now=now) or not use_link(session, hashed, now=now):
        raise NotFound("set-up link")
    circle = session.get(Organisation, 1) or Organisation(name="")
    circle.name = clean_name("The organisation's name", organisation_name)
    circle.time_zone = check_time_zone(time_zone)
    session.add(circle)
    session.flush()  # The first day is a day of its own time zone.
    organisation_changed(session)
    person = Person(
        email=clean_email(email),
        display_name=clean_name("Your name", name),
        password_hash=password_hash,
        joined_on=organisation(session).today(now),
        created_at=now,
    )
    session.add(person)
    session.flush()
    session.add(PersonRole(person_id=person.id, role=Role.ADMINISTRATOR))
    return person.id


def use_link(session: Session, hashed: str, *, now: datetime) -> bool:
    """Use a one-time link up; return whether this was its first use."""
    # One statement checks and marks, so that of two requests with one link one gets through.
    result = session.connection().execute(
        update(OneTimeToken)
        .where(col(OneTimeToken.token_hash) == hashed, col(OneTimeToken.used_at).is_(None))
        .values(used_at=now)
    )
    return result.rowcount == 1


def use_up_links(
    session: Session, purpose: TokenPurpose, person_id: UUID | None, *, now: datetime
) -> None:
    """Make the open links of one purpose to one end useless."""
    session.connection().execute(
        update(OneTimeToken)
        .where(
            col(OneTimeToken.purpose) == purpose,
            col(OneTimeToken.person_id) == person_id,
            col(OneTimeToken.used_at).is_(None),
        )
        .values(used_at=now)
    )
