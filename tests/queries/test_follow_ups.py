"""The queue: who needs somebody, why, and in which order."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from core.errors import NotAllowed
from core.models import FollowUp, Meeting, Pause, Person
from core.queries.follow_ups import people_with_old_flags
from core.queries.queue import follow_up_queue
from core.services.follow_ups import open_follow_up, resolve, snooze, take
from core.services.ring_me import ask_to_be_rung
from core.services.sharing import bring_up_shared, choose_sharing
from core.vocabulary import (
    FollowUpReason,
    Level,
    MeetingKind,
    Outcome,
    Role,
    ShareScope,
    ShareTopic,
)
from tests.shared_flags import raise_flag, up_to_date
from tests.support import NOW

pytestmark = pytest.mark.storage

LONG_AGO = NOW - timedelta(days=5)
SIGNALS = dict.fromkeys(
    (ShareTopic.STRAIN, ShareTopic.BOUNDARY, ShareTopic.CHECK_IN), ShareScope.SIGNALS
)


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def bea(add_actor):
    return add_actor(Role.SUPPORTER, name="Bea")


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


def needs_you(session, actor, *, now):
    return follow_up_queue(session, actor, now=now).waiting


def ask(session, person, reason, now=NOW):
    return open_follow_up(
        session, person_id=person.person_id, reason=reason, source_id=uuid4(), now=now
    )


def test_the_earliest_promise_comes_first_whatever_the_level(session, ada, bea, cleo):
    choose_sharing(session, ada, SIGNALS, now=LONG_AGO)
    raise_flag(session, ada.person_id, raised_at=NOW - timedelta(days=2), level=Level.HIGH)
    ask(session, ada, FollowUpReason.CASELOAD)
    ask_to_be_rung(session, bea, best_time="noon", now=NOW)
    found = needs_you(session, cleo, now=NOW)
    assert [(row.name, row.reason) for row in found] == [
        ("Bea", FollowUpReason.RING_ME),
        ("Ada", FollowUpReason.SHARED_FLAG),
        ("Ada", FollowUpReason.CASELOAD),
    ]
    assert found[0].best_time == "noon"


def test_a_shared_flag_is_there_when_48_hours_have_passed_without_any_job(session, ada, cleo):
    choose_sharing(session, ada, SIGNALS, now=LONG_AGO)
    raise_flag(session, ada.person_id, raised_at=NOW)
    later = NOW + timedelta(hours=48)
    assert needs_you(session, cleo, now=later - timedelta(seconds=1)) == []
    [row] = needs_you(session, cleo, now=later)
    assert row.id is None
    bring_up_shared(session, now=later)
    [stored] = needs_you(session, cleo, now=later)
    assert stored.id is not None
    assert (stored.since, stored.due_at) == (row.since, row.due_at)


def test_a_share_taken_back_leaves_the_queue_before_any_job_runs(session, ada, cleo):
    choose_sharing(session, ada, SIGNALS, now=LONG_AGO)
    raise_flag(session, ada.person_id, raised_at=LONG_AGO)
    bring_up_shared(session, now=NOW)
    choose_sharing(session, ada, dict.fromkeys(SIGNALS, ShareScope.NOTHING), now=NOW)
    assert needs_you(session, cleo, now=NOW) == []


def test_what_a_colleague_took_on_is_not_mine(session, add_actor, ada, cleo):
    follow_up = ask(session, ada, FollowUpReason.CASELOAD)
    session.commit()
    dee = add_actor(Role.COORDINATOR, name="Dee", coordinates=("North",))
    take(session, dee, follow_up, version=1, now=NOW)
    assert needs_you(session, cleo, now=NOW) == []
    [row] = needs_you(session, dee, now=NOW)
    assert row.owner == "Dee"


def test_what_was_put_aside_comes_back_on_its_day(session, ada, cleo):
    follow_up = ask(session, ada, FollowUpReason.CASELOAD)
    until = NOW.date() + timedelta(days=2)
    snooze(session, cleo, follow_up, until=until, version=1, now=NOW)
    assert needs_you(session, cleo, now=NOW + timedelta(days=1)) == []
    assert len(needs_you(session, cleo, now=NOW + timedelta(days=2))) == 1


def test_a_pause_silences_facts_but_not_a_request(session, ada, cleo):
    ask(session, ada, FollowUpReason.CASELOAD)
    ask_to_be_rung(session, ada, best_time="", now=NOW)
    session.add(Pause(person_id=ada.person_id, starts_on=NOW.date(), recorded_at=NOW))
    session.flush()
    assert [row.reason for row in needs_you(session, cleo, now=NOW)] == [FollowUpReason.RING_ME]


def test_the_last_talk_is_a_meeting_or_a_follow_up_in_which_they_talked(session, ada, bea, cleo):
    session.add(
        Meeting(
            person_id=ada.person_id,
            day=NOW.date() - timedelta(days=9),
            kind=MeetingKind.TEAM,
            recorded_by=ada.person_id,
            recorded_at=NOW,
        )
    )
    talked = ask(session, ada, FollowUpReason.INCIDENT, now=NOW - timedelta(days=3))
    resolve(session, cleo, talked, outcome=Outcome.TALKED, version=1, now=NOW - timedelta(days=2))
    ask(session, ada, FollowUpReason.CASELOAD)
    ask(session, bea, FollowUpReason.CASELOAD)
    talks = {row.name: row.last_talk for row in needs_you(session, cleo, now=NOW)}
    assert talks == {"Ada": NOW.date() - timedelta(days=2), "Bea": None}


def test_a_coordinators_shared_flag_waits_for_the_one_they_named(session, add_actor, cleo):
    session.commit()
    dee = add_actor(Role.COORDINATOR, name="Dee", coordinates=("North",))
    sol = add_actor(Role.COORDINATOR, name="Sol", team="South", coordinates=("South",))
    session.get(Person, cleo.person_id).named_coordinator_id = sol.person_id
    choose_sharing(session, cleo, SIGNALS, now=LONG_AGO)
    raise_flag(session, cleo.person_id, raised_at=LONG_AGO)
    bring_up_shared(session, now=NOW)
    assert needs_you(session, dee, now=NOW) == needs_you(session, cleo, now=NOW) == []
    assert [row.name for row in needs_you(session, sol, now=NOW)] == ["Cleo"]
    assert len(session.exec(select(FollowUp)).all()) == 1


def test_people_whose_flags_are_from_yesterday_are_recomputed_first(session, ada, bea, cleo):
    up_to_date(session, ada.person_id, now=NOW)
    up_to_date(session, bea.person_id, now=NOW - timedelta(days=1))
    assert people_with_old_flags(session, cleo, now=NOW) == [bea.person_id]


def test_a_supporter_has_no_queue(session, ada):
    with pytest.raises(NotAllowed):
        needs_you(session, ada, now=NOW)
