"""Gaps in the support a person had."""

from datetime import timedelta

import pytest

from core.errors import InvalidValue
from core.rules.support import OpenEvent, support_verdicts
from core.vocabulary import Level
from tests.rules.work_catalogue import LIMITS, TODAY, support_facts


def ago(days):
    return TODAY - timedelta(days=days)


def raised(**changes):
    found = support_verdicts(support_facts(**changes), LIMITS, today=TODAY)
    return {verdict.subject: verdict.level for verdict in found}


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({"last_supervision": ago(22)}, "supervision_gap"),
        ({"last_team_contact": ago(33), "last_supervision": ago(33)}, "alone"),
        ({"open_incidents": [OpenEvent(ago(1), 10)]}, "incident_open"),
        ({"open_debriefs": [OpenEvent(ago(2), 35)]}, "debrief_open"),
    ],
)
def test_a_newcomer_is_watched_earlier_in_support_as_in_load(changes, subject):
    new, old = ago(119), ago(120)
    assert raised(joined_on=new, **changes)[subject] is Level.WATCH
    assert subject not in raised(joined_on=old, **changes)


def test_a_newcomers_limit_of_days_is_whole_and_says_why_it_is_stricter():
    facts = support_facts(last_supervision=ago(22), joined_on=ago(60))
    (verdict,) = support_verdicts(facts, LIMITS, today=TODAY)
    (finding,) = verdict.findings
    assert finding.numbers == {"value": 22, "limit": 21}
    assert "first 120 days" in finding.source
    assert verdict.since == TODAY


def open_for(*hours):
    return tuple(OpenEvent(ago(3), one) for one in hours)


def test_somebody_well_supported_has_no_gap():
    assert raised() == {}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"last_supervision": ago(30)}, {}),
        ({"last_supervision": ago(31)}, {"supervision_gap": Level.WATCH}),
        ({"last_supervision": ago(46)}, {"supervision_gap": Level.HIGH}),
        ({"last_supervision": None, "known_since": ago(20)}, {}),
        ({"last_supervision": None, "known_since": ago(40)}, {"supervision_gap": Level.WATCH}),
        ({"last_team_contact": ago(70)}, {}),
        ({"open_incidents": open_for(12)}, {}),
        ({"open_incidents": open_for(12.5)}, {"incident_open": Level.WATCH}),
        ({"open_incidents": open_for(2, 24.2)}, {"incident_open": Level.HIGH}),
        ({"open_debriefs": open_for(48)}, {}),
        ({"open_debriefs": open_for(49)}, {"debrief_open": Level.WATCH}),
        ({"open_debriefs": open_for(169)}, {"debrief_open": Level.HIGH}),
        ({"open_debriefs": open_for(1, 2)}, {"debrief_open": Level.HIGH}),
    ],
)
def test_each_gap_opens_exactly_where_it_says(changes, expected):
    assert raised(**changes) == expected


def test_supervision_counts_as_a_talk_with_the_team():
    alone = {"last_team_contact": ago(80)}
    assert raised(**alone) == {}
    assert raised(**alone, last_supervision=ago(76)) == {
        "supervision_gap": Level.HIGH,
        "alone": Level.HIGH,
    }


def test_a_gap_counts_since_the_day_its_limit_was_passed():
    facts = support_facts(last_supervision=ago(46))
    (verdict,) = support_verdicts(facts, LIMITS, today=TODAY)
    assert verdict.since == TODAY
    facts = support_facts(last_supervision=ago(40))
    (verdict,) = support_verdicts(facts, LIMITS, today=TODAY)
    assert verdict.since == ago(9)


@pytest.mark.parametrize("hours", [-1, float("nan"), float("inf")])
def test_impossible_waiting_times_are_refused(hours):
    with pytest.raises(InvalidValue):
        OpenEvent(TODAY, hours)
