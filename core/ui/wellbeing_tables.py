"""The tables behind a person's own charts, and their twins with headings in words."""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import pyarrow as pa

from core.charts.wellbeing import BANDS
from core.queries.wellbeing import OwnWeek
from core.ui.days import day_words, duration_words, month_words
from core.ui.language import _, plural
from core.ui.toll import band_number, toll_word

_EMPTY: Final = "–"


class Spot(NamedTuple):
    """One week of one line of the band chart."""

    value: float | None
    usual: float | None = None
    low: float | None = None
    high: float | None = None
    watch: float | None = None
    limit: float | None = None
    smoothed: float | None = None


def toll_spot(week: OwnWeek) -> Spot:
    """Return the toll of a week beside the person's own usual."""
    lines = (week.watch_line, week.high_line, week.smoothed)
    return Spot(week.toll_mean, week.usual, week.low, week.high, *lines)


def check_spot(week: OwnWeek) -> Spot:
    """Return the check-in of a week beside the person's own usual, higher is harder."""
    if (band := week.check_band) is None:
        return Spot(week.check)
    lines = (band.watch_line, band.high_line, band.smoothed)
    return Spot(week.check, band.usual, band.low, band.high, *lines)


def band_table(
    weeks: Sequence[OwnWeek], spot: Callable[[OwnWeek], Spot], words: Callable[[OwnWeek], str]
) -> pa.Table:
    """Return what the band chart draws: a row for each week, gaps included."""
    spots = [spot(week) for week in weeks]
    banded = [n for n, each in enumerate(spots) if each.usual is not None]
    first, last = (banded[0], banded[-1]) if banded else (-1, -1)
    return pa.table(
        {
            "monday": pa.array([week.monday for week in weeks], pa.date32()),
            **{
                name: pa.array([getattr(each, name) for each in spots], pa.float64())
                for name in Spot._fields
            },
            "state": _texts(map(_state, spots, weeks)),
            "week_words": _texts(_week_of(week) for week in weeks),
            "words": _texts(map(words, weeks)),
            "limit_label": _label(len(weeks), first, _("— worth a talk   - - keep an eye on it")),
            "band_label": _label(len(weeks), last, _("your band")),
        }
    )


def weeks_twin(weeks: Sequence[OwnWeek]) -> pa.Table:
    """Return the weeks of all charts to read, newest first."""
    newest = list(reversed(weeks))
    return pa.table(
        {
            _("Week of"): [day_words(week.monday) for week in newest],
            _("Toll"): [toll_of(week) for week in newest],
            _("Your usual"): [_number(week.usual) for week in newest],
            _("Band"): [_range(week.low, week.high) for week in newest],
            _("Check-in"): [_number(week.check) for week in newest],
            _("Contacts"): pa.array([week.contacts for week in newest], pa.int64()),
            _("Time"): [duration_words(week.minutes or 0) for week in newest],
        }
    )


def load_table(weeks: Sequence[OwnWeek]) -> pa.Table:
    """Return minutes and contacts of each week."""
    return pa.table(
        {
            "monday": pa.array([week.monday for week in weeks], pa.date32()),
            "minutes": pa.array([week.minutes or 0 for week in weeks], pa.int64()),
            **{
                line: pa.array(
                    [getattr(week.load_band, line, None) for week in weeks], pa.float64()
                )
                for line in ("usual", "smoothed")
            },
            "week_words": _texts(_week_of(week) for week in weeks),
            "load_words": _texts(_load(week) for week in weeks),
        }
    )


def year_table(weeks: Sequence[OwnWeek]) -> pa.Table:
    """Return a cell for each week: its month, which Monday of it, number and band."""
    return pa.table(
        {
            "nth": pa.array([(week.monday.day - 1) // 7 + 1 for week in weeks], pa.int64()),
            "month": _texts(month_words(week.monday) for week in weeks),
            "order": pa.array([week.week for week in weeks], pa.int64()),
            "number": _texts(_number(week.toll_mean) for week in weeks),
            "band": _texts(_band(week) for week in weeks),
            "week_words": _texts(_week_of(week) for week in weeks),
            "words": _texts(map(toll_of, weeks)),
        }
    )


def _texts(words: Any) -> pa.Array:
    return pa.array(list(words), pa.string())


def _label(length: int, at: int, words: str) -> pa.Array:
    return _texts(words if n == at else None for n in range(length))


def _state(spot: Spot, week: OwnWeek) -> str | None:
    if spot.value is None:
        return None
    if not week.closed or spot.low is None or spot.high is None:
        return "unjudged"
    if spot.value > spot.high:
        return "above"
    return "below" if spot.value < spot.low else "usual"


def _band(week: OwnWeek) -> str:
    return BANDS[-1] if week.toll_mean is None else BANDS[band_number(week.toll_mean)]


def _number(value: float | None) -> str:
    return _EMPTY if value is None else f"{value:.1f}"


def _range(low: float | None, high: float | None) -> str:
    return _EMPTY if low is None or high is None else f"{low:.1f}–{high:.1f}"


def _week_of(week: OwnWeek) -> str:
    return _("Week of {day}").format(day=day_words(week.monday))


def toll_of(week: OwnWeek) -> str:
    """Return the toll of a week with its word."""
    if week.toll_mean is None:
        return _("no toll entered")
    return f"{week.toll_mean:.1f} · {toll_word(week.toll_mean)}"


def check_of(week: OwnWeek) -> str:
    """Return the check-in of a week in points."""
    if week.check is None:
        return _("no check-in")
    return _("{points:.1f} of 10, more means harder").format(points=week.check)


def _load(week: OwnWeek) -> str:
    contacts = plural("{n} contact", "{n} contacts", week.contacts)
    return f"{duration_words(week.minutes or 0)} · {contacts}"
