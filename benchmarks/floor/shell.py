"""The product's frame around a page with nothing in it: who is there, menu, urgent help."""

import streamlit as st

from core.ui.guard import current_reader
from core.ui.navigation import menu_for
from core.ui.reader import framed_as
from core.ui.urgent_help import urgent_help

reader = current_reader()
if reader is None:
    st.stop()
st.navigation(menu_for(reader.actor), expanded=True)
with st.sidebar:
    st.text(reader.actor.name)
    st.button("Sign out", icon=":material/logout:")
with framed_as(reader):
    st.title("Empty")
    urgent_help()
