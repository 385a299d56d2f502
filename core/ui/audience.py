"""The line under a wellbeing field or figure: who can see this."""

from typing import Final

import streamlit as st

from core.ui.labels import label
from core.vocabulary import Audience

ICONS: Final = {
    Audience.ONLY_YOU: ":material/lock:",
    Audience.YOUR_COORDINATORS: ":material/group:",
    Audience.TEAM_FIGURES: ":material/groups:",
}


def audience_words(audience: Audience) -> str:
    """Return icon and words for who can see something."""
    return f"{ICONS[audience]} {label(audience)}"


def audience_line(audience: Audience, *more: Audience) -> None:
    """Write who can see the field above; several lines are joined."""
    st.caption(" · ".join(audience_words(each) for each in (audience, *more)))
