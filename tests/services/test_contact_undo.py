"""Deleting a contact, with the case it opened, and bringing both back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from core.errors import NotFound, WordsUnreadable
from core.models import Case, ContactToll, Draft, FollowUp, SupportEvent, WellbeingFlag
from core.models.base import open_words
from core.queries.contacts import own_contact, own_contacts
from core.services.cases import close_case, edit_case, open_case
from core.services.contacts import delete_contact, log_contact, undo_delete
from core.services.flags import answer_flag
from core.services.follow_ups import resolve, take
from core.vocabulary import (
    BoundaryTheme,
    FlagAnswer,
    FollowUpState,
    Frequency,
    NotRight,
    Outcome,
    Role,
)
from tests.services.contact_entries import entry, full_entry
from tests.support import NOW

pytestmark = pytest.mark.storage
HOUR = timedelta(hours=1)


def test_a_deletion_can_be_taken_back_for_a_day(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    case = open_case(session, ada, code="K-7", frequency=Frequency.WEEKLY, now=NOW)
    given = full_entry(case_ids=(case,))
    contact_id = log_contact(session, ada, given, now=NOW)
    before = own_contact(session, ada, contact_id)
    delete_contact(session, ada, contact_id, now=NOW)

    back = undo_delete(session, ada, now=NOW + timedelta(hours=23))

    after = own_contact(session, ada, back)
    assert (after.entry, after.created_at) == (given, before.created_at)
    assert session.exec(select(Draft)).all() == []
    with pytest.raises(NotFound):
        undo_delete(session, ada, now=NOW + timedelta(hours=23))


def codes(session) -> list[str]:
    return sorted(session.exec(select(Case.code).where(Case.closed_on.is_(None))))


def test_a_case_that_a_contact_opened_goes_and_comes_back_with_it(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    old = open_case(session, ada, code="K-7", frequency=Frequency.WEEKLY, now=NOW)
    given = entry(case_ids=(old,), new_case_code="Heron 3", incident=True)
    contact_id = log_contact(session, ada, given, now=NOW)
    assert codes(session) == ["Heron 3", "K-7"]

    delete_contact(session, ada, contact_id, now=NOW)
    assert codes(session) == ["K-7"]

    back = undo_delete(session, ada, now=NOW)
    session.flush()
    assert codes(session) == ["Heron 3", "K-7"]
    assert len(own_contact(session, ada, back).entry.case_ids) == 2
    delete_contact(session, ada, back, now=NOW)
    assert codes(session) == ["K-7"]


def incident(session, add_actor):
    """Ada logs an incident; Cleo coordinates her team."""
    ada = add_actor(Role.SUPPORTER)
    cleo = add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))
    contact_id = log_contact(session, ada, entry(incident=True), now=NOW)
    session.flush()
    return ada, cleo, contact_id, session.exec(select(FollowUp)).one()


def delete_and_undo(session, ada, contact_id):
    delete_contact(session, ada, contact_id, now=NOW + timedelta(hours=10))
    assert session.exec(select(FollowUp.state)).one() is FollowUpState.WITHDRAWN
    undo_delete(session, ada, now=NOW + timedelta(hours=20))


def test_after_an_undone_deletion_the_first_promise_about_an_incident_stands(session, add_actor):
    ada, _cleo, contact_id, asked = incident(session, add_actor)
    promised = asked.opened_at, asked.due_at
    raised = session.exec(select(SupportEvent)).one().model_dump()

    delete_and_undo(session, ada, contact_id)

    found = session.exec(select(FollowUp)).one()
    assert found.state is FollowUpState.OPEN
    assert (found.opened_at, found.due_at) == promised
    session.expire_all()
    assert session.exec(select(SupportEvent)).one().model_dump() == raised


def test_who_had_taken_an_incident_on_has_it_again_after_an_undone_deletion(session, add_actor):
    ada, cleo, contact_id, asked = incident(session, add_actor)
    take(session, cleo, asked.id, version=asked.version, now=NOW)

    delete_and_undo(session, ada, contact_id)

    found = session.exec(select(FollowUp)).one()
    assert (found.state, found.owner_id) == (FollowUpState.TAKEN, cleo.person_id)


def test_a_settled_incident_is_not_asked_about_again_after_an_undone_deletion(session, add_actor):
    ada, cleo, contact_id, asked = incident(session, add_actor)
    resolve(session, cleo, asked.id, outcome=Outcome.TALKED, version=asked.version, now=NOW)

    delete_contact(session, ada, contact_id, now=NOW + timedelta(hours=10))
    undo_delete(session, ada, now=NOW + timedelta(hours=20))

    assert session.exec(select(FollowUp.state)).one() is FollowUpState.RESOLVED
    event = session.exec(select(SupportEvent)).one()
    assert (event.settled_at, event.settled_by) == (NOW, cleo.person_id)


def test_a_code_that_was_opened_again_meanwhile_is_not_opened_twice(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    contact_id = log_contact(session, ada, entry(new_case_code="Heron 3"), now=NOW)
    delete_contact(session, ada, contact_id, now=NOW)
    again = open_case(session, ada, code="heron 3", frequency=Frequency.MONTHLY, now=NOW)

    back = undo_delete(session, ada, now=NOW)

    assert own_contact(session, ada, back).entry.case_ids == (again,)
    assert codes(session) == ["heron 3"]


def test_a_case_with_anything_else_on_it_stays_when_its_first_contact_goes(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    contacts = {}
    for code in ("talked again", "changed", "ended"):
        contacts[code] = log_contact(session, ada, entry(new_case_code=code), now=NOW)
    session.flush()
    cases = {case.code: case.id for case in session.exec(select(Case))}
    log_contact(session, ada, entry(case_ids=(cases["talked again"],)), now=NOW)
    change = {"code": "changed", "frequency": Frequency.MONTHLY, "agreed_weeks": 12}
    edit_case(session, ada, cases["changed"], version=1, now=NOW, **change)
    close_case(session, ada, cases["ended"], ending_note="a good goodbye", now=NOW)

    for contact_id in contacts.values():
        delete_contact(session, ada, contact_id, now=NOW)

    assert len(session.exec(select(Case)).all()) == 3
    assert codes(session) == ["changed", "talked again"]


def test_after_a_day_a_deletion_is_final(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    delete_contact(session, ada, log_contact(session, ada, entry(), now=NOW), now=NOW)
    with pytest.raises(NotFound):
        undo_delete(session, ada, now=NOW + timedelta(hours=25))


def test_only_the_last_deletion_is_kept_and_nobody_else_can_take_it_back(add_actor, session):
    ada, bea = add_actor(Role.SUPPORTER), add_actor(Role.SUPPORTER, name="Bea")
    first = log_contact(session, ada, entry(minutes=10), now=NOW)
    second = log_contact(session, ada, entry(minutes=20, note="private words"), now=NOW)
    delete_contact(session, ada, first, now=NOW)
    delete_contact(session, ada, second, now=NOW)
    draft = session.exec(select(Draft)).one()
    assert b"private" not in draft.body
    with pytest.raises(NotFound):
        undo_delete(session, bea, now=NOW)
    assert own_contact(session, ada, undo_delete(session, ada, now=NOW)).entry.minutes == 20


def test_an_unknown_contact_is_not_found(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    with pytest.raises(NotFound):
        delete_contact(session, ada, uuid4(), now=NOW)


def test_the_longest_words_of_any_script_survive_a_deletion(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    given = entry(note="😀" * 4000, glad_of='"' * 1000)
    delete_contact(session, ada, log_contact(session, ada, given, now=NOW), now=NOW)
    assert own_contact(session, ada, undo_delete(session, ada, now=NOW)).entry == given


def test_words_that_nobody_can_read_can_still_be_deleted(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    contact_id = log_contact(session, ada, full_entry(), now=NOW)
    stored = session.exec(select(ContactToll)).one()
    stored.note = stored.note[:-1] + bytes([stored.note[-1] ^ 1])
    session.flush()
    with pytest.raises(WordsUnreadable):
        own_contact(session, ada, contact_id)

    delete_contact(session, ada, contact_id, now=NOW)

    assert own_contacts(session, ada) == []
    with pytest.raises(NotFound):
        undo_delete(session, ada, now=NOW)


@pytest.mark.parametrize("answer", [FlagAnswer.NOT_RIGHT, FlagAnswer.PASSED])
def test_what_was_put_aside_stays_so_when_a_deletion_is_taken_back(add_actor, session, answer):
    ada = add_actor(Role.SUPPORTER)
    grey = entry(grey_theme=BoundaryTheme.NEED)
    contact_id = log_contact(session, ada, grey, now=NOW)
    flag_id = session.exec(select(WellbeingFlag.id)).one()
    why, words = (NotRight.ELSE, "It was agreed") if answer is FlagAnswer.NOT_RIGHT else (None, "")
    answer_flag(session, ada, flag_id, answer, why=why, words=words, now=NOW)
    delete_contact(session, ada, contact_id, now=NOW + HOUR)
    assert session.exec(select(WellbeingFlag.id)).all() == []

    undo_delete(session, ada, now=NOW + 2 * HOUR)

    back = session.exec(select(WellbeingFlag)).one()
    assert back.answer is answer
    assert open_words(
        back.answer_reason, "wellbeing_flag.answer_reason", back.id, ada.person_id
    ).endswith(words)


def test_a_flag_that_nobody_put_aside_comes_back_open(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    contact_id = log_contact(session, ada, entry(grey_theme=BoundaryTheme.NEED), now=NOW)
    delete_contact(session, ada, contact_id, now=NOW + HOUR)
    undo_delete(session, ada, now=NOW + 2 * HOUR)
    assert session.exec(select(WellbeingFlag.answer)).one() is FlagAnswer.NONE
