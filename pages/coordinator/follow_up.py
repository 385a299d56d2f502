"""Follow-ups by state; one of them opened, taken, noted, put aside, finished or reopened."""

import streamlit as st

from core.permissions import Permission
from core.queries.follow_ups import follow_up_rows
from core.ui.days import clock_words
from core.ui.follow_up_detail import follow_up_detail
from core.ui.follow_up_list import finished_list
from core.ui.guard import require
from core.ui.language import _
from core.ui.queue import load_queue, queue_card
from core.ui.resources import now, reading
from core.vocabulary import FollowUpState

FINISHED = (FollowUpState.RESOLVED, FollowUpState.WITHDRAWN)
SHOWN = 25

actor = require(Permission.FOLLOW_UP)
queue = load_queue(actor)
opened = st.query_params.get("id")
row = next((r for r in queue.rows if str(r.id) == opened), None)
finished = []
if st.session_state.get("state") == "finished" or (opened and row is None):
    with reading() as session:
        finished = follow_up_rows(session, actor, states=FINISHED, now=now())
row = row or next((r for r in finished if str(r.id) == opened), None)

st.title(_("Follow up"))
if row is not None:
    if st.button(_("Back to the queue"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    follow_up_detail(actor, row, queue)
    st.stop()
if opened:
    st.info(_("That follow-up is no longer in your queue."), icon=":material/info:")

states = {
    "waiting": _("Needs you"),
    "others": _("With others"),
    "aside": _("Put aside"),
    "finished": _("Finished"),
}
chosen = st.pills(
    _("Show"),
    list(states),
    default="waiting",
    required=True,
    format_func=states.__getitem__,
    key="state",
)
st.caption(
    _("Open: {mine} waiting for you, {others} with others, {aside} put aside.").format(
        mine=len(queue.waiting), others=len(queue.with_others), aside=len(queue.aside)
    )
)
if chosen == "finished":
    finished_list(finished, queue)
    st.stop()
rows = {"waiting": queue.waiting, "others": queue.with_others, "aside": queue.aside}[str(chosen)]
next_one = next((each for each in rows if each.owner_id is None), None)
for each in rows[:SHOWN]:
    queue_card(each, queue, first=each is next_one)
if len(rows) > SHOWN:
    st.caption(_("The first {n} are shown.").format(n=SHOWN))
if not rows and chosen == "waiting":
    time = clock_words(queue.now, queue.time_zone)
    st.success(
        _("Nothing needs you. Checked today {time}.").format(time=time),
        icon=":material/check_circle:",
    )
elif not rows:
    st.info(_("Nothing here."), icon=":material/water:")
