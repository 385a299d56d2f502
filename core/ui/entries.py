"""A list that fits any screen: a short paragraph for each row, and the whole table on demand."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final, TypeVar

import pyarrow as pa
import streamlit as st

from core.ui.language import _
from core.ui.on_demand import expander

WHOLE_LINE: Final = 2000
"""Width in pixels, cut to that of the screen, of a text that has its buttons below it."""
_Row = TypeVar("_Row")
_AT_ONCE: Final = 15


def entries(rows: Iterable[Iterable[str]]) -> None:
    """Show each row as a paragraph of a few lines, in Markdown."""
    # One text for all of them: each element of its own costs as much as asking the database.
    with st.container(border=True):
        st.markdown("\n\n".join("  \n".join(lines) for lines in rows))


def page_of(rows: Sequence[_Row], *, key: str) -> Sequence[_Row]:
    """Return the rows of the page that is open; ``pages_of`` offers the others."""
    opened = min(int(st.session_state.get(key, 1)), _pages(rows))
    return rows[(opened - 1) * _AT_ONCE : opened * _AT_ONCE]


def pages_of(rows: Sequence[object], *, key: str) -> None:
    """Offer the other pages of a long list."""
    if _pages(rows) > 1:
        st.pagination(_pages(rows), key=key)


def as_table(table: Callable[[], pa.Table], *, alt: str, key: str) -> None:
    """Offer everything about the rows as a table, made when somebody opens it."""
    expander(
        _("Show as table"),
        icon=":material/table:",
        key=key,
        content=partial(_table, table, alt),
        kind="compact",
    )


def _table(table: Callable[[], pa.Table], alt: str) -> None:
    st.dataframe(table(), hide_index=True, alt=alt)


def _pages(rows: Sequence[object]) -> int:
    return max(-(-len(rows) // _AT_ONCE), 1)
