"""A supporter's first screen: how the week looks, what is due, and the way to the log."""

import streamlit as st

from core.permissions import Permission
from core.queries.today import own_today
from core.queries.training import training_due_count
from core.services.questionnaire_offers import due_now
from core.ui.asking import was_asked
from core.ui.audience import audience_line
from core.ui.guard import require, this_organisation
from core.ui.language import _
from core.ui.links import open_screen
from core.ui.own_flags import current_flags, flag_summary
from core.ui.resources import now, reading
from core.ui.ring_me import ring_me
from core.ui.sharing_first import sharing_comes_first
from core.ui.today_parts import (
    greeting,
    level_in_words,
    pause_line,
    week_in_words,
    what_is_due,
)
from core.vocabulary import Audience

actor = require(Permission.LOG_WORK)

flags = current_flags(actor)
place = this_organisation()
with reading() as session:
    today = own_today(session, actor, now=now())
    due = due_now(session, actor, now=now())
    training_due = training_due_count(session, actor, now=now())

st.title(greeting(actor.name, now(), place.time_zone))
pause_line(today)
st.text(week_in_words(today))
if words := level_in_words(today):
    st.text(words)
audience_line(Audience.ONLY_YOU)
if not sharing_comes_first(actor) and st.button(
    _("Log a contact"), type="primary", icon=":material/add_circle:", key="today_log"
):
    open_screen("supporter/log_contact")
was_asked(today.asked)
flag_summary(flags)
what_is_due(actor, due, training_due, today.day)
ring_me()
