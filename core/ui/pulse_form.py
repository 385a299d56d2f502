"""The weekly pulse: six questions, each may be skipped, and the result at once."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import streamlit as st

from core.errors import AppError
from core.queries.wellbeing import OwnPulse
from core.services.pulses import record_pulse
from core.ui.audience import audience_line
from core.ui.guard import acting
from core.ui.labels import label
from core.ui.language import _
from core.ui.plain import plain
from core.ui.pulse_words import STEPS, idea, question, step_words
from core.ui.resources import now
from core.vocabulary import Audience, PulseItem

_LOW: Final = 2
_PROBLEM: Final = "pulse_problem"


def _key(item: PulseItem) -> str:
    return f"pulse_{item.value}"


def pulse_form(this_week: OwnPulse | None) -> None:
    """Ask the six questions; answers of this week are there to be changed."""
    for item in PulseItem:
        if _key(item) not in st.session_state:
            st.session_state[_key(item)] = this_week.answers[item] if this_week else None
    with st.form("pulse", border=False):
        for item in PulseItem:
            st.segmented_control(
                question(item),
                STEPS,
                key=_key(item),
                format_func=partial(step_words, item),
                width="stretch",
            )
        if problem := st.session_state.pop(_PROBLEM, None):
            st.error(plain(_(problem)), icon=":material/error:")
        words = _("Change my answers") if this_week else _("Save my answers")
        st.form_submit_button(
            words,
            type="primary",
            icon=":material/check:",
            on_click=_save,
        )
    audience_line(Audience.ONLY_YOU, Audience.TEAM_FIGURES)


def _save() -> None:
    answers = {item: st.session_state.get(_key(item)) for item in PulseItem}
    try:
        with acting() as (session, actor):
            if actor is None:
                return
            record_pulse(session, actor, answers, now=now())
    except AppError as problem:
        st.session_state[_PROBLEM] = str(problem)
    else:
        st.toast(_("Saved. Thank you for looking after yourself."), icon=":material/check_circle:")


def pulse_result(pulses: Sequence[OwnPulse]) -> None:
    """Show the newest answers beside those of the week before, and what was low twice."""
    newest = pulses[0]
    before = pulses[1] if len(pulses) > 1 and pulses[1].week == newest.week - 1 else None
    st.header(_("Your answers this week"))
    for item, answer in newest.answers.items():
        words = f"{label(item)}: {step_words(item, answer)}"
        if before is not None:
            words += " " + _("(last week {words})").format(
                words=step_words(item, before.answers[item])
            )
        st.text(words)
    for item in low_twice(newest, before):
        st.info(idea(item), icon=":material/lightbulb:")


def low_twice(newest: OwnPulse, before: OwnPulse | None) -> list[PulseItem]:
    """Return the items that were answered with 2 or less in both of two weeks running."""
    if before is None:
        return []
    pairs = {item: (newest.answers[item], before.answers[item]) for item in PulseItem}
    return [
        item
        for item, pair in pairs.items()
        if all(answer is not None and answer <= _LOW for answer in pair)
    ]
