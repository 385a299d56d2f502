"""Which team figure may be released."""

from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.rules.dates import week_of
from core.rules.release import (
    hides_the_difference,
    last_released_week,
    release_moment,
    team_strain,
)

MIXED = {"a": 2.0, "b": 4.0, "c": 5.0, "d": 6.0, "e": 8.0}


def test_five_different_people_give_a_mean_in_half_points():
    assert team_strain(MIXED) == 5.0
    assert team_strain(MIXED | {"a": 3.0}) == 5.0


def test_four_people_give_nothing():
    assert team_strain({name: MIXED[name] for name in "abcd"}) is None


def test_the_floor_can_be_raised_but_not_lowered():
    assert team_strain(MIXED, smallest_group=6) is None
    assert team_strain({name: MIXED[name] for name in "abcd"}, smallest_group=2) is None


def test_a_team_that_agrees_is_hidden_because_the_mean_would_be_everybodys():
    assert team_strain({name: 4.0 + nth / 10 for nth, name in enumerate("abcdef")}) is None


def test_one_person_who_makes_up_more_than_half_is_hidden():
    assert team_strain({"a": 9.0, "b": 0.0, "c": 1.0, "d": 2.0, "e": 2.0}) is None


def test_a_small_team_that_differs_by_one_person_from_a_released_week_is_hidden():
    before = frozenset("abcdef")
    assert team_strain(MIXED, earlier=[before]) is None
    assert team_strain(MIXED, earlier=[frozenset("abcde")]) == 5.0


def test_in_a_large_team_rounding_already_hides_one_person():
    many = {str(nth): float(nth % 9) for nth in range(14)}
    before = frozenset(many) - {"3"}
    assert hides_the_difference(frozenset(many), before, 5)
    assert team_strain(many, earlier=[before]) is not None


def test_a_week_is_released_on_monday_at_six_local_time():
    week = week_of(datetime(2026, 7, 8, tzinfo=UTC).date())
    assert release_moment(week, "Europe/London").astimezone(UTC) == datetime(
        2026, 7, 13, 5, tzinfo=UTC
    )


@pytest.mark.parametrize(("hour", "back"), [(5, 2), (6, 1)])
def test_before_six_the_week_before_is_the_last_released(hour, back):
    monday = datetime(2026, 11, 16, hour, tzinfo=UTC)
    this_week = week_of(monday.date())
    assert last_released_week(monday, this_week, "Europe/London") == this_week - back


tolls = st.floats(min_value=0, max_value=10, allow_nan=False)
teams = st.dictionaries(st.integers(0, 40), tolls, max_size=25)
sets = st.lists(st.frozensets(st.integers(0, 40), min_size=5, max_size=25), max_size=4)


@given(teams, sets)
def test_a_figure_never_rests_on_fewer_than_five_people(means, earlier):
    if team_strain(means, earlier=earlier) is not None:
        assert len(means) >= 5


@given(teams, sets)
def test_a_figure_is_on_the_scale_in_half_points_near_the_mean(means, earlier):
    value = team_strain(means, earlier=earlier)
    assume(value is not None)
    assert value * 2 == int(value * 2)
    assert abs(value - sum(means.values()) / len(means)) <= 0.25 + 1e-9


@given(teams, sets)
def test_what_was_released_before_can_only_hide_a_figure_never_change_it(means, earlier):
    assert team_strain(means, earlier=earlier) in (None, team_strain(means))


@given(teams, st.frozensets(st.integers(0, 40), min_size=5, max_size=25))
def test_two_small_figures_never_leave_a_few_people_between_them(means, before):
    people = frozenset(means)
    if team_strain(means, earlier=[before]) is not None and len(people) + len(before) < 20:
        assert len(people ^ before) == 0 or len(people ^ before) >= 5
