"""Choices that can be told apart, by people and by the widget, which knows them by their words."""

from collections import Counter
from collections.abc import Iterable, Mapping


def named(name: str, teams: Iterable[str]) -> str:
    """Return somebody's name with their teams, as a choice among people."""
    return " · ".join([name, *filter(None, teams)])


def told_apart(words: Mapping[str, str]) -> dict[str, str]:
    """Return the words of each choice; those that read the same are numbered.

    Streamlit takes the last of several choices with the same words, whichever was pressed.
    """
    times, seen = Counter(words.values()), Counter[str]()
    apart: dict[str, str] = {}
    for choice, said in words.items():
        seen[said] += 1
        apart[choice] = f"{said} ({seen[said]})" if times[said] > 1 else said
    return apart
