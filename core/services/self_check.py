"""The boundary self-check as it is asked: the signs in force, theme by theme."""

from collections.abc import Mapping

from core.data.checklist import Sign, checklist
from core.vocabulary import BoundaryTheme

__all__ = ["Sign", "self_check_question", "self_check_source", "signs_by_theme", "signs_of"]


def self_check_question() -> str:
    """Return the words that every sign goes on from."""
    return checklist().question


def self_check_source() -> str:
    """Return where the signs come from."""
    return checklist().source


def signs_by_theme() -> Mapping[BoundaryTheme, tuple[Sign, ...]]:
    """Return the signs of the self-check, grouped, in the order they are asked."""
    return {
        theme: tuple(sign for sign in checklist().signs if sign.theme == theme)
        for theme in BoundaryTheme
    }


def signs_of(ids: tuple[str, ...]) -> tuple[Sign, ...]:
    """Return the signs with these ids, the most serious first; unknown ones are left out."""
    chosen = [sign for sign in checklist().signs if sign.id in ids]
    return tuple(sorted(chosen, key=lambda sign: -sign.severity))
