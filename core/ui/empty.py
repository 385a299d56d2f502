"""What a screen says while there is nothing to show: what to do, never just "no data"."""

import streamlit as st

from core.ui.language import plural
from core.ui.links import link_to


def nothing_yet(sentence: str, *, to_do: str = "", path: str = "") -> None:
    """Say why a place is empty and, with ``path``, link the screen that fills it."""
    st.info(sentence, icon=":material/water:")
    if path:
        link_to(path, to_do)


def weeks_missing(n: int) -> None:
    """Say how many more weeks with entries are needed before something can be shown."""
    st.info(
        plural(
            "Not enough data yet: {n} more week with an entry, and your own picture shows here.",
            "Not enough data yet: {n} more weeks with an entry, and your own picture shows here.",
            n,
        ),
        icon=":material/hourglass_empty:",
    )
