"""A supporter logs a contact: as last time, tap the toll, save."""

import streamlit as st

from core.permissions import Permission
from core.ui.guard import require
from core.ui.language import _
from core.ui.log_form import log_form
from core.ui.ring_me import ring_me
from core.ui.sharing_first import sharing_comes_first

actor = require(Permission.LOG_WORK)

st.title(_("Log a contact"))
if not sharing_comes_first(actor):
    log_form()
ring_me()
