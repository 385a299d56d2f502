"""One field for a day, the same on every screen."""

from collections.abc import Callable
from datetime import date
from typing import Final, Literal

import streamlit as st

# A field with bounds keeps its old day when another is typed, and saves that one without a word.
# So whatever has four digits for a year reaches the service, which says what is wrong with it.
_FIRST: Final = date(1000, 1, 1)
_LAST: Final = date(9999, 12, 31)


def day_field(
    words: str,
    value: date | Literal["today"] | None = "today",
    *,
    key: str,
    width: int | Literal["stretch"] = "stretch",
    on_change: Callable[[], None] | None = None,
) -> date | None:
    """Ask for a day and return it, or ``None`` while the field is empty."""
    chosen = st.date_input(
        words,
        value,
        min_value=_FIRST,
        max_value=_LAST,
        format="YYYY-MM-DD",
        key=key,
        width=width,
        on_change=on_change,
    )
    return chosen if isinstance(chosen, date) else None
