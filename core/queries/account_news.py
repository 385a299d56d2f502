"""What others did to an account lately, for its owner to read as they sign in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from core.models import AccountChange, KnownDevice, Person
from core.permissions import Actor, Permission
from core.queries.rows import rows
from core.rules.access import DEVICE_KNOWN
from core.vocabulary import AccountEvent

__all__ = ["AccountEvent", "News", "account_news", "has_news"]

_TOLD: Final = (
    AccountEvent.RESET_STARTED,
    AccountEvent.SECOND_FACTOR_OFF,
    AccountEvent.OUTSIDE_UNLINKED,
    AccountEvent.ROLES_AND_TEAMS,
    AccountEvent.STANDS_IN,
    AccountEvent.STANDS_IN_ENDED,
    AccountEvent.COVERED,
    AccountEvent.COVERED_ENDED,
)
"""What opens a way into an account, or changes what it may; news when somebody else did it."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing that somebody did."""

    event: AccountEvent
    at: datetime
    by: str
    """Empty when it was done on the server."""


def has_news(session: Session, person_id: UUID, device: str, *, now: datetime) -> bool:
    """Return whether somebody has not read in this browser what others did to their account.

    Each browser is told for itself: whoever came in with a link meant for somebody else can
    put the news away where they sit, but not where its owner signs in.
    """
    found = select(col(AccountChange.id)).where(*_by_others(session, person_id, device, now=now))
    return session.connection().execute(found.limit(1)).first() is not None


def account_news(session: Session, actor: Actor, device: str, *, now: datetime) -> tuple[News, ...]:
    """Return what the actor has not read in this browser yet, the oldest first."""
    actor.must(Permission.OWN_ACCOUNT)
    me, doer = actor.person_id, aliased(Person)
    used = (
        col(AccountChange.person_id) == me,
        col(AccountChange.event) == AccountEvent.RESET_USED,
        col(AccountChange.changed_at) > _since(session, me, device, now=now),
    )
    by_others = _by_others(session, me, device, now=now)
    found = rows(
        session,
        select(col(AccountChange.event), col(AccountChange.changed_at), col(doer.display_name))
        .outerjoin(doer, col(AccountChange.changed_by) == doer.id)
        .where(and_(*by_others) | and_(*used))
        .order_by(col(AccountChange.changed_at)),
    )
    return tuple(News(AccountEvent(event), at, name or "") for event, at, name in found)


def _by_others(
    session: Session, person_id: UUID, device: str, *, now: datetime
) -> tuple[ColumnElement[bool], ...]:
    return (
        col(AccountChange.person_id) == person_id,
        col(AccountChange.changed_by).is_distinct_from(person_id),
        col(AccountChange.event).in_(_TOLD),
        col(AccountChange.changed_at) > _since(session, person_id, device, now=now),
    )


def _since(session: Session, person_id: UUID, device: str, *, now: datetime) -> datetime:
    told = select(col(KnownDevice.told_at)).where(
        col(KnownDevice.token_hash) == device, col(KnownDevice.person_id) == person_id
    )
    found = session.connection().execute(told).scalar_one_or_none()
    return found if isinstance(found, datetime) else now - DEVICE_KNOWN
