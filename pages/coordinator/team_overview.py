"""The coordinator's first screen: whom to ring first, and why."""

import streamlit as st

from core.permissions import Permission
from core.queries.team import team_overview
from core.ui.days import clock_words
from core.ui.empty import nothing_yet
from core.ui.guard import require
from core.ui.language import _
from core.ui.links import link_to
from core.ui.queue import load_queue, queue_card
from core.ui.resources import now, reading
from core.ui.team_charts import balance, pauses_ahead
from core.ui.team_figures import team_figures
from core.ui.team_tiles import team_tiles

SHOWN = 5
CHART_PEOPLE = 20

actor = require(Permission.SEE_TEAM)
queue = load_queue(actor)
with reading() as session:
    team = team_overview(session, actor, now=now())

st.title(_("Team overview"))
if not team.members:
    nothing_yet(
        _("There is nobody in your teams yet."),
        to_do=_("Add people"),
        path="coordinator/people",
    )
    st.stop()
team_tiles(team, queue)

st.header(_("Needs you"))
waiting = queue.waiting
next_one = next((row for row in waiting if row.owner_id is None), None)
for row in waiting[:SHOWN]:
    queue_card(row, queue, first=row is next_one)
if len(waiting) > SHOWN:
    more = _("{n} more in Follow up").format(n=len(waiting) - SHOWN)
    link_to("coordinator/follow_up", more)
if not waiting:
    time = clock_words(queue.now, queue.time_zone)
    st.success(
        _("Nothing needs you. Checked today {time}.").format(time=time),
        icon=":material/check_circle:",
    )

st.header(_("Load and capacity"))
members = team.members
if len(members) > CHART_PEOPLE:
    members = tuple(m for m in members if m.load != "within")[:CHART_PEOPLE]
    st.caption(_("People near or over their capacity; everybody is under Caseload."))
if members:
    balance(members)
else:
    st.text(_("Everybody is well within their capacity."))

team_figures()

st.header(_("Pauses"))
pauses_ahead(team)
