"""A supporter answers the weekly pulse, or a questionnaire, and sees the result at once."""

from datetime import timedelta

import streamlit as st

from core.permissions import Permission
from core.queries.sharing import own_sharing
from core.queries.wellbeing import own_pulses
from core.services.questionnaire_offers import PULSE, due_now, offered, own_scores
from core.ui.audience import results_audience
from core.ui.guard import require, this_organisation
from core.ui.instrument_form import instrument_form, just_saved, opened
from core.ui.instrument_offers import instrument_list, instrument_offer, not_now_button
from core.ui.instrument_result import own_history, result_at_once
from core.ui.language import _
from core.ui.pulse_form import pulse_form, pulse_result
from core.ui.resources import now, reading
from core.ui.ring_me import ring_me

actor = require(Permission.LOG_WORK)

today = this_organisation().today(now())
with reading() as session:
    pulses = own_pulses(session, actor, limit=2)
    due = due_now(session, actor, now=now())
    offers = offered(session, actor, now=now())
    results = own_scores(session, actor)
    audience = results_audience(own_sharing(session, actor, now=now()))
monday = today - timedelta(days=today.weekday())
this_week = pulses[0] if pulses and pulses[0].day >= monday else None
asked = next((offer.pack for offer in offers if offer.pack.id == opened()), None)
fresh = next((own for own in results if own.id == just_saved()), None)

st.title(_("Check in"))
# One thing at a time: two forms on a phone are two buttons to save, one of them the wrong one.
if asked is not None:
    instrument_form(asked, audience)
else:
    st.text(_("Six questions about this week. Skip what you like."))
    st.caption(_("Own words, not a validated questionnaire. 5 is always the good end."))
    pulse_form(this_week)
    if this_week is not None:
        pulse_result(pulses)
    if due is not None and due.subject == PULSE:
        not_now_button(due)
    if due is not None and due.title:
        instrument_offer(due)
    instrument_list(offers)
    own_history(results, audience)
if fresh is not None:
    result_at_once(fresh, audience)
else:
    ring_me()
