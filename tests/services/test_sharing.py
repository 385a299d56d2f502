"""Choosing what coordinators see, and what follows from it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.errors import InvalidValue, NotFound
from core.models import AuditEntry, FollowUp, OneOffShare, Person, View, WellbeingFlag
from core.queries.follow_ups import follow_up_rows
from core.queries.shared import shared_with_me
from core.queries.sharing import own_one_off_shares, own_sharing, sharing_is_chosen
from core.services.boundary_checks import record_check
from core.services.flags import refresh_stale
from core.services.follow_ups import take
from core.services.pauses import start_pause
from core.services.sharing import (
    bring_up_shared,
    choose_sharing,
    end_share,
    record_views,
    share_flag_once,
)
from core.vocabulary import (
    AuditEvent,
    FlagAnswer,
    FlagKind,
    FollowUpReason,
    FollowUpState,
    Role,
    ShareScope,
    ShareTopic,
    Viewed,
)
from tests.shared_flags import raise_flag
from tests.support import NOW

pytestmark = pytest.mark.storage

NOTHING = dict.fromkeys(
    (ShareTopic.STRAIN, ShareTopic.BOUNDARY, ShareTopic.CHECK_IN), ShareScope.NOTHING
)
SIGNALS = NOTHING | {ShareTopic.STRAIN: ShareScope.SIGNALS}
LONG_AGO = NOW - timedelta(days=5)


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


def states(session):
    return session.exec(select(FollowUp.state)).all()


def seen_by(session, coordinator, now=NOW):
    return [flag.id for p in shared_with_me(session, coordinator, now=now) for flag in p.flags]


def test_the_first_choice_opens_logging(session, ada):
    person = session.get(Person, ada.person_id)
    person.sharing_chosen_at = None
    session.flush()
    assert not sharing_is_chosen(session, ada)

    choose_sharing(session, ada, NOTHING, now=NOW)

    assert sharing_is_chosen(session, ada)
    assert own_sharing(session, ada, now=NOW).choices == NOTHING


def test_the_first_choice_needs_every_topic(session, ada):
    with pytest.raises(InvalidValue, match="each of the topics"):
        choose_sharing(session, ada, {ShareTopic.STRAIN: ShareScope.SIGNALS}, now=NOW)


def test_a_later_choice_changes_one_topic_and_keeps_the_rest(session, ada):
    choose_sharing(session, ada, NOTHING, now=NOW)
    choose_sharing(session, ada, {ShareTopic.BOUNDARY: ShareScope.ANSWERS}, now=NOW)
    assert own_sharing(session, ada, now=NOW).choices == NOTHING | {
        ShareTopic.BOUNDARY: ShareScope.ANSWERS
    }


def test_sharing_brings_an_older_flag_to_the_queue_at_once(session, ada, cleo):
    raise_flag(session, ada.person_id, raised_at=LONG_AGO)
    choose_sharing(session, ada, SIGNALS, now=NOW)
    assert states(session) == [FollowUpState.OPEN]


def test_promise_18_choosing_nothing_takes_everything_back_at_once(session, ada, cleo):
    flag = raise_flag(session, ada.person_id, raised_at=LONG_AGO)
    choose_sharing(session, ada, SIGNALS, now=NOW)
    share_flag_once(session, ada, flag, ShareScope.ANSWERS, now=NOW)
    assert seen_by(session, cleo) == [flag]

    choose_sharing(session, ada, NOTHING, now=NOW)

    assert seen_by(session, cleo) == []
    assert states(session) == [FollowUpState.WITHDRAWN]


def test_promise_18_a_flag_shared_once_is_seen_and_ends_when_the_person_says_so(session, ada, cleo):
    choose_sharing(session, ada, NOTHING, now=NOW)
    flag = raise_flag(session, ada.person_id, raised_at=NOW)
    share_flag_once(session, ada, flag, ShareScope.SIGNALS, now=NOW)
    assert seen_by(session, cleo) == [flag]

    end_share(session, ada, flag, now=NOW + timedelta(minutes=1))

    assert seen_by(session, cleo, NOW + timedelta(minutes=1)) == []
    assert states(session) == [FollowUpState.WITHDRAWN]


def test_promise_18_what_was_shared_once_is_seen_for_thirty_days_and_no_longer(session, ada, cleo):
    choose_sharing(session, ada, NOTHING, now=NOW)
    flag = raise_flag(session, ada.person_id, raised_at=NOW)
    share_flag_once(session, ada, flag, ShareScope.ANSWERS, now=NOW)
    over = NOW + timedelta(days=30)

    assert seen_by(session, cleo, over - timedelta(seconds=1)) == [flag]
    assert seen_by(session, cleo, over) == []
    assert own_one_off_shares(session, ada, now=over) == []
    for _night in range(2):
        assert follow_up_rows(session, cleo, states=FollowUpState, now=over) == [], "no trace"
        bring_up_shared(session, now=over)
    assert states(session) == [FollowUpState.WITHDRAWN]


def test_nobody_shares_somebody_elses_flag(session, add_actor, ada):
    flag = raise_flag(session, ada.person_id, raised_at=LONG_AGO)
    session.commit()
    eve = add_actor(Role.SUPPORTER, name="Eve")
    with pytest.raises(NotFound):
        share_flag_once(session, eve, flag, ShareScope.SIGNALS, now=NOW)
    with pytest.raises(NotFound):
        end_share(session, eve, flag, now=NOW)
    assert session.exec(select(OneOffShare)).all() == []


def test_bringing_up_twice_opens_one_follow_up(session, ada, cleo):
    choose_sharing(session, ada, SIGNALS, now=LONG_AGO)
    raise_flag(session, ada.person_id, raised_at=LONG_AGO)
    assert bring_up_shared(session, now=NOW) == 1
    assert bring_up_shared(session, now=NOW) == 0
    assert states(session) == [FollowUpState.OPEN]


def test_within_48_hours_nothing_is_brought_up(session, ada, cleo):
    choose_sharing(session, ada, SIGNALS, now=LONG_AGO)
    raise_flag(session, ada.person_id, raised_at=NOW - timedelta(hours=47))
    assert bring_up_shared(session, now=NOW) == 0
    assert bring_up_shared(session, now=NOW + timedelta(hours=1)) == 1


def test_an_urgent_flag_asks_for_the_shortest_answer_even_in_a_queue(session, ada, cleo):
    choose_sharing(session, ada, SIGNALS, now=LONG_AGO)
    flag = raise_flag(session, ada.person_id, raised_at=LONG_AGO)
    bring_up_shared(session, now=NOW)
    session.get(WellbeingFlag, flag).urgent = True
    session.flush()

    bring_up_shared(session, now=NOW)

    [found] = session.exec(select(FollowUp))
    assert found.reason is FollowUpReason.URGENT
    assert found.due_at == NOW + timedelta(hours=4)


@pytest.mark.parametrize("answer", [FlagAnswer.NOT_RIGHT, FlagAnswer.PASSED])
def test_an_answer_of_the_person_takes_a_follow_up_back(session, ada, cleo, answer):
    choose_sharing(session, ada, SIGNALS, now=LONG_AGO)
    flag = raise_flag(session, ada.person_id, raised_at=LONG_AGO)
    bring_up_shared(session, now=NOW)
    session.get(WellbeingFlag, flag).answer = answer
    session.flush()
    bring_up_shared(session, now=NOW)
    assert states(session) == [FollowUpState.WITHDRAWN]


@pytest.mark.parametrize(
    ("taken", "left"), [(False, FollowUpState.WITHDRAWN), (True, FollowUpState.TAKEN)]
)
def test_when_a_flag_clears_only_work_in_hand_stays(session, ada, cleo, taken, left):
    choose_sharing(session, ada, SIGNALS, now=LONG_AGO)
    flag = raise_flag(session, ada.person_id, raised_at=LONG_AGO)
    bring_up_shared(session, now=NOW)
    [found] = session.exec(select(FollowUp))
    if taken:
        take(session, cleo, found.id, version=found.version, now=NOW)
    session.get(WellbeingFlag, flag).cleared_at = NOW
    session.flush()
    bring_up_shared(session, now=NOW)
    assert states(session) == [left]


def test_a_coordinator_who_named_nobody_shares_with_nobody(session, add_actor, cleo):
    choose_sharing(session, cleo, SIGNALS, now=LONG_AGO)
    raise_flag(session, cleo.person_id, raised_at=LONG_AGO, kind=FlagKind.BURNOUT_RISK)
    assert bring_up_shared(session, now=NOW) == 0


def test_promise_19_a_look_is_written_down_only_for_people_who_share_with_the_viewer(
    session, add_actor, ada, cleo
):
    session.commit()
    far = add_actor(Role.SUPPORTER, name="Far", team="South")
    record_views(
        session,
        cleo,
        {(ada.person_id, Viewed.SHARED_STRAIN), (far.person_id, Viewed.SHARED_STRAIN)},
        now=NOW,
    )
    session.flush()
    assert session.exec(select(View.person_id)).all() == [ada.person_id]
    looks = select(AuditEntry.actor_id, AuditEntry.subject_id).where(
        AuditEntry.event == AuditEvent.SHARED_DATA_SEEN
    )
    assert session.exec(looks).all() == [(cleo.person_id, ada.person_id)], "in the log as well"


def test_what_came_up_in_a_pause_is_the_persons_alone_for_48_hours_after_it(session, ada, cleo):
    choices = NOTHING | {ShareTopic.BOUNDARY: ShareScope.SIGNALS}
    choose_sharing(session, ada, choices, now=LONG_AGO)
    start_pause(
        session, ada, starts_on=NOW.date(), returns_on=NOW.date() + timedelta(days=5), now=NOW
    )
    record_check(session, ada, ["only_me"], now=NOW + timedelta(hours=1))
    for hours in (0, 47):
        back = NOW + timedelta(days=5, hours=hours)
        refresh_stale(session, [ada.person_id], now=back)
        assert bring_up_shared(session, now=back) == 0

    [flag] = session.exec(select(WellbeingFlag))
    assert flag.raised_at == NOW + timedelta(days=5)
    assert bring_up_shared(session, now=NOW + timedelta(days=7)) == 1
