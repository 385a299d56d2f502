"""One action of a person: a service in a transaction of its own, and a word afterwards."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.errors import AppError
from core.ui.guard import current_actor
from core.ui.language import _
from core.ui.plain import plain
from core.ui.refusals import note_refused
from core.ui.resources import now, saving


def act(done: str, change: Callable[..., object], *args: Any, **kwargs: Any) -> None:
    """Run ``change(session, actor, *args, **kwargs, now=...)`` and say how it went.

    Made for ``on_click``: the page that follows reads the new state.
    """
    attempt(done, change, *args, **kwargs)


def attempt(done: str, change: Callable[..., object], *args: Any, **kwargs: Any) -> bool:
    """Do the same and return whether it went through, for a callback that goes on.

    The actor is read afresh, because a callback runs before the guard of its page.
    """
    actor = current_actor()
    if actor is None:
        return False
    try:
        with saving() as session:
            change(session, actor, *args, **kwargs, now=now())
    except AppError as problem:
        note_refused(problem, actor, change.__name__)
        st.toast(plain(_(str(problem))), icon=":material/error:", duration="long")
        return False
    if done:
        st.toast(done, icon=":material/check_circle:")
    return True
