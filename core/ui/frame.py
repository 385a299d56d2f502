"""The picture frame: choose the menu for this person, then run the page they asked for."""

import streamlit as st

from core.errors import AppError
from core.settings import settings
from core.ui.guard import current_reader, sign_out
from core.ui.language import _
from core.ui.navigation import menu_for
from core.ui.plain import plain
from core.ui.reader import framed_as
from core.ui.refusals import note_refused
from core.ui.urgent_help import urgent_help

# An icon of our own: without one, browsers would fetch that of the page from another host.
st.set_page_config(page_icon=f"{settings().public_url}/favicon.png", layout="centered")

reader = current_reader()
if reader is None:
    st.info(_("Please open Holdfast through its front door: `holdfast serve`."))
    st.stop()

page = st.navigation(menu_for(reader.actor), expanded=True)
st.logo(f"{settings().public_url}/door/holdfast.svg", size="large")
with st.sidebar:
    st.text(reader.actor.name)
    # The key is what static/guard.js of the front door listens for.
    st.button(_("Sign out"), key="sign_out", icon=":material/logout:", on_click=sign_out)

body = st.container()
# Below the page, but drawn before it runs, because a page may stop anywhere.
with framed_as(reader):
    urgent_help()
with body, framed_as(reader):
    try:
        page.run()
    except AppError as problem:
        note_refused(problem, reader.actor, page.url_path)
        st.error(plain(_(str(problem))), icon=":material/info:")
