"""Which groups of a team's week may be shown together, so that nobody can be worked out.

Everybody with an entry stands in one cell of a table: the way they mostly met people, by how
long they have been in the role. A view adds up the whole table, one row, one column or one cell.

Draw the table as a graph: a point for every row and every column that is shown (those that are
not share one point on each side), and between them an edge for each cell, as heavy as it has
people. Whatever can be worked out from the figures by sums and differences concerns exactly the
edges of a cut of that graph. So its lightest cut is the smallest group anybody can reach, for
any number of readers who put together what they saw, and no combination is left untried.

Sources: the rows of an incidence matrix span the cuts of its graph (Bondy and Murty, Graph
Theory, 2008, chapter 20); the lightest cut after Stoer and Wagner, A simple min-cut algorithm,
Journal of the ACM 44 (1997).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, combinations
from math import inf
from typing import Final, NamedTuple

from core.rules.release import FILTERS_FROM
from core.vocabulary import Format, RoleAge


class Cell(NamedTuple):
    """Where one person stands in one week."""

    format: Format
    role_age: RoleAge


class View(NamedTuple):
    """Whose figure it is: the whole team, or those of one format, one role age, or both."""

    format: Format | None = None
    role_age: RoleAge | None = None

    def holds(self, cell: Cell) -> bool:
        """Return whether the people of a cell are in this view."""
        return self.format in (None, cell.format) and self.role_age in (None, cell.role_age)

    @property
    def is_cell(self) -> bool:
        """Whether both filters are set."""
        return self.format is not None and self.role_age is not None

    @property
    def key(self) -> str:
        """Its name in the records; empty for the whole team."""
        return "" if self == WHOLE_TEAM else f"{self.format or ''}+{self.role_age or ''}"


WHOLE_TEAM: Final = View()
_Point = str


def every_view() -> Iterator[View]:
    """Yield every view that can be asked for, the whole team first."""
    for way in (None, *Format):
        for age in (None, *RoleAge):
            yield View(way, age)


def views_shown_together(
    cells: Mapping[Cell, int], *, needed: int, among: Collection[View] | None = None
) -> list[View]:
    """Return the views that may all be shown of one week, larger groups first.

    It looks at who took part and never at what they said, so a refusal says nothing that those
    who know who took part could not work out themselves.

    Args:
        cells: people with an entry, by cell.
        needed: the smallest group that anybody may be able to reach.
        among: the views to choose from; every view when left out.
    """
    if sum(cells.values()) < needed:
        return []
    shown = [WHOLE_TEAM]
    if sum(cells.values()) < FILTERS_FROM:
        return shown
    sizes = {view: size_of(view, cells) for view in (every_view() if among is None else among)}
    for view in sorted(sizes, key=lambda view: (-sizes[view], view.is_cell)):
        if view == WHOLE_TEAM or sizes[view] < needed:
            continue
        if smallest_reachable([*shown, view], cells) >= needed:
            shown.append(view)
    return shown


def smallest_reachable(shown: Collection[View], cells: Mapping[Cell, int]) -> float:
    """Return how many people the smallest group has that the figures, put together, tell about.

    The whole team must be among the views shown; infinite when there is nobody.
    """
    edges = [(row, column, cells[cell]) for row, column, cell in _edges(shown, cells)]
    alone = (people for cell, people in cells.items() if View(*cell) in shown)
    return min(chain(alone, _lightest_cuts(edges)), default=inf)


def groups_told(shown: Collection[View], cells: Collection[Cell]) -> Iterator[frozenset[Cell]]:
    """Yield the groups whose sums the figures tell, shown or worked out by subtraction.

    Groups that are merely put together from smaller ones may be left out.
    """
    if not shown:
        return
    rest = list(_edges(shown, cells))
    yield from (frozenset((cell,)) for cell in cells if cell not in {each[2] for each in rest})
    columns = {column for _row, column, _cell in rest}
    rows = {row for row, _column, _cell in rest}
    for outside in _subsets(columns):
        touched = {row for row, column, _cell in rest if column in outside}
        for further in _subsets(rows - touched):
            inside = touched | further
            told = frozenset(c for r, column, c in rest if r in inside and column not in outside)
            if told:
                yield told


def size_of(view: View, cells: Mapping[Cell, int]) -> int:
    """Return how many people are in a view."""
    return sum(people for cell, people in cells.items() if view.holds(cell))


def _edges(shown: Collection[View], cells: Iterable[Cell]) -> Iterator[tuple[_Point, _Point, Cell]]:
    rows = [view.format for view in shown if view.role_age is None]
    columns = [view.role_age for view in shown if view.format is None]
    alone = [view for view in shown if view.is_cell]
    for cell in cells:
        if View(*cell) not in alone:
            row = cell.format.value if cell.format in rows else "other formats"
            column = cell.role_age.value if cell.role_age in columns else "other role ages"
            yield row, column, cell


def _lightest_cuts(edges: Iterable[tuple[_Point, _Point, int]]) -> Iterator[int]:
    """Yield the lightest cut of each connected part of the graph."""
    bonds: dict[_Point, dict[_Point, int]] = {}
    for one, other, people in edges:
        near, far = bonds.setdefault(one, {}), bonds.setdefault(other, {})
        near[other] = far[one] = near.get(other, 0) + people
    while bonds:
        part = _reached_from(next(iter(bonds)), bonds)
        yield _lightest_cut({point: bonds.pop(point) for point in part})


def _reached_from(point: _Point, bonds: Mapping[_Point, Mapping[_Point, int]]) -> list[_Point]:
    reached = [point]
    for each in reached:
        reached += [near for near in bonds[each] if near not in reached]
    return reached


def _lightest_cut(bonds: dict[_Point, dict[_Point, int]]) -> int:
    lightest = sum(map(sum, (near.values() for near in bonds.values())))
    while len(bonds) > 1:
        before, last, weight = _most_bound_last(bonds)
        lightest = min(lightest, weight)
        for near, people in bonds.pop(last).items():
            del bonds[near][last]
            if near != before:
                bonds[before][near] = bonds[near][before] = bonds[before].get(near, 0) + people
    return lightest


def _most_bound_last(bonds: Mapping[_Point, Mapping[_Point, int]]) -> tuple[_Point, _Point, int]:
    """Order the points, each time the one most bound to those before; return the last two."""
    waiting = dict.fromkeys(bonds, 0)
    last = before = next(iter(bonds))
    weight = 0
    while waiting:
        before, last = last, max(waiting, key=waiting.__getitem__)
        weight = waiting.pop(last)
        for near, people in bonds[last].items():
            if near in waiting:
                waiting[near] += people
    return before, last, weight


def _subsets(points: Collection[_Point]) -> Iterator[set[_Point]]:
    for size in range(len(points) + 1):
        yield from map(set, combinations(sorted(points), size))
