"""A training lead sees who completed what and what is due, confirms it, or records it."""

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
from core.ui.completion_record import record_for_form
from core.ui.guard import require, this_organisation
from core.ui.language import _
from core.ui.resources import now, reading
from core.ui.vouched_list import vouched_list

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
# A number within a label would make it another label, and the choice would fall back.
VIEWS = {"due": _("To do"), "confirm": _("To confirm"), "matrix": _("Everybody")}
if may_confirm:
    VIEWS["record"] = _("Record")

st.title(_("Completion"))
st.selectbox(
    _("Team"),
    list(names),
    index=None,
    key="completion_team",
    format_func=lambda each: names.get(each, ""),
    placeholder=_("All teams"),
)
view = st.pills(
    _("Show"),
    list(VIEWS),
    default="due",
    required=True,
    key="completion_view",
    format_func=VIEWS.__getitem__,
)
st.caption(_("Open: {due} to do, {waiting} to confirm.").format(due=len(due), waiting=len(waiting)))
match view:
    case "confirm":
        confirm_form(waiting, may_confirm=may_confirm, own=own)
    case "matrix":
        if not one_person(matrix):
            matrix_table(matrix)
    case "record":
        today = this_organisation().today(now())
        record_for_form(matrix, own_id=actor.person_id, today=today)
    case _:
        due_list_of(due)
if may_confirm and view in ("confirm", "record"):
    vouched_list(actor)
