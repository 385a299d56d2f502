"""Keeping a form that is not saved yet, so that a lost tab loses nothing."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, insert
from sqlmodel import Session, select

from core.errors import InvalidValue, NotFound
from core.models import Contact, Draft
from core.models.base import seal_words, table_of
from core.permissions import Actor, Permission
from core.rules.drafts import LONGEST_BODY
from core.services.locking import lock_person
from core.vocabulary import DraftForm

_DRAFT: Final = table_of(Draft)
_DROP: Final = delete(_DRAFT).where(
    _DRAFT.c.person_id == bindparam("person"),
    _DRAFT.c.form == bindparam("which"),
    _DRAFT.c.contact_id.is_not_distinct_from(
        bindparam("of_contact", type_=_DRAFT.c.contact_id.type)
    ),
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
    _keep(session, actor, form, None, body, now=now)


def keep_edit(
    session: Session, actor: Actor, contact_id: UUID, body: Mapping[str, Any], *, now: datetime
) -> None:
    """Keep what the actor typed while changing a contact; it goes when the contact goes.

    Raises:
        NotFound: the contact is not the actor's own.
        InvalidValue: the form holds far more text than it can save.
    """
    _must_be_own(session, actor, contact_id)
    _keep(session, actor, DraftForm.CONTACT_EDIT, contact_id, body, now=now)


def drop_draft(session: Session, actor: Actor, form: DraftForm) -> None:
    """Forget the actor's unsaved form, if there is one."""
    actor.must(Permission.LOG_WORK)
    _drop(session, actor, form, None)


def drop_edit(session: Session, actor: Actor, contact_id: UUID) -> None:
    """Forget what the actor typed while changing a contact, if there is anything.

    Raises:
        NotFound: the contact is not the actor's own.
    """
    _must_be_own(session, actor, contact_id)
    _drop(session, actor, DraftForm.CONTACT_EDIT, contact_id)


def _must_be_own(session: Session, actor: Actor, contact_id: UUID) -> None:
    actor.must(Permission.LOG_WORK)
    own = select(Contact.id).where(Contact.id == contact_id, Contact.person_id == actor.person_id)
    if session.exec(own).first() is None:
        raise NotFound("contact")


def _keep(
    session: Session,
    actor: Actor,
    form: DraftForm,
    contact_id: UUID | None,
    body: Mapping[str, Any],
    *,
    now: datetime,
) -> None:
    text = json.dumps(body, ensure_ascii=False)
    if len(text) > LONGEST_BODY:
        raise InvalidValue("The form holds too much text to keep; please shorten the note.")
    lock_person(session, actor.person_id)
    _drop(session, actor, form, contact_id)
    draft_id = uuid4()
    session.connection().execute(
        insert(_DRAFT),
        {
            "id": draft_id,
            "person_id": actor.person_id,
            "form": form,
            "contact_id": contact_id,
            "body": seal_words(text, "draft.body", draft_id, actor.person_id),
            "saved_at": now,
        },
    )


def _drop(session: Session, actor: Actor, form: DraftForm, contact_id: UUID | None) -> None:
    session.connection().execute(
        _DROP, {"person": actor.person_id, "which": form, "of_contact": contact_id}
    )
