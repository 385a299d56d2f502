"""Load against capacity: the tables behind the pictures, and the pictures."""

from collections.abc import Sequence
from functools import partial

import pyarrow as pa
import streamlit as st

from core.charts.team import caseload_balance
from core.queries.team import TeamMember, TeamOverview
from core.ui.days import day_words
from core.ui.drawing import draw
from core.ui.language import _


def load_words(member: TeamMember) -> str:
    """Return the load in words, with an icon's worth of shape for those who see no colour."""
    words = {
        "over": _("▲ over capacity"),
        "near": _("■ near capacity"),
        "within": _("● within capacity"),
    }
    return words[member.load]


def balance(members: Sequence[TeamMember]) -> None:
    """Draw each person's open cases against their capacity, by name, with a table twin."""
    table = pa.table(
        {
            "name": [m.name for m in members],
            "weighted": [m.weighted for m in members],
            "capacity": [m.capacity for m in members],
            "state": [m.load for m in members],
            "label_at": [max(m.weighted, m.capacity) for m in members],
            "label": [_short(m) for m in members],
            "words": [_of(m) for m in members],
        }
    )
    draw(
        caseload_balance,
        table,
        alt=_(
            "Open cases of each person as people seen every week, beside their capacity, by name."
        ),
        twin=partial(balance_table, members),
    )


def balance_table(members: Sequence[TeamMember]) -> pa.Table:
    """Return load, capacity, hours and pause of each person in words."""
    return pa.table(
        {
            _("Name"): [m.name for m in members],
            _("Load"): [load_words(m) for m in members],
            _("Weekly people"): [m.weighted for m in members],
            _("Capacity"): [m.capacity for m in members],
            _("Open cases"): [m.cases for m in members],
            _("Hours in 4 weeks"): [m.hours for m in members],
            _("Pause"): [pause_words(m) for m in members],
        }
    )


def pause_words(member: TeamMember) -> str:
    """Return when somebody pauses, or an empty text."""
    if member.pause_from is None:
        return ""
    start = day_words(member.pause_from)
    if member.returns_on is None:
        return _("from {day}, return open").format(day=start)
    return _("{day} to {back}").format(day=start, back=day_words(member.returns_on))


def pauses_ahead(team: TeamOverview) -> None:
    """List who is or will be away, the earliest first."""
    if not team.pauses:
        st.text(_("Nobody has planned a pause."))
    for member in team.pauses:
        state = _("away now") if member.on_pause else _("ahead")
        st.text(f"{member.name} · {state} · {pause_words(member)}")


def _short(member: TeamMember) -> str:
    word = {"over": _("▲ over"), "near": _("■ near"), "within": ""}[member.load]
    return f"{member.weighted:g} / {member.capacity:g} {word}".strip()


def _of(member: TeamMember) -> str:
    return _("{n} of {capacity} people seen every week, {state}").format(
        n=f"{member.weighted:g}", capacity=f"{member.capacity:g}", state=load_words(member)
    )
