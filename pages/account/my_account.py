"""A person's own account: sign-ins, password, second step, and what was changed about it."""

import streamlit as st

from core.permissions import Permission
from core.queries.access import own_sessions
from core.queries.roster import own_account_changes
from core.queries.second_factor import own_second_step
from core.settings import settings
from core.ui.account_changes import account_changes
from core.ui.guard import require, this_organisation
from core.ui.language import _
from core.ui.own_account import own_password, own_second_step_state, own_sign_ins
from core.ui.resources import now, reading

actor = require(Permission.OWN_ACCOUNT)
moment = now()
with reading() as session:
    sign_ins = own_sessions(session, actor, this_one=str(st.user.get("sid", "")), now=moment)
    second_step = own_second_step(session, actor, policy=settings().second_factor)
    changes = own_account_changes(session, actor)

st.title(_("My account"))
st.header(_("Where you are signed in"))
own_sign_ins(sign_ins, this_organisation(), now=moment)
st.header(_("Password"))
own_password()
st.header(_("Second step at sign-in"))
own_second_step_state(second_step)
account_changes(changes, this_organisation())
