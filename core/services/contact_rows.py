"""The rows of one contact: work lane and wellbeing lane, tags, cases and named events."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session

from core.errors import NotFound
from core.models import Case, Contact, ContactCase, ContactTag, ContactToll, SupportEvent
from core.models.base import seal_words, table_of
from core.rules.contacts import ContactEntry
from core.services.cases import add_case, own_open_case
from core.services.events import EventChange, KeptEvent, drop_event, put_event_back, raise_event
from core.vocabulary import Debrief, EventKind, Frequency

_CASE: Final = table_of(Case)
_CONTACT: Final = table_of(Contact)
_TOLL: Final = table_of(ContactToll)
_TAG: Final = table_of(ContactTag)
_LINK: Final = table_of(ContactCase)
_EVENT: Final = table_of(SupportEvent)
_INSERT_CONTACT: Final = insert(_CONTACT)
_INSERT_TOLL: Final = insert(_TOLL)
_INSERT_TAG: Final = insert(_TAG)
_LINK_OWN: Final = (
    insert(_LINK)
    .from_select(
        ("contact_id", "case_id"),
        select(bindparam("contact", type_=_CONTACT.c.id.type), _CASE.c.id).where(
            _CASE.c.id.in_(bindparam("chosen", expanding=True)),
            _CASE.c.person_id == bindparam("person"),
        ),
    )
    .execution_options(preserve_rowcount=True)
)


def work_values(entry: ContactEntry) -> dict[str, Any]:
    """Return the columns of the work lane for an entry."""
    return {
        "day": entry.day,
        "minutes": entry.minutes,
        "format": entry.format,
        "planned": entry.planned,
        "incident": entry.incident,
        "outside_hours": entry.outside_hours,
        "no_contact_made": entry.no_contact_made,
        "debrief": entry.debrief,
    }


def insert_contact(
    session: Session,
    person_id: UUID,
    contact_id: UUID,
    entry: ContactEntry,
    *,
    created_at: datetime,
    version: int = 1,
) -> None:
    """Write the work row of a new contact."""
    session.connection().execute(
        _INSERT_CONTACT,
        work_values(entry)
        | {
            "id": contact_id,
            "person_id": person_id,
            "created_at": created_at,
            "version": version,
        },
    )


def update_contact(
    session: Session, contact_id: UUID, entry: ContactEntry, *, version: int
) -> None:
    """Change the work row of a contact and take away what hangs on it, to be written anew."""
    connection = session.connection()
    connection.execute(
        update(_CONTACT)
        .where(_CONTACT.c.id == contact_id)
        .values(version=version, **work_values(entry))
    )
    for table in (_TOLL, _TAG, _LINK):
        connection.execute(delete(table).where(table.c.contact_id == contact_id))


def insert_details(
    session: Session, person_id: UUID, contact_id: UUID, entry: ContactEntry
) -> None:
    """Write what a contact cost, its tags and the cases it concerned."""
    connection = session.connection()
    if entry.says_what_it_cost:
        note = seal_words(entry.note, "contact_toll.note", contact_id, person_id)
        glad_of = seal_words(entry.glad_of, "contact_toll.glad_of", contact_id, person_id)
        connection.execute(
            _INSERT_TOLL,
            {
                "contact_id": contact_id,
                "person_id": person_id,
                "toll": entry.toll,
                "grey_theme": entry.grey_theme,
                "note": note,
                "glad_of": glad_of,
            },
        )
    tags = [f"weight:{w.value}" for w in entry.weights] + [
        f"helped:{h.value}" for h in entry.helped
    ]
    if tags:
        connection.execute(_INSERT_TAG, [{"contact_id": contact_id, "tag": tag} for tag in tags])
    cases = _linked_cases(session, person_id, contact_id, entry)
    if cases:
        asked = {"contact": contact_id, "person": person_id, "chosen": cases}
        if connection.execute(_LINK_OWN, asked).rowcount != len(cases):
            raise NotFound("case")


def settle_events(
    session: Session, person_id: UUID, contact_id: UUID, entry: ContactEntry, *, now: datetime
) -> None:
    """Bring the named events of a contact in line with its entry.

    An event that somebody already settled stays: it happened.
    """
    wanted = wanted_events(entry)
    rows = session.connection().execute(
        select(_EVENT.c.id, _EVENT.c.kind, _EVENT.c.settled_at).where(
            _EVENT.c.contact_id == contact_id
        )
    )
    present: set[EventKind] = set()
    for event_id, kind, settled_at in rows.all():
        if kind not in wanted and settled_at is None:
            drop_event(session, event_id, now=now)
        else:
            present.add(kind)
    for kind in wanted - present:
        raise_event(
            session,
            EventChange(
                event_id=uuid4(),
                person_id=person_id,
                contact_id=contact_id,
                kind=kind,
                happened_on=entry.day,
            ),
            now=now,
        )
    if present:
        session.connection().execute(
            update(_EVENT)
            .where(_EVENT.c.contact_id == contact_id, _EVENT.c.happened_on != entry.day)
            .values(happened_on=entry.day)
        )


def take_out_events(session: Session, contact_id: UUID, *, now: datetime) -> tuple[KeptEvent, ...]:
    """Remove the named events of a contact and return them; their follow-ups are withdrawn."""
    rows = session.connection().execute(
        select(
            _EVENT.c.id,
            _EVENT.c.kind,
            _EVENT.c.raised_at,
            _EVENT.c.settled_at,
            _EVENT.c.settled_by,
        ).where(_EVENT.c.contact_id == contact_id)
    )
    kept = tuple(
        KeptEvent(
            event_id=event_id,
            kind=kind,
            raised_at=raised_at,
            settled_at=settled_at,
            settled_by=settled_by,
        )
        for event_id, kind, raised_at, settled_at, settled_by in rows.all()
    )
    for event in kept:
        drop_event(session, event.event_id, now=now)
    return kept


def put_events_back(
    session: Session,
    person_id: UUID,
    contact_id: UUID,
    happened_on: date,
    events: Iterable[KeptEvent],
    *,
    now: datetime,
) -> None:
    """Write the named events of a contact again, as they were when it was deleted."""
    for kept in events:
        event = EventChange(
            event_id=kept.event_id,
            person_id=person_id,
            contact_id=contact_id,
            kind=kept.kind,
            happened_on=happened_on,
        )
        put_event_back(session, event, kept, now=now)


def wanted_events(entry: ContactEntry) -> set[EventKind]:
    """Return the events coordinators hear about by name for this entry."""
    wanted: set[EventKind] = set()
    if entry.incident:
        wanted.add(EventKind.INCIDENT)
    if entry.debrief is Debrief.WANTED:
        wanted.add(EventKind.DEBRIEF_WANTED)
    return wanted


def _linked_cases(
    session: Session, person_id: UUID, contact_id: UUID, entry: ContactEntry
) -> list[UUID]:
    """Return the chosen cases and the new one; whose they are is asked when they are linked."""
    chosen = list(dict.fromkeys(entry.case_ids))
    if entry.new_case_code.strip():
        # A cautious default: weekly counts most until the person says otherwise.
        known = own_open_case(session, person_id, entry.new_case_code)
        new = known or add_case(
            session,
            person_id,
            entry.new_case_code,
            Frequency.WEEKLY,
            opened_on=entry.day,
            opened_with=contact_id,
        )
        chosen = list(dict.fromkeys([*chosen, new]))
    return chosen
