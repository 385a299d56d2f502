"""What is closed until somebody wants it: its content is made when it is first opened.

A closed popover with a form in it costs as much as an open one, in every run of its page.
Once opened it stays made, so that nothing typed is lost when it is closed by a slip.
"""

from collections.abc import Callable
from typing import Literal

import streamlit as st


def popover(
    words: str, *, icon: str, key: str, content: Callable[[], object], at_once: bool = False
) -> None:
    """Offer a button that opens over the page; ``at_once`` makes its content beforehand."""
    opened = st.popover(words, icon=icon, key=key, on_change="rerun")
    if at_once or _is_wanted(key, is_open=opened.open):
        with opened:
            content()


def expander(
    words: str,
    *,
    icon: str,
    key: str,
    content: Callable[[], object],
    kind: Literal["default", "compact"] = "default",
    unfolded: bool = False,
) -> None:
    """Offer a line that folds out within the page; ``unfolded`` is how it is at first."""
    opened = st.expander(words, expanded=unfolded, icon=icon, key=key, type=kind, on_change="rerun")
    if _is_wanted(key, is_open=opened.open):
        with opened:
            content()


def close(key: str) -> None:
    """Fold it again; made for the callback of what was done in it."""
    st.session_state[key] = False
    st.session_state.pop(_made(key), None)


def _is_wanted(key: str, *, is_open: bool | None) -> bool:
    if is_open:
        st.session_state[_made(key)] = True
    return bool(is_open) or _made(key) in st.session_state


def _made(key: str) -> str:
    return f"{key}_made"
