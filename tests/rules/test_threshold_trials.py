"""Which figures are tried, what counts as changed, and that no set of answers finds few people."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rules.threshold_changes import changed_limit
from core.rules.threshold_names import KINDS
from core.rules.threshold_trials import (
    Trial,
    flags_changed,
    kinds_judged_by,
    told,
    trials_of,
)
from core.rules.thresholds import DEFAULTS, Thresholds
from core.vocabulary import FlagKind, Level

LIMITS = Thresholds()
WATCH, HIGH = Level.WATCH, Level.HIGH
PEOPLE = [UUID(int=number) for number in range(1, 31)]
A, B, C = (Trial("hours_week.watch", 8, value) for value in (6, 7, 9))


def flags_of(first, last, each=1):
    return dict.fromkeys(PEOPLE[first:last], each)


@pytest.mark.parametrize("key", DEFAULTS)
def test_every_limit_is_tried_with_figures_that_could_be_saved(key):
    tried = [trial for trial in trials_of(LIMITS) if trial.key == key]
    assert 1 <= len(tried) <= 7
    for trial in tried:
        assert trial.instead_of == LIMITS.value(key) != trial.value
        assert changed_limit(LIMITS, key, trial.value).value == trial.value


@pytest.mark.parametrize("key", DEFAULTS)
def test_a_limit_is_tried_to_both_sides_of_it_wherever_there_are_two(key):
    limit = DEFAULTS[key]
    values = {trial.value for trial in trials_of(LIMITS) if trial.key == key}
    assert any(value > limit.value for value in values)
    at_its_end = limit.value == limit.lowest
    assert at_its_end or any(value < limit.value for value in values)


def test_a_limit_of_nothing_is_tried_in_whole_steps():
    none = changed_limit(LIMITS, "beyond_agreed.weeks", 0)
    tried = [one for one in trials_of(Thresholds([none])) if one.key == "beyond_agreed.weeks"]
    assert [one.value for one in tried] == [1, 2]


@pytest.mark.parametrize("key", DEFAULTS)
def test_a_limit_decides_about_its_own_kind_of_flag(key):
    assert KINDS[key] in kinds_judged_by(key)


def test_limits_of_first_days_and_of_the_days_of_signs_decide_about_two_kinds():
    assert kinds_judged_by("newcomer.days") == {FlagKind.CASELOAD, FlagKind.SUPPORT_GAP}
    assert kinds_judged_by("boundary.days") == {FlagKind.BOUNDARY, FlagKind.DEPENDENCY}


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ([], [], 0),
        ([{"hours": WATCH}] * 3, [{"hours": WATCH}] * 3, 0),
        ([{"hours": WATCH}] * 3, [{}] * 3, 1),
        ([{}] * 3, [{"hours": WATCH}] * 3, 1),
        ([{"hours": WATCH}] * 3, [{"hours": WATCH}, {"hours": HIGH}, {"hours": WATCH}], 1),
        ([{"hours": WATCH}, {}, {"hours": WATCH}], [{}, {}, {}], 2),
        ([{"hours": WATCH}, {}, {"hours": WATCH}], [{"hours": WATCH}] * 3, 1),
        ([{"hours": WATCH, "people": HIGH}], [{"people": WATCH}], 2),
        ([{"hours": WATCH}, {}, {"hours": WATCH}], [{}, {}, {"hours": WATCH}], 1),
    ],
)
def test_a_flag_counts_once_for_as_long_as_it_is_up(before, after, changed):
    assert flags_changed(before, after) == changed


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ({}, None),
        (flags_of(0, 5), None),
        (flags_of(0, 5, each=4), None),
        (flags_of(0, 6), 5),
        (flags_of(0, 8), 10),
        (flags_of(0, 6) | {PEOPLE[0]: 6}, None),
        (flags_of(0, 6) | {PEOPLE[0]: 5}, 10),
    ],
)
def test_a_count_is_told_in_fives_and_never_for_a_few_or_mostly_one(flags, expected):
    assert told({A: flags}, []).get(A) == expected


def test_an_organisation_may_ask_for_more_people_never_for_fewer():
    assert told({A: flags_of(0, 9)}, [], smallest_group=9) == {}
    assert told({A: flags_of(0, 5)}, [], smallest_group=2) == {}


def test_two_figures_that_differ_by_a_few_people_are_not_both_told():
    trials = {A: flags_of(0, 10), B: flags_of(0, 7), C: flags_of(0, 16)}
    assert told(trials, []) == {C: 15, A: 10}


def test_two_figures_of_the_same_people_are_both_told():
    assert told({A: flags_of(0, 10), B: flags_of(0, 10)}, []) == {A: 10, B: 10}


def test_a_figure_that_differs_from_an_earlier_one_by_a_few_people_is_not_told():
    earlier = [flags_of(0, 10)]
    assert told({A: flags_of(0, 12)}, earlier) == {}
    assert told({A: flags_of(0, 10)}, earlier) == {A: 10}
    assert told({A: flags_of(0, 16)}, earlier) == {A: 15}


def test_one_person_with_most_of_a_difference_is_not_told_either():
    more = flags_of(0, 10) | flags_of(10, 16) | {PEOPLE[0]: 8}
    assert told({A: more}, [flags_of(0, 10)]) == {}


some_flags = st.dictionaries(st.sampled_from(PEOPLE), st.integers(1, 4))
some_trials = st.dictionaries(st.sampled_from(trials_of(LIMITS)), some_flags, max_size=8)


@settings(deadline=None)
@given(st.lists(some_trials, max_size=4))
def test_promise_17_no_two_figures_ever_told_differ_by_fewer_than_six_people(weeks):
    known = []
    for trials in weeks:
        shown = told(trials, known)
        known += [trials[trial] for trial in shown]
        assert all(shown[trial] % 5 == 0 for trial in shown)
    for number, flags in enumerate(known):
        for other in ({}, *known[:number]):
            moved = {who for who in PEOPLE if flags.get(who, 0) != other.get(who, 0)}
            assert len(moved) >= 6 or not moved
            assert moved or other
