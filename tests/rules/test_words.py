"""Figures as a sentence says them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.words import apart, counting, duration, wait, wait_and_limit


@pytest.mark.parametrize(
    ("value", "limit", "said"),
    [
        (53.8, 50, ("54", "50")),
        (50.3, 50, ("50.3", "50")),
        (6, 5, ("6", "5")),
        (3.08, 3, ("3.1", "3")),
    ],
)
def test_a_figure_and_its_limit_are_told_apart_in_as_few_decimals_as_it_takes(value, limit, said):
    assert apart(value, limit) == said


@given(st.floats(0, 100), st.integers(1, 1000))
def test_a_figure_over_its_limit_never_reads_like_the_limit(limit, more):
    value, said = apart(limit + more / 1000, limit)
    assert float(value) > float(said)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(800, "13 h 20 min"), (720, "12 hours"), (60, "1 hour"), (45, "45 minutes"), (1, "1 minute")],
)
def test_a_length_of_time_is_said_in_hours_and_minutes(minutes, said):
    assert duration(minutes) == said


@pytest.mark.parametrize(
    ("hours", "limit", "said"),
    [
        (70, 24, ("70 hours", "24 hours")),
        (100, 24, ("4 days", "1 day")),
        (170, 168, ("170 hours", "168 hours")),
        (200, 168, ("8 days", "7 days")),
        (80, 30, ("80 hours", "30 hours")),
    ],
)
def test_a_long_wait_is_said_in_days_where_that_still_shows_the_difference(hours, limit, said):
    assert wait_and_limit(hours, limit) == said


@pytest.mark.parametrize(
    ("hours", "said"), [(48, "48 hours"), (168, "7 days"), (100, "100 hours"), (72, "3 days")]
)
def test_a_limit_of_whole_days_is_said_in_days_from_three_on(hours, said):
    assert wait(hours) == said


def test_one_thing_is_not_said_as_many():
    assert counting("debrief", "debriefs")(2, 1) == ("2 debriefs", "1 debrief")
