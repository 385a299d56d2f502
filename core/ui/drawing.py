"""A chart on the screen, with its table twin for whoever reads or checks the numbers."""

import pyarrow as pa
import streamlit as st

from core.charts.style import CompiledChart
from core.ui.language import _


def draw(chart: CompiledChart, table: pa.Table, *, alt: str, twin: pa.Table | None = None) -> None:
    """Draw a chart and offer the same values as a table.

    ``alt`` says what the picture shows, for a screen reader. ``twin`` is the table to read,
    with headings in words; without it the chart's own table is shown.
    """
    st.vega_lite_chart(table, chart.spec, alt=alt)
    with st.expander(_("Show as table"), type="compact", icon=":material/table:"):
        st.dataframe(table if twin is None else twin, hide_index=True, alt=alt)
