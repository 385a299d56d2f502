"""A supporter keeps their cases, what they agreed to carry, and what carries them."""

from functools import partial

import streamlit as st

from core.permissions import Permission
from core.queries.cases import own_agreement, own_cases, own_meetings, own_pauses
from core.queries.thresholds import usual_capacity
from core.ui.case_list import case_list, closed_cases, new_case_form
from core.ui.guard import require, this_organisation
from core.ui.language import _
from core.ui.on_demand import expander
from core.ui.own_capacity import own_capacity
from core.ui.own_flags import current_flags, flag_summary
from core.ui.own_support import PAUSE_OPENED, own_meetings_row, pause_banner, pause_form
from core.ui.resources import now, reading
from core.ui.ring_me import ring_me
from core.vocabulary import FlagKind

actor = require(Permission.LOG_WORK)

leaning = [view for view in current_flags(actor) if view.kind is FlagKind.DEPENDENCY]
today = this_organisation().today(now())
with reading() as session:
    cases = own_cases(session, actor, now=now())
    ended = own_cases(session, actor, now=now(), closed=True)
    agreement = own_agreement(session, actor)
    usual = usual_capacity(session, actor)
    meetings = own_meetings(session, actor)
    pauses = own_pauses(session, actor, now=now())

st.title(_("My cases"))
pause_banner(pauses)
own_capacity(cases, agreement, usual=usual)
flag_summary(leaning)
st.header(_("Open cases"))
case_list(cases, today)
st.caption(_("Codes and contacts: only you. Your coordinators see how many cases, how often."))
expander(_("Open a new case"), icon=":material/add:", key="new_case_opened", content=new_case_form)
st.header(_("What carries you"))
own_meetings_row(actor, meetings, today)
if not pauses:
    expander(
        _("Take a pause"),
        icon=":material/beach_access:",
        key=PAUSE_OPENED,
        content=partial(pause_form, today),
    )
if ended:
    expander(
        _("Ended cases"),
        icon=":material/inventory_2:",
        key="ended_cases_opened",
        content=partial(closed_cases, ended),
    )
ring_me()
