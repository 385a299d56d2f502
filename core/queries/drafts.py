"""Unsaved forms a person may return to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from core.errors import WordsUnreadable
from core.models import Contact, Draft
from core.models.base import open_words
from core.permissions import Actor, Permission
from core.queries.rows import rows
from core.rules.drafts import KEPT_FOR
from core.vocabulary import DraftForm, Format


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A form as it was when it was last kept."""

    body: Mapping[str, Any]
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class UnsavedEdit:
    """A contact that somebody began to change, as it is saved."""

    contact_id: UUID
    day: date
    minutes: int
    format: Format


def kept_draft(
    session: Session, actor: Actor, form: DraftForm, *, now: datetime
) -> KeptDraft | None:
    """Return the actor's unsaved form, unless it has expired or its key is gone."""
    actor.must(Permission.LOG_WORK)
    return _kept(session, actor, form, None, now=now)


def kept_edit(
    session: Session, actor: Actor, contact_id: UUID, *, now: datetime
) -> KeptDraft | None:
    """Return what the actor typed while changing a contact, if it was not saved."""
    actor.must(Permission.LOG_WORK)
    return _kept(session, actor, DraftForm.CONTACT_EDIT, contact_id, now=now)


def unsaved_edits(session: Session, actor: Actor, *, now: datetime) -> list[UnsavedEdit]:
    """Return the contacts that the actor began to change and did not save, the latest first."""
    actor.must(Permission.LOG_WORK)
    found = rows(
        session,
        columns(col(Contact.id), col(Contact.day), col(Contact.minutes), col(Contact.format))
        .join(Draft, col(Draft.contact_id) == col(Contact.id))
        .where(
            col(Draft.person_id) == actor.person_id,
            col(Draft.form) == DraftForm.CONTACT_EDIT,
            col(Draft.saved_at) > now - KEPT_FOR[DraftForm.CONTACT_EDIT],
        )
        .order_by(col(Draft.saved_at).desc()),
    )
    return [UnsavedEdit(*row) for row in found]


def _kept(
    session: Session, actor: Actor, form: DraftForm, contact_id: UUID | None, *, now: datetime
) -> KeptDraft | None:
    row = session.exec(
        select(Draft.id, Draft.body, Draft.saved_at).where(
            Draft.person_id == actor.person_id,
            Draft.form == form,
            col(Draft.contact_id).is_not_distinct_from(contact_id),
            col(Draft.saved_at) > now - KEPT_FOR[form],
        )
    ).first()
    if row is None:
        return None
    draft_id, body, saved_at = row
    try:
        text = open_words(body, "draft.body", draft_id, actor.person_id)
    except WordsUnreadable:
        return None
    return KeptDraft(body=json.loads(text), saved_at=saved_at)
