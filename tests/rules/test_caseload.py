"""Load figures against their limits."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidValue
from core.rules.caseload import caseload_verdicts, days_without_break, weighted_people
from core.rules.thresholds import DEFAULTS, Thresholds
from core.vocabulary import Frequency, Level
from tests.rules.work_catalogue import LIMITS, TODAY, load_facts

NEW = TODAY - timedelta(days=119)
OLD = TODAY - timedelta(days=120)


def raised(thresholds=LIMITS, **changes):
    found = caseload_verdicts(load_facts(**changes), thresholds, today=TODAY)
    return {verdict.subject: verdict.level for verdict in found}


def test_a_light_load_raises_nothing():
    assert raised() == {}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"minutes_7d": 480}, {}),
        ({"minutes_7d": 481}, {"hours_week": Level.WATCH}),
        ({"minutes_7d": 721}, {"hours_week": Level.HIGH}),
        ({"longest_minutes_7d": 180}, {}),
        ({"longest_minutes_7d": 181}, {"session_len": Level.WATCH}),
        ({"longest_minutes_7d": 241}, {"session_len": Level.HIGH}),
        ({"outside_hours_14d": 1}, {}),
        ({"outside_hours_14d": 2}, {"after_hours": Level.WATCH}),
        ({"outside_hours_14d": 4}, {"after_hours": Level.HIGH}),
        ({"days_without_break": 90}, {}),
        ({"days_without_break": 91}, {"no_break": Level.WATCH}),
        ({"days_without_break": 151}, {"no_break": Level.HIGH}),
        ({"days_without_break": None}, {}),
        ({"frequencies": (Frequency.WEEKLY,) * 3}, {}),
        ({"frequencies": (Frequency.WEEKLY,) * 4}, {"weighted_people": Level.WATCH}),
        ({"frequencies": (Frequency.WEEKLY,) * 5}, {"weighted_people": Level.WATCH}),
        ({"frequencies": (Frequency.WEEKLY,) * 6}, {"weighted_people": Level.HIGH}),
    ],
)
def test_each_limit_is_passed_exactly_where_it_says(changes, expected):
    assert raised(**changes) == expected


def test_the_persons_own_capacity_replaces_the_default():
    two = (Frequency.WEEKLY,) * 2
    assert raised(frequencies=two) == {}
    assert raised(frequencies=two, capacity=2.0) == {"weighted_people": Level.WATCH}
    assert raised(frequencies=two, capacity=1.5) == {"weighted_people": Level.HIGH}


def test_an_agreed_capacity_is_not_called_a_default():
    facts = load_facts(frequencies=(Frequency.WEEKLY,) * 6, capacity=4.0)
    (verdict,) = caseload_verdicts(facts, LIMITS, today=TODAY)
    assert not verdict.findings[0].is_default
    assert verdict.findings[0].numbers == {"value": 6, "limit": 4}


def test_newcomers_are_watched_earlier_for_their_first_120_days():
    assert raised(minutes_7d=400, joined_on=NEW) == {"hours_week": Level.WATCH}
    assert raised(minutes_7d=400, joined_on=OLD) == {}
    facts = load_facts(minutes_7d=400, joined_on=NEW)
    (finding,) = caseload_verdicts(facts, LIMITS, today=TODAY)[0].findings
    assert finding.sentence == (
        "6 h 40 min of support in the last 7 days; the limit is 5 h 36 min."
    )
    assert finding.is_default


def test_a_newcomer_meets_the_same_upper_limit():
    assert raised(minutes_7d=720, joined_on=NEW) == {"hours_week": Level.WATCH}
    assert raised(minutes_7d=721, joined_on=NEW) == {"hours_week": Level.HIGH}


def test_a_changed_limit_is_used_and_named():
    limit = DEFAULTS["hours_week.watch"].changed(
        4, source="Agreed at the team day", version=3, is_default=False
    )
    facts = load_facts(minutes_7d=300)
    (verdict,) = caseload_verdicts(facts, Thresholds([limit]), today=TODAY)
    assert verdict.findings[0].source == "Agreed at the team day"
    assert verdict.findings[0].version == 3


def test_people_count_by_how_often_they_are_seen():
    assert weighted_people(Frequency) == 1.83
    assert weighted_people([]) == 0


@pytest.mark.parametrize(
    ("ago", "days"),
    [
        ([], None),
        ([7], 0),
        ([6], 7),
        ([20, 12, 3], 4),
        ([20, 13, 3], 4),
        ([20, 13, 6], 21),
    ],
)
def test_days_since_seven_free_days(ago, days):
    assert days_without_break([TODAY - timedelta(days=n) for n in ago], today=TODAY) == days


@given(st.lists(st.integers(0, 300), min_size=1))
def test_days_without_a_break_agree_with_walking_back_day_by_day(ago):
    days = {TODAY - timedelta(days=n) for n in ago}
    count, free, day = 0, 0, TODAY
    while free < 7 and day >= min(days):
        free = 0 if day in days else free + 1
        count += 1
        day -= timedelta(days=1)
    assert days_without_break(days, today=TODAY) == count - (free if free == 7 else 0)


@pytest.mark.parametrize("changes", [{"minutes_7d": -1}, {"capacity": float("nan")}])
def test_impossible_facts_are_refused(changes):
    with pytest.raises(InvalidValue):
        load_facts(**changes)
