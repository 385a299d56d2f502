"""What a screen says while there is nothing to show: what to do, never just "no data"."""

import streamlit as st

from core.ui.links import link_to


def nothing_yet(sentence: str, *, to_do: str = "", path: str = "") -> None:
    """Say why a place is empty and, with ``path``, link the screen that fills it."""
    st.info(sentence, icon=":material/water:")
    if path:
        link_to(path, to_do)


def not_enough_yet(sentence: str) -> None:
    """Say with the rule's own sentence how many more weeks something needs."""
    st.info(sentence, icon=":material/hourglass_empty:")
