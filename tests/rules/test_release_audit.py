"""No sum and no difference of released figures reaches a small group.

The attacker is exact and knows nothing of how the audit works: they take the row space of all
figures of a week apart (``benchmarks.disclosure.attack``).
"""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.disclosure.attack import reduced, smallest_groups
from core.rules.release import FILTERS_FROM, people_needed
from core.rules.release_audit import (
    WHOLE_TEAM,
    Cell,
    View,
    every_view,
    groups_told,
    size_of,
    smallest_reachable,
    views_shown_together,
)
from core.vocabulary import Format, RoleAge

NEEDED = people_needed(5)
WAYS = (Format.PHONE, Format.IN_PERSON, Format.TEXT)
every_cell = st.builds(Cell, st.sampled_from(WAYS), st.sampled_from(RoleAge))
teams = st.dictionaries(every_cell, st.integers(1, 12), max_size=9)


def members(view, cells):
    """Return the people of a view; a person is a cell and a number."""
    return frozenset((c, n) for c, people in cells.items() if view.holds(c) for n in range(people))


def attacked(shown, cells, at_most=5):
    return smallest_groups([members(view, cells) for view in shown], at_most=at_most)


def phone(age, people):
    return {Cell(Format.PHONE, age): people}


@given(teams)
def test_promise_17_no_group_of_fewer_than_five_can_be_worked_out_even_by_one_of_them(cells):
    # Whoever knows their own value turns a group of five into one of four.
    assert attacked(views_shown_together(cells, needed=NEEDED), cells, at_most=5) == []


@given(teams, st.lists(st.sampled_from(list(every_view())), unique=True, max_size=8))
def test_the_audit_finds_a_small_group_exactly_when_the_attacker_does(cells, views):
    if not cells:
        return
    shown = [WHOLE_TEAM, *(v for v in views if v != WHOLE_TEAM and size_of(v, cells))]
    found = min((len(group) for group in attacked(shown, cells, at_most=4)), default=None)
    reachable = smallest_reachable(shown, cells)
    assert (reachable if reachable <= 4 else None) == found


@given(teams)
def test_no_larger_choice_of_views_was_refused_without_need(cells):
    shown = views_shown_together(cells, needed=NEEDED)
    if sum(cells.values()) < FILTERS_FROM:
        return
    for view in every_view():
        if view not in shown and size_of(view, cells) >= NEEDED:
            assert attacked([*shown, view], cells)


@given(teams)
def test_every_view_shown_has_enough_people_and_the_whole_team_comes_first(cells):
    shown = views_shown_together(cells, needed=NEEDED)
    assert all(size_of(view, cells) >= NEEDED for view in shown)
    assert (WHOLE_TEAM in shown) == (sum(cells.values()) >= NEEDED)
    assert not shown or shown[0] == WHOLE_TEAM


def can_be_worked_out(group, shown, cells):
    rows = [[int(view.holds(cell)) for cell in cells] for view in shown]
    wanted = [int(cell in group) for cell in cells]
    return len(reduced([*rows, wanted])[1]) == len(reduced(rows)[1])


@given(st.dictionaries(every_cell, st.integers(1, 12), max_size=7))
def test_the_groups_told_are_those_that_can_be_worked_out(cells):
    shown = views_shown_together(cells, needed=NEEDED)
    told = set(groups_told(shown, cells))
    groups = (frozenset(g) for n in range(1, 8) for g in combinations(cells, n))
    possible = {group for group in groups if shown and can_be_worked_out(group, shown, cells)}
    assert told <= possible
    # The others are put together from smaller ones.
    smallest = {g for g in possible if not any(other < g for other in possible)}
    assert smallest <= told


def test_a_filter_is_refused_when_the_rest_of_the_team_is_small():
    cells = phone(RoleAge.NEW, 9) | {Cell(Format.TEXT, RoleAge.NEW): 5}
    assert views_shown_together(cells, needed=NEEDED) == [WHOLE_TEAM, View(role_age=RoleAge.NEW)]
    cells[Cell(Format.TEXT, RoleAge.NEW)] = 6
    assert View(Format.TEXT) in views_shown_together(cells, needed=NEEDED)


def test_two_filters_that_leave_a_few_between_them_are_not_shown_together():
    cells = phone(RoleAge.NEW, 9) | phone(RoleAge.LONG, 2) | {Cell(Format.TEXT, RoleAge.LONG): 8}
    # Everybody on the phone minus everybody who is new would be two people.
    shown = views_shown_together(cells, needed=NEEDED)
    assert View(Format.PHONE) in shown
    assert View(role_age=RoleAge.NEW) not in shown
    assert attacked([View(Format.PHONE), View(role_age=RoleAge.NEW)], cells)


@pytest.mark.parametrize(("people", "filters"), [(7, False), (8, True)])
def test_a_team_of_fewer_than_eight_has_no_filters(people, filters):
    shown = views_shown_together(phone(RoleAge.NEW, people), needed=NEEDED)
    assert (len(shown) > 1) == filters


def test_the_attacker_finds_what_a_plain_floor_gives_away():
    cells = phone(RoleAge.NEW, 7) | {Cell(Format.TEXT, RoleAge.LONG): 1}
    plain = [view for view in every_view() if size_of(view, cells) >= 5]
    assert frozenset({(Cell(Format.TEXT, RoleAge.LONG), 0)}) in attacked(plain, cells)
