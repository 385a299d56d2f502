"""A person's own contacts, newest first."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final
from uuid import UUID

import streamlit as st

from core.permissions import Actor
from core.queries.contacts import ContactRow, own_contact_count, own_contacts
from core.queries.drafts import UnsavedEdit, kept_draft, unsaved_edits
from core.services.contacts import undo_delete
from core.ui.actions import act
from core.ui.days import day_words, duration_words
from core.ui.empty import nothing_yet
from core.ui.guard import this_organisation
from core.ui.labels import label
from core.ui.language import _
from core.ui.plain import about, plain
from core.ui.resources import now, reading
from core.ui.toll import toll_words
from core.vocabulary import Debrief, DraftForm

_OPENED: Final = "id"
"""Names in the address which contact is open for changing, so that a refresh stays with it."""
_PAGE: Final = "contacts_page"
_PER_PAGE: Final = 10


def opened_contact() -> UUID | None:
    """Return the contact that is open for changing."""
    try:
        return UUID(st.query_params.get(_OPENED, ""))
    except ValueError:
        return None


def close_contact() -> None:
    """Go back to the list; made for a callback."""
    st.query_params.pop(_OPENED, None)


def _open(contact_id: UUID) -> None:
    st.query_params[_OPENED] = str(contact_id)


def contact_list(actor: Actor) -> None:
    """Draw one page of the list; a button on each line opens it for changing."""
    page = int(st.session_state.get(_PAGE, 1))
    with reading() as session:
        count = own_contact_count(session, actor)
        shown = own_contacts(session, actor, limit=_PER_PAGE, offset=(page - 1) * _PER_PAGE)
        undo = kept_draft(session, actor, DraftForm.CONTACT_UNDO, now=now())
        unsaved = unsaved_edits(session, actor, now=now())
    today = this_organisation().today(now())
    if undo is not None:
        _undo()
    _unsaved(unsaved, today)
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


def _unsaved(edits: Sequence[UnsavedEdit], today: date) -> None:
    for edit in edits:
        which = f"{day_words(edit.day, today=today)}, {_what(edit)}"
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            words = _("You began to change {which}. It is kept, and not saved yet.")
            st.markdown(f":material/draft: {plain(words.format(which=which))}")
            st.button(
                about(_("Go on"), which),
                key=f"contacts_go_on_{edit.contact_id}",
                icon=":material/edit:",
                on_click=_open,
                args=(edit.contact_id,),
            )


def _line(row: ContactRow, today: date) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        day = day_words(row.day, today=today)
        with st.container():
            # One text for a line: each element of its own costs as much as asking the database.
            st.markdown("  \n".join(_lines(row, day)))
        st.button(
            about(_("Change"), f"{day}, {_what(row)}"),
            key=f"contacts_open_{row.id}",
            type="tertiary",
            icon=":material/edit:",
            on_click=_open,
            args=(row.id,),
        )


def _lines(row: ContactRow, day: str) -> Iterator[str]:
    yield f"**{day[:1].upper()}{day[1:]}** · {_what(row)}"
    if row.codes:
        yield plain(", ".join(row.codes))
    yield f":small[{' · '.join(_notes(row))}]"


def _what(row: ContactRow | UnsavedEdit) -> str:
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
