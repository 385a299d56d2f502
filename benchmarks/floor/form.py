"""The form for logging a contact with nothing behind it: same widgets, no data, no saving."""

from typing import Final

import streamlit as st

from core.ui.audience import audience_line
from core.ui.contact_fields import ContactFields, main_fields, more_fields
from core.ui.contact_values import CHIPS, NO_CASE
from core.vocabulary import Audience, Debrief, Format

_CASES: Final = {str(number): f"heron {number}" for number in range(3)}
_EMPTY: Final = {
    "day": "2026-01-05",
    "case": NO_CASE,
    "more_cases": [],
    "minutes": CHIPS[0],
    "format": Format.PHONE.value,
    "toll": None,
    "debrief": Debrief.NONE.value,
}


def _empty_again() -> None:
    ContactFields("log", _CASES).fill(_EMPTY)
    st.session_state["said"] = True


@st.fragment
def _form() -> None:
    fields = ContactFields("log", _CASES)
    if "log_minutes" not in st.session_state:
        fields.fill(_EMPTY)
    main_fields(fields)
    with st.container(horizontal=True):
        st.button("Save", type="primary", on_click=_empty_again, key="log_save")
        st.button("Save and log another", key="log_save_another")
    audience_line(Audience.ONLY_YOU, Audience.TEAM_FIGURES)
    if st.session_state.pop("said", False):
        st.toast("Saved.", icon=":material/check_circle:")
        st.success("Saved.", icon=":material/check_circle:")
        st.page_link(_PAGE, label="Change or delete it")
    with st.expander("Add more", icon=":material/add:"):
        more_fields(fields)


def page() -> None:
    """Draw the form."""
    st.title("Log a contact")
    _form()


_PAGE: Final = st.Page(page, title="Log a contact", default=True)
st.navigation([_PAGE]).run()
