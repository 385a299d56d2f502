"""The library of what looks after oneself, to browse without any flag."""

import streamlit as st

from core.services.ideas import ideas
from core.ui.flag_steps import step_words
from core.ui.language import _
from core.ui.on_demand import expander


def ideas_list() -> None:
    """Offer every idea with its minutes and its source, when somebody opens it."""
    expander(
        _("Ideas to look after yourself"),
        icon=":material/spa:",
        key="ideas_opened",
        content=_ideas,
    )


def _ideas() -> None:
    alone, together = ideas()
    for words, steps in ((_("By yourself"), alone), (_("With others"), together)):
        st.markdown(f"**{words}**")
        st.markdown("\n".join(f"- {step_words(step)}" for step in steps))
