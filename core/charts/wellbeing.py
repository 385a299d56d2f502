"""A person's own weeks: toll within their own band, the load beside it, the year in cells."""

import altair as alt

from core.charts.style import (
    BAND_OPACITY,
    CORAL,
    HEIGHT,
    INK,
    LABEL_SIZE,
    LOW_HEIGHT,
    QUIET,
    SAND,
    SEA,
    compiled,
    from_table,
)

_AXIS_WIDTH = 36
"""Room for the numbers at the left, so that charts below each other share their weeks."""
_ABOVE_PLOT = -10
_STATES = ("usual", "above", "below", "unjudged")
_SHAPES = ("circle", "triangle-up", "triangle-down", "square")

BANDS = ("light", "mild", "moderate", "heavy", "very_heavy", "none")
_CELLS = ("#e4eef0", "#b5d5dd", "#7db3c2", "#2f7f99", "#0f4a5f", "transparent")
_OWN_COLOURS = alt.ScaleResolveMap(color="independent")
_ON_CELLS = ("#0d2530", "#0d2530", "#0d2530", "#ffffff", "#ffffff", INK)


def _weeks() -> alt.X:
    axis = alt.Axis(format="%-d %b", title=None, grid=False, tickCount=6, labelOverlap=True)
    return alt.X("monday:T", scale=alt.Scale(type="utc", padding=8), axis=axis)


def _numbers(field: str, *, highest: float | None = None, values: list[int] | None = None) -> alt.Y:
    scale = alt.Scale(domain=[0, highest]) if highest else alt.Scale(zero=True)
    axis = alt.Axis(title=None, minExtent=_AXIS_WIDTH, maxExtent=_AXIS_WIDTH)
    if values:
        axis = alt.Axis(
            title=None, minExtent=_AXIS_WIDTH, maxExtent=_AXIS_WIDTH, values=values, format="d"
        )
    return alt.Y(field, scale=scale, axis=axis)


def _points(field: str) -> alt.Y:
    return _numbers(field, highest=10, values=[0, 2, 4, 6, 8, 10])


@compiled
def own_band() -> alt.LayerChart:
    """Weekly toll or check-in on its full scale, within the person's own band and limits.

    The axis always runs from 0 to 10: a cropped axis makes small changes look like crises.
    """
    base = alt.Chart(from_table()).encode(x=_weeks())
    band = base.mark_area(color=SEA, opacity=BAND_OPACITY).encode(y=_points("low:Q"), y2="high:Q")
    usual = base.mark_line(color=QUIET, strokeDash=[2, 3]).encode(y=_points("usual:Q"))
    watch = base.mark_line(color=CORAL, strokeDash=[6, 4], strokeWidth=1.5).encode(
        y=_points("watch:Q")
    )
    high = base.mark_line(color=CORAL, strokeWidth=1.5).encode(y=_points("limit:Q"))
    smoothed = base.mark_line(color=SEA, strokeWidth=2.5).encode(y=_points("smoothed:Q"))
    points = base.mark_point(color=SEA, filled=True, size=60, opacity=1).encode(
        y=_points("value:Q"),
        shape=alt.Shape("state:N", scale=alt.Scale(domain=_STATES, range=_SHAPES), legend=None),
        tooltip=[alt.Tooltip("week_words:N", title=" "), alt.Tooltip("words:N", title=" ")],
    )
    return alt.LayerChart(
        layer=[band, usual, watch, high, smoothed, points, *_direct_labels(base)], height=HEIGHT
    )


def _direct_labels(base: alt.Chart) -> list[alt.Chart]:
    def written(words: str) -> alt.Chart:
        # A mark without text would still write "null".
        said: alt.Chart = base.transform_filter(f"isValid(datum.{words})")
        return said

    # On their lines the words would lie over points; above the plot nothing else is drawn.
    limits = written("limit_label").mark_text(
        color=INK, fontSize=LABEL_SIZE, align="left", baseline="bottom"
    )
    band = written("band_label").mark_text(
        color=INK, fontSize=LABEL_SIZE, align="right", baseline="top", dy=5
    )
    return [
        limits.encode(x=alt.value(0), y=alt.value(_ABOVE_PLOT), text="limit_label:N"),
        band.encode(y=_points("low:Q"), text="band_label:N"),
    ]


@compiled
def load_bars() -> alt.LayerChart:
    """Minutes a week, from zero, with the person's own usual and the line a flag compares."""
    base = alt.Chart(from_table()).encode(x=_weeks())
    bars = base.mark_bar(color=SAND, size=5).encode(
        y=_numbers("minutes:Q"),
        tooltip=[alt.Tooltip("week_words:N", title=" "), alt.Tooltip("load_words:N", title=" ")],
    )
    usual = base.mark_line(color=QUIET, strokeDash=[2, 3]).encode(y=_numbers("usual:Q"))
    smoothed = base.mark_line(color=SEA, strokeWidth=2.5).encode(y=_numbers("smoothed:Q"))
    return alt.LayerChart(layer=[bars, usual, smoothed], height=LOW_HEIGHT)


@compiled
def year_in_cells() -> alt.LayerChart:
    """One cell for each week with its number in it; a row is a month."""
    base = alt.Chart(from_table()).encode(
        x=alt.X("nth:O", axis=alt.Axis(title=None, labels=False, ticks=False, domain=False)),
        y=alt.Y(
            "month:N",
            sort=alt.EncodingSortField(field="order", op="min"),
            axis=alt.Axis(title=None, ticks=False, domain=False, labelLimit=80),
        ),
    )
    cells = base.mark_rect(cornerRadius=4, stroke=QUIET, strokeWidth=0.5).encode(
        color=alt.Color(
            "band:N", scale=alt.Scale(domain=list(BANDS), range=list(_CELLS)), legend=None
        ),
        tooltip=[alt.Tooltip("week_words:N", title=" "), alt.Tooltip("words:N", title=" ")],
    )
    numbers = base.mark_text(fontSize=LABEL_SIZE).encode(
        text="number:N",
        color=alt.Color(
            "band:N", scale=alt.Scale(domain=list(BANDS), range=list(_ON_CELLS)), legend=None
        ),
    )
    return alt.LayerChart(
        layer=[cells, numbers], height=alt.Step(30), resolve=alt.Resolve(scale=_OWN_COLOURS)
    )
