"""Finished follow-ups, to look at again."""

from collections.abc import Sequence

import streamlit as st

from core.queries.follow_ups import FollowUpRow
from core.queries.queue import Queue
from core.ui.days import day_of, day_words
from core.ui.empty import nothing_yet
from core.ui.labels import label
from core.ui.language import _
from core.ui.links import open_screen
from core.ui.plain import about, plain

_SHOWN = 25


def finished_list(rows: Sequence[FollowUpRow], queue: Queue) -> None:
    """List what was finished in the last 90 days, the latest first."""
    if not rows:
        nothing_yet(_("Nothing was finished in the last 90 days."))
    latest = sorted(rows, key=lambda row: row.closed_at or queue.now, reverse=True)
    for row in latest[:_SHOWN]:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            outcome = label(row.outcome) if row.outcome else label(row.state)
            day = day_words(day_of(row.closed_at or queue.now, queue.time_zone), today=queue.today)
            st.markdown(f"**{plain(row.name)}** · {label(row.reason)} · {outcome} · {day}")
            words = about(_("Open"), row.name)
            if st.button(words, key=f"open_{row.id}", icon=":material/open_in_new:"):
                open_screen("coordinator/follow_up", id=str(row.id))
