"""The monthly boundary self-check: plain questions, and what may help at once."""

from typing import Final

import streamlit as st

from core.errors import AppError
from core.queries.wellbeing import OwnCheck
from core.services.boundary_checks import record_check
from core.services.self_check import (
    Sign,
    self_check_question,
    self_check_source,
    signs_by_theme,
    signs_of,
)
from core.ui.audience import audience_line
from core.ui.days import day_words
from core.ui.guard import current_actor
from core.ui.labels import label
from core.ui.language import _, plural
from core.ui.on_demand import close
from core.ui.plain import plain
from core.ui.resources import now, saving
from core.ui.urgent_help import urgent_panel
from core.vocabulary import Audience

OPENED: Final = "self_check_opened"
"""Key of whether the questions are folded out."""
_PROBLEM: Final = "check_problem"
_URGENT: Final = 3
_WHEN: Final = {
    1: "Worth a thought",
    2: "Worth a talk within a week",
    3: "Please talk to your coordinator today",
}
_ICONS: Final = {
    1: ":material/lightbulb:",
    2: ":material/forum:",
    3: ":material/emergency:",
}


def _key(sign: Sign) -> str:
    return f"sign_{sign.id}"


def self_check_form() -> None:
    """Ask about every sign, theme by theme; ticking none is an answer too."""
    with st.form("self_check", border=False):
        st.markdown(f"**{_(self_check_question())}**")
        for theme, signs in signs_by_theme().items():
            st.markdown(f"**{label(theme)}**")
            for sign in signs:
                st.checkbox(_(sign.label), key=_key(sign))
        if problem := st.session_state.pop(_PROBLEM, None):
            st.error(plain(_(problem)), icon=":material/error:")
        st.form_submit_button(
            _("Save my self-check"), type="primary", icon=":material/check:", on_click=_save
        )
    audience_line(Audience.ONLY_YOU)
    st.caption(_("Source: {source}").format(source=_(self_check_source())))


def _save() -> None:
    actor = current_actor()
    if actor is None:
        return
    asked = [sign for signs in signs_by_theme().values() for sign in signs]
    ticked = [sign.id for sign in asked if st.session_state.get(_key(sign))]
    try:
        with saving() as session:
            record_check(session, actor, ticked, now=now())
    except AppError as problem:
        st.session_state[_PROBLEM] = str(problem)
        return
    for sign in asked:
        st.session_state[_key(sign)] = False
    close(OPENED)
    st.toast(_("Saved. Thank you for looking."), icon=":material/check_circle:")


def check_result(check: OwnCheck) -> None:
    """Show what may help with each sign of a self-check, the most serious first."""
    signs = signs_of(check.signs)
    st.header(_("Your self-check of {day}").format(day=day_words(check.day)))
    if not signs:
        st.success(_("No signs this time. Good to know."), icon=":material/check_circle:")
    if any(sign.severity == _URGENT for sign in signs):
        urgent_panel()
    for sign in signs:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"{_ICONS[sign.severity]} **{_(_WHEN[sign.severity])}**")
            st.text(_(sign.label))
            st.text(_("What may help: {action}").format(action=_(sign.action)))


def check_history(checks: list[OwnCheck]) -> None:
    """List the earlier self-checks."""
    if not checks:
        return
    st.header(_("Earlier self-checks"))
    st.text("\n".join(map(check_words, checks)))


def check_words(check: OwnCheck) -> str:
    """Return a self-check on one line: its day and the signs that were there."""
    words = plural("{n} sign", "{n} signs", len(check.signs))
    named = ", ".join(_(sign.phrase) for sign in signs_of(check.signs))
    return f"{day_words(check.day)}: {words}" + (f" ({named})" if named else "")
