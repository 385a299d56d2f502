"""A person reads, feature by feature, who can see it about them today."""

import streamlit as st

from core.permissions import Permission
from core.queries.seen import what_can_be_seen
from core.ui.guard import require
from core.ui.language import _
from core.ui.links import link_to
from core.ui.resources import now, reading
from core.ui.seen_list import seen_list

actor = require(Permission.OWN_ACCOUNT)
with reading() as session:
    seen = what_can_be_seen(session, actor, now=now())

st.title(_("What can be seen about me"))
st.text(
    _(
        "This page is made from the same tables that open and close the doors. "
        "What is not listed here is seen by nobody."
    )
)
link_to("account/my_data", _("Change what you share"))
seen_list(seen)

st.header(f":material/dns: {_('Whoever runs the server')}")
st.text(
    _(
        "Your words are encrypted, but the key lies on the same machine: who has full access to "
        "it could read them, and can read figures and dates. Ask who that is."
    )
)
