"""A chart on the screen, with its table twin for whoever reads or checks the numbers."""

from collections.abc import Callable

import pyarrow as pa
import streamlit as st

from core.charts.style import CompiledChart
from core.ui.language import _
from core.ui.on_demand import expander
from core.ui.plain import about


def draw(
    chart: CompiledChart,
    table: pa.Table,
    *,
    alt: str,
    twin: Callable[[], pa.Table] | None = None,
    of: str = "",
) -> None:
    """Draw a chart and offer the same values as a table.

    ``alt`` says what the picture shows, for a screen reader. ``twin`` makes the table
    to read, with headings in words, when somebody opens it; without it the chart's own table
    is shown. ``of`` tells apart charts of one kind on one screen.
    """
    st.vega_lite_chart(table, chart.spec, alt=alt)

    def read() -> None:
        # Chart and table each have a button for the whole screen, named after what they show.
        words = _("Table: {what}").format(what=alt)
        st.dataframe(table if twin is None else twin(), hide_index=True, alt=words)

    expander(
        about(_("Show as table"), alt),
        icon=":material/table:",
        key=f"table_{chart.name}_{of}",
        content=read,
        kind="compact",
    )
