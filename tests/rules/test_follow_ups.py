"""How soon an answer is promised, and which steps follow each other."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidValue
from core.rules.follow_ups import UNFINISHED, check_step, promised_hours
from core.vocabulary import FollowUpReason, FollowUpState


@given(st.sampled_from(FollowUpReason), st.integers(1, 336))
def test_nothing_is_promised_sooner_than_ring_me_but_what_is_urgent(reason, ring_me_hours):
    promised = promised_hours(reason, ring_me_hours)
    if reason is FollowUpReason.URGENT:
        assert promised <= ring_me_hours
    else:
        assert promised >= ring_me_hours


def test_ring_me_is_promised_as_the_organisation_says():
    assert promised_hours(FollowUpReason.RING_ME, 6) == 6


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
