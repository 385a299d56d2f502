"""What is told of a group that may be shown: a rounded mean, unless it says too much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.release_audit import WHOLE_TEAM, Cell, View
from core.rules.release_figures import Entry, team_figures, theme_shares
from core.vocabulary import BoundaryTheme, Format, RoleAge

MIXED = (2.0, 4.0, 5.0, 6.0, 8.0, 5.0)
PHONE, TEXT = Cell(Format.PHONE, RoleAge.NEW), Cell(Format.TEXT, RoleAge.NEW)
ON_PHONE, IN_TEXT = View(Format.PHONE), View(Format.TEXT)
TIME, ROLE = BoundaryTheme.TIME_AND_PLACE, BoundaryTheme.ROLE


def entries(tolls, cell=PHONE, minutes=60):
    return [Entry(cell, toll, minutes) for toll in tolls]


def told(team, **options):
    return {view: figure.toll for view, figure in team_figures(team, **options).items()}


def test_six_different_people_give_a_mean_in_whole_points_and_ten_in_half_points():
    assert told(entries((2, 4, 5, 6, 8, 1)))[WHOLE_TEAM] == 4
    assert told(entries((2, 4, 5, 6, 8, 1, 2, 4, 5, 6)))[WHOLE_TEAM] == 4.5


def test_five_people_give_nothing_because_one_who_knows_their_own_value_would_leave_four():
    assert told(entries(MIXED[:5])) == {}


def test_a_raised_floor_hides_more():
    assert told(entries(MIXED), smallest_group=6) == {}
    assert told(entries((*MIXED, 3.0)), smallest_group=6) != {}


def test_a_team_that_agrees_is_hidden_because_the_mean_would_be_everybodys():
    assert told(entries(4.0 + nth / 10 for nth in range(9))) == {}


def test_one_person_who_makes_up_more_than_half_is_hidden():
    assert told(entries((9.0, 0.0, 1.0, 1.0, 2.0, 2.0))) == {}


def test_a_group_that_agrees_is_not_told_by_subtraction_either():
    team = entries((3.8, 4.0, 4.1, 4.2, 4.4, 5.0)) + entries(MIXED, TEXT)
    # The others would tell it: the whole team minus them.
    assert told(team).keys() == {WHOLE_TEAM}
    assert {ON_PHONE, IN_TEXT} <= told(entries(MIXED) + entries(MIXED, TEXT)).keys()


def test_who_took_part_alone_decides_which_views_are_tried():
    # A view hidden for what people said must not make room for one that was refused.
    team = entries(MIXED) + entries(MIXED, TEXT) + entries(MIXED, Cell(Format.TEXT, RoleAge.LONG))
    agreed = [Entry(e.cell, 4.0 if e.cell == PHONE else e.toll, 60) for e in team]
    assert told(agreed).keys() <= told(team).keys()


def test_hours_are_told_in_fives_of_a_hundred_for_ways_of_meeting_only():
    team = entries(MIXED, minutes=20) + entries(MIXED, TEXT, minutes=40)
    figures = team_figures(team)
    assert (figures[ON_PHONE].hours_share, figures[IN_TEXT].hours_share) == (35, 65)
    assert figures[WHOLE_TEAM].hours_share is None


def test_hours_that_are_mostly_one_persons_are_not_told():
    team = entries(MIXED) + entries(MIXED, TEXT)
    team[0] = Entry(PHONE, 2.0, 600)
    figures = team_figures(team)
    assert ON_PHONE in figures
    assert all(figure.hours_share is None for figure in figures.values())


def test_outside_ten_others_are_needed_and_people_are_told_in_fives():
    ten, eleven = team_figures(entries(MIXED + MIXED[:4])), team_figures(entries(MIXED + MIXED[:5]))
    assert ten[WHOLE_TEAM].people_outside is None
    assert eleven[WHOLE_TEAM].people_outside == 10


def test_outside_two_parts_of_a_team_leave_no_group_of_ten_or_fewer():
    figures = team_figures(entries(MIXED * 2) + entries(MIXED, TEXT))
    assert figures[WHOLE_TEAM].people_outside == 20
    assert ON_PHONE in figures
    assert figures[ON_PHONE].people_outside is None


def checks(*ticked, quiet=0):
    return [frozenset(each) for each in ticked] + [frozenset()] * quiet


def test_a_theme_is_told_in_tenths_of_those_who_looked():
    assert theme_shares(checks({TIME}, {TIME, ROLE}, {TIME}, {ROLE}, quiet=4)) == {
        TIME: 40,
        ROLE: 30,
    }


@pytest.mark.parametrize(
    "ticked",
    [
        checks({TIME}, {TIME}, {TIME}, quiet=2),
        checks({TIME}, quiet=9),
        checks(*[{TIME}] * 9, quiet=1),
        checks(*[{TIME}] * 9),
        checks(quiet=9),
        [],
    ],
    ids=["five people", "one of ten", "all but one", "all", "none", "nobody"],
)
def test_too_few_and_too_alike_look_the_same(ticked):
    assert theme_shares(ticked) == {}


cells = st.builds(Cell, st.sampled_from([Format.PHONE, Format.TEXT]), st.sampled_from(RoleAge))
tolls = st.floats(min_value=0, max_value=10, allow_nan=False)
teams = st.lists(st.builds(Entry, cells, tolls, st.integers(0, 300)), max_size=40)


@given(teams)
def test_a_figure_is_on_the_scale_and_near_the_mean_of_at_least_six(team):
    for view, figure in team_figures(team).items():
        found = [entry.toll for entry in team if view.holds(entry.cell)]
        step = 0.5 if len(found) >= 10 else 1
        assert len(found) >= 6
        assert figure.toll / step == int(figure.toll / step)
        assert abs(figure.toll - sum(found) / len(found)) <= step / 2 + 1e-9


@given(teams, teams)
def test_two_weeks_together_leave_one_person_the_whole_scale(one, other):
    # The sum behind a figure is known to half a step for each person, and the scale has ten points.
    for team in (one, other):
        for view, _figure in team_figures(team).items():
            people = sum(view.holds(entry.cell) for entry in team)
            assert people * (0.5 if people >= 10 else 1) >= 5


@given(teams)
def test_the_order_of_people_makes_no_difference(team):
    assert team_figures(team) == team_figures(team[::-1])
