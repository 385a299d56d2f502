"""A training lead keeps the catalogue: what there is, how often, and who needs it."""

import streamlit as st

from core.permissions import Permission
from core.queries.training import catalogue
from core.ui.empty import nothing_yet
from core.ui.guard import require
from core.ui.language import _
from core.ui.module_forms import add_form, catalogue_list, edit_form
from core.ui.resources import reading

actor = require(Permission.SEE_TRAINING)

with reading() as session:
    rows = catalogue(session, actor)

st.title(_("Modules"))
if rows:
    catalogue_list(rows)
else:
    nothing_yet(_("The catalogue is empty. Add the first module below."))

if actor.may(Permission.MANAGE_TRAINING):
    by_id = {str(row.id): row for row in rows}
    if rows:
        chosen = st.selectbox(
            _("Change a module"),
            list(by_id),
            index=None,
            key="module_chosen",
            format_func=lambda each: f"{by_id[each].code} {by_id[each].title}",
            placeholder=_("Choose a module"),
        )
        if chosen in by_id:
            edit_form(by_id[chosen])
    with st.expander(_("Add a module"), icon=":material/add:"):
        add_form()
