"""What the first screen says of the last weeks, and of histories too short for a judgement."""

from core.rules.burnout import Ground, progress
from core.ui.today_parts import level_on
from core.vocabulary import Level
from tests.rules.catalogue import TODAY, history

TOO_LITTLE = ((0, 0), (1, 0), (5, 0), (8, 0), (12, 4), (12, 1 + 8))
"""Weeks with an entry, and silent weeks after them."""


def not_enough_data() -> list[str]:
    """Return the sentence of each of them."""
    said = [
        progress(history((4,) * observed, silent=silent), today=TODAY).sentence
        for observed, silent in TOO_LITTLE
    ]
    assert all(said)
    return said


def level_lines() -> list[str]:
    """Return the line of every level on every ground."""
    raised = [level_on(level, on) for level in (Level.WATCH, Level.HIGH) for on in Ground]
    return [level_on(Level.STEADY, Ground.WEEKS), *raised]
