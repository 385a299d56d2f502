"""What the weekly pulse counts, and which answers it takes."""

from collections.abc import Mapping
from typing import Final

from core.errors import InvalidValue
from core.vocabulary import PulseItem

CORE_ITEMS: Final = (
    PulseItem.ENERGY,
    PulseItem.SLEEP,
    PulseItem.SWITCH_OFF,
    PulseItem.FELT_SUPPORTED,
    PulseItem.WORTHWHILE,
)
"""Items of the composite. A clear role says something about the organisation instead."""
_LOWEST, _HIGHEST = 1, 5


def check_answers(answers: Mapping[PulseItem, int | None]) -> None:
    """Refuse answers outside the scale, and a pulse without any answer.

    Raises:
        InvalidValue: an answer is not 1 to 5, or every item was skipped.
    """
    given = [answer for answer in answers.values() if answer is not None]
    if not given:
        raise InvalidValue("Please answer at least one question; you may skip the others.")
    if any(item not in tuple(PulseItem) for item in answers):
        raise InvalidValue("One of these questions is not part of the check-in; please reload it.")
    for answer in given:
        if isinstance(answer, bool) or answer not in range(_LOWEST, _HIGHEST + 1):
            raise InvalidValue(
                f"Answers run from {_LOWEST} to {_HIGHEST}; please correct {answer}."
            )
