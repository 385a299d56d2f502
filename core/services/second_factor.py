"""The second step at sign-in: setting an authenticator app up, checking codes, switching off."""

import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from pyotp import random_base32
from sqlalchemy import ColumnElement, delete, insert, update
from sqlmodel import Session, col, select

from core.errors import InvalidValue, NotFound
from core.models import OneTimeToken, RecoveryCode, SecondFactor
from core.models.base import open_words, seal_words, table_of
from core.permissions import Actor, Permission
from core.queries.second_factor import (
    SECRET_FIELD,
    Pending,
    own_second_step,
    pending_step,
    second_step_of,
)
from core.rules.access import SECOND_STEP
from core.rules.second_factor import (
    CODE_TRIES,
    RECOVERY_ALPHABET,
    RECOVERY_CODES,
    RECOVERY_LENGTH,
    as_code,
    fitting_step,
    written,
)
from core.services.access import end_sessions_of, make_one_time_link, token_hash
from core.services.account_changes import note_change
from core.services.people import person_in_reach
from core.vocabulary import AccountEvent, TokenPurpose

_FACTOR: Final = table_of(SecondFactor)
_CODE: Final = table_of(RecoveryCode)


def begin_second_step(
    session: Session, person_id: UUID, *, policy: str, now: datetime
) -> str | None:
    """Return the token of the second step that is due, or nothing when none is.

    Somebody who needs an app and has none yet gets one set up instead.
    """
    state = second_step_of(session, person_id, policy=policy)
    if not state.is_on and not state.is_required:
        return None
    if not state.is_on:
        start_enrolment(session, person_id, now=now)
    return make_one_time_link(
        session, purpose=TokenPurpose.SECOND_STEP, person_id=person_id, now=now
    )


def count_code(session: Session, hashed: str, *, now: datetime) -> Pending | None:
    """Count one code against a pending second step; nothing when no more may be tried."""
    pending = pending_step(session, hashed, now=now)
    counted = session.connection().execute(
        update(OneTimeToken)
        .where(
            col(OneTimeToken.token_hash) == hashed,
            col(OneTimeToken.used_at).is_(None),
            col(OneTimeToken.tries) < CODE_TRIES,
        )
        .values(tries=col(OneTimeToken.tries) + 1)
    )
    return pending if counted.rowcount == 1 else None


def start_enrolment(session: Session, person_id: UUID, *, now: datetime) -> None:
    """Make a fresh secret for an app that is to be set up; one in use stays as it is."""
    connection = session.connection()
    connection.execute(
        delete(_FACTOR).where(
            col(SecondFactor.person_id) == person_id, col(SecondFactor.confirmed_at).is_(None)
        )
    )
    if session.exec(select(SecondFactor.person_id).where(_of(person_id))).first() is None:
        sealed = seal_words(random_base32(), SECRET_FIELD, person_id, person_id)
        row = {"person_id": person_id, "secret": sealed, "created_at": now, "last_step": 0}
        connection.execute(insert(_FACTOR), row)


def confirm_enrolment(
    session: Session, person_id: UUID, typed: str, *, now: datetime
) -> tuple[str, ...] | None:
    """Switch the second step on when a first code fits; return the recovery codes.

    They are shown once; only their hashes are stored.
    """
    waiting = _of(person_id) & col(SecondFactor.confirmed_at).is_(None)
    row = session.exec(
        select(SecondFactor.secret).where(waiting, col(SecondFactor.created_at) > now - SECOND_STEP)
    ).first()
    step = None if row is None else _step(person_id, row, typed, last_step=0, now=now)
    if step is None:
        return None
    done = session.connection().execute(
        update(SecondFactor).where(waiting).values(confirmed_at=now, last_step=step)
    )
    if done.rowcount != 1:
        return None
    note_change(session, person_id, AccountEvent.SECOND_FACTOR_ON, by=person_id, now=now)
    return _replace_codes(session, person_id)


def check_code(session: Session, person_id: UUID, typed: str, *, now: datetime) -> bool:
    """Use a code of the app, or a recovery code, up; return whether it fitted."""
    row = session.exec(
        select(SecondFactor.secret, SecondFactor.last_step).where(
            _of(person_id), col(SecondFactor.confirmed_at).is_not(None)
        )
    ).first()
    if row is None:
        return False
    step = _step(person_id, row[0], typed, last_step=row[1], now=now)
    connection = session.connection()
    if step is None:
        used = connection.execute(
            update(RecoveryCode)
            .where(
                col(RecoveryCode.code_hash) == token_hash(as_code(typed)),
                col(RecoveryCode.person_id) == person_id,
                col(RecoveryCode.used_at).is_(None),
            )
            .values(used_at=now)
        )
    else:
        # One statement checks and marks: of two requests with one code, one gets through.
        used = connection.execute(
            update(SecondFactor)
            .where(_of(person_id), col(SecondFactor.last_step) < step)
            .values(last_step=step)
        )
    return used.rowcount == 1


def new_recovery_codes(session: Session, actor: Actor, *, now: datetime) -> tuple[str, ...]:
    """Replace the actor's recovery codes, used ones and unused ones, and return the new ones."""
    actor.must(Permission.OWN_ACCOUNT)
    if not second_step_of(session, actor.person_id, policy="").is_on:
        raise NotFound("authenticator app")
    note_change(session, actor.person_id, AccountEvent.RECOVERY_CODES, by=actor.person_id, now=now)
    return _replace_codes(session, actor.person_id)


def switch_off(session: Session, actor: Actor, *, policy: str, now: datetime) -> None:
    """Take the actor's own second step away.

    Raises:
        InvalidValue: this installation requires it of people with the actor's roles.
    """
    state = own_second_step(session, actor, policy=policy)
    if state.is_required:
        raise InvalidValue("Your role needs the second step, so it cannot be switched off.")
    if state.is_on:
        _remove(session, actor.person_id)
        note_change(
            session, actor.person_id, AccountEvent.SECOND_FACTOR_OFF, by=actor.person_id, now=now
        )


def reset_second_factor(session: Session, actor: Actor, person_id: UUID, *, now: datetime) -> None:
    """Take away the second step of somebody who lost their phone; an administrator may.

    Their sign-ins end. Where a second step is required, they set up a new app as they sign in.

    Raises:
        NotFound: there is no such person, or they have no second step.
        InvalidValue: it is the administrator's own.
    """
    actor.must(Permission.MANAGE_ACCOUNTS)
    if person_id == actor.person_id:
        raise InvalidValue("Please use a recovery code, or ask another administrator.")
    person_in_reach(session, actor, person_id)
    remove_second_factor(session, person_id, by=actor.person_id, now=now)


def remove_second_factor(
    session: Session, person_id: UUID, *, by: UUID | None, now: datetime
) -> None:
    """Do the same for whoever operates the server, where no role is needed."""
    if _remove(session, person_id) == 0:
        raise NotFound("authenticator app")
    end_sessions_of(session, person_id, now=now)
    note_change(session, person_id, AccountEvent.SECOND_FACTOR_OFF, by=by, now=now)


def _of(person_id: UUID) -> ColumnElement[bool]:
    return col(SecondFactor.person_id) == person_id


def _step(
    person_id: UUID, sealed: bytes, typed: str, *, last_step: int, now: datetime
) -> int | None:
    secret = open_words(sealed, SECRET_FIELD, person_id, person_id)
    return fitting_step(secret, typed, now=now, last_step=last_step)


def _replace_codes(session: Session, person_id: UUID) -> tuple[str, ...]:
    codes = [
        "".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_LENGTH))
        for _ in range(RECOVERY_CODES)
    ]
    connection = session.connection()
    connection.execute(delete(_CODE).where(col(RecoveryCode.person_id) == person_id))
    connection.execute(
        insert(_CODE), [{"code_hash": token_hash(code), "person_id": person_id} for code in codes]
    )
    return tuple(written(code) for code in codes)


def _remove(session: Session, person_id: UUID) -> int:
    connection = session.connection()
    connection.execute(delete(_CODE).where(col(RecoveryCode.person_id) == person_id))
    return connection.execute(delete(_FACTOR).where(_of(person_id))).rowcount
