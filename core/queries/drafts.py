"""Unsaved forms a person may return to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from core.errors import WordsUnreadable
from core.models import Draft
from core.models.base import open_words
from core.permissions import Actor, Permission
from core.rules.drafts import KEPT_FOR
from core.vocabulary import DraftForm


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A form as it was when it was last kept."""

    body: Mapping[str, Any]
    saved_at: datetime


def kept_draft(
    session: Session, actor: Actor, form: DraftForm, *, now: datetime
) -> KeptDraft | None:
    """Return the actor's unsaved form, unless it has expired or its key is gone."""
    actor.must(Permission.LOG_WORK)
    row = session.exec(
        select(Draft.id, Draft.body, Draft.saved_at).where(
            Draft.person_id == actor.person_id,
            Draft.form == form,
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
