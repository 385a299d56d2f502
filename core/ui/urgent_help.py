"""Urgent help: one tap away on every page."""

import re
from typing import Final
from urllib.parse import quote

import streamlit as st

from core.ui.guard import this_organisation
from core.ui.language import _
from core.ui.plain import plain

# A number somebody can ring: at least three digits, spaces and dashes between them.
_NUMBER: Final = re.compile(r"\+?\d[\d \-/()]{1,}\d")


def urgent_help() -> None:
    """Offer the organisation's numbers for urgent help, closed until somebody needs them."""
    with st.expander(_("Urgent help"), icon=":material/emergency:"):
        urgent_numbers()


def urgent_panel() -> None:
    """Show the numbers at once, because something urgent came up."""
    with st.container(border=True):
        st.markdown(f":material/emergency: **{_('Please do not stay alone with this.')}**")
        st.text(_("Ring your coordinator today, or one of these numbers."))
        urgent_numbers()


def urgent_numbers() -> None:
    """Show the numbers themselves; a line with a number in it is a button that rings it."""
    words = this_organisation().urgent_help
    if not words.strip():
        st.text(
            _(
                "If somebody is in danger now, ring your local emergency number. "
                "Your administrator has not added other numbers yet."
            )
        )
    for line in filter(None, map(str.strip, words.splitlines())):
        if found := _NUMBER.search(line):
            number = re.sub(r"[^\d+]", "", found[0])
            ring = f"tel:{quote(number, safe='+')}"
            st.link_button(plain(line), ring, icon=":material/call:")
        else:
            st.text(line)
