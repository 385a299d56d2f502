"""Dependency: what one case may take, how it may rise, and how long it was agreed to last."""

from datetime import date, timedelta

import pytest

from core.errors import InvalidValue
from core.rules.dependency import CaseFacts, DependencyFacts, dependency_verdicts
from core.rules.thresholds import DEFAULTS, Thresholds
from core.vocabulary import FlagKind, Frequency, Level

MONDAY = date(2026, 5, 11)


def case(key="one", **changes):
    facts = {
        "minutes": 100,
        "contacts": (4, 4, 4),
        "frequency": Frequency.WEEKLY,
        "opened_on": MONDAY - timedelta(weeks=20),
    }
    return CaseFacts(id=key, **{**facts, **changes})


def judge(*cases, thresholds=None, **changes):
    facts = {
        "minutes": sum(one.minutes for one in cases),
        "people": len(cases),
        "contacts": tuple(sum(one.contacts[n] for one in cases) for n in range(3)),
    } | changes
    found = dependency_verdicts(
        DependencyFacts(cases=cases, **facts), thresholds or Thresholds(), until=MONDAY
    )
    return {verdict.subject: verdict for verdict in found}


def others(count=2, **changes):
    return [case(f"other {n}", **changes) for n in range(count)]


@pytest.mark.parametrize(
    ("minutes", "level"),
    [(200, None), (202, Level.WATCH), (466, Level.WATCH), (468, Level.HIGH)],
)
def test_more_than_half_of_the_hours_is_watched_and_more_than_seven_tenths_is_high(minutes, level):
    found = judge(case(minutes=minutes), *others())

    assert (found["one"].level if found else None) is level
    assert set(found) <= {"one"}


def test_a_share_says_nothing_with_fewer_than_three_people():
    assert judge(case(minutes=900), case("two")) == {}


def test_what_the_agreed_frequency_explains_is_no_dependency():
    rare = others(frequency=Frequency.MONTHLY)

    # Weekly beside two monthly ones suggests two thirds of the hours.
    assert judge(case(minutes=460), *rare) == {}
    assert judge(case(minutes=1000), *rare)["one"].level is Level.HIGH


@pytest.mark.parametrize(
    ("contacts", "raised"),
    [
        ((4, 6, 10), True),
        ((4, 6, 9), False),
        ((4, 4, 10), False),
        ((6, 8, 11), False),
        ((8, 12, 15), False),
        ((0, 4, 10), False),
        ((10, 6, 4), False),
    ],
)
def test_contacts_rise_when_they_become_clearly_more_twice_in_a_row(contacts, raised):
    found = judge(case(contacts=contacts), *others())

    assert bool(found) is raised
    if raised:
        assert found["one"].level is Level.WATCH
        assert found["one"].findings[0].numbers == {
            "first": 1,
            "then": 1.5,
            "now": 2.5,
            "weeks": 12,
        }


def test_a_load_that_rises_with_everybody_is_no_dependency():
    assert judge(case(contacts=(4, 6, 10)), *others(contacts=(4, 6, 10))) == {}


def test_a_young_case_has_no_earlier_weeks_to_rise_from():
    young = case(contacts=(4, 6, 10), opened_on=MONDAY - timedelta(weeks=11))

    assert judge(young, *others()) == {}


@pytest.mark.parametrize(("weeks", "raised"), [(18, False), (17, True)])
def test_going_on_beyond_the_agreed_length_is_said_after_two_weeks(weeks, raised):
    found = judge(case(agreed_weeks=weeks))

    assert bool(found) is raised
    if raised:
        assert found["one"].findings[0].numbers == {"weeks": 3, "agreed": 17}


def test_two_reasons_together_are_worth_a_talk():
    found = judge(case(minutes=210, agreed_weeks=4), *others())

    assert found["one"].level is Level.HIGH
    assert [one.rule for one in found["one"].findings][-1] == "reasons_together"


def test_the_ticked_sign_joins_the_case_that_takes_most_and_alone_raises_nothing():
    late = [case("one", minutes=120, agreed_weeks=4), case("two", agreed_weeks=4)]
    day = MONDAY - timedelta(days=3)

    found = judge(*late, signs=(day,))

    assert [one.rule for one in found["one"].findings][:2] == ["beyond_agreed", "relies_on_me"]
    assert (found["one"].level, found["two"].level) == (Level.HIGH, Level.WATCH)
    assert judge(case(), *others(), signs=(day,)) == {}


def test_the_next_step_is_an_ending_and_nobody_is_named():
    found = judge(case("Heron 3", minutes=900, agreed_weeks=4), *others())["Heron 3"]

    assert found.kind is FlagKind.DEPENDENCY
    assert "plan_the_ending" in found.steps
    assert not any("Heron" in one.sentence + one.name for one in found.findings)


def test_what_would_clear_it_names_the_figure_of_each_reason():
    found = judge(case(minutes=900, contacts=(4, 6, 10), agreed_weeks=4), *others())["one"]

    assert found.clears == (
        "Clears when the support has ended, or on a Monday when none of these reasons holds. "
        "For the hours: 50 % or less of those of four weeks. "
        "For the contacts: under 2 times those of eight weeks before. "
        "For the length: at least 18 weeks agreed."
    )
    assert judge(case(agreed_weeks=18)) == {}
    assert found.steps[0] == "plan_the_ending"
    assert judge(case(minutes=900), *others())["one"].steps[0] == "review_meeting"


def test_a_changed_limit_applies():
    strict = DEFAULTS["beyond_agreed.weeks"].changed(0, source="Ours", version=2, is_default=False)

    found = judge(case(agreed_weeks=19), thresholds=Thresholds([strict]))

    assert found["one"].findings[0].version == 2


def test_impossible_facts_are_refused():
    with pytest.raises(InvalidValue):
        case(contacts=(1, -1, 0))
