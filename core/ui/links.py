"""Links from one screen to another, by the path of its file."""

import streamlit as st

from core.permissions import SCREENS
from core.ui.language import _
from core.ui.navigation import page_for


def link_to(path: str, words: str = "", **query: str) -> None:
    """Link a screen, for example ``supporter/log_contact``; its title is the default label.

    ``query`` is what stands behind the question mark of its address.
    """
    screen = next(each for each in SCREENS if each.path == f"pages/{path}.py")
    st.page_link(
        page_for(screen), label=words or _(screen.title), icon=screen.icon, query_params=query
    )


def open_screen(path: str, **query: str) -> None:
    """Go to a screen at once, with what stands behind the question mark of its address."""
    screen = next(each for each in SCREENS if each.path == f"pages/{path}.py")
    st.switch_page(page_for(screen), query_params=query)
