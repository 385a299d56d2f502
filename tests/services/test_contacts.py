"""Logging, changing, deleting and bringing back a contact."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.errors import ChangedMeanwhile, InvalidValue, NotAllowed, NotFound
from core.models import (
    Case,
    Contact,
    ContactTag,
    ContactToll,
    FollowUp,
    StrainWeek,
    SupportEvent,
    WorkWeek,
)
from core.queries.contacts import own_contact, own_contacts
from core.services.cases import open_case
from core.services.contacts import (
    delete_contact,
    edit_contact,
    log_contact,
)
from core.vocabulary import (
    Debrief,
    EventKind,
    FollowUpReason,
    FollowUpState,
    Frequency,
    Role,
)
from tests.services.contact_entries import TODAY, entry, full_entry
from tests.support import NOW

pytestmark = pytest.mark.storage


def test_a_contact_is_saved_with_everything_that_was_entered(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    case = open_case(session, ada, code="K-7", frequency=Frequency.WEEKLY, now=NOW)
    given = full_entry(case_ids=(case,))

    contact_id = log_contact(session, ada, given, now=NOW)

    assert own_contact(session, ada, contact_id).entry == given


def test_words_are_not_readable_in_the_database(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    log_contact(session, ada, full_entry(), now=NOW)
    stored = session.exec(select(ContactToll)).one()
    assert b"brother" not in stored.note
    assert b"walk" not in stored.glad_of


def test_a_contact_without_a_toll_leaves_nothing_in_the_wellbeing_lane(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    log_contact(session, ada, entry(note="   "), now=NOW)
    assert session.exec(select(ContactToll)).all() == []
    assert session.exec(select(StrainWeek)).all() == []
    week = session.exec(select(WorkWeek)).one()
    assert (week.contacts, week.minutes) == (1, 45)


def test_a_toll_counts_in_the_week_of_its_day(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    log_contact(session, ada, entry(toll=8), now=NOW)
    log_contact(session, ada, entry(toll=3, day=TODAY - timedelta(days=2)), now=NOW)
    week = session.exec(select(StrainWeek)).one()
    assert (week.tolls, week.toll_sum, week.heavy) == (2, 11, 1)


def test_a_new_case_opens_in_the_same_step(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    contact_id = log_contact(session, ada, entry(new_case_code=" B-12 "), now=NOW)
    case = session.exec(select(Case)).one()
    assert (case.code, case.frequency, case.opened_on) == ("B-12", Frequency.WEEKLY, TODAY)
    assert own_contact(session, ada, contact_id).entry.case_ids == (case.id,)


def test_a_new_case_with_a_known_code_links_to_the_open_one(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    known = open_case(session, ada, code="B-12", frequency=Frequency.MONTHLY, now=NOW)
    contact_id = log_contact(session, ada, entry(new_case_code="b-12"), now=NOW)
    assert own_contact(session, ada, contact_id).entry.case_ids == (known,)
    assert len(session.exec(select(Case)).all()) == 1


def test_the_edges_are_accepted(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    log_contact(session, ada, entry(day=TODAY - timedelta(days=60), minutes=0, toll=0), now=NOW)
    log_contact(session, ada, entry(minutes=720, toll=10, note="x" * 4000), now=NOW)
    assert len(own_contacts(session, ada)) == 2


def test_only_those_who_support_log_contacts(add_actor, session):
    lead = add_actor(Role.TRAINING_LEAD)
    with pytest.raises(NotAllowed):
        log_contact(session, lead, entry(), now=NOW)


def test_an_edit_replaces_what_was_there(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    contact_id = log_contact(session, ada, full_entry(), now=NOW)

    edit_contact(session, ada, contact_id, entry(minutes=20, toll=2), version=1, now=NOW)

    after = own_contact(session, ada, contact_id)
    assert after.entry == entry(minutes=20, toll=2)
    assert after.version == 2
    assert session.exec(select(ContactTag)).all() == []


def test_an_edit_of_an_old_tab_is_refused(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    contact_id = log_contact(session, ada, entry(), now=NOW)
    edit_contact(session, ada, contact_id, entry(minutes=20), version=1, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        edit_contact(session, ada, contact_id, entry(minutes=30), version=1, now=NOW)
    assert own_contact(session, ada, contact_id).entry.minutes == 20


def test_an_old_contact_can_be_put_right_but_not_moved_further_back(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    contact_id = log_contact(session, ada, entry(), now=NOW)
    later = NOW + timedelta(days=90)
    edit_contact(session, ada, contact_id, entry(minutes=20), version=1, now=later)
    moved = entry(day=TODAY - timedelta(days=1))
    with pytest.raises(InvalidValue, match="60 days back"):
        edit_contact(session, ada, contact_id, moved, version=2, now=later)


def test_moving_a_contact_moves_its_sums(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    contact_id = log_contact(session, ada, entry(toll=6), now=NOW)
    earlier = entry(toll=6, day=TODAY - timedelta(days=14))
    edit_contact(session, ada, contact_id, earlier, version=1, now=NOW)
    assert len(session.exec(select(WorkWeek)).all()) == 1
    strain, work = session.exec(select(StrainWeek)).one(), session.exec(select(WorkWeek)).one()
    assert strain.week == work.week
    assert own_contacts(session, ada)[0].day == TODAY - timedelta(days=14)


def test_somebody_elses_contact_cannot_be_read_changed_or_deleted(add_actor, session):
    ada, bea = add_actor(Role.SUPPORTER), add_actor(Role.SUPPORTER, name="Bea")
    contact_id = log_contact(session, ada, entry(), now=NOW)
    with pytest.raises(NotFound):
        own_contact(session, bea, contact_id)
    with pytest.raises(NotFound):
        edit_contact(session, bea, contact_id, entry(), version=1, now=NOW)
    with pytest.raises(NotFound):
        delete_contact(session, bea, contact_id, now=NOW)
    assert own_contacts(session, bea) == []


def test_an_incident_and_a_wanted_debrief_reach_the_coordinators(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    log_contact(session, ada, entry(incident=True, debrief=Debrief.WANTED), now=NOW)
    assert {e.kind for e in session.exec(select(SupportEvent))} == set(EventKind)
    asked = {f.reason for f in session.exec(select(FollowUp))}
    assert asked == {FollowUpReason.INCIDENT, FollowUpReason.DEBRIEF_WANTED}


def test_taking_an_incident_back_withdraws_its_follow_up(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    contact_id = log_contact(session, ada, entry(incident=True), now=NOW)
    edit_contact(session, ada, contact_id, entry(), version=1, now=NOW)
    assert session.exec(select(SupportEvent)).all() == []
    assert session.exec(select(FollowUp)).one().state is FollowUpState.WITHDRAWN


def test_an_edit_that_keeps_an_incident_asks_only_once(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    contact_id = log_contact(session, ada, entry(incident=True), now=NOW)
    moved = entry(incident=True, day=TODAY - timedelta(days=1))
    edit_contact(session, ada, contact_id, moved, version=1, now=NOW)
    assert session.exec(select(SupportEvent)).one().happened_on == TODAY - timedelta(days=1)
    assert session.exec(select(FollowUp)).one().state is FollowUpState.OPEN


def test_a_deleted_contact_leaves_no_row_behind(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    contact_id = log_contact(session, ada, full_entry(), now=NOW)

    delete_contact(session, ada, contact_id, now=NOW)

    for table in (Contact, ContactToll, ContactTag, SupportEvent, WorkWeek, StrainWeek):
        assert session.exec(select(table)).all() == []
    assert {f.state for f in session.exec(select(FollowUp))} == {FollowUpState.WITHDRAWN}
