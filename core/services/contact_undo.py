"""A deleted contact, kept encrypted for a day so that the person can take the deletion back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.rules.contacts import ContactEntry
from core.vocabulary import BoundaryTheme, Debrief, Format, Helped, Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedContact:
    """What is needed to bring a contact back as it was."""

    contact_id: UUID
    created_at: datetime
    version: int
    entry: ContactEntry


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
    )
