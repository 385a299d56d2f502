"""What carries the supporter: supervision, contact with the team, and pauses."""

from datetime import date
from typing import Final

import streamlit as st

from core.permissions import Actor
from core.queries.cases import MeetingRow, PauseRow
from core.services.meetings import record_meeting, take_back_meeting
from core.services.pauses import end_pause, start_pause
from core.ui.actions import act
from core.ui.audience import audience_line
from core.ui.day_field import day_field
from core.ui.days import day_words
from core.ui.forms import problem_of, send_now
from core.ui.labels import label
from core.ui.language import _
from core.ui.on_demand import close
from core.ui.plain import about
from core.vocabulary import Audience, MeetingKind

PAUSE_OPENED: Final = "pause_opened"
"""Key of whether the form for a pause is folded out."""


def own_meetings_row(actor: Actor, meetings: list[MeetingRow], today: date) -> None:
    """Say when the last talks were; one tap records that one took place today."""
    for kind in MeetingKind:
        last = next((each.day for each in meetings if each.kind is kind), None)
        words = _("not recorded yet") if last is None else day_words(last, today=today)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(_("{kind}, last: {day}").format(kind=label(kind), day=words))
            done = last == today
            # A key of its own, so that a second press of the first button takes nothing back.
            st.button(
                about(_("Undo") if done else _("It happened today"), label(kind)),
                key=f"meeting_{'undo_' if done else ''}{kind.value}",
                icon=":material/undo:" if done else ":material/check:",
                on_click=act,
                args=(_("Taken back."), take_back_meeting)
                if done
                else (_("Noted."), record_meeting),
                kwargs={"person_id": actor.person_id, "kind": kind, "day": today},
            )
    audience_line(Audience.YOUR_COORDINATORS)


def pause_banner(pauses: list[PauseRow]) -> None:
    """Say on top of a screen that a pause is on or ahead."""
    for pause in pauses:
        back = day_words(pause.returns_on) if pause.returns_on else _("open")
        start = day_words(pause.starts_on)
        words = _("You are on pause since {start}, back: {back}.") if pause.is_on else ""
        words = words or _("Your pause begins {start}, back: {back}.")
        with st.container(border=True):
            st.markdown(f":material/beach_access: {words.format(start=start, back=back)}")
            st.button(
                _("I am back") if pause.is_on else _("Call it off"),
                key=f"pause_end_{pause.id}",
                on_click=act,
                args=(_("Welcome back.") if pause.is_on else _("Called off."), end_pause, pause.id),
            )


def pause_form(today: date) -> None:
    """Plan a pause: from when, and the first day back if it is known."""
    with st.form("pause", border=False):
        day_field(_("From"), today, key="pause_from")
        day_field(_("First day back (optional)"), None, key="pause_until")
        st.caption(_("Reminders and flags are silent meanwhile, except urgent ones."))
        audience_line(Audience.YOUR_COORDINATORS)
        problem_of(PAUSE_OPENED)
        st.form_submit_button(_("Start the pause"), on_click=_save_pause)


def _save_pause() -> None:
    if send_now(
        PAUSE_OPENED,
        _("Your pause is noted. Rest well."),
        start_pause,
        starts_on=st.session_state["pause_from"],
        returns_on=st.session_state["pause_until"],
    ):
        close(PAUSE_OPENED)
