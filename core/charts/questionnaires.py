"""A person's own questionnaire scores over time, on the whole range of the scale."""

import altair as alt

from core.charts.style import INK, LABEL_SIZE, LOW_HEIGHT, SEA, compiled, from_table


@compiled
def score_history() -> alt.LayerChart:
    """One point for each time the questionnaire was answered, with its number beside it.

    The invisible rule from the lowest to the highest score keeps the axis whole: scales run
    from 0 to 100, 10 to 50 or 1 to 5, and a cropped axis makes chance look like a crisis.
    """
    base = alt.Chart(from_table()).encode(
        x=alt.X(
            "day:T",
            scale=alt.Scale(type="utc"),
            axis=alt.Axis(
                format="%-d %b %y", title=None, grid=False, tickCount=4, labelOverlap=True
            ),
        )
    )
    whole = alt.Scale(zero=False, nice=False)
    axis = alt.Axis(title=None, tickCount=5, format="d")
    ends = base.mark_rule(opacity=0).encode(
        y=alt.Y("lowest:Q", scale=whole, axis=axis), y2="highest:Q"
    )
    score = alt.Y("value:Q", scale=whole, axis=axis)
    line = base.mark_line(color=SEA, strokeWidth=2).encode(y=score)
    points = base.mark_point(color=SEA, filled=True, size=70, opacity=1).encode(
        y=score,
        tooltip=[alt.Tooltip("day_words:N", title=" "), alt.Tooltip("words:N", title=" ")],
    )
    numbers = base.mark_text(color=INK, fontSize=LABEL_SIZE, dy=-12).encode(
        y=score, text="number:N"
    )
    return alt.LayerChart(layer=[ends, line, points, numbers], height=LOW_HEIGHT)
