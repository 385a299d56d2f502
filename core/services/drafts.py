"""Keeping a form that is not saved yet, so that a lost tab loses nothing."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import bindparam, delete, insert
from sqlmodel import Session

from core.errors import InvalidValue
from core.models import Draft
from core.models.base import seal_words, table_of
from core.permissions import Actor, Permission
from core.rules.drafts import LONGEST_BODY
from core.services.locking import lock_person
from core.vocabulary import DraftForm

_DRAFT: Final = table_of(Draft)
_DROP: Final = delete(_DRAFT).where(
    _DRAFT.c.person_id == bindparam("person"), _DRAFT.c.form == bindparam("which")
)


def keep_draft(
    session: Session, actor: Actor, form: DraftForm, body: Mapping[str, Any], *, now: datetime
) -> None:
    """Keep the actor's unsaved form, encrypted, in place of an earlier one.

    Raises:
        NotAllowed: the actor's role does not log work.
        InvalidValue: the form holds far more text than it can save.
    """
    actor.must(Permission.LOG_WORK)
    text = json.dumps(body, ensure_ascii=False)
    if len(text) > LONGEST_BODY:
        raise InvalidValue("The form holds too much text to keep; please shorten the note.")
    lock_person(session, actor.person_id)
    drop_draft(session, actor, form)
    draft_id = uuid4()
    session.connection().execute(
        insert(_DRAFT),
        {
            "id": draft_id,
            "person_id": actor.person_id,
            "form": form,
            "body": seal_words(text, "draft.body", draft_id, actor.person_id),
            "saved_at": now,
        },
    )


def drop_draft(session: Session, actor: Actor, form: DraftForm) -> None:
    """Forget the actor's unsaved form, if there is one."""
    actor.must(Permission.LOG_WORK)
    session.connection().execute(_DROP, {"person": actor.person_id, "which": form})
