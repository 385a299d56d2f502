"""A deleted contact, kept encrypted for a day so that the person can take the deletion back."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.rules.contacts import ContactEntry
from core.services.events import KeptEvent
from core.services.flags_put_aside import PutAside
from core.vocabulary import (
    BoundaryTheme,
    Debrief,
    EventKind,
    FlagAnswer,
    FlagKind,
    Format,
    Helped,
    Weight,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedContact:
    """What is needed to bring a contact back as it was."""

    contact_id: UUID
    created_at: datetime
    version: int
    entry: ContactEntry
    events: tuple[KeptEvent, ...] = ()
    put_aside: tuple[PutAside, ...] = ()
    """What the person had said against their flags by then."""


def to_body(deleted: DeletedContact) -> dict[str, Any]:
    """Return a deleted contact as plain values for a draft."""
    entry = deleted.entry
    return {
        "contact_id": str(deleted.contact_id),
        "created_at": deleted.created_at.isoformat(),
        "version": deleted.version,
        "day": entry.day.isoformat(),
        "minutes": entry.minutes,
        "format": entry.format,
        "case_ids": [str(case) for case in entry.case_ids],
        "new_case_code": entry.new_case_code,
        "toll": entry.toll,
        "weights": sorted(entry.weights),
        "helped": sorted(entry.helped),
        "glad_of": entry.glad_of,
        "note": entry.note,
        "grey_theme": entry.grey_theme,
        "planned": entry.planned,
        "incident": entry.incident,
        "outside_hours": entry.outside_hours,
        "no_contact_made": entry.no_contact_made,
        "debrief": entry.debrief,
        "events": [_event_body(event) for event in deleted.events],
        "put_aside": [astuple(one) for one in deleted.put_aside],
    }


def from_body(body: Mapping[str, Any]) -> DeletedContact:
    """Return the contact that ``to_body`` wrote down."""
    entry = ContactEntry(
        day=date.fromisoformat(body["day"]),
        minutes=body["minutes"],
        format=Format(body["format"]),
        case_ids=tuple(UUID(case) for case in body["case_ids"]),
        new_case_code=body["new_case_code"],
        toll=body["toll"],
        weights=frozenset(map(Weight, body["weights"])),
        helped=frozenset(map(Helped, body["helped"])),
        glad_of=body["glad_of"],
        note=body["note"],
        grey_theme=BoundaryTheme(body["grey_theme"]) if body["grey_theme"] else None,
        planned=body["planned"],
        incident=body["incident"],
        outside_hours=body["outside_hours"],
        no_contact_made=body["no_contact_made"],
        debrief=Debrief(body["debrief"]),
    )
    return DeletedContact(
        contact_id=UUID(body["contact_id"]),
        created_at=datetime.fromisoformat(body["created_at"]),
        version=body["version"],
        entry=entry,
        events=tuple(map(_event, body["events"])),
        put_aside=tuple(
            PutAside(FlagKind(kind), subject, FlagAnswer(answer), reason)
            for kind, subject, answer, reason in body.get("put_aside", ())
        ),
    )


def _event_body(event: KeptEvent) -> dict[str, Any]:
    return {
        "event_id": str(event.event_id),
        "kind": event.kind,
        "raised_at": event.raised_at.isoformat(),
        "settled_at": event.settled_at.isoformat() if event.settled_at else None,
        "settled_by": str(event.settled_by) if event.settled_by else None,
    }


def _event(body: Mapping[str, Any]) -> KeptEvent:
    settled_at, settled_by = body["settled_at"], body["settled_by"]
    return KeptEvent(
        event_id=UUID(body["event_id"]),
        kind=EventKind(body["kind"]),
        raised_at=datetime.fromisoformat(body["raised_at"]),
        settled_at=datetime.fromisoformat(settled_at) if settled_at else None,
        settled_by=UUID(settled_by) if settled_by else None,
    )
