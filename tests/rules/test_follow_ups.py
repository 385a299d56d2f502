"""How soon an answer is promised, and which steps follow each other."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidValue
from core.rules.follow_ups import UNFINISHED, check_step, promised_hours
from core.rules.support import OpenEvent, SupportFacts, support_verdicts
from core.rules.thresholds import Thresholds
from core.vocabulary import FollowUpReason, FollowUpState

LIMITS = Thresholds()
TODAY = date(2026, 5, 4)
COUNTED = {
    FollowUpReason.INCIDENT: "incident_open.watch",
    FollowUpReason.DEBRIEF_WANTED: "debrief_open.watch",
}


@given(st.sampled_from(FollowUpReason), st.integers(1, 336))
def test_nothing_is_promised_sooner_than_ring_me_but_what_is_urgent_or_flagged(
    reason, ring_me_hours
):
    promised = promised_hours(reason, ring_me_hours, LIMITS)
    if reason is FollowUpReason.URGENT:
        assert promised <= ring_me_hours
    elif reason not in COUNTED:
        assert promised >= ring_me_hours


@pytest.mark.parametrize("changed", [3, 24])
@pytest.mark.parametrize("reason", COUNTED)
@given(ring_me_hours=st.integers(1, 336))
def test_no_promise_is_later_than_the_limit_that_raises_a_flag(reason, changed, ring_me_hours):
    limits = Thresholds([replace(LIMITS[COUNTED[reason]], value=changed)])

    hours = promised_hours(reason, ring_me_hours, limits)

    assert not raised_after(reason, hours, limits)
    assert raised_after(reason, hours + 0.1, limits)


def raised_after(reason, hours, limits):
    waiting = (OpenEvent(happened_on=TODAY, hours_open=hours),)
    facts = SupportFacts(
        known_since=TODAY,
        joined_on=TODAY - timedelta(days=400),
        last_supervision=None,
        last_team_contact=None,
        open_incidents=waiting if reason is FollowUpReason.INCIDENT else (),
        open_debriefs=waiting if reason is FollowUpReason.DEBRIEF_WANTED else (),
    )
    return support_verdicts(facts, limits, today=TODAY)


def test_ring_me_is_promised_as_the_organisation_says():
    assert promised_hours(FollowUpReason.RING_ME, 6, LIMITS) == 6


STEPS = (FollowUpState.TAKEN, FollowUpState.SNOOZED, FollowUpState.RESOLVED)


@pytest.mark.parametrize(("state", "new"), list(product(FollowUpState, STEPS)))
def test_only_what_is_unfinished_can_go_on(state, new):
    if state in UNFINISHED:
        check_step(state, new)
    else:
        with pytest.raises(InvalidValue, match="finished"):
            check_step(state, new)


@pytest.mark.parametrize("state", list(FollowUpState))
def test_only_a_resolved_follow_up_is_reopened(state):
    if state is FollowUpState.RESOLVED:
        check_step(state, FollowUpState.OPEN)
    else:
        with pytest.raises(InvalidValue, match="resolved"):
            check_step(state, FollowUpState.OPEN)
