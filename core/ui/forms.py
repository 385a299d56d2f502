"""Sending a form: what was typed stays until it was saved, and problems show beside it."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from core.errors import AppError
from core.ui.guard import current_actor
from core.ui.language import _
from core.ui.plain import plain
from core.ui.refusals import note_refused
from core.ui.resources import now, saving


def send(form: str, done: str, change: Callable[..., object], *args: Any, **kwargs: Any) -> Any:
    """Run ``change(session, actor, *args, **kwargs)`` and return its result, or ``None``.

    Made for the callback of a form: a problem is kept for ``problem_of`` and nothing typed
    is lost.
    """
    actor = current_actor()
    if actor is None:
        return None
    try:
        with saving() as session:
            result = change(session, actor, *args, **kwargs)
    except AppError as problem:
        note_refused(problem, actor, change.__name__)
        st.session_state[f"{form}_problem"] = str(problem)
        return None
    if done:
        st.toast(done, icon=":material/check_circle:")
    return True if result is None else result


def send_now(form: str, done: str, change: Callable[..., object], *args: Any, **kwargs: Any) -> Any:
    """Do the same for a change that needs to know what time it is."""
    return send(form, done, change, *args, **kwargs, now=now())


def problem_of(form: str) -> None:
    """Show what went wrong with a form the last time it was sent."""
    if problem := st.session_state.pop(f"{form}_problem", None):
        st.error(plain(_(problem)), icon=":material/error:")


def typed(form: str, field: str) -> Any:
    """Return what a field of a form holds."""
    return st.session_state.get(f"{form}_{field}")


def clear(form: str, fields: Mapping[str, object]) -> None:
    """Give fields of a form their empty value after it was saved.

    A value that is only taken away on the server stays in the browser, and is sent again.
    """
    for field, empty in fields.items():
        st.session_state[f"{form}_{field}"] = empty
