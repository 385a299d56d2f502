"""A person's own open cases: open one, change it, end it."""

from datetime import date
from functools import partial
from typing import Final

import streamlit as st

from core.queries.cases import CaseRow
from core.services.cases import close_case, edit_case, open_case
from core.services.contacts import code_warning
from core.ui.audience import audience_line
from core.ui.days import day_words
from core.ui.empty import nothing_yet
from core.ui.forms import clear, problem_of, send_now
from core.ui.labels import label, labels_of
from core.ui.language import _, plural
from core.ui.on_demand import close, popover
from core.ui.plain import about
from core.vocabulary import Audience, Frequency

_NOTICED: Final = "case_code_noticed"
"""The code that was just given to a case, until it is looked at once."""


def case_list(cases: list[CaseRow], today: date) -> None:
    """Draw the open cases, each with what can be done to it."""
    if not cases:
        nothing_yet(_("No open cases. Open one below, or while you log a contact."))
    noticed = st.session_state.pop(_NOTICED, None)
    for case in cases:
        with st.container(border=True, gap="xsmall"):
            st.text(case.code)
            if case.code == noticed:
                _kind_warning(case.code)
            st.caption(" · ".join(_facts(case, today)))
            with st.container(horizontal=True, gap="small"):
                popover(
                    about(_("Change"), case.code),
                    icon=":material/edit:",
                    key=f"change_{case.id}",
                    content=partial(_change, case),
                )
                popover(
                    about(_("End"), case.code),
                    icon=":material/flag:",
                    key=f"close_{case.id}",
                    content=partial(_end, case),
                )


def _facts(case: CaseRow, today: date) -> list[str]:
    facts = [
        label(case.frequency),
        _("weight {weight:g}").format(weight=case.weight),
        _("since {day}").format(day=day_words(case.opened_on, today=today)),
        plural("{n} contact in 28 days", "{n} contacts in 28 days", case.contacts_28d),
    ]
    if case.agreed_weeks:
        weeks = max(0, (today - case.opened_on).days // 7) + 1
        facts.append(_("week {n} of {agreed}").format(n=weeks, agreed=case.agreed_weeks))
    return facts


def new_case_form() -> None:
    """Open a case by a code."""
    with st.form("new_case", border=False):
        code, _frequency, _weeks = _case_fields("new_case", "", Frequency.WEEKLY, None)
        problem_of("new_case")
        st.form_submit_button(_("Open this case"), icon=":material/add:", on_click=_open)
    _kind_warning(code)


def _kind_warning(code: str) -> None:
    if warning := code_warning(code):
        st.warning(_(warning), icon=":material/privacy_tip:")


def _case_fields(
    prefix: str, code: str, frequency: Frequency, weeks: int | None
) -> tuple[str, str, int | None]:
    return (
        st.text_input(
            _("Code"),
            code,
            key=f"{prefix}_code",
            placeholder=_("a code only you understand, like Heron 3"),
        ),
        st.selectbox(
            _("How often"),
            [each.value for each in Frequency],
            list(Frequency).index(frequency),
            format_func=labels_of(Frequency),
            key=f"{prefix}_frequency",
        ),
        st.number_input(
            _("Agreed length in weeks (optional)"),
            value=weeks,
            step=1,
            key=f"{prefix}_weeks",
        ),
    )


def _held(prefix: str) -> dict[str, object]:
    return {
        "code": st.session_state[f"{prefix}_code"],
        "frequency": Frequency(st.session_state[f"{prefix}_frequency"]),
        "agreed_weeks": st.session_state[f"{prefix}_weeks"],
    }


def _open() -> None:
    if send_now("new_case", _("Opened."), open_case, **_held("new_case")):
        st.session_state[_NOTICED] = st.session_state["new_case_code"].strip()
        clear("new_case", {"code": "", "weeks": None})


def _change(case: CaseRow) -> None:
    prefix = f"case_{case.id}"
    with st.form(prefix, border=False):
        _case_fields(prefix, case.code, case.frequency, case.agreed_weeks)
        problem_of(prefix)
        st.form_submit_button(_("Save"), on_click=_save_change, args=(case, prefix))


def _save_change(case: CaseRow, prefix: str) -> None:
    if send_now(prefix, _("Changed."), edit_case, case.id, version=case.version, **_held(prefix)):
        if (code := st.session_state[f"{prefix}_code"].strip()) != case.code:
            st.session_state[_NOTICED] = code
        close(f"change_{case.id}")


def _end(case: CaseRow) -> None:
    key = f"ending_{case.id}"
    with st.form(f"end_{case.id}", border=False):
        st.text_area(_("How did it end? (optional)"), key=key, height=90)
        audience_line(Audience.ONLY_YOU)
        problem_of(key)
        st.form_submit_button(_("End this case"), on_click=_save_end, args=(case, key))


def _save_end(case: CaseRow, key: str) -> None:
    note = str(st.session_state.get(key) or "")
    done = _("Ended. Take a breath before the next one.")
    send_now(key, done, close_case, case.id, ending_note=note)


def closed_cases(cases: list[CaseRow]) -> None:
    """List ended cases with their notes."""
    for case in cases:
        ended = day_words(case.closed_on) if case.closed_on else ""
        st.text(f"{case.code}, {day_words(case.opened_on)} – {ended}")
        if case.ending_note:
            st.text(case.ending_note)
