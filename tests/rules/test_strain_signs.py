"""Signs beside the flag: what weighs lately, for the person alone."""

from datetime import date, timedelta

import pytest

from core.rules.heavy_contacts import TolledContact
from core.rules.strain_signs import PulseAnswers, Satisfaction, SignFacts, strain_signs
from core.rules.thresholds import Thresholds
from core.vocabulary import Level

TODAY = date(2026, 5, 13)
WATCH, HIGH = Level.WATCH, Level.HIGH


def pulses(*answers):
    """One check-in a week, the last a week ago."""
    return [
        PulseAnswers(day=TODAY - timedelta(weeks=len(answers) - n), **given)
        for n, given in enumerate(answers)
    ]


def hard(count, **answers):
    return pulses(*[{"sleep": 4, "switch_off": 4, "role_clear": 4, **answers}] * count)


def said(*, another_domain=False, **facts):
    found = strain_signs(
        SignFacts(**facts), Thresholds(), another_domain=another_domain, today=TODAY
    )
    return [(sign.finding.rule, sign.level) for sign in found]


def test_a_gap_after_a_heavy_contact_is_a_suggestion_without_a_level():
    for ago in (0, 1):
        heavy = [TolledContact(TODAY - timedelta(days=ago), 7)]
        assert said(contacts=heavy) == [("rest_after_heavy", None)]
    assert said(contacts=[TolledContact(TODAY - timedelta(days=2), 9)]) == []
    assert said(contacts=[TolledContact(TODAY, 6)]) == []


@pytest.mark.parametrize(
    ("count", "level"), [(1, None), (2, WATCH), (3, WATCH), (4, HIGH), (6, HIGH)]
)
def test_hard_rest_is_said_after_two_check_ins_in_a_row_and_is_clear_after_four(count, level):
    expected = [("rest_low", level)] if level else []
    assert said(pulses=hard(count, sleep=2)) == expected
    assert said(pulses=hard(count, switch_off=1)) == expected


@pytest.mark.parametrize(("count", "level"), [(1, None), (2, WATCH), (3, HIGH)])
def test_an_unclear_role_is_said_after_two_check_ins_and_is_clear_after_three(count, level):
    expected = [("role_unclear", level)] if level else []
    assert said(pulses=hard(count, role_clear=2)) == expected


def test_a_check_in_that_skips_the_question_ends_the_row():
    assert said(pulses=[*hard(3, sleep=2)[:2], PulseAnswers(day=TODAY)]) == []


def test_old_check_ins_say_nothing():
    old = [PulseAnswers(day=TODAY - timedelta(days=ago), sleep=1) for ago in (70, 63, 56)]
    assert said(pulses=old) == []


@pytest.mark.parametrize(
    ("answers", "falls"),
    [
        ((5, 4, 4, 2), True),
        ((5, 4, 4, 3), False),
        ((4, 4, 2), False),
        ((5, 5, 2, 5, 3), True),
        ((5, 5, 5, None, 3), True),
        ((2, 2, 2, 2), False),
    ],
)
def test_less_worthwhile_is_told_against_ones_own_usual_answer(answers, falls):
    given = pulses(*[{"worthwhile": answer} for answer in answers])
    assert bool(said(pulses=given)) is falls


@pytest.mark.parametrize(
    ("scores", "ago", "falls"),
    [
        ((41, 35), 0, True),
        ((41, 36), 0, False),
        ((35,), 0, False),
        ((35, 41), 0, False),
        ((41, 35), 90, True),
        ((41, 35), 91, False),
    ],
)
def test_less_satisfaction_is_told_between_two_results_of_the_proqol(scores, ago, falls):
    days = [TODAY - timedelta(days=ago + 180 * n) for n in reversed(range(len(scores)))]
    given = [Satisfaction(day, score) for day, score in zip(days, scores, strict=True)]
    assert bool(said(scores=given)) is falls


def test_less_satisfaction_is_clear_when_another_domain_speaks_as_well():
    fallen = [Satisfaction(TODAY - timedelta(days=200), 41), Satisfaction(TODAY, 30)]
    assert said(scores=fallen) == [("satisfaction_drop", WATCH)]
    assert said(scores=fallen, another_domain=True) == [("satisfaction_drop", HIGH)]


@pytest.mark.parametrize(
    ("versions", "falls"),
    [((1, 2), False), ((1, 1), True), ((1, 2, 1), True), ((1, 2, 2), False)],
    ids=["another version", "the same", "the same after another", "two of the newest"],
)
def test_satisfaction_is_compared_with_the_newest_result_of_the_same_version(versions, falls):
    # Answers 41, then 30: only a result of another version may stand between or before them.
    values = [30 if place else 41 for place in range(len(versions))]
    days = [TODAY - timedelta(days=180 * n) for n in reversed(range(len(versions)))]
    given = [Satisfaction(*one) for one in zip(days, values, versions, strict=True)]
    assert bool(said(scores=given)) is falls
