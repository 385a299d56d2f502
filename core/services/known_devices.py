"""Browsers that somebody signed in with before."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import Session, col

from core.models import KnownDevice
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.rules.access import DEVICE_KNOWN
from core.services.access import new_token, token_hash

_DEVICE: Final = table_of(KnownDevice)


def remember_device(
    session: Session, person_id: UUID, *, presented: str | None, now: datetime
) -> str | None:
    """Remember the browser of somebody who has just signed in; return its new token, if any.

    A token that was not ours for this very person is never taken over: somebody else could
    have planted it, to come back with it.
    """
    seen = session.connection().execute(
        update(KnownDevice)
        .where(
            col(KnownDevice.token_hash) == (presented or ""),
            col(KnownDevice.person_id) == person_id,
            col(KnownDevice.last_used_at) > now - DEVICE_KNOWN,
        )
        .values(last_used_at=now)
    )
    if seen.rowcount == 1:
        return None
    token = new_token()
    session.add(
        KnownDevice(
            token_hash=token_hash(token), person_id=person_id, created_at=now, last_used_at=now
        )
    )
    session.flush()
    return token


def note_told(session: Session, actor: Actor, device: str, *, now: datetime) -> None:
    """Remember that the actor has read in this browser what others did to their account."""
    actor.must(Permission.OWN_ACCOUNT)
    session.connection().execute(
        update(KnownDevice)
        .where(col(KnownDevice.token_hash) == device, col(KnownDevice.person_id) == actor.person_id)
        .values(told_at=now)
    )


def forget_devices_of(session: Session, person_id: UUID, *, but: str | None = None) -> None:
    """Treat every browser of a person as a strange one again, but the one with this hash."""
    session.connection().execute(
        delete(_DEVICE).where(
            col(KnownDevice.person_id) == person_id, col(KnownDevice.token_hash) != (but or "")
        )
    )


def forget_unused_devices(session: Session, *, now: datetime) -> int:
    """Delete browsers that were not used for so long that they no longer count."""
    unused = delete(_DEVICE).where(col(KnownDevice.last_used_at) <= now - DEVICE_KNOWN)
    return session.connection().execute(unused).rowcount
