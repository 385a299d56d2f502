"""Changing or deleting one of the person's own contacts."""

from typing import Final
from uuid import UUID

import streamlit as st

from core.errors import AppError
from core.permissions import Actor
from core.queries.contacts import ContactDetail, log_defaults, own_contact
from core.services.contacts import delete_contact, edit_contact
from core.ui.actions import attempt
from core.ui.audience import audience_line
from core.ui.contact_fields import ContactFields, main_fields, more_fields
from core.ui.contact_list import OPENED
from core.ui.contact_values import NEW_CASE, entry_of, values_of
from core.ui.guard import acting
from core.ui.language import _
from core.ui.plain import plain
from core.ui.resources import now, reading
from core.vocabulary import Audience

_PREFIX: Final = "edit"
_VERSION: Final = "edit_of_version"
_PROBLEM: Final = "edit_problem"


def contact_edit(actor: Actor, contact_id: UUID) -> None:
    """Draw the fields of a contact with what is saved, and the ways out."""
    with reading() as session:
        detail = own_contact(session, actor, contact_id)
        defaults = log_defaults(session, actor, now=now())
    cases = {str(case.id): case.code for case in defaults.cases}
    closed = [str(case) for case in detail.entry.case_ids if str(case) not in cases]
    cases |= {case: _("a closed case") for case in closed}
    fields = ContactFields(_PREFIX, cases)
    if f"{_PREFIX}_day" not in st.session_state:
        fields.fill(values_of(detail.entry))
        st.session_state[_VERSION] = detail.version
    main_fields(fields)
    with st.expander(_("More"), icon=":material/add:", expanded=True):
        more_fields(fields)
    audience_line(Audience.ONLY_YOU, Audience.TEAM_FIGURES)
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(plain(_(problem)), icon=":material/error:")
    _ways_out(fields, detail)


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
        st.button(_("Back without saving"), key="edit_back", on_click=_close)
        st.button(
            _("Delete"),
            key="edit_delete",
            icon=":material/delete:",
            on_click=_delete,
            args=(detail.id,),
        )


def _save(fields: ContactFields, detail: ContactDetail) -> None:
    values = fields.values(values_of(detail.entry))
    if values["case"] == NEW_CASE and not values["new_code"].strip():
        st.session_state[_PROBLEM] = "Please give the new case a code, or choose No case."
        return
    try:
        with acting() as (session, actor):
            if actor is None:
                return
            version = st.session_state[_VERSION]
            edit_contact(session, actor, detail.id, entry_of(values), version=version, now=now())
    except AppError as problem:
        st.session_state[_PROBLEM] = str(problem)
        return
    st.toast(_("Changed."), icon=":material/check_circle:")
    _close()


def _delete(contact_id: UUID) -> None:
    if attempt(_("Deleted. On top of the list you can bring it back."), delete_contact, contact_id):
        _close()


def _close() -> None:
    st.session_state.pop(OPENED, None)
    st.session_state.pop(_VERSION, None)
