"""What a person agreed to carry, and how much of it is taken."""

from datetime import time
from functools import partial
from typing import Final

import streamlit as st

from core.queries.cases import DEFAULT_HOURS, AgreementView, CaseRow
from core.services.agreements import agree
from core.ui.audience import audience_line
from core.ui.days import day_words
from core.ui.forms import problem_of, send_now
from core.ui.language import _
from core.ui.on_demand import close, popover
from core.vocabulary import Audience

_FORM: Final = "agree"
_OPEN: Final = "agreement_opened"
_FROM: Final = time(9, 0)
_UNTIL: Final = time(20, 0)


def own_capacity(cases: list[CaseRow], agreement: AgreementView | None, *, usual: float) -> None:
    """Show weighted people against capacity and the agreed hours, and how to change them.

    ``usual`` is the capacity that counts while nothing is agreed.
    """
    carried = sum(case.weight for case in cases)
    capacity = agreement.capacity if agreement else usual
    hours = agreement.hours_per_week if agreement else DEFAULT_HOURS
    start = agreement.from_time if agreement else _FROM
    end = agreement.until_time if agreement else _UNTIL
    with st.container(horizontal=True):
        st.metric(
            _("Your load, as people seen every week"),
            _("{carried:g} of {capacity:g}").format(carried=carried, capacity=capacity),
            border=True,
        )
        st.metric(
            _("Agreed hours a week"),
            f"{hours:g}",
            border=True,
        )
    if carried > capacity:
        st.warning(
            _("That is more than you agreed to carry. Who could take one over?"),
            icon=":material/balance:",
        )
    st.caption(_(_ground(agreement)).format(start=start, end=end, day=_since(agreement)))
    audience_line(Audience.YOUR_COORDINATORS)
    popover(
        _("Change what I agreed to"),
        icon=":material/edit:",
        key=_OPEN,
        content=partial(_form, capacity, hours, start, end),
    )


def _ground(agreement: AgreementView | None) -> str:
    if agreement is None:
        return "Nothing agreed yet, so the usual limit counts. Weekly support counts 1."
    return "Between {start:%H:%M} and {end:%H:%M}, since {day}. Weekly support counts 1."


def _since(agreement: AgreementView | None) -> str:
    return day_words(agreement.since) if agreement else ""


def _form(capacity: float, hours: float, start: time, end: time) -> None:
    with st.form("agreement", border=False):
        st.number_input(
            _("People I can carry"), value=capacity, step=0.5, format="%g", key="agree_capacity"
        )
        st.number_input(_("Hours a week"), value=hours, step=0.5, format="%g", key="agree_hours")
        st.time_input(_("Reachable from"), start, key="agree_from")
        st.time_input(_("Reachable until"), end, key="agree_until")
        problem_of(_FORM)
        st.form_submit_button(_("Agree from today"), on_click=_save)


def _save() -> None:
    held = st.session_state
    if send_now(
        _FORM,
        _("Agreed from today."),
        agree,
        capacity=held["agree_capacity"],
        hours_per_week=held["agree_hours"],
        from_time=held["agree_from"],
        until_time=held["agree_until"],
    ):
        close(_OPEN)
