"""The tiles of the team overview; each opens its list."""

from typing import Final

import streamlit as st

from core.queries.follow_ups import FollowUpRow
from core.queries.queue import Queue
from core.queries.team import TeamOverview
from core.ui.days import day_words
from core.ui.language import _, plural
from core.ui.links import open_screen

_PEOPLE: Final = "coordinator/caseload"
_QUEUE: Final = "coordinator/follow_up"


def team_tiles(team: TeamOverview, queue: Queue) -> None:
    """Show the five figures a coordinator opens the day with."""
    open_ones = len(queue.rows)
    waiting = min(queue.waiting, key=lambda row: row.since, default=None)
    over = len(team.over_capacity)
    with st.container(horizontal=True, gap="small"):
        _tile(
            "people",
            plural("**{n}** person active", "**{n}** people active", team.active),
            ":material/groups:",
            _PEOPLE,
        )
        _tile(
            "open",
            plural("**{n}** open follow-up", "**{n}** open follow-ups", open_ones),
            ":material/call:",
            _QUEUE,
        )
        one = {} if waiting is None else {"id": str(waiting.id)}
        _tile("longest", _longest(queue, waiting), ":material/hourglass_empty:", _QUEUE, **one)
        overloaded = _("**{n}** over capacity").format(n=over)
        _tile("over", overloaded, ":material/balance:", _PEOPLE, show="over")
        hours = _("**{n}** hours in 4 weeks").format(n=f"{team.hours:g}")
        _tile("hours", hours, ":material/schedule:", _PEOPLE)
    st.caption(
        _("Hours in the four weeks from {day}; this week counts when it is over.").format(
            day=day_words(team.hours_since)
        )
    )


def _tile(key: str, words: str, icon: str, path: str, **query: str) -> None:
    if st.button(words, key=f"tile_{key}", icon=icon):
        open_screen(path, **query)


def _longest(queue: Queue, waiting: FollowUpRow | None) -> str:
    if waiting is None:
        return _("**Nobody** waiting")
    days = (queue.now - waiting.since).days
    if not days:
        return _("Waiting longest: **today**")
    return plural("Waiting longest: **{n}** day", "Waiting longest: **{n}** days", days)
