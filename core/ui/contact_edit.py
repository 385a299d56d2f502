"""Changing or deleting one of the person's own contacts. A draft survives whatever happens."""

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Final
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from core.errors import AppError, NotFound
from core.permissions import Actor
from core.queries.contacts import ContactDetail, log_defaults, own_contact
from core.queries.drafts import kept_edit
from core.services.contacts import delete_contact, edit_contact
from core.services.drafts import drop_edit, keep_edit
from core.ui.actions import attempt
from core.ui.audience import audience_line
from core.ui.choices import told_apart
from core.ui.contact_draft import ContactDraft, moment_words
from core.ui.contact_fields import ContactFields, main_fields, more_fields
from core.ui.contact_list import close_contact
from core.ui.contact_values import Values, entry_of, restored, values_of, what_is_missing
from core.ui.guard import acting, this_organisation
from core.ui.language import _
from core.ui.plain import plain
from core.ui.resources import now, reading
from core.vocabulary import Audience

_PREFIX: Final = "edit"
_DRAFT: Final = ContactDraft(_PREFIX)
_VERSION: Final = "edit_of_version"
_PROBLEM: Final = "edit_problem"


def contact_edit(actor: Actor, contact_id: UUID) -> None:
    """Draw the fields of a contact with what is saved or was typed, and the ways out."""
    try:
        with reading() as session:
            detail = own_contact(session, actor, contact_id)
            defaults = log_defaults(session, actor, now=now())
    except NotFound:
        st.info(_("That contact is no longer there."), icon=":material/info:")
        st.button(_("Back to my contacts"), key="edit_back", on_click=close_contact)
        return
    cases = {str(case.id): case.code for case in defaults.cases}
    closed = [str(case) for case in detail.entry.case_ids if str(case) not in cases]
    cases = told_apart(cases | {case: _("a closed case") for case in closed})
    fields = ContactFields(_PREFIX, cases)
    fields = replace(fields, changed=partial(_keep, fields, detail))
    if f"{_PREFIX}_day" not in st.session_state:
        _begin(actor, fields, detail)
    _DRAFT.note(partial(_start_afresh, fields, detail))
    main_fields(fields)
    with st.expander(_("More"), icon=":material/add:", expanded=True):
        more_fields(fields)
    audience_line(Audience.ONLY_YOU, Audience.TEAM_FIGURES)
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(plain(_(problem)), icon=":material/error:")
    _ways_out(fields, detail)


def _begin(actor: Actor, fields: ContactFields, detail: ContactDetail) -> None:
    """Fill the form: from the draft, else with what is saved."""
    with reading() as session:
        draft = kept_edit(session, actor, detail.id, now=now())
    saved = values_of(detail.entry)
    if draft is None:
        _fill(fields, saved, detail.version)
        return
    values = restored(draft.body["values"], saved, set(fields.cases))
    # Of the version it was typed over: what was saved elsewhere since is not overwritten.
    zone = this_organisation().time_zone
    _fill(fields, values, draft.body["version"], moment_words(draft.saved_at, zone))


def _fill(fields: ContactFields, values: Values, version: int, drafted: str | None = None) -> None:
    fields.fill(values)
    st.session_state[_VERSION] = version
    _DRAFT.begin(values, drafted)


def _keep(fields: ContactFields, detail: ContactDetail) -> None:
    values = fields.values(values_of(detail.entry))
    body = {"values": values, "version": st.session_state[_VERSION]}

    def write(session: Session, actor: Actor) -> None:
        keep_edit(session, actor, detail.id, body, now=now())

    if problem := _DRAFT.keep(values, write):
        st.session_state[_PROBLEM] = problem


def _start_afresh(fields: ContactFields, detail: ContactDetail) -> None:
    _forget(detail.id)
    _fill(fields, values_of(detail.entry), detail.version)


def _ways_out(fields: ContactFields, detail: ContactDetail) -> None:
    with st.container(horizontal=True):
        st.button(
            _("Save changes"),
            type="primary",
            key="edit_save",
            icon=":material/check:",
            on_click=_save,
            args=(fields, detail),
        )
        st.button(_("Back without saving"), key="edit_back", on_click=_back, args=(detail.id,))
        st.button(
            _("Delete"),
            key="edit_delete",
            icon=":material/delete:",
            on_click=_delete,
            args=(detail.id,),
        )


def _save(fields: ContactFields, detail: ContactDetail) -> None:
    values = fields.values(values_of(detail.entry))
    if problem := what_is_missing(values):
        st.session_state[_PROBLEM] = problem
        return
    try:
        with acting() as (session, actor):
            if actor is None:
                return
            version = st.session_state[_VERSION]
            edit_contact(session, actor, detail.id, entry_of(values), version=version, now=now())
            drop_edit(session, actor, detail.id)
    except AppError as refused:
        st.session_state[_PROBLEM] = str(refused)
        return
    st.toast(_("Changed."), icon=":material/check_circle:")
    close_contact()


def _back(contact_id: UUID) -> None:
    _forget(contact_id)
    close_contact()


def _forget(contact_id: UUID) -> None:
    # When the contact has gone meanwhile, so has its draft.
    with suppress(NotFound), acting() as (session, actor):
        if actor is not None:
            drop_edit(session, actor, contact_id)


def _delete(contact_id: UUID) -> None:
    if attempt(_("Deleted. On top of the list you can bring it back."), delete_contact, contact_id):
        close_contact()
