"""The product's frame around a page with nothing in it: who is there, menu, urgent help."""

import streamlit as st

from core.ui.guard import current_actor, framed_as
from core.ui.navigation import menu_for
from core.ui.urgent_help import urgent_help

actor = current_actor()
if actor is None:
    st.stop()
st.navigation(menu_for(actor), expanded=True)
with st.sidebar:
    st.text(actor.name)
    st.button("Sign out", icon=":material/logout:")
with framed_as(actor):
    st.title("Empty")
    urgent_help()
