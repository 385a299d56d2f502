"""The words on screen, through gettext, so that a second language needs no new code."""

from gettext import NullTranslations, translation
from pathlib import Path
from typing import Final

import streamlit as st

_FOLDER: Final = Path(__file__).parent.parent / "data" / "locale"
_ENGLISH: Final = NullTranslations()
# A screen asks for hundreds of texts; with English alone none of them looks at the session.
_OTHERS: Final = frozenset(path.name for path in _FOLDER.glob("*") if path.is_dir())


def _(message: str) -> str:
    """Return ``message`` in the reader's language; the English text is the key."""
    return _catalogue().gettext(message)


def plural(one: str, many: str, n: int) -> str:
    """Return the form for ``n`` with ``{n}`` filled in."""
    return _catalogue().ngettext(one, many, n).format(n=n)


def _catalogue() -> NullTranslations:
    if not _OTHERS:
        return _ENGLISH
    chosen = st.session_state.get("language", "en")
    if chosen not in _OTHERS:
        return _ENGLISH
    return translation("holdfast", _FOLDER, languages=[chosen])
