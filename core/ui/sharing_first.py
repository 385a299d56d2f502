"""Before the first log: the person chooses what is shared. Nothing is chosen for them."""

import streamlit as st

from core.permissions import Actor
from core.queries.sharing import sharing_is_chosen
from core.ui.language import _
from core.ui.links import open_screen
from core.ui.resources import reading


def sharing_comes_first(actor: Actor) -> bool:
    """Return whether this person still has to choose, and if so say so with the way there."""
    with reading() as session:
        if sharing_is_chosen(session, actor):
            return False
    with st.container(border=True):
        st.markdown(f":material/lock: **{_('First, you choose what you share')}**")
        st.text(
            _(
                "Nothing about how you are is shared unless you say so. "
                "Please choose once; you can change it any time."
            )
        )
        words = _("Choose what to share")
        if st.button(words, type="primary", icon=":material/tune:", key="choose_sharing"):
            open_screen("account/my_data")
    return True
