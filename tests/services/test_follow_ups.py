"""From asking a coordinator to act until the outcome is written."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from sqlmodel import select

from core.database import transaction
from core.errors import ChangedMeanwhile, InvalidValue, NotAllowed, NotFound
from core.models import FlagsAsOf, FollowUp, FollowUpNote, RingMe, SupportEvent
from core.queries.follow_up_history import follow_up_history, notes_about_me
from core.queries.queue import follow_up_queue
from core.queries.ring_me import own_ring_me
from core.services.follow_ups import (
    note,
    open_follow_up,
    reopen,
    resolve,
    snooze,
    take,
    withdraw_follow_up,
)
from core.services.people import deactivate
from core.services.ring_me import ask_to_be_rung, withdraw_ring_me
from core.vocabulary import EventKind, FollowUpReason, FollowUpState, Outcome, Role
from tests.shared_flags import up_to_date
from tests.support import NOW

pytestmark = pytest.mark.storage

TODAY = NOW.date()


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


@pytest.fixture
def asked(session, ada, cleo):
    """Return the follow-up of a request to be rung."""
    ask_to_be_rung(session, ada, best_time="after six", now=NOW)
    [found] = session.exec(select(FollowUp))
    return found


def test_asking_to_be_rung_promises_the_organisations_answer_time(session, ada, asked):
    own = own_ring_me(session, ada)
    assert own.best_time == "after six"
    assert own.due_at == NOW + timedelta(hours=24)
    assert own.taken_by is None


def test_asking_again_changes_the_best_time_of_the_same_request(session, ada, asked):
    ask_to_be_rung(session, ada, best_time="tomorrow", now=NOW + timedelta(hours=1))
    assert session.exec(select(RingMe.best_time)).all() == ["tomorrow"]
    assert len(session.exec(select(FollowUp)).all()) == 1


def test_a_request_that_nobody_would_see_is_refused_with_another_way(session, ada):
    with pytest.raises(InvalidValue, match="ring your organisation"):
        ask_to_be_rung(session, ada, best_time="", now=NOW)


def test_a_best_time_has_a_longest_length(session, ada, cleo):
    with pytest.raises(InvalidValue, match="80 characters"):
        ask_to_be_rung(session, ada, best_time="x" * 81, now=NOW)


def test_a_request_can_be_taken_back(session, ada, asked):
    withdraw_ring_me(session, ada, now=NOW)
    assert own_ring_me(session, ada) is None
    assert asked.state is FollowUpState.WITHDRAWN


def test_taking_shows_the_person_who_will_ring(session, ada, cleo, asked):
    take(session, cleo, asked.id, version=asked.version, now=NOW)
    session.flush()
    assert own_ring_me(session, ada).taken_by == "Cleo"


def test_resolving_answers_the_request_and_reopening_asks_again(session, ada, cleo, asked):
    resolve(session, cleo, asked.id, outcome=Outcome.TALKED, version=asked.version, now=NOW)
    session.flush()
    assert own_ring_me(session, ada) is None

    reopen(session, cleo, asked.id, version=asked.version, now=NOW + timedelta(days=1))
    session.flush()
    assert own_ring_me(session, ada).due_at == NOW + timedelta(days=1)


def test_what_was_late_is_late_still_when_it_is_reopened(session, ada, cleo, asked):
    promised, late = asked.due_at, asked.due_at + timedelta(hours=5)
    resolve(
        session, cleo, asked.id, outcome=Outcome.NOTHING_NEEDED, version=asked.version, now=late
    )
    session.flush()

    reopen(session, cleo, asked.id, version=asked.version, now=late)
    session.flush()

    [row] = follow_up_queue(session, cleo, now=late).waiting
    assert row.due_at == promised < late


def test_resolving_a_debrief_settles_it_and_asks_for_fresh_flags(session, ada, cleo):
    event = SupportEvent(
        person_id=ada.person_id,
        kind=EventKind.DEBRIEF_WANTED,
        happened_on=TODAY,
        raised_at=NOW,
    )
    session.add(event)
    up_to_date(session, ada.person_id, now=NOW)
    follow_up = open_follow_up(
        session,
        person_id=ada.person_id,
        reason=FollowUpReason.DEBRIEF_WANTED,
        source_id=event.id,
        now=NOW,
    )
    resolve(session, cleo, follow_up, outcome=Outcome.TALKED, version=1, now=NOW)
    session.flush()
    session.refresh(event)
    assert (event.settled_at, event.settled_by) == (NOW, cleo.person_id)
    assert session.exec(select(FlagsAsOf)).all() == []


def test_one_source_has_one_follow_up_even_after_it_was_resolved(session, ada, cleo):
    source = uuid4()
    ask = {"person_id": ada.person_id, "reason": FollowUpReason.CASELOAD, "source_id": source}
    first = open_follow_up(session, **ask, now=NOW)
    assert open_follow_up(session, **ask, now=NOW) == first
    resolve(session, cleo, first, outcome=Outcome.LOAD_CHANGED, version=1, now=NOW)
    assert open_follow_up(session, **ask, now=NOW) == first
    assert session.get(FollowUp, first).state is FollowUpState.RESOLVED


def test_a_withdrawn_source_that_returns_opens_with_a_new_promise(session, ada):
    source = uuid4()
    ask = {"person_id": ada.person_id, "reason": FollowUpReason.CASELOAD, "source_id": source}
    first = open_follow_up(session, **ask, now=NOW)
    withdraw_follow_up(session, source_id=source, now=NOW)
    later = NOW + timedelta(days=30)
    assert open_follow_up(session, **ask, now=later) == first
    found = session.get(FollowUp, first)
    assert found.state is FollowUpState.OPEN
    assert found.due_at == later + timedelta(days=7)


def test_the_second_of_two_who_take_it_is_told(session, cleo, asked):
    version = asked.version
    take(session, cleo, asked.id, version=version, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        take(session, cleo, asked.id, version=version, now=NOW)


@pytest.mark.parametrize("days", [0, 61])
def test_a_snooze_lasts_from_tomorrow_to_sixty_days(session, cleo, asked, days):
    with pytest.raises(InvalidValue, match="tomorrow"):
        snooze(
            session,
            cleo,
            asked.id,
            until=TODAY + timedelta(days=days),
            version=asked.version,
            now=NOW,
        )


def test_a_snooze_keeps_its_day_and_its_owner(session, cleo, asked):
    until = TODAY + timedelta(days=3)
    snooze(session, cleo, asked.id, until=until, version=asked.version, now=NOW)
    assert (asked.state, asked.snoozed_until, asked.owner_id) == (
        FollowUpState.SNOOZED,
        until,
        cleo.person_id,
    )


def test_the_history_tells_each_step_and_who_took_it(session, cleo, asked):
    take(session, cleo, asked.id, version=asked.version, now=NOW + timedelta(hours=1))
    resolve(
        session,
        cleo,
        asked.id,
        outcome=Outcome.TALKED,
        note="Rang at seven.",
        version=asked.version,
        now=NOW + timedelta(hours=2),
    )
    session.flush()
    history = follow_up_history(session, cleo, asked.id)
    assert [(s.state, s.outcome, s.by) for s in history.steps] == [
        (FollowUpState.OPEN, None, None),
        (FollowUpState.TAKEN, None, "Cleo"),
        (FollowUpState.RESOLVED, Outcome.TALKED, "Cleo"),
    ]
    assert [n.text for n in history.notes] == ["Rang at seven."]


def test_a_note_is_encrypted_and_the_person_concerned_can_read_it(session, ada, cleo, asked):
    note(session, cleo, asked.id, "Sounds tired, wants a lighter week.", now=NOW)
    session.flush()
    assert b"tired" not in session.exec(select(FollowUpNote.text)).one()
    [own] = notes_about_me(session, ada)
    assert (own.author, own.text) == ("Cleo", "Sounds tired, wants a lighter week.")


@pytest.mark.parametrize(("text", "message"), [("  ", "write"), ("x" * 2001, "2000")])
def test_a_note_is_neither_blank_nor_endless(session, cleo, asked, text, message):
    with pytest.raises(InvalidValue, match=message):
        note(session, cleo, asked.id, text, now=NOW)


def test_closing_an_account_takes_back_what_nobody_could_see_any_more(session, ada, cleo, asked):
    deactivate(session, cleo, ada.person_id, now=NOW)
    assert session.get(FollowUp, asked.id).state is FollowUpState.WITHDRAWN


def test_a_coordinator_of_another_team_finds_nothing(session, add_actor, asked):
    session.commit()
    sol = add_actor(Role.COORDINATOR, name="Sol", team="South", coordinates=("South",))
    with pytest.raises(NotFound):
        take(session, sol, asked.id, version=asked.version, now=NOW)
    with pytest.raises(NotFound):
        note(session, sol, asked.id, "hello", now=NOW)
    assert follow_up_history(session, sol, asked.id).steps == ()


def test_a_supporter_follows_up_nobody(session, ada, asked):
    with pytest.raises(NotAllowed):
        take(session, ada, asked.id, version=asked.version, now=NOW)


def test_nobody_follows_up_themselves(session, add_actor, cleo):
    session.commit()
    add_actor(Role.COORDINATOR, name="Dee", coordinates=("North",))
    ask_to_be_rung(session, cleo, best_time="", now=NOW)
    [found] = session.exec(select(FollowUp))
    with pytest.raises(NotFound):
        take(session, cleo, found.id, version=found.version, now=NOW)


def test_two_who_look_at_the_same_moment_open_one_follow_up(engine, ada):
    source, start = uuid4(), Barrier(4)

    def open_one(_nth):
        start.wait(timeout=20)
        with transaction(engine) as session:
            return open_follow_up(
                session,
                person_id=ada.person_id,
                reason=FollowUpReason.SHARED_FLAG,
                source_id=source,
                now=NOW,
            )

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(open_one, range(4)))) == 1
