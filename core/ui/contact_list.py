"""A person's own contacts, newest first."""

from datetime import date
from typing import Final

import streamlit as st

from core.permissions import Actor
from core.queries.contacts import ContactRow, own_contact_count, own_contacts
from core.queries.drafts import kept_draft
from core.services.contacts import undo_delete
from core.ui.actions import act
from core.ui.days import day_words, duration_words
from core.ui.empty import nothing_yet
from core.ui.guard import this_organisation
from core.ui.labels import label
from core.ui.language import _
from core.ui.plain import about
from core.ui.resources import now, reading
from core.ui.toll import toll_words
from core.vocabulary import Debrief, DraftForm

OPENED: Final = "contacts_opened"
"""Key of the contact that is open for changing."""
_PAGE: Final = "contacts_page"
_PER_PAGE: Final = 10


def contact_list(actor: Actor) -> None:
    """Draw one page of the list; a button on each line opens it for changing."""
    page = int(st.session_state.get(_PAGE, 1))
    with reading() as session:
        count = own_contact_count(session, actor)
        shown = own_contacts(session, actor, limit=_PER_PAGE, offset=(page - 1) * _PER_PAGE)
        undo = kept_draft(session, actor, DraftForm.CONTACT_UNDO, now=now())
    today = this_organisation().today(now())
    if undo is not None:
        _undo()
    if not count:
        nothing_yet(
            _("Your contacts appear here once you log one."),
            to_do=_("Log a contact"),
            path="supporter/log_contact",
        )
        return
    for row in shown:
        _line(row, today)
    if count > _PER_PAGE:
        st.pagination(-(-count // _PER_PAGE), key=_PAGE)


def _undo() -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/delete: {_('You deleted a contact.')}")
        st.button(
            _("Bring it back"),
            key="contacts_undo",
            icon=":material/undo:",
            on_click=act,
            args=(_("It is back."), undo_delete),
        )


def _line(row: ContactRow, today: date) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        day = day_words(row.day, today=today)
        with st.container(gap=None):
            st.markdown(f"**{day}** · {_what(row)}")
            if row.codes:
                st.text(", ".join(row.codes))
            st.caption(" · ".join(_notes(row)))
        st.button(
            about(_("Change"), f"{day}, {_what(row)}"),
            key=f"contacts_open_{row.id}",
            type="tertiary",
            icon=":material/edit:",
            on_click=st.session_state.update,
            args=({OPENED: str(row.id)},),
        )


def _what(row: ContactRow) -> str:
    return f"{label(row.format)}, {duration_words(row.minutes)}"


def _notes(row: ContactRow) -> list[str]:
    said = (
        (True, _("toll {toll}").format(toll=toll_words(row.toll))),
        (row.incident, _("incident")),
        (not row.planned, _("not planned")),
        (row.outside_hours, _("outside agreed hours")),
        (row.no_contact_made, _("no contact made")),
        (row.debrief is not Debrief.NONE, label(row.debrief)),
        (row.grey_theme is not None, _("felt grey")),
        (row.has_words, _("with a note")),
    )
    return [words for holds, words in said if holds]
