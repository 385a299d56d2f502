"""The pictures of a team: honest axes, gaps, and nothing by colour alone."""

from core.charts.team import STATES, caseload_balance, strain_trend, ways_of_meeting


def layers(chart):
    return chart.fresh()["layer"]


def test_the_strain_of_a_team_is_on_the_full_scale():
    line = layers(strain_trend)[0]
    assert line["encoding"]["y"]["scale"]["domain"] == [0, 10]


def test_a_hidden_week_says_why_instead_of_joining_its_neighbours():
    line, gap = layers(strain_trend)
    assert line["encoding"]["y"]["field"] == "value"
    assert "impute" not in line["encoding"]["y"]
    assert gap["encoding"]["text"]["field"] == "gap"


def test_load_starts_at_zero_and_has_a_word_beside_its_colour():
    bars, limits, words, _names = layers(caseload_balance)
    assert bars["encoding"]["x"]["scale"]["zero"] is True
    assert bars["encoding"]["color"]["scale"]["domain"] == list(STATES)
    assert limits["encoding"]["x"]["field"] == "capacity"
    assert words["encoding"]["text"]["field"] == "label"


def test_a_long_name_stands_above_its_bar_where_nothing_cuts_it():
    *_marks, names = layers(caseload_balance)
    assert names["encoding"]["text"]["field"] == "name"
    assert names["encoding"]["x"] == {"value": 0}
    assert names["mark"]["limit"] >= 340
    assert all(layer["encoding"]["y"]["axis"] is None for layer in layers(caseload_balance))


def test_people_stay_in_the_order_they_were_given_in():
    assert all(layer["encoding"]["y"]["sort"] is None for layer in layers(caseload_balance))


def test_toll_and_share_of_hours_have_full_axes_and_every_point_its_name():
    points, *names = layers(ways_of_meeting)
    assert points["encoding"]["x"]["scale"]["domain"] == [0, 100]
    assert points["encoding"]["y"]["scale"]["domain"] == [0, 10]
    assert {each["encoding"]["text"]["field"] for each in names} == {"way"}
    kept = {each["transform"][0]["filter"] for each in names}
    assert kept == {
        f"datum.hours_share {side} 60 && {half}datum.heavier"
        for side in ("<=", ">")
        for half in ("", "!")
    }


def test_names_of_close_points_stand_above_and_below():
    _points, *names = layers(ways_of_meeting)
    assert {
        ("!datum.heavier" in each["transform"][0]["filter"], each["mark"]["dy"] > 0)
        for each in names
    } == {(True, True), (False, False)}
