"""Histories that are too short or too silent for a judgement, with what is then said."""

from core.rules.burnout import progress
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
