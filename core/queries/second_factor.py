"""What is known about somebody's second step at sign-in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.models import OneTimeToken, Person, PersonRole, RecoveryCode, SecondFactor
from core.models.base import open_words
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.rules.access import SECOND_STEP
from core.rules.second_factor import is_required
from core.vocabulary import Role, TokenPurpose

SECRET_FIELD = "second_factor.secret"  # noqa: S105 - the name of the place, not a secret


@dataclass(frozen=True, slots=True)
class SecondStep:
    """Whether somebody signs in with a second step."""

    is_on: bool
    is_required: bool
    """By their roles and the setting of this installation."""
    codes_left: int
    """Recovery codes that are not used yet."""


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody whose password was right and whose second step is still due."""

    person_id: UUID
    email: str
    enrolled: bool
    """Whether an authenticator app is set up; otherwise that is what is due."""


def own_second_step(session: Session, actor: Actor, *, policy: str) -> SecondStep:
    """Return how the actor signs in; ``policy`` is the setting of this installation."""
    actor.must(Permission.OWN_ACCOUNT)
    return second_step_of(session, actor.person_id, policy=policy)


def second_step_of(session: Session, person_id: UUID, *, policy: str) -> SecondStep:
    """Return how somebody signs in, before there is an actor."""
    roles = session.exec(select(PersonRole.role).where(PersonRole.person_id == person_id)).all()
    left = session.exec(
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.person_id == person_id, col(RecoveryCode.used_at).is_(None))
    ).one()
    return SecondStep(
        is_on=_is_on(session, person_id),
        is_required=is_required(policy, map(Role, roles), invented=organisation(session).invented),
        codes_left=left,
    )


def secret_to_scan(session: Session, person_id: UUID, *, now: datetime) -> str | None:
    """Return the secret of an app that is being set up; one that is in use is never shown."""
    sealed = session.exec(
        select(SecondFactor.secret).where(
            SecondFactor.person_id == person_id,
            col(SecondFactor.confirmed_at).is_(None),
            col(SecondFactor.created_at) > now - SECOND_STEP,
        )
    ).first()
    return None if sealed is None else open_words(sealed, SECRET_FIELD, person_id, person_id)


def pending_step(session: Session, token_hash: str, *, now: datetime) -> Pending | None:
    """Return whose second step is due, as long as the way to it is open."""
    row = session.exec(
        select(Person.id, Person.email)
        .join(OneTimeToken, col(OneTimeToken.person_id) == col(Person.id))
        .where(
            OneTimeToken.token_hash == token_hash,
            OneTimeToken.purpose == TokenPurpose.SECOND_STEP,
            col(OneTimeToken.used_at).is_(None),
            col(OneTimeToken.expires_at) > now,
            col(Person.active).is_(True),
        )
    ).first()
    return None if row is None else Pending(row[0], row[1], _is_on(session, row[0]))


def _is_on(session: Session, person_id: UUID) -> bool:
    found = select(SecondFactor.person_id).where(
        SecondFactor.person_id == person_id, col(SecondFactor.confirmed_at).is_not(None)
    )
    return session.exec(found).first() is not None
