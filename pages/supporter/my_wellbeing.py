"""A supporter sees how they are against their own normal, and every flag with its reasons."""

import streamlit as st

from core.permissions import Permission
from core.queries.new_usual import own_new_usual
from core.queries.strain_signs import own_signs
from core.queries.wellbeing import own_weeks
from core.ui.earlier_flags import earlier_flags
from core.ui.guard import require
from core.ui.ideas import ideas_list
from core.ui.language import _
from core.ui.new_usual import new_usual
from core.ui.own_flags import current_flags, flag_cards
from core.ui.own_signs import own_signs_list
from core.ui.own_trend import own_trend
from core.ui.resources import now, reading
from core.ui.ring_me import ring_me

actor = require(Permission.LOG_WORK)

flags = current_flags(actor)
with reading() as session:
    weeks = own_weeks(session, actor, now=now())
    signs = own_signs(session, actor, now=now())
    said = own_new_usual(session, actor, now=now())

st.title(_("My wellbeing"))
ring_me(at_once=any(view.urgent for view in flags))
st.header(_("Flags"))
flag_cards(flags)
own_signs_list(signs)
earlier_flags()
ideas_list()
own_trend(weeks)
if weeks.points:
    new_usual(said)
