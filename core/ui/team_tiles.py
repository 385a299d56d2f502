"""The tiles of the team overview; each opens its list."""

from typing import Final

import streamlit as st

from core.queries.follow_ups import FollowUpRow
from core.queries.team import TeamOverview
from core.ui.days import day_words
from core.ui.language import _, plural
from core.ui.links import open_screen
from core.ui.queue import Queue

_PEOPLE: Final = "coordinator/caseload"
_QUEUE: Final = "coordinator/follow_up"


def team_tiles(team: TeamOverview, queue: Queue) -> None:
    """Show the five figures a coordinator opens the day with."""
    waiting = queue.waiting
    with st.container(horizontal=True, gap="small"):
        _tile("people", _("People active"), str(team.active), _PEOPLE)
        _tile("open", _("Open follow-ups"), str(len(waiting)), _QUEUE)
        _tile("longest", _("Waiting longest"), _longest(waiting, queue), _QUEUE)
        _tile("over", _("Over capacity"), str(len(team.over_capacity)), _PEOPLE)
        _tile("hours", _("Hours in 4 weeks"), f"{team.hours:g}", _PEOPLE)
    st.caption(
        _("Hours of support since {day}, this week included.").format(
            day=day_words(team.hours_since)
        )
    )


def _tile(key: str, words: str, value: str, path: str) -> None:
    with st.container(border=True, width=150, gap="xsmall"):
        st.metric(words, value)
        if st.button(_("Show"), key=f"tile_{key}", type="tertiary", icon=":material/list:"):
            open_screen(path)


def _longest(waiting: list[FollowUpRow], queue: Queue) -> str:
    if not waiting:
        return _("nobody")
    oldest = min(row.since for row in waiting)
    days = (queue.now - oldest).days
    return plural("{n} day", "{n} days", days) if days else _("today")
