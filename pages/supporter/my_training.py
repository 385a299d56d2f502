"""Somebody sees which training is due, and records what they completed."""

import streamlit as st

from core.permissions import Permission
from core.queries.training import own_training
from core.ui.empty import nothing_yet
from core.ui.guard import require, this_organisation
from core.ui.language import _
from core.ui.own_training import all_modules, in_focus, record_form, what_is_due, what_waits
from core.ui.resources import now, reading
from core.ui.ring_me import ring_me

actor = require(Permission.OWN_TRAINING)

supports = actor.may(Permission.LOG_WORK)
today = this_organisation().today(now())
with reading() as session:
    modules = own_training(session, actor, now=now())

st.title(_("My training"))
if not modules:
    nothing_yet(
        _("There is no training in the catalogue yet. A training lead adds it under Modules.")
    )
    if supports:
        ring_me()
    st.stop()

in_focus(modules, st.query_params.get("module", ""))
what_is_due(modules)
record_form(modules, today=today)
what_waits(modules)
all_modules(modules)
if supports:
    ring_me()
