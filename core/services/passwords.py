"""Choosing a new password: one's own, or with a link that an administrator asked for."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.errors import InvalidValue, NotFound
from core.permissions import Actor, Permission
from core.queries.access import is_linked, resetting_person
from core.rules.access import RESET_LINK
from core.services.access import (
    end_sessions_of,
    make_one_time_link,
    store_password,
    token_hash,
    use_link,
    use_up_links,
)
from core.services.account_changes import note_change
from core.services.known_devices import forget_devices_of
from core.services.outside import unlink
from core.services.people import person_in_reach
from core.vocabulary import AccountEvent, TokenPurpose


@dataclass(frozen=True, slots=True)
class ResetLink:
    """A way to a new password. The token is shown once and stored nowhere."""

    person_id: UUID
    token: str = field(repr=False)
    expires_at: datetime


def start_reset(session: Session, actor: Actor, person_id: UUID, *, now: datetime) -> ResetLink:
    """Return a link with which somebody chooses a new password; an administrator may.

    Until it is used, the old password goes on working. The administrator never learns either.

    Raises:
        NotFound: there is no such person.
        InvalidValue: it is the administrator's own account, a closed one, or one that still
            waits for its owner to sign in at all.
    """
    actor.must(Permission.MANAGE_ACCOUNTS)
    if person_id == actor.person_id:
        raise InvalidValue("Please change your own password under My account.")
    person = person_in_reach(session, actor, person_id)
    if not person.active:
        raise InvalidValue(f"The account of {person.display_name} is closed; open it again first.")
    if person.password_hash is None and not is_linked(session, person_id):
        raise InvalidValue(
            f"{person.display_name} has no password yet; please renew the invitation instead."
        )
    return begin_reset(session, person_id, by=actor.person_id, now=now)


def begin_reset(session: Session, person_id: UUID, *, by: UUID | None, now: datetime) -> ResetLink:
    """Do the same for whoever operates the server, where no role is needed."""
    note_change(session, person_id, AccountEvent.RESET_STARTED, by=by, now=now)
    token = make_one_time_link(session, purpose=TokenPurpose.RESET, person_id=person_id, now=now)
    return ResetLink(person_id, token, now + RESET_LINK)


def finish_reset(session: Session, token: str, *, password_hash: str, now: datetime) -> UUID:
    """Store the password somebody chose with a link; every sign-in and known device ends.

    So does every link with an account at an identity provider: whoever was in may have made it.

    Raises:
        NotFound: the link was used, has expired or never existed.
    """
    hashed = token_hash(token)
    found = resetting_person(session, hashed, now=now)
    if found is None or not use_link(session, hashed, now=now):
        raise NotFound("link")
    forget_devices_of(session, found.person_id)
    unlink(session, found.person_id)
    _replace(session, found.person_id, password_hash, AccountEvent.RESET_USED, now=now)
    return found.person_id


def change_own_password(
    session: Session,
    actor: Actor,
    *,
    password_hash: str,
    device: str | None = None,
    now: datetime,
) -> None:
    """Store the actor's new password; every sign-in ends, the present one too.

    Every known device but the present one, told by its hash, is a strange one again.
    The front door has checked the current password before, and starts a new sign-in.
    """
    actor.must(Permission.OWN_ACCOUNT)
    forget_devices_of(session, actor.person_id, but=device)
    event = AccountEvent.PASSWORD_CHANGED
    _replace(session, actor.person_id, password_hash, event, now=now)


def _replace(
    session: Session, person_id: UUID, password_hash: str, event: AccountEvent, *, now: datetime
) -> None:
    store_password(session, person_id, password_hash)
    end_sessions_of(session, person_id, now=now)
    for purpose in (TokenPurpose.RESET, TokenPurpose.SECOND_STEP):
        use_up_links(session, purpose, person_id, now=now)
    note_change(session, person_id, event, by=person_id, now=now)
