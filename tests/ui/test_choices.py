"""Choices are told apart by their words."""

from core.ui.choices import named, told_apart


def test_choices_that_read_the_same_are_numbered_and_the_others_are_left():
    words = {"a": "Ada", "b": "Bea", "c": "Ada"}
    assert told_apart(words) == {"a": "Ada (1)", "b": "Bea", "c": "Ada (2)"}


def test_a_person_is_named_with_their_teams_where_there_are_any():
    assert named("Ada", ["North", "South"]) == "Ada · North · South"
    assert named("Ada", [""]) == "Ada"
