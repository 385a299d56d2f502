"""The menu of one person, from the table of screens."""

from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from core.permissions import SCREENS, Actor, Screen
from core.ui.language import _

ROOT: Final = Path(__file__).parents[2]


def page_for(screen: Screen) -> StreamlitPage:
    """Return the Streamlit page of a screen."""
    return st.Page(
        ROOT / screen.path, title=_(screen.title), icon=screen.icon, url_path=screen.url_path
    )


def menu_for(actor: Actor) -> list[StreamlitPage]:
    """Return the pages this person may open, flat: sections would break list semantics."""
    return [page_for(screen) for screen in SCREENS if actor.may(screen.permission)]
