"""Forms that were typed and not saved: kept encrypted, for their owner alone, for some days."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from core.errors import InvalidValue, NotFound
from core.models import Draft
from core.queries.drafts import kept_draft, kept_edit, unsaved_edits
from core.services.contacts import delete_contact, log_contact
from core.services.drafts import drop_draft, drop_edit, keep_draft, keep_edit
from core.vocabulary import DraftForm, Role
from tests.services.contact_entries import entry
from tests.support import NOW

pytestmark = pytest.mark.storage
WEEK = timedelta(days=7)


def test_a_draft_comes_back_as_it_was_and_is_unreadable_in_between(add_actor, session):
    ada, bea = add_actor(Role.SUPPORTER), add_actor(Role.SUPPORTER, name="Bea")
    keep_draft(session, ada, DraftForm.CONTACT, {"note": "first"}, now=NOW)
    keep_draft(session, ada, DraftForm.CONTACT, {"note": "äöü", "toll": None}, now=NOW)

    draft = kept_draft(session, ada, DraftForm.CONTACT, now=NOW)

    assert (draft.body, draft.saved_at) == ({"note": "äöü", "toll": None}, NOW)
    assert b"note" not in session.exec(select(Draft.body)).one()
    assert kept_draft(session, bea, DraftForm.CONTACT, now=NOW) is None
    assert kept_draft(session, ada, DraftForm.CONTACT_UNDO, now=NOW) is None


def test_a_draft_lives_seven_days_or_until_it_is_dropped(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    keep_draft(session, ada, DraftForm.CONTACT, {"note": "x"}, now=NOW)
    almost, over = NOW + timedelta(days=6, hours=23), NOW + timedelta(days=7)
    assert kept_draft(session, ada, DraftForm.CONTACT, now=almost) is not None
    assert kept_draft(session, ada, DraftForm.CONTACT, now=over) is None
    drop_draft(session, ada, DraftForm.CONTACT)
    assert session.exec(select(Draft)).all() == []


def test_a_draft_of_another_row_does_not_open(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    keep_draft(session, ada, DraftForm.CONTACT, {"note": "x"}, now=NOW)
    session.exec(select(Draft)).one().form = DraftForm.CONTACT_UNDO
    row = session.exec(select(Draft)).one()
    row.body = row.body[:-1] + bytes([row.body[-1] ^ 1])
    session.flush()
    assert kept_draft(session, ada, DraftForm.CONTACT_UNDO, now=NOW) is None


def test_a_draft_far_beyond_a_full_form_is_refused(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    with pytest.raises(InvalidValue, match="too much text"):
        keep_draft(session, ada, DraftForm.CONTACT, {"note": "x" * 50_000}, now=NOW)


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


def test_each_contact_that_is_being_changed_keeps_a_draft_of_its_own(session, ada):
    first, second = (log_contact(session, ada, entry(minutes=each), now=NOW) for each in (10, 20))
    keep_draft(session, ada, DraftForm.CONTACT, {"note": "new"}, now=NOW)
    keep_edit(session, ada, first, {"note": "one"}, now=NOW)
    keep_edit(session, ada, second, {"note": "two"}, now=NOW)
    keep_edit(session, ada, second, {"note": "two, and more"}, now=NOW + timedelta(minutes=1))

    assert kept_edit(session, ada, first, now=NOW).body == {"note": "one"}
    assert kept_edit(session, ada, second, now=NOW).body == {"note": "two, and more"}
    assert kept_draft(session, ada, DraftForm.CONTACT, now=NOW).body == {"note": "new"}
    assert [each.minutes for each in unsaved_edits(session, ada, now=NOW)] == [20, 10]
    drop_edit(session, ada, second)
    assert [each.contact_id for each in unsaved_edits(session, ada, now=NOW)] == [first]


def test_what_is_typed_into_a_contact_is_unreadable_in_the_database(session, ada):
    contact = log_contact(session, ada, entry(), now=NOW)
    keep_edit(session, ada, contact, {"values": {"note": "kittiwake"}}, now=NOW)
    assert b"kittiwake" not in session.exec(select(Draft.body)).one()


def test_a_change_that_was_not_saved_is_forgotten_after_seven_days(session, ada):
    contact = log_contact(session, ada, entry(), now=NOW)
    keep_edit(session, ada, contact, {"note": "x"}, now=NOW)
    assert unsaved_edits(session, ada, now=NOW + WEEK - timedelta(hours=1)) != []
    assert kept_edit(session, ada, contact, now=NOW + WEEK) is None
    assert unsaved_edits(session, ada, now=NOW + WEEK) == []


def test_what_was_typed_into_a_contact_goes_with_it(session, ada):
    contact, other = (log_contact(session, ada, entry(), now=NOW) for _ in range(2))
    keep_edit(session, ada, contact, {"note": "x"}, now=NOW)
    keep_edit(session, ada, other, {"note": "y"}, now=NOW)

    delete_contact(session, ada, contact, now=NOW)

    forms = select(Draft.form, Draft.contact_id)
    assert set(session.exec(forms)) == {
        (DraftForm.CONTACT_EDIT, other),
        (DraftForm.CONTACT_UNDO, None),
    }


def test_nobody_keeps_or_finds_a_draft_of_somebody_elses_contact(session, add_actor, ada):
    bea = add_actor(Role.SUPPORTER, name="Bea")
    contact = log_contact(session, ada, entry(), now=NOW)
    keep_edit(session, ada, contact, {"note": "x"}, now=NOW)

    for unknown in (contact, uuid4()):
        with pytest.raises(NotFound, match="contact"):
            keep_edit(session, bea, unknown, {"note": "y"}, now=NOW)
        with pytest.raises(NotFound, match="contact"):
            drop_edit(session, bea, unknown)
        assert kept_edit(session, bea, unknown, now=NOW) is None
    assert unsaved_edits(session, bea, now=NOW) == []
    assert kept_edit(session, ada, contact, now=NOW).body == {"note": "x"}
