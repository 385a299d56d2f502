"""The menu of one person, from the table of screens."""

from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from core.permissions import SCREENS, Actor, Screen
from core.ui.language import _
from core.vocabulary import Role

ROOT: Final = Path(__file__).parents[2]

# The first role that a person has decides; whoever coordinates starts with the team.
_FIRST: Final = (
    (Role.COORDINATOR, "pages/coordinator/team_overview.py"),
    (Role.SUPPORTER, "pages/supporter/today.py"),
    (Role.TRAINING_LEAD, "pages/training/completion.py"),
    (Role.ADMINISTRATOR, "pages/coordinator/people.py"),
)


def first_screen(actor: Actor) -> str:
    """Return the path of the screen that this person arrives at."""
    return next((path for role, path in _FIRST if role in actor.roles), SCREENS[-1].path)


def page_for(screen: Screen) -> StreamlitPage:
    """Return the Streamlit page of a screen."""
    # A copy, because a run marks the page that it is about to show.
    return copy(_page(screen.path, _(screen.title), screen.icon, screen.url_path))


@lru_cache
def _page(path: str, title: str, icon: str, url_path: str) -> StreamlitPage:
    # Looking for fifteen files in every run was a third of what the frame costs.
    return st.Page(ROOT / path, title=title, icon=icon, url_path=url_path)


def menu_for(actor: Actor) -> list[StreamlitPage]:
    """Return the pages this person may open, flat: sections would break list semantics."""
    pages = {screen.path: page_for(screen) for screen in SCREENS if actor.may(screen.permission)}
    return [_arrival(pages[first_screen(actor)]), *pages.values()]


def _arrival(first: StreamlitPage) -> StreamlitPage:
    # Streamlit serves its default page at the root address alone. A page that only leads on
    # lets every screen keep one address of its own, whoever looks.
    def arrive() -> None:
        st.switch_page(first)

    return st.Page(arrive, title="Holdfast", default=True, visibility="hidden")
