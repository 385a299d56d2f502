"""Logging a contact: one transaction for the contact, what it cost, its sums and its flags."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlmodel import Session

from core.errors import ChangedMeanwhile, NotFound, WordsUnreadable
from core.models import Contact
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.contacts import CaseChoice, ContactDetail, own_contact
from core.queries.drafts import kept_draft
from core.queries.people import organisation
from core.queries.retention import ratings_are_kept
from core.rules.case_codes import code_warning
from core.rules.contacts import (
    HIGHEST_TOLL,
    LONGEST_CODE,
    ContactEntry,
    check_entry,
    is_heavy,
)
from core.rules.dates import week_of
from core.services.cases import drop_case_of
from core.services.contact_rows import (
    insert_contact,
    insert_details,
    put_events_back,
    settle_events,
    take_out_events,
    update_contact,
    wanted_events,
)
from core.services.contact_undo import DeletedContact, from_body, to_body
from core.services.drafts import drop_draft, keep_draft
from core.services.events import KeptEvent
from core.services.flags import refresh_flags
from core.services.flags_put_aside import flags_put_aside, put_aside_again
from core.services.locking import lock_person
from core.services.rollups import refresh_week
from core.vocabulary import DraftForm, FlagKind

__all__ = [
    "HIGHEST_TOLL",
    "LONGEST_CODE",
    "ContactEntry",
    "code_warning",
    "delete_contact",
    "edit_contact",
    "is_heavy",
    "log_contact",
    "undo_delete",
]

_CONTACT: Final = table_of(Contact)


def log_contact(session: Session, actor: Actor, entry: ContactEntry, *, now: datetime) -> UUID:
    """Save a contact of the actor's own and return its id.

    Raises:
        NotAllowed: the actor's role does not log work.
        InvalidValue: the day, minutes, toll, a text or a tag is out of range.
        NotFound: a chosen case is not the actor's own.
    """
    actor.must(Permission.LOG_WORK)
    today = organisation(session).today(now)
    check_entry(entry, today=today)
    lock_person(session, actor.person_id)
    contact_id = uuid4()
    insert_contact(session, actor.person_id, contact_id, entry, created_at=now)
    insert_details(session, actor.person_id, contact_id, entry)
    if wanted_events(entry):
        settle_events(session, actor.person_id, contact_id, entry, now=now)
    _follow(session, actor, (entry,), today=today, now=now)
    return contact_id


def edit_contact(
    session: Session,
    actor: Actor,
    contact_id: UUID,
    entry: ContactEntry,
    *,
    version: int,
    now: datetime,
) -> None:
    """Change a contact of the actor's own; everything the entry leaves out goes.

    Raises:
        NotFound: the contact, or a chosen case, is not the actor's own.
        ChangedMeanwhile: it was saved elsewhere after it was opened.
        InvalidValue: the day, minutes, toll, a text or a tag is out of range.
    """
    actor.must(Permission.LOG_WORK)
    lock_person(session, actor.person_id)
    before = own_contact(session, actor, contact_id)
    if before.version != version:
        raise ChangedMeanwhile("contact")
    today = organisation(session).today(now)
    # An old contact may be put right without moving it: only a new day must be a recent one.
    check_entry(entry, today=before.entry.day if entry.day == before.entry.day else today)
    update_contact(session, contact_id, entry, version=version + 1)
    insert_details(session, actor.person_id, contact_id, entry)
    settle_events(session, actor.person_id, contact_id, entry, now=now)
    _follow(session, actor, (before.entry, entry), today=today, now=now, edited=True)


def delete_contact(session: Session, actor: Actor, contact_id: UUID, *, now: datetime) -> None:
    """Delete a contact of the actor's own for good; only the person can take it back, for a day.

    A case that it opened goes and comes back with it, as long as nothing else is on that case.

    Raises:
        NotFound: the contact is not the actor's own.
    """
    actor.must(Permission.LOG_WORK)
    lock_person(session, actor.person_id)
    before = own_contact(session, actor, contact_id, words=False)
    kept = _as_it_was(session, actor, contact_id)
    events = take_out_events(session, contact_id, now=now)
    opened = drop_case_of(session, contact_id)
    _keep_for_undo(session, actor, kept, opened, events, now=now)
    session.connection().execute(delete(_CONTACT).where(_CONTACT.c.id == contact_id))
    today = organisation(session).today(now)
    _follow(session, actor, (before.entry,), today=today, now=now, edited=True)


def undo_delete(session: Session, actor: Actor, *, now: datetime) -> UUID:
    """Bring back the contact that the actor deleted last, as it was, and return its id.

    Raises:
        NotFound: nothing was deleted within the last day, or a case of it is gone.
        InvalidValue: what was kept cannot be true.
    """
    actor.must(Permission.LOG_WORK)
    lock_person(session, actor.person_id)
    kept = kept_draft(session, actor, DraftForm.CONTACT_UNDO, now=now)
    if kept is None:
        raise NotFound("deleted contact")
    deleted = from_body(kept.body)
    entry, today = deleted.entry, organisation(session).today(now)
    # However old it is by now, it was no day ahead.
    check_entry(entry, today=min(entry.day, today))
    insert_contact(
        session,
        actor.person_id,
        deleted.contact_id,
        entry,
        created_at=deleted.created_at,
        version=deleted.version + 1,
    )
    insert_details(session, actor.person_id, deleted.contact_id, entry)
    put_events_back(
        session, actor.person_id, deleted.contact_id, entry.day, deleted.events, now=now
    )
    drop_draft(session, actor, DraftForm.CONTACT_UNDO)
    _follow(session, actor, (entry,), today=today, now=now)
    put_aside_again(session, actor, deleted.put_aside, now=now)
    return deleted.contact_id


def _as_it_was(session: Session, actor: Actor, contact_id: UUID) -> ContactDetail | None:
    try:
        return own_contact(session, actor, contact_id)
    except WordsUnreadable:
        # Words that nobody can read must not keep a person from deleting them.
        return None


def _keep_for_undo(
    session: Session,
    actor: Actor,
    before: ContactDetail | None,
    opened: CaseChoice | None,
    events: tuple[KeptEvent, ...],
    *,
    now: datetime,
) -> None:
    if before is None:
        drop_draft(session, actor, DraftForm.CONTACT_UNDO)
        return
    entry = before.entry
    if opened is not None:
        # Bringing it back opens the case again, as logging it did.
        others = tuple(case for case in entry.case_ids if case != opened.id)
        entry = replace(entry, case_ids=others, new_case_code=opened.code)
    deleted = DeletedContact(
        contact_id=before.id,
        created_at=before.created_at,
        version=before.version,
        entry=entry,
        events=events,
        put_aside=flags_put_aside(session, actor.person_id),
    )
    keep_draft(session, actor, DraftForm.CONTACT_UNDO, to_body(deleted), now=now)


def _follow(
    session: Session,
    actor: Actor,
    entries: Collection[ContactEntry],
    *,
    today: date,
    now: datetime,
    edited: bool = False,
) -> None:
    """Bring sums and flags in line with entries that came, went or changed."""
    weeks = {week_of(entry.day) for entry in entries}
    strain = any(entry.toll is not None for entry in entries)
    for week in sorted(weeks):
        # The sum of a week whose single tolls have expired must outlive a late correction.
        summed = strain and ratings_are_kept(session, week, today=today)
        refresh_week(session, actor.person_id, week, strain=summed)
    kinds = {FlagKind.CASELOAD}
    if any(wanted_events(entry) or is_heavy(entry) for entry in entries):
        kinds.add(FlagKind.SUPPORT_GAP)
    if any(entry.grey_theme is not None for entry in entries):
        kinds.add(FlagKind.BOUNDARY)
    if min(weeks) < week_of(today):
        kinds |= {FlagKind.BURNOUT_RISK, FlagKind.DEPENDENCY}
    earliest = min(entry.day for entry in entries) if edited else None
    refresh_flags(session, actor.person_id, now=now, kinds=kinds, edited_from=earliest)
