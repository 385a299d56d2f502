"""The words on screen, through gettext, so that a second language needs no new code."""

from gettext import NullTranslations, translation
from pathlib import Path
from typing import Final

import streamlit as st

_FOLDER: Final = Path(__file__).parent.parent / "data" / "locale"
_ENGLISH: Final = NullTranslations()


def _(message: str) -> str:
    """Return ``message`` in the reader's language; the English text is the key."""
    return _catalogue().gettext(message)


def plural(one: str, many: str, n: int) -> str:
    """Return the form for ``n`` with ``{n}`` filled in."""
    return _catalogue().ngettext(one, many, n).format(n=n)


def _catalogue() -> NullTranslations:
    chosen = st.session_state.get("language", "en")
    if chosen == "en":
        return _ENGLISH
    return translation("holdfast", _FOLDER, languages=[chosen], fallback=True)
