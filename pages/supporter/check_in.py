"""A supporter answers the weekly pulse and sees the result at once."""

from datetime import timedelta

import streamlit as st

from core.permissions import Permission
from core.queries.people import organisation
from core.queries.wellbeing import own_pulses
from core.ui.guard import require
from core.ui.language import _
from core.ui.pulse_form import pulse_form, pulse_result
from core.ui.resources import now, reading
from core.ui.ring_me import ring_me

actor = require(Permission.LOG_WORK)

with reading() as session:
    pulses = own_pulses(session, actor, limit=2)
    today = organisation(session).today(now())
monday = today - timedelta(days=today.weekday())
this_week = pulses[0] if pulses and pulses[0].day >= monday else None

st.title(_("Check in"))
st.text(_("Six questions about this week. Skip what you like."))
st.caption(_("Own words, not a validated questionnaire. 5 is always the good end."))
pulse_form(this_week)
if this_week is not None:
    pulse_result(pulses)
ring_me()
