"""What all charts share: colours, sizes, and the way from Altair to a compiled specification."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Final

import altair as alt

# Each colour keeps 3:1 against the light sand and the dark sea background, so one
# specification serves both themes. Neighbours differ in lightness for colour-blind readers.
SEA: Final = "#2b87a3"
"""The person's own weeks: lines and points."""
SAND: Final = "#b0702c"
"""Load: minutes and hours."""
CORAL: Final = "#c2554b"
"""A limit, or a week above it."""
KELP: Final = "#568a4c"
"""Support: supervision, breaks, what was done."""
QUIET: Final = "#7d7f80"
"""Reference lines and what is not said aloud."""

INK: Final = "currentColor"
"""The text colour of the theme in force; only the browser knows it."""

HEIGHT: Final = 320
LOW_HEIGHT: Final = 140
BAND_OPACITY: Final = 0.22
LABEL_SIZE: Final = 13

_READABLE: Final = {"axis": {"labelColor": INK, "titleColor": INK}}
"""Streamlit's grey for the sides of a chart has 3.6:1 on sand, and text needs 4.5:1."""

_NOT_SENT: Final = ("data", "datasets", "config", "$schema")

AnyChart = alt.Chart | alt.LayerChart | alt.VConcatChart


class CompiledChart:
    """A chart written in Altair, turned into a plain specification once per process.

    Building Altair objects costs forty times what sending a ready specification costs. The
    data travels beside it, as an Arrow table.
    """

    def __init__(self, build: Callable[[], AnyChart]) -> None:
        self._build = build
        self.name = f"{build.__module__.rsplit('.', 1)[-1]}.{build.__name__}"
        self.__doc__ = build.__doc__
        CHARTS[self.name] = self

    def fresh(self) -> dict[str, Any]:
        """Build the chart anew and return its specification without data."""
        built: dict[str, Any] = self._build().to_dict(validate=True)
        kept = {key: value for key, value in built.items() if key not in _NOT_SENT}
        return kept | {"config": _READABLE}

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The specification; treat it as read-only, every reader shares it."""
        return self.fresh()


CHARTS: Final[dict[str, CompiledChart]] = {}
"""Every chart of the product by name, filled as the modules of this package are imported."""


def compiled(build: Callable[[], AnyChart]) -> CompiledChart:
    """Decorate a function that builds a chart without data: its name becomes the chart."""
    return CompiledChart(build)


def from_table() -> alt.NamedData:
    """Return the place of the data in a chart; the table arrives when it is drawn."""
    return alt.NamedData(name="table")
