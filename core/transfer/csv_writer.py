"""Comma-separated values that no spreadsheet takes for a formula.

Always commas and UTF-8 with its mark, whatever the language: a file then reads the same
everywhere, and where a spreadsheet expects semicolons it asks, or is told, as it opens it.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

_STARTS_A_FORMULA: Final = frozenset("=+-@\t\r\n\0−")
_QUOTES: Final = frozenset("\"'`´‘’‚‛“”„‟«»‹›＂＇")
_MARK: Final = "'"
_UTF8: Final = "utf-8-sig"
"""With the mark that tells spreadsheets the encoding; without it they guess."""


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as a file: every field quoted, text never a formula.

    Numbers stay as they are, also negative ones; nothing at all stays empty.
    """
    lines = (",".join(map(_field, line)) for line in (columns, *rows))
    return "".join(f"{line}\r\n" for line in lines).encode(_UTF8, "replace")


def safe_text(text: str) -> str:
    """Return text with a mark in front if a spreadsheet would take it for a formula.

    Spaces and quotes in front of it help it hide, and so do full-width forms.
    """
    for character in text:
        plain = unicodedata.normalize("NFKC", character)
        if character in _STARTS_A_FORMULA or plain[:1] in _STARTS_A_FORMULA:
            return _MARK + text
        if not (character in _QUOTES or _is_blank(character)):
            return text
    return text


def _field(value: object) -> str:
    return '"' + _text(value).replace('"', '""') + '"'


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return repr(value)
    return safe_text(value.value if isinstance(value, StrEnum) else str(value))


def _is_blank(character: str) -> bool:
    # Separators, and what is there without being seen: controls, joiners, marks of direction.
    return character.isspace() or unicodedata.category(character) in {"Zs", "Zl", "Zp", "Cc", "Cf"}
