"""What a person can do with a flag about them."""

from typing import TYPE_CHECKING

import streamlit as st

from core.ui.language import _

if TYPE_CHECKING:
    from core.queries.flags import FlagView


def flag_actions(view: "FlagView") -> None:
    """Offer the answers a person can give; filled in with the services."""
    st.caption(_("Raised {day}.").format(day=view.raised_at.date()))
