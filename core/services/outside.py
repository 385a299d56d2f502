"""Signing in through the organisation's own identity provider: attempts and who they prove."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from core.errors import InvalidValue, NotFound
from core.models import OutsideAttempt, OutsideIdentity, Person
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.access import is_linked
from core.rules.outside import ATTEMPT, OutsideProof, proof_from
from core.services.access import end_sessions_of, new_token, token_hash, use_up_links
from core.services.account_changes import note_change
from core.services.locking import lock_person
from core.services.people import person_in_reach
from core.vocabulary import AccountEvent, TokenPurpose

_ATTEMPT: Final = table_of(OutsideAttempt)
_IDENTITY: Final = table_of(OutsideIdentity)
_VERIFIER_BYTES: Final = 48


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in that begins: what goes to the provider, and what only we know."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    leads_to: str = "/"
    proves: str = field(default="", repr=False)
    """Hash of the sign-in whose owner shows once more that it is them; empty for a new one."""
    begun_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Proven:
    """Somebody of ours, as the provider proved."""

    person_id: UUID
    second_factor: bool
    """Whether the provider asked for two factors."""


def begin_attempt(session: Session, *, leads_to: str, proves: str = "", now: datetime) -> Attempt:
    """Remember a sign-in that goes on at the provider; attempts too old to finish leave."""
    session.connection().execute(
        delete(_ATTEMPT).where(col(OutsideAttempt.created_at) < now - ATTEMPT)
    )
    verifier = secrets.token_urlsafe(_VERIFIER_BYTES)
    attempt = Attempt(new_token(), new_token(), verifier, leads_to, proves, now)
    session.add(
        OutsideAttempt(
            state_hash=token_hash(attempt.state),
            nonce=attempt.nonce,
            verifier=attempt.verifier,
            leads_to=leads_to,
            proves=proves,
            created_at=now,
        )
    )
    session.flush()
    return attempt


def take_attempt(session: Session, state: str, *, now: datetime) -> Attempt | None:
    """Return the attempt that an answer belongs to and forget it: no answer counts twice."""
    row = session.exec(
        select(OutsideAttempt).where(OutsideAttempt.state_hash == token_hash(state))
    ).first()
    if row is None:
        return None
    found = Attempt(state, row.nonce, row.verifier, row.leads_to, row.proves, row.created_at)
    gone = session.connection().execute(
        delete(_ATTEMPT).where(col(OutsideAttempt.state_hash) == row.state_hash)
    )
    return found if gone.rowcount == 1 and row.created_at > now - ATTEMPT else None


def person_proven(
    session: Session, claims: Mapping[str, Any], *, issuer: str, now: datetime
) -> Proven | None:
    """Return whom checked claims stand for: somebody who was added here, and is not closed.

    The first time, the address that the provider has checked decides; from then on the
    provider's own name for the person does, whatever becomes of the address. An address that
    the provider gave to somebody new never leads into the account of whoever had it before.
    """
    proof = proof_from(claims, issuer)
    if proof is None:
        return None
    known = session.exec(
        select(OutsideIdentity.person_id).where(
            OutsideIdentity.issuer == proof.issuer, OutsideIdentity.subject == proof.subject
        )
    ).first()
    if known is None and not proof.verified_email:
        return None
    who = Person.id == known if known is not None else Person.email == proof.verified_email
    person_id = session.exec(select(Person.id).where(who, col(Person.active).is_(True))).first()
    if person_id is None:
        return None
    if known is None:
        # Two first sign-ins at the same moment would otherwise both find no link.
        lock_person(session, person_id)
        if _is_linked(session, person_id, issuer=proof.issuer):
            return None
        _link(session, proof, person_id, now=now)
    return Proven(person_id, proof.second_factor)


def unlink(session: Session, person_id: UUID) -> None:
    """Forget who a person is at any provider; the next sign-in there links anew."""
    session.connection().execute(
        delete(_IDENTITY).where(col(OutsideIdentity.person_id) == person_id)
    )


def unlink_person(session: Session, actor: Actor, person_id: UUID, *, now: datetime) -> None:
    """Unlink somebody from the provider, because they have another account there now.

    They are signed out; their next sign-in there links anew, by the address it has checked.

    Raises:
        NotFound: there is no such person, or they are not linked.
        InvalidValue: it is the administrator's own account.
    """
    actor.must(Permission.MANAGE_ACCOUNTS)
    if person_id == actor.person_id:
        raise InvalidValue("Please ask another administrator.")
    person_in_reach(session, actor, person_id)
    if not is_linked(session, person_id):
        raise NotFound("link with the organisation's account")
    unlink(session, person_id)
    end_sessions_of(session, person_id, now=now)
    note_change(session, person_id, AccountEvent.OUTSIDE_UNLINKED, by=actor.person_id, now=now)


def _is_linked(session: Session, person_id: UUID, *, issuer: str) -> bool:
    linked = select(OutsideIdentity.subject).where(
        OutsideIdentity.person_id == person_id, OutsideIdentity.issuer == issuer
    )
    return session.exec(linked).first() is not None


def _link(session: Session, proof: OutsideProof, person_id: UUID, *, now: datetime) -> None:
    session.add(
        OutsideIdentity(
            issuer=proof.issuer, subject=proof.subject, person_id=person_id, linked_at=now
        )
    )
    # Whoever still holds the invitation must not come in with it once its owner has.
    use_up_links(session, TokenPurpose.INVITE, person_id, now=now)
    note_change(session, person_id, AccountEvent.OUTSIDE_LINKED, by=person_id, now=now)
