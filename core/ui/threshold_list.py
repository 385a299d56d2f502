"""The limits of one kind of flag, and what became of one limit."""

from collections.abc import Sequence
from typing import Final

import pyarrow as pa
import streamlit as st

from core.queries.people import OrganisationFacts
from core.queries.thresholds import Ground, ThresholdRow
from core.ui.days import day_words
from core.ui.empty import nothing_yet
from core.ui.language import _
from core.ui.threshold_words import figure_words, ground_words, range_words

_NAME: Final = 380


def threshold_table(found: Sequence[ThresholdRow], place: OrganisationFacts) -> None:
    """Show each limit with its figure, default, range, source and since when it applies."""
    if not found:
        nothing_yet(_("Flags of this kind have no limit that can be changed."))
        return
    st.dataframe(
        pa.table(
            {
                _("Now"): [figure_words(row.value) for row in found],
                _("Limit"): [_(row.name) for row in found],
                _("Unit"): [_(row.unit) for row in found],
                _("Default"): [figure_words(row.default) for row in found],
                _("Possible"): [range_words(row) for row in found],
                _("Rests on"): [ground_words(row.ground) for row in found],
                _("Since"): [_since(row, place) for row in found],
                _("Changed by"): [
                    row.history[0].changed_by if row.history else "–" for row in found
                ],
                _("Source"): [row.source for row in found],
            }
        ),
        hide_index=True,
        height="content",
        column_config={_("Limit"): st.column_config.TextColumn(width=_NAME)},
        alt=_("Limits of this kind of flag with figure, range and source"),
    )


def source_of(row: ThresholdRow) -> None:
    """Say what a limit rests on; of a chosen one, what its default rests on."""
    if row.ground is Ground.ORGANISATION:
        words = _("Chosen by your organisation. The default is {figure}: {source}.")
        figure = figure_words(row.default, row.unit)
        st.caption(words.format(figure=figure, source=row.default_source))
    else:
        st.caption(f"{ground_words(row.ground)}: {row.source}.")


def threshold_history(row: ThresholdRow, place: OrganisationFacts) -> None:
    """Show every figure a limit ever had, the latest first."""
    st.header(_("History of this limit"))
    if not row.history:
        st.text(_("It has never been changed."))
        return
    st.dataframe(
        pa.table(
            {
                _("Since"): [day_words(place.today(each.changed_at)) for each in row.history],
                _("Figure"): [figure_words(each.value, row.unit) for each in row.history],
                _("Changed by"): [each.changed_by or "–" for each in row.history],
                _("Rests on"): [ground_words(each.ground) for each in row.history],
                _("Version"): [each.version for each in row.history],
            }
        ),
        hide_index=True,
        alt=_("Changes of this limit, latest first"),
    )
    st.caption(_("A flag keeps the figure and the version it was raised with."))


def _since(row: ThresholdRow, place: OrganisationFacts) -> str:
    if not row.history:
        return _("The start")
    return day_words(place.today(row.history[0].changed_at))
