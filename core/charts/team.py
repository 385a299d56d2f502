"""A team's load against what each person can carry, and its released figures."""

from typing import Literal

import altair as alt

from core.charts.style import (
    CORAL,
    HEIGHT,
    INK,
    KELP,
    LABEL_SIZE,
    QUIET,
    SAND,
    SEA,
    compiled,
    from_table,
)

STATES = ("within", "near", "over")
_COLOURS = (KELP, SAND, CORAL)
_PHONE = 340
"""What a phone is wide: a name beyond that, of more than fifty letters, would squeeze the bars."""
_BELOW_NAME = 9
"""A row holds two lines: the name above its middle by this much, the bar below it."""


@compiled
def caseload_balance() -> alt.LayerChart:
    """Open cases of each person beside their capacity; the word stands in the bar's label.

    A name stands above its bar, where it has the whole width: beside it, long ones were cut.
    """
    base = alt.Chart(from_table()).encode(y=alt.Y("name:N", sort=None, axis=None))
    amount = alt.X(
        "weighted:Q",
        scale=alt.Scale(zero=True),
        axis=alt.Axis(title=None, grid=False, tickMinStep=1, format="d"),
    )
    bars = base.mark_bar(height=14, cornerRadiusEnd=3, yOffset=_BELOW_NAME).encode(
        x=amount,
        color=alt.Color(
            "state:N", scale=alt.Scale(domain=list(STATES), range=list(_COLOURS)), legend=None
        ),
        tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("words:N", title=" ")],
    )
    limits = base.mark_tick(color=INK, thickness=2, height=20, yOffset=_BELOW_NAME).encode(
        x="capacity:Q"
    )
    words = base.mark_text(
        align="left", baseline="middle", dx=6, dy=_BELOW_NAME, color=INK, fontSize=LABEL_SIZE
    ).encode(x="label_at:Q", text="label:N")
    names = base.mark_text(
        align="left",
        baseline="middle",
        dy=-_BELOW_NAME,
        color=INK,
        fontSize=LABEL_SIZE,
        limit=_PHONE,
    ).encode(x=alt.value(0), text="name:N")
    return alt.LayerChart(layer=[bars, limits, words, names], height=alt.Step(42))


@compiled
def strain_trend() -> alt.LayerChart:
    """Released weeks of one team on the full scale; hidden weeks are a gap with its reason."""
    base = alt.Chart(from_table()).encode(
        x=alt.X(
            "monday:T",
            scale=alt.Scale(type="utc"),
            axis=alt.Axis(format="%-d %b", title=None, grid=False, tickCount=6, labelOverlap=True),
        )
    )
    toll = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[0, 10]),
        axis=alt.Axis(title=None, values=[0, 2, 4, 6, 8, 10], format="d"),
    )
    line = base.mark_line(
        color=SEA, strokeWidth=2.5, point=alt.OverlayMarkDef(color=SEA, size=50)
    ).encode(
        y=toll,
        tooltip=[alt.Tooltip("week_words:N", title=" "), alt.Tooltip("words:N", title=" ")],
    )
    hidden = base.mark_text(
        color=QUIET, angle=270, align="left", baseline="middle", fontSize=LABEL_SIZE
    ).encode(y=alt.datum(0.3), text="gap:N")
    return alt.LayerChart(layer=[line, hidden], height=HEIGHT)


@compiled
def ways_of_meeting() -> alt.LayerChart:
    """Toll of the people who mostly met in one way, by their part of the hours, both in full."""
    base = alt.Chart(from_table()).encode(
        x=alt.X(
            "hours_share:Q",
            scale=alt.Scale(domain=[0, 100]),
            axis=alt.Axis(title="% of the hours", format="d", grid=False, tickCount=5),
        ),
        y=alt.Y(
            "toll:Q",
            scale=alt.Scale(domain=[0, 10]),
            axis=alt.Axis(title=None, values=[0, 2, 4, 6, 8, 10], format="d"),
        ),
    )
    points = base.mark_point(color=SEA, filled=True, size=140, opacity=1).encode(
        tooltip=[alt.Tooltip("way:N", title=" "), alt.Tooltip("words:N", title=" ")]
    )

    def names(side: Literal["left", "right"], dx: int, dy: int, *, where: str) -> alt.Chart:
        some: alt.Chart = base.transform_filter(where)
        text: alt.Chart = some.mark_text(
            align=side, baseline="middle", dx=dx, dy=dy, color=INK, fontSize=LABEL_SIZE
        ).encode(text="way:N")
        return text

    # Beside a point on the right there is no room for its name; close points keep theirs apart.
    left, right = "datum.hours_share <= 60", "datum.hours_share > 60"
    texts = [
        names("left", 9, -9, where=f"{left} && datum.heavier"),
        names("right", -9, -9, where=f"{right} && datum.heavier"),
        names("left", 9, 9, where=f"{left} && !datum.heavier"),
        names("right", -9, 9, where=f"{right} && !datum.heavier"),
    ]
    return alt.LayerChart(layer=[points, *texts], height=HEIGHT)
