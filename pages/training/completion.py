"""A training lead sees who completed what, what is due, and confirms what people recorded."""

import streamlit as st

from core.permissions import Permission
from core.queries.completion import (
    completion_matrix,
    due_list,
    team_choices,
    waiting_for_confirmation,
)
from core.services.training import confirms_own
from core.ui.completion_lists import confirm_form, due_list_of, matrix_table, one_person
from core.ui.guard import require
from core.ui.language import _, plural
from core.ui.resources import now, reading

actor = require(Permission.SEE_TRAINING)
may_confirm = actor.may(Permission.MANAGE_TRAINING)

with reading() as session:
    teams = dict(team_choices(session, actor))
    names = {str(team): name for team, name in teams.items()}
    chosen = st.session_state.get("completion_team")
    team = next((each for each in teams if str(each) == chosen), None)
    matrix = completion_matrix(session, actor, now=now(), team_id=team)
    waiting = waiting_for_confirmation(session, actor, team_id=team)
    own = may_confirm and confirms_own(session, actor)

due = due_list(matrix)
VIEWS = {
    "due": plural("{n} to do", "{n} to do", len(due)),
    "confirm": plural("{n} to confirm", "{n} to confirm", len(waiting)),
    "matrix": _("Everybody"),
}

st.title(_("Completion"))
st.selectbox(
    _("Team"),
    list(names),
    index=None,
    key="completion_team",
    format_func=lambda each: names.get(each, ""),
    placeholder=_("All teams"),
)
view = st.segmented_control(
    _("Show"),
    list(VIEWS),
    default="due",
    required=True,
    key="completion_view",
    format_func=VIEWS.__getitem__,
)
match view:
    case "confirm":
        confirm_form(waiting, may_confirm=may_confirm, own=own)
    case "matrix":
        if not one_person(matrix):
            matrix_table(matrix)
    case _:
        due_list_of(due)
