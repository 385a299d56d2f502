"""Named events that coordinators hear about: an incident, a debrief that is wanted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, insert
from sqlmodel import Session

from core.models import SupportEvent
from core.models.base import table_of
from core.services.follow_ups import (
    open_follow_up,
    restore_follow_up,
    withdraw_follow_up,
)
from core.vocabulary import EventKind, FollowUpReason

_EVENT: Final = table_of(SupportEvent)
_REASONS: Final = {
    EventKind.INCIDENT: FollowUpReason.INCIDENT,
    EventKind.DEBRIEF_WANTED: FollowUpReason.DEBRIEF_WANTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChange:
    """An event to be written down."""

    event_id: UUID
    person_id: UUID
    contact_id: UUID | None
    kind: EventKind
    happened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEvent:
    """An event as it was when its contact was deleted."""

    event_id: UUID
    kind: EventKind
    raised_at: datetime
    settled_at: datetime | None
    settled_by: UUID | None


def raise_event(session: Session, event: EventChange, *, now: datetime) -> None:
    """Write an event down and ask a coordinator to act on it."""
    _insert(session, event, raised_at=now)
    open_follow_up(
        session,
        person_id=event.person_id,
        reason=_REASONS[event.kind],
        source_id=event.event_id,
        now=now,
    )


def drop_event(session: Session, event_id: UUID, *, now: datetime) -> None:
    """Remove an event whose ground was taken back; its follow-up stays as withdrawn."""
    withdraw_follow_up(session, source_id=event_id, now=now)
    session.connection().execute(delete(_EVENT).where(_EVENT.c.id == event_id))


def put_event_back(session: Session, event: EventChange, kept: KeptEvent, *, now: datetime) -> None:
    """Write an event down again as it was; what was promised about it first still stands."""
    _insert(
        session,
        event,
        raised_at=kept.raised_at,
        settled_at=kept.settled_at,
        settled_by=kept.settled_by,
    )
    restore_follow_up(session, source_id=kept.event_id, now=now)


def _insert(
    session: Session,
    event: EventChange,
    *,
    raised_at: datetime,
    settled_at: datetime | None = None,
    settled_by: UUID | None = None,
) -> None:
    session.connection().execute(
        insert(_EVENT),
        {
            "id": event.event_id,
            "person_id": event.person_id,
            "contact_id": event.contact_id,
            "kind": event.kind,
            "happened_on": event.happened_on,
            "raised_at": raised_at,
            "settled_at": settled_at,
            "settled_by": settled_by,
        },
    )
