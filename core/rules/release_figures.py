"""The figures of a team's closed week: worked out, checked and rounded before anybody sees them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, inf
from typing import Final, NamedTuple

from core.rules.release import ROUNDED_OUTSIDE, SMALLEST_GROUP, people_needed
from core.rules.release_audit import (
    WHOLE_TEAM,
    Cell,
    View,
    groups_told,
    size_of,
    views_shown_together,
)
from core.vocabulary import BoundaryTheme

_STEP, _STEP_OF_FEW = 0.5, 1.0
_FEW: Final = 10
"""Fewer people than this are told in whole points. Step times people is then five points or more
for any figure, so that two figures of different weeks, whose people differ by one, together
leave that person the whole scale of ten."""
_HOURS_STEP: Final = 5
_SHARE_STEP: Final = 10
"""Shares of the hours and of the people are told in these steps, in percent."""
_LEAST_OF_A_THEME: Final = 2
"""People who ticked a theme, and who did not; one alone would be more than half of the sum."""
_BAND_ENDS: Final = (1.5, 3.5, 5.5, 7.5, inf)
"""Upper ends of light, mild, moderate, heavy and very heavy for a mean toll."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person's week: where they stand, their mean toll and the minutes behind it."""

    cell: Cell
    toll: float
    minutes: int


@dataclass(frozen=True, slots=True)
class Figure:
    """What is released of one view."""

    toll: float
    hours_share: int | None
    """The part of the team's hours that these people gave, in percent, for a view by format."""
    people_outside: int | None
    """People behind it in fives, when it may leave the organisation; else nothing."""


def team_figures(
    entries: Collection[Entry], *, smallest_group: int = SMALLEST_GROUP
) -> dict[View, Figure]:
    """Return the mean toll, over people, of each view that may be shown of a team's week.

    Views that are not there are refused, whatever the reason: nobody, too few, a group that
    could be worked out, a group that is of one mind, or one person with more than half.
    """
    by_cell: defaultdict[Cell, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_cell[entry.cell].append(entry)
    cells = {cell: len(found) for cell, found in by_cell.items()}
    tolls = {c: _Sum.of([entry.toll for entry in found]) for c, found in by_cell.items()}
    minutes = {c: _Sum.of([entry.minutes for entry in found]) for c, found in by_cell.items()}
    shown = views_shown_together(cells, needed=people_needed(smallest_group))
    # A refusal for what people said must not be undone by a subtraction: filters go together.
    if any(_Sum.over(group, tolls).is_of_one_mind for group in groups_told(shown, cells)):
        shown = [] if _Sum.over(cells, tolls).is_of_one_mind else [WHOLE_TEAM]
    is_timed = not any(
        _Sum.over(group, minutes).is_mostly_one for group in groups_told(shown, cells)
    )
    outside = views_shown_together(
        cells, needed=people_needed(smallest_group, outside=True), among=shown
    )
    return {
        view: Figure(
            _Sum.over(filter(view.holds, cells), tolls).rounded_mean,
            _hours_share(view, minutes) if is_timed else None,
            in_fives(size_of(view, cells)) if view in outside else None,
        )
        for view in shown
    }


def theme_shares(
    ticked: Collection[frozenset[BoundaryTheme]], *, smallest_group: int = SMALLEST_GROUP
) -> dict[BoundaryTheme, int]:
    """Return of how many people in a hundred each boundary theme is, for a whole team.

    Args:
        ticked: the themes of each person who did the self-check, also of those who ticked none.
        smallest_group: people needed; below 5 it counts as 5.

    Returns:
        Themes that may be told. One that nobody, one person, all or all but one ticked is left
        out, just as every theme is when too few people looked.
    """
    people = len(ticked)
    if people < people_needed(smallest_group):
        return {}
    counts = {theme: sum(theme in each for each in ticked) for theme in BoundaryTheme}
    return {
        theme: _in_steps(100 * count / people, _SHARE_STEP)
        for theme, count in counts.items()
        if _LEAST_OF_A_THEME <= count <= people - _LEAST_OF_A_THEME
    }


def in_fives(people: int) -> int:
    """Return how many people there are as it is told outside."""
    return _in_steps(people, ROUNDED_OUTSIDE)


class _Sum(NamedTuple):
    """A sum over people, and what is needed to see whether it says too much."""

    people: int
    total: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "_Sum":
        return cls(len(values), sum(values), min(values), max(values))

    @classmethod
    def over(cls, group: Iterable[Cell], sums: Mapping[Cell, "_Sum"]) -> "_Sum":
        people, total, lowest, highest = zip(*(sums[cell] for cell in group), strict=True)
        return cls(sum(people), sum(total), min(lowest), max(highest))

    @property
    def rounded_mean(self) -> float:
        step = _STEP if self.people >= _FEW else _STEP_OF_FEW
        return floor(self.total / self.people / step + 0.5) * step

    @property
    def is_mostly_one(self) -> bool:
        return self.highest > self.total / 2

    @property
    def is_of_one_mind(self) -> bool:
        return _band(self.lowest) == _band(self.highest) or self.is_mostly_one


def _hours_share(view: View, minutes: Mapping[Cell, _Sum]) -> int | None:
    total = sum(each.total for each in minutes.values())
    if view.format is None or view.is_cell or not total:
        return None
    share = _Sum.over(filter(view.holds, minutes), minutes).total / total
    return _in_steps(100 * share, _HOURS_STEP)


def _in_steps(value: float, step: int) -> int:
    return step * floor(value / step + 0.5)


def _band(value: float) -> int:
    return next(band for band, end in enumerate(_BAND_ENDS) if value < end)
