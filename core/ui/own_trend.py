"""How a person is against their own normal: in words, as a band, beside the load, as a year."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import pyarrow as pa
import streamlit as st

from core.charts.wellbeing import load_bars, own_band, year_in_cells
from core.queries.wellbeing import OwnWeek, OwnWeeks
from core.ui.audience import audience_line
from core.ui.drawing import draw
from core.ui.empty import not_enough_yet, nothing_yet
from core.ui.flag_titles import LEVEL_ICONS
from core.ui.labels import label
from core.ui.language import _, plural
from core.ui.on_demand import expander
from core.ui.toll import bands_in_words, toll_word
from core.ui.wellbeing_tables import (
    band_table,
    check_of,
    check_spot,
    load_table,
    toll_of,
    toll_spot,
    weeks_twin,
    year_table,
)
from core.vocabulary import Audience, Level

_HALF_YEAR: Final = 26
"""Weeks that stay legible beside each other on a phone."""
_YEAR: Final = 52


def own_trend(weeks: OwnWeeks) -> None:
    """Show everything there is of a person's own weeks."""
    if not weeks.points:
        nothing_yet(
            _("Your own picture grows here from what you log."),
            to_do=_("Log a contact"),
            path="supporter/log_contact",
        )
        return
    st.header(_("Against your own usual"))
    _in_words(weeks)
    twin = partial(weeks_twin, weeks.points[-_YEAR:])
    _band(weeks.points[-_HALF_YEAR:], twin)
    _check_in(weeks.points[-_HALF_YEAR:], twin)
    _load(weeks.points[-_HALF_YEAR:], twin)
    _year(weeks.points[-_YEAR:], twin)


def _in_words(weeks: OwnWeeks) -> None:
    if weeks.not_enough:
        not_enough_yet(weeks.not_enough)
        return
    if weeks.level is not Level.NOT_ENOUGH_DATA:
        st.markdown(f"**{LEVEL_ICONS[weeks.level]} {label(weeks.level)}**")
    if weeks.stale:
        st.text(_("There is nothing new for some weeks, so this stands as it was."))
    last = next((each for each in reversed(weeks.points) if each.usual is not None), None)
    if last is None or last.low is None or last.high is None:
        return
    st.text(
        plural(
            "Your own usual, from {n} ordinary week, is a weekly toll of",
            "Your own usual, from {n} ordinary weeks, is a weekly toll of",
            weeks.reference_weeks,
        )
        + " "
        + _("{usual:.1f} ({word}), mostly between {low:.1f} and {high:.1f}.").format(
            usual=last.usual, word=toll_word(last.usual or 0), low=last.low, high=last.high
        )
    )


def _band(shown: Sequence[OwnWeek], twin: Callable[[], pa.Table]) -> None:
    st.header(_("Toll by week"))
    known = [each.toll_mean for each in shown if each.toll_mean is not None]
    alt = plural("Weekly toll, 0 to 10, {n} week", "Weekly toll, 0 to 10, {n} weeks", len(shown))
    if known:
        alt += " " + _("with the last at {toll:.1f}").format(toll=known[-1])
    draw(own_band, band_table(shown, toll_spot, toll_of), alt=alt, twin=twin)
    words = _("Each point is a week: ● within your band, ▲ above it, ▼ below it, ■ not judged yet.")
    words += " " + _("The line smooths the weeks; it is the line that is compared with the limits.")
    audience_line(Audience.ONLY_YOU, below=words)
    expander(
        _("What counts as my usual"),
        icon=":material/help:",
        key="usual_explained",
        content=_what_counts,
        kind="compact",
    )


def _check_in(shown: Sequence[OwnWeek], twin: Callable[[], pa.Table]) -> None:
    if all(each.check is None for each in shown):
        return
    st.header(_("Check-in by week"))
    known = [each.check for each in shown if each.check is not None]
    alt = _("Weekly check-in, 0 to 10, more means harder, the last at {points:.1f}")
    table = band_table(shown, check_spot, check_of)
    draw(own_band, table, alt=alt.format(points=known[-1]), twin=twin, of="check")
    words = _("Your answers turned around, 0 to 10, so that up means harder here as well.")
    audience_line(Audience.ONLY_YOU, below=words)


def _what_counts() -> None:
    st.text(
        _(
            "Your first eight weeks with an entry, and later each week that is eight weeks "
            "old and was not clearly above your usual. You are never compared with others."
        )
    )


def _load(shown: Sequence[OwnWeek], twin: Callable[[], pa.Table]) -> None:
    st.header(_("Minutes by week"))
    total = sum(each.minutes or 0 for each in shown[-4:])
    alt = _("Minutes of support by week, {n} in the last four weeks").format(n=total)
    draw(load_bars, load_table(shown), alt=alt, twin=twin)
    words = _("Dotted is your own usual. The solid line smooths the weeks, and flags compare it.")
    words += " " + _("Coordinators see four weeks as one sum, no week.")
    audience_line(Audience.ONLY_YOU, below=words)


def _year(year: Sequence[OwnWeek], twin: Callable[[], pa.Table]) -> None:
    st.header(_("Your year"))
    alt = _("Mean toll of each week of the last year, a row for each month")
    draw(year_in_cells, year_table(year), alt=alt, twin=twin)
    words = _("A row is a month, a cell is a week with its mean toll; – means no toll was entered.")
    audience_line(Audience.ONLY_YOU, below=f"{words} {bands_in_words()}")
