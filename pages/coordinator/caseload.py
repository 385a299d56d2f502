"""Who carries how much, who is away, and one click for a talk that took place."""

from functools import partial

import streamlit as st

from core.permissions import Permission
from core.queries.team import team_overview
from core.ui.asking import ask_somebody
from core.ui.caseload_list import caseload_list
from core.ui.days import day_words
from core.ui.empty import nothing_yet
from core.ui.entries import as_table
from core.ui.guard import require, this_organisation
from core.ui.language import _
from core.ui.resources import now, reading
from core.ui.team_charts import balance_table, pauses_ahead
from core.ui.team_training import team_training

# Cards at once: two swipes on a phone, and little for the server to draw.
PAGE = 6

actor = require(Permission.SEE_TEAM)
today = this_organisation().today(now())
with reading() as session:
    team = team_overview(session, actor, now=now())

st.title(_("Caseload"))
if not team.members:
    nothing_yet(
        _("There is nobody in your teams yet."),
        to_do=_("Add people"),
        path="coordinator/people",
    )
    st.stop()
since = day_words(team.hours_since)
st.caption(
    _("By name. Hours in the four weeks from {day}; a case every two weeks counts half.").format(
        day=since
    )
)
wanted = st.text_input(_("Find a name"), key="caseload_name").strip().casefold()
views = {"all": _("Everybody"), "over": _("Over capacity")}
asked_for = st.query_params.get("show", "")
view = st.pills(
    _("Show"),
    list(views),
    default=asked_for if asked_for in views else "all",
    required=True,
    format_func=views.__getitem__,
    key="caseload_view",
)
among = team.over_capacity if view == "over" else team.members
found = [member for member in among if wanted in member.name.casefold()]
pages = -(-len(found) // PAGE)
shown = min(int(st.session_state.get("caseload_page", 1)), max(pages, 1))
caseload_list(found[(shown - 1) * PAGE : shown * PAGE], today=today)
if pages > 1:
    st.pagination(pages, key="caseload_page")
if not found and not wanted:
    st.success(_("Nobody is over their capacity."), icon=":material/check_circle:")
elif not found:
    st.info(_("Nobody has that name."), icon=":material/search:")

as_table(
    partial(balance_table, team.members),
    alt=_("Load, capacity, open cases, hours and pause of each person, by name."),
    key="caseload_table",
)
team_training(team.members)
ask_somebody(team.members)

st.header(_("Pauses"))
pauses_ahead(team)
