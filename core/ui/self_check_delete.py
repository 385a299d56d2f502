"""Deleting a self-check of one's own; a second press, for nothing brings it back."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

import streamlit as st

from core.queries.wellbeing import OwnCheck
from core.services.boundary_checks import delete_check
from core.ui.choices import told_apart
from core.ui.forms import problem_of, send_now
from core.ui.language import _
from core.ui.on_demand import close, popover
from core.ui.self_check import check_words

_FORM: Final = "delete_check"


def delete_own_check(checks: Sequence[OwnCheck]) -> None:
    """Offer to delete one self-check with its signs and with what rested on them."""
    if not checks:
        return
    popover(
        _("Delete a self-check"),
        icon=":material/delete:",
        key=f"{_FORM}_opened",
        content=partial(_choose, checks),
    )


def _choose(checks: Sequence[OwnCheck]) -> None:
    words = told_apart({str(check.id): check_words(check) for check in checks})
    st.radio(
        _("Which self-check?"),
        list(words),
        index=None,
        key=_FORM,
        format_func=partial(_words, words),
    )
    st.caption(_("It is gone for good, and so is what a flag says because of it."))
    problem_of(_FORM)
    st.button(
        _("Delete for good"),
        key=f"{_FORM}_button",
        icon=":material/delete_forever:",
        on_click=_delete,
    )


def _words(words: dict[str, str], chosen: str) -> str:
    return words.get(chosen, "")


def _delete() -> None:
    chosen = st.session_state.get(_FORM)
    if not chosen:
        st.session_state[f"{_FORM}_problem"] = "Please choose the self-check that goes."
        return
    if send_now(_FORM, _("Deleted."), delete_check, UUID(chosen)):
        st.session_state.pop(_FORM, None)
        close(f"{_FORM}_opened")
