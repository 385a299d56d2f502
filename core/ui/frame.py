"""The picture frame: choose the menu for this person, then run the page they asked for."""

import streamlit as st

from core.errors import AppError
from core.ui.guard import current_actor
from core.ui.language import _
from core.ui.navigation import menu_for

st.set_page_config(page_title="Holdfast", page_icon="🌿", layout="centered")

actor = current_actor()
if actor is None:
    st.info(_("Please open Holdfast through its front door: `holdfast serve`."))
    st.stop()
page = st.navigation(menu_for(actor))

try:
    page.run()
except AppError as problem:
    st.error(_(str(problem)), icon=":material/info:")
