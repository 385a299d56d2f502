"""How a person's weeks differ from their usual, by weeks ago (0 is the current week)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

WEEKS: Final = 60
"""Weeks of history, the current one included."""
Course = Callable[[int], float]


def flat(_weeks_ago: int) -> float:
    """Return no difference, ever."""
    return 0.0


def drift(over: int, by: float) -> Course:
    """Return a straight climb over the last weeks that reaches ``by`` in the last closed one."""
    return lambda weeks_ago: (
        by * min(1.0, (over + 1 - weeks_ago) / over) if weeks_ago <= over else 0
    )


def step(since: int, by: float) -> Course:
    """Return a jump by ``by`` that has lasted for ``since`` closed weeks."""
    return lambda weeks_ago: by if weeks_ago <= since else 0.0


def once(week: int, by: float) -> Course:
    """Return a difference in a single week."""
    return lambda weeks_ago: by if weeks_ago == week else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What sets one person's weeks apart."""

    toll: Course = flat
    """Points added to the usual toll."""
    pulse: Course = flat
    """Points taken from the usual pulse answers."""
    extra_contacts: Course = flat
    """Contacts added to the usual number of a week; such a week is like the next."""


USUAL: Final = Shape()
