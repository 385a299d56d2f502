"""A supporter looks through their own contacts, changes or deletes them."""

import streamlit as st

from core.permissions import Permission
from core.ui.audience import audience_line
from core.ui.contact_edit import contact_edit
from core.ui.contact_list import contact_list, opened_contact
from core.ui.guard import require
from core.ui.language import _
from core.ui.ring_me import ring_me
from core.vocabulary import Audience

actor = require(Permission.LOG_WORK)

opened = opened_contact()
if opened is not None:
    st.title(_("Change a contact"))
    contact_edit(actor, opened)
else:
    st.title(_("My contacts"))
    audience_line(Audience.ONLY_YOU)
    contact_list(actor)
ring_me()
