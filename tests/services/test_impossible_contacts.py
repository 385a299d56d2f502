"""What cannot be true of a contact is refused by name: added, changed, brought back."""

import re

import pytest
from sqlmodel import select

from core.errors import InvalidValue, NotFound
from core.models import Case, Contact, ContactCase
from core.queries.contacts import own_contact
from core.services.cases import open_case
from core.services.contact_undo import DeletedContact, to_body
from core.services.contacts import edit_contact, log_contact, undo_delete
from core.services.drafts import keep_draft
from core.vocabulary import DraftForm, Frequency, Role
from tests.services.contact_entries import IMPOSSIBLE, TODAY, entry
from tests.support import NOW

pytestmark = pytest.mark.storage
each_impossible = pytest.mark.parametrize(
    ("changes", "words"), IMPOSSIBLE.values(), ids=[name.replace(" ", "-") for name in IMPOSSIBLE]
)
ON_UNDO = {name: given for name, given in IMPOSSIBLE.items() if "60" not in name}
"""Whatever was saved comes back, however old it is by now."""


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def case_of_bea(session, add_actor):
    bea = add_actor(Role.SUPPORTER, name="Bea")
    return open_case(session, bea, code="B-1", frequency=Frequency.WEEKLY, now=NOW)


def keep_deleted(session, ada, given):
    """Keep a contact as if it had been deleted, whatever it holds."""
    deleted = DeletedContact(contact_id=ada.person_id, created_at=NOW, version=1, entry=given)
    keep_draft(session, ada, DraftForm.CONTACT_UNDO, to_body(deleted), now=NOW)


@each_impossible
def test_a_contact_with_something_impossible_is_not_added(session, ada, changes, words):
    with pytest.raises(InvalidValue, match=re.escape(words)):
        log_contact(session, ada, entry(**changes), now=NOW)
    assert session.exec(select(Contact)).all() == []


@each_impossible
def test_a_contact_is_not_changed_into_something_impossible(session, ada, changes, words):
    contact_id = log_contact(session, ada, entry(toll=3), now=NOW)
    with pytest.raises(InvalidValue, match=re.escape(words)):
        edit_contact(session, ada, contact_id, entry(**changes), version=1, now=NOW)
    assert own_contact(session, ada, contact_id).entry == entry(toll=3)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        given
        for name, given in ON_UNDO.items()
        if not name.endswith("nobody knows")  # These have no way into the kept form at all.
    ],
)
def test_a_deleted_contact_is_not_brought_back_as_something_impossible(
    session, ada, changes, words
):
    keep_deleted(session, ada, entry(**changes))
    with pytest.raises(InvalidValue, match=re.escape(words)):
        undo_delete(session, ada, now=NOW)
    assert session.exec(select(Contact)).all() == []


def test_somebody_elses_case_is_found_in_no_way(session, ada, case_of_bea):
    theirs = entry(case_ids=(case_of_bea,))
    with pytest.raises(NotFound, match="that case"), session.begin_nested():
        log_contact(session, ada, theirs, now=NOW)
    contact_id = log_contact(session, ada, entry(), now=NOW)
    with pytest.raises(NotFound, match="that case"), session.begin_nested():
        edit_contact(session, ada, contact_id, theirs, version=1, now=NOW)
    keep_deleted(session, ada, theirs)
    with pytest.raises(NotFound, match="that case"), session.begin_nested():
        undo_delete(session, ada, now=NOW)

    assert session.exec(select(ContactCase)).all() == []
    assert session.exec(select(Case.code)).all() == ["B-1"]
    assert own_contact(session, ada, contact_id).entry == entry()


def test_a_deleted_contact_of_long_ago_comes_back(session, ada):
    long_ago = entry(day=TODAY.replace(year=2025))
    keep_deleted(session, ada, long_ago)
    assert own_contact(session, ada, undo_delete(session, ada, now=NOW)).entry == long_ago
