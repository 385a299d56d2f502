"""When somebody else may see a flag."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.sharing import (
    FIRST_TO_THE_PERSON,
    ONE_OFF,
    TOPICS,
    FlagFacts,
    Share,
    topic_scope,
    visibility,
)
from core.vocabulary import FlagAnswer, FlagKind, ShareScope, ShareTopic

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
FROM_TOLLS = {FlagKind.CASELOAD, FlagKind.SUPPORT_GAP}


def flag(**changes):
    facts = {"id": uuid4(), "kind": FlagKind.BURNOUT_RISK, "raised_at": NOW - timedelta(days=5)}
    return FlagFacts(**(facts | changes))


def standing(topic=ShareTopic.STRAIN, scope=ShareScope.SIGNALS, days=30, **changes):
    return Share(topic=topic, scope=scope, from_at=NOW - timedelta(days=days), **changes)


def once(of, scope=ShareScope.ANSWERS, from_at=NOW - HOUR, until_at=None):
    return Share(flag_id=of.id, scope=scope, from_at=from_at, until_at=until_at or NOW + ONE_OFF)


def seen(of, *shares, paused=False, now=NOW):
    found = visibility(of, shares, paused=paused, now=now)
    return found if found and found.since <= now else None


def test_without_a_choice_nobody_sees_a_flag():
    assert seen(flag()) is None


def test_a_choice_of_nothing_shows_nothing():
    assert seen(flag(), standing(scope=ShareScope.NOTHING)) is None


@pytest.mark.parametrize(
    ("kind", "topic"),
    [
        (FlagKind.BURNOUT_RISK, ShareTopic.STRAIN),
        (FlagKind.DEPENDENCY, ShareTopic.STRAIN),
        (FlagKind.BOUNDARY, ShareTopic.BOUNDARY),
    ],
)
def test_each_kind_follows_its_own_topic_only(kind, topic):
    for chosen in ShareTopic:
        found = seen(flag(kind=kind), standing(topic=chosen))
        assert (found is not None) == (chosen is topic)


@pytest.mark.parametrize("kind", sorted(FROM_TOLLS))
def test_what_rests_on_tolls_is_never_more_than_a_signal(kind):
    of = flag(kind=kind)
    assert seen(of, standing(scope=ShareScope.ANSWERS)).scope is ShareScope.SIGNALS
    assert seen(of, once(of)).scope is ShareScope.SIGNALS


def test_a_flag_is_the_persons_alone_for_48_hours():
    raised = flag(raised_at=NOW - timedelta(hours=48) + timedelta(seconds=1))
    assert seen(raised, standing()) is None
    assert seen(raised, standing(), now=NOW + timedelta(seconds=1)) is not None


def test_share_now_ends_the_wait_at_once_with_the_chosen_scope():
    early = flag(raised_at=NOW - HOUR, shared_now_at=NOW)
    assert seen(early, standing(scope=ShareScope.ANSWERS)).scope is ShareScope.ANSWERS


def test_share_now_without_a_standing_choice_shows_signals_for_30_days():
    early = flag(shared_now_at=NOW)
    assert seen(early).scope is ShareScope.SIGNALS
    assert seen(early, now=NOW + ONE_OFF - HOUR) is not None
    assert seen(early, now=NOW + ONE_OFF) is None


def test_a_choice_made_later_shows_a_flag_from_that_moment():
    raised = flag()
    found = visibility(raised, [standing(days=1)], paused=False, now=NOW)
    assert found.since == NOW - timedelta(days=1)


def test_a_single_share_reaches_one_flag_and_ends():
    shared, other = flag(), flag()
    share = once(shared, until_at=NOW + HOUR)
    assert seen(shared, share).scope is ShareScope.ANSWERS
    assert seen(other, share) is None
    assert seen(shared, share, now=NOW + HOUR) is None


def test_the_widest_choice_in_force_counts():
    of = flag()
    assert seen(of, standing(), once(of)).scope is ShareScope.ANSWERS


def test_an_ended_choice_shows_nothing():
    assert seen(flag(), standing(until_at=NOW)) is None


def test_a_pause_silences_all_but_urgent_flags():
    assert seen(flag(), standing(), paused=True) is None
    assert seen(flag(urgent=True), standing(), paused=True) is not None


def test_a_flag_that_will_be_seen_says_from_when():
    raised = flag(raised_at=NOW - HOUR)
    found = visibility(raised, [standing()], paused=False, now=NOW)
    assert found.since == raised.raised_at + FIRST_TO_THE_PERSON


def test_the_topic_scope_ignores_other_topics_and_ended_choices():
    shares = [
        standing(ShareTopic.CHECK_IN, ShareScope.ANSWERS, until_at=NOW - HOUR),
        standing(ShareTopic.STRAIN, ShareScope.ANSWERS),
    ]
    assert topic_scope(ShareTopic.CHECK_IN, shares, now=NOW) is ShareScope.NOTHING


moments = st.integers(0, 8760).map(lambda hours: NOW + hours * HOUR)
flags = st.builds(
    FlagFacts,
    id=st.uuids(),
    kind=st.sampled_from(FlagKind),
    raised_at=moments,
    urgent=st.booleans(),
    answer=st.sampled_from(FlagAnswer),
    shared_now_at=st.none() | moments,
    cleared_at=st.none() | moments,
)
choices = st.lists(
    st.builds(
        Share,
        topic=st.sampled_from(ShareTopic),
        scope=st.sampled_from(ShareScope),
        from_at=moments,
        until_at=st.none() | moments,
    ),
    max_size=5,
)


@given(flags, choices, st.booleans(), moments)
def test_not_right_passed_cleared_and_facts_are_never_passed_on(of, shares, paused, now):
    found = visibility(of, shares, paused=paused, now=now)
    if of.answer is not FlagAnswer.NONE or of.cleared_at or of.kind not in TOPICS:
        assert found is None


@given(flags, choices, st.booleans(), moments)
def test_nobody_sees_a_flag_within_48_hours_unless_the_person_said_so(of, shares, paused, now):
    found = visibility(of, shares, paused=paused, now=now)
    if found and found.since <= now and of.shared_now_at is None:
        assert now >= of.raised_at + FIRST_TO_THE_PERSON


@given(flags, choices, st.booleans(), moments)
def test_only_a_choice_in_force_or_share_now_opens_a_flag(of, shares, paused, now):
    in_force = [
        s.scope
        for s in shares
        if s.scope is not ShareScope.NOTHING
        and s.from_at <= now
        and (s.until_at is None or s.until_at > now)
        and s.topic is TOPICS.get(of.kind)
    ]
    found = visibility(of, shares, paused=paused, now=now)
    if found and of.shared_now_at is None:
        assert in_force
        assert found.scope in in_force or of.kind in FROM_TOLLS
