"""The menu of one person, from the table of screens."""

from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from core.permissions import SCREENS, Actor, Screen
from core.ui.guard import current_actor
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
    """Return the Streamlit page of a screen, as it stands in this person's menu."""
    actor = current_actor()
    # The first screen lies at the root address; a link must know, or it leads astray.
    return _page(screen, first=actor is not None and first_screen(actor) == screen.path)


def menu_for(actor: Actor) -> list[StreamlitPage]:
    """Return the pages this person may open, flat: sections would break list semantics."""
    first = first_screen(actor)
    return [
        _page(screen, first=screen.path == first)
        for screen in SCREENS
        if actor.may(screen.permission)
    ]


def _page(screen: Screen, *, first: bool) -> StreamlitPage:
    return st.Page(
        ROOT / screen.path,
        title=_(screen.title),
        icon=screen.icon,
        url_path=screen.url_path,
        default=first,
    )
