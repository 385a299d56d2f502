"""Gaps in the support a person had."""

from datetime import timedelta

import pytest

from core.errors import InvalidValue
from core.rules.support import OpenEvent, support_verdicts
from core.vocabulary import Level
from tests.rules.catalogue import LIMITS, TODAY, support_facts


def ago(days):
    return TODAY - timedelta(days=days)


def raised(**changes):
    found = support_verdicts(support_facts(**changes), LIMITS, today=TODAY)
    return {verdict.subject: verdict.level for verdict in found}


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
        ({"last_supervision": None, "started_on": ago(20)}, {}),
        ({"last_supervision": None, "started_on": ago(40)}, {"supervision_gap": Level.WATCH}),
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
