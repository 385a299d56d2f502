"""The line under a wellbeing field or figure: who can see this."""

from typing import Final

import streamlit as st

from core.queries.sharing import OwnSharing
from core.ui.labels import label
from core.vocabulary import Audience, ShareScope, ShareTopic

ICONS: Final = {
    Audience.ONLY_YOU: ":material/lock:",
    Audience.YOUR_COORDINATORS: ":material/group:",
    Audience.TEAM_FIGURES: ":material/groups:",
}


def audience_words(audience: Audience) -> str:
    """Return icon and words for who can see something."""
    return f"{ICONS[audience]} {label(audience)}"


def results_audience(sharing: OwnSharing) -> Audience:
    """Return who can see the results of questionnaires, as the person chose."""
    scope = sharing.choices.get(ShareTopic.INSTRUMENTS, ShareScope.NOTHING)
    return Audience.ONLY_YOU if scope is ShareScope.NOTHING else Audience.YOUR_COORDINATORS


def audience_line(audience: Audience, *more: Audience, below: str = "") -> None:
    """Write who can see what is above; several are joined, ``below`` an explanation of it."""
    who = " · ".join(audience_words(each) for each in (audience, *more))
    st.caption(f"{below}  \n{who}" if below else who)
