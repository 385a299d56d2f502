"""A supporter looks at their own boundaries once a month, and sees at once what may help."""

from datetime import timedelta

import streamlit as st

from core.permissions import Permission
from core.queries.contacts import own_contacts
from core.queries.wellbeing import own_checks
from core.services.questionnaire_offers import BOUNDARY_CHECK, due_now
from core.ui.grey_notes import grey_notes
from core.ui.guard import require, this_organisation
from core.ui.instrument_offers import not_now_button
from core.ui.language import _
from core.ui.on_demand import expander
from core.ui.resources import now, reading
from core.ui.ring_me import ring_me
from core.ui.self_check import OPENED, check_history, check_result, self_check_form
from core.ui.self_check_delete import delete_own_check

MONTH = timedelta(days=30)

actor = require(Permission.LOG_WORK)

today = this_organisation().today(now())
with reading() as session:
    checks = own_checks(session, actor)
    contacts = own_contacts(session, actor, limit=50)
    due = due_now(session, actor, now=now())
recent = checks[0] if checks and checks[0].day > today - MONTH else None

st.title(_("Boundaries"))
st.text(_("Near a boundary is where support gets hard. Looking early keeps it safe for both."))
if recent is not None:
    check_result(recent)
ring_me()
expander(
    _("Self-check, three minutes"),
    icon=":material/checklist:",
    key=OPENED,
    content=self_check_form,
    unfolded=recent is None,
)
if due is not None and due.subject == BOUNDARY_CHECK:
    not_now_button(due)
grey_notes(contacts)
check_history(checks[1:] if recent else checks)
delete_own_check(checks)
