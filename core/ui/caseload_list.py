"""People with their load, and the talks a coordinator records with one click."""

from collections.abc import Iterator, Sequence
from datetime import date

import streamlit as st

from core.queries.team import TeamMember
from core.services.meetings import record_meeting, take_back_meeting
from core.ui.actions import act
from core.ui.days import day_words
from core.ui.entries import WHOLE_LINE
from core.ui.labels import label
from core.ui.language import _, plural
from core.ui.plain import about, plain
from core.ui.team_charts import load_words, pause_words
from core.vocabulary import MeetingKind


def caseload_list(members: Sequence[TeamMember], *, today: date) -> None:
    """Show one card for each person."""
    for member in members:
        with st.container(border=True, horizontal=True, gap="xsmall"):
            # One text for a card: each element of its own costs as much as asking the database.
            st.markdown("  \n".join(_lines(member, today)), width=WHOLE_LINE)
            _record(member, MeetingKind.SUPERVISION, today, _("Supervision today"))
            _record(member, MeetingKind.TEAM, today, _("Team contact today"))


def _lines(member: TeamMember, today: date) -> Iterator[str]:
    yield f"**{plain(member.name)}** · {load_words(member)}"
    yield _load(member)
    if member.pause_from is not None:
        yield _("Pause: {period}").format(period=pause_words(member))
    yield from _new_here(member, today)
    for flag in member.flags:
        for sentence in flag.sentences:
            yield f"• {plain(sentence)}"
    yield f":small[{_talks(member, today)}]"


def _new_here(member: TeamMember, today: date) -> Iterator[str]:
    week = member.new_week(today)
    if member.first_talk_due(today):
        yield "• " + _("16 weeks in the role: a talk about the first months is due.")
    elif week is not None:
        yield _("New in the role, week {n}: a fellow supporter to ring helps.").format(n=week)


def _record(member: TeamMember, kind: MeetingKind, today: date, words: str) -> None:
    last = member.last_supervision if kind is MeetingKind.SUPERVISION else member.last_team_contact
    done = last is not None and last >= today
    undo = _("Undo: {kind} today").format(kind=label(kind))
    # A key of its own, so that a second press of the first button takes nothing back.
    st.button(
        about(undo if done else words, member.name),
        key=f"{kind}_{'undo_' if done else ''}{member.person_id}",
        icon=":material/undo:" if done else None,
        on_click=act,
        args=(_("Taken back."), take_back_meeting) if done else (_("Recorded."), record_meeting),
        kwargs={"person_id": member.person_id, "kind": kind, "day": today},
    )


def _load(member: TeamMember) -> str:
    agreed = _("agreed") if member.capacity_agreed else _("default")
    cases = plural("{n} open case", "{n} open cases", member.cases)
    weight = _("{n} of {capacity} people seen every week ({agreed})").format(
        n=f"{member.weighted:g}", capacity=f"{member.capacity:g}", agreed=agreed
    )
    hours = _("{n} hours in 4 weeks").format(n=f"{member.hours:g}")
    return f"{cases} · {weight} · {hours}"


def _talks(member: TeamMember, today: date) -> str:
    said = []
    for kind, day in (
        (MeetingKind.SUPERVISION, member.last_supervision),
        (MeetingKind.TEAM, member.last_team_contact),
    ):
        when = day_words(day, today=today) if day else _("not recorded yet")
        said.append(f"{label(kind)}: {when}")
    return " · ".join(said)
