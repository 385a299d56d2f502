"""Signs beside the flag: what weighs lately, without a level."""

from datetime import date, timedelta

import pytest

from core.rules.strain_signs import PulseAnswers, TolledContact, strain_signs
from core.rules.thresholds import Thresholds

TODAY = date(2026, 5, 13)


def contacts(*tolls, ends=5, debriefed=True):
    """One contact a day, the last so many days ago."""
    days = range(ends + len(tolls) - 1, ends - 1, -1)
    return [
        TolledContact(TODAY - timedelta(days=ago), toll, debriefed)
        for ago, toll in zip(days, tolls, strict=True)
    ]


def pulses(*answers):
    return [
        PulseAnswers(TODAY - timedelta(weeks=len(answers) - n), *given)
        for n, given in enumerate(answers)
    ]


def rules(given=(), answered=()):
    return [s.finding.rule for s in strain_signs(given, answered, Thresholds(), today=TODAY)]


@pytest.mark.parametrize(
    ("tolls", "said"),
    [
        ((3, 7, 7, 7), ["heavy_run"]),
        ((7, 7, 7, 3), []),
        ((3, 7, 7), []),
        ((7, 3, 7, 3, 3), ["heavy_share"]),
        ((7, 3, 3, 3, 3), []),
        ((7, 3, 7, 3), []),
    ],
)
def test_heavy_contacts_in_a_row_or_in_share_are_said(tolls, said):
    assert rules(contacts(*tolls)) == said


@pytest.mark.parametrize(("ends", "said"), [(2, ["undebriefed"]), (1, ["rest_after_heavy"])])
def test_a_heavy_contact_asks_for_rest_first_and_for_a_talk_after_two_days(ends, said):
    assert rules(contacts(8, ends=ends, debriefed=False)) == said
    assert "undebriefed" not in rules(contacts(8, ends=ends))


def test_what_is_older_than_four_weeks_says_nothing():
    assert rules(contacts(8, 8, 8, 8, 8, ends=28, debriefed=False)) == []


def test_hard_rest_and_an_unclear_role_are_said_after_two_check_ins_in_a_row():
    assert rules(answered=pulses((4, 2, 4), (2, 4, 4))) == ["rest_low"]
    assert rules(answered=pulses((4, 4, 2), (4, 4, 1))) == ["role_unclear"]
    assert rules(answered=pulses((2, 4, 2), (4, 4, 4))) == []
    assert rules(answered=pulses((2, 2, 2))) == []
    assert rules(answered=pulses((2, 2, 2), (None, None, None))) == []
