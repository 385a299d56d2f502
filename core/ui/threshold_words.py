"""The words for limits: figures with their unit, and where a figure comes from."""

from typing import Final

from core.queries.thresholds import Ground, ThresholdRow
from core.ui.language import _

_GROUNDS: Final = {
    Ground.LITERATURE: "From the literature",
    Ground.DEFAULT: "Default of ours",
    Ground.ORGANISATION: "Chosen by your organisation",
}


def ground_words(ground: Ground) -> str:
    """Return where a figure comes from."""
    return _(_GROUNDS[ground])


def figure_words(value: float, unit: str = "") -> str:
    """Return a figure as it is said, with its unit."""
    figure = f"{round(value, 2):g}"
    return f"{figure} {_(unit)}" if unit else figure


def range_words(row: ThresholdRow) -> str:
    """Return the figures that are possible."""
    return _("{lowest} to {highest}").format(
        lowest=figure_words(row.lowest), highest=figure_words(row.highest)
    )
