"""An administrator sees that nothing was done unseen, and that nobody changed the record of it."""

import streamlit as st

from core.permissions import Permission
from core.queries.audit import audit_count, audit_lines, failed_lately
from core.ui.audit_list import audit_entries, audit_state, failed_sign_ins, page_of_log
from core.ui.guard import require, this_organisation
from core.ui.labels import labels_of
from core.ui.language import _
from core.ui.resources import reading
from core.vocabulary import AuditEvent

actor = require(Permission.SEE_AUDIT)

st.title(_("Audit"))
st.text(
    _(
        "Sign-ins, changed accounts and settings, and looks at what was shared. "
        "Nobody's words, answers or figures are in it."
    )
)
audit_state(actor)
chosen = st.selectbox(
    _("Show"),
    [event.value for event in AuditEvent],
    index=None,
    key="audit_event",
    format_func=labels_of(AuditEvent),
    placeholder=_("Everything"),
)
event = AuditEvent(chosen) if chosen else None
with reading() as session:
    count = audit_count(session, actor, event=event)
    lines = audit_lines(session, actor, event=event, page=page_of_log(count, chosen))
    failed = failed_lately(session, actor)
failed_sign_ins(failed, this_organisation())
audit_entries(lines, count, chosen, this_organisation())
