"""Please ring me: one button on every supporter screen."""

from functools import partial
from typing import Final

import streamlit as st

from core.queries.ring_me import own_ring_me
from core.services.ring_me import ask_to_be_rung, withdraw_ring_me
from core.ui.actions import act
from core.ui.days import clock_words, day_of, day_words
from core.ui.forms import clear, problem_of, send_now, typed
from core.ui.guard import current_actor, this_organisation
from core.ui.language import _, plural
from core.ui.on_demand import close, popover
from core.ui.resources import now, reading

_FORM: Final = "ring_me"


def ring_me(*, at_once: bool = False) -> None:
    """Show the button, or when the person asked and how to take it back.

    ``at_once`` makes what the button opens beforehand, where somebody may need it now.
    """
    actor = current_actor()
    if actor is None:
        return
    with reading() as session:
        asked = own_ring_me(session, actor)
    place = this_organisation()
    promise = plural(
        "A coordinator rings you within {n} hour.",
        "A coordinator rings you within {n} hours.",
        place.ring_me_hours,
    )
    if asked is None:
        _ask(promise, at_once=at_once)
        return
    with st.container(border=True):
        st.markdown(f":material/call: **{_('You asked to be rung.')}**")
        day = day_words(day_of(asked.asked_at, place.time_zone), today=place.today(now()))
        time = clock_words(asked.asked_at, place.time_zone)
        st.caption(_("Asked {day} at {time}.").format(day=day, time=time) + " " + promise)
        if asked.best_time:
            st.text(_("Best time: {words}").format(words=asked.best_time))
        st.button(
            _("I no longer need it"),
            key="ring_me_withdraw",
            icon=":material/undo:",
            on_click=act,
            args=(_("Taken back. You can ask again any time."), withdraw_ring_me),
        )


def _ask(promise: str, *, at_once: bool) -> None:
    # Every screen has this button, and hardly any visit opens it.
    popover(
        _("Please ring me"),
        icon=":material/call:",
        key=_FORM,
        content=partial(_asking, promise),
        at_once=at_once,
    )


def _asking(promise: str) -> None:
    st.text_input(
        _("Best time (optional)"),
        key=f"{_FORM}_best_time",
        placeholder=_("for example: today after six"),
    )
    st.caption(promise + " " + _("They see your name and the best time, nothing else."))
    problem_of(_FORM)
    st.button(
        _("Ask to be rung"),
        key="ring_me_ask",
        icon=":material/call:",
        on_click=_send,
    )


def _send() -> None:
    if send_now(
        _FORM,
        _("Asked. Somebody will ring you."),
        ask_to_be_rung,
        best_time=str(typed(_FORM, "best_time") or ""),
    ):
        clear(_FORM, {"best_time": ""})
        close(_FORM)
