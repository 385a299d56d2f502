"""Changing keys: nothing is lost, wherever it stops, and the old key is useless afterwards."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select

from core.cli.keys import reseal_everything, rotate
from core.crypto import Place, add_key, count_keys, keyring, read_keys, retire_keys
from core.database import reading, transaction
from core.errors import WordsUnreadable
from core.models import ContactToll
from core.models.base import open_words, table_of
from core.services import keys
from core.services.contacts import log_contact
from core.services.keys import reseal, sealed_columns
from core.settings import settings
from core.vocabulary import Role
from tests.services.work import entry
from tests.support import NOW

pytestmark = pytest.mark.storage
TOLL = table_of(ContactToll)


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def notes(engine, ada):
    """Log contacts with private notes, sealed under the first key."""
    with transaction(engine) as session:
        for number in range(7):
            log_contact(session, ada, entry(toll=3, note=f"kept {number}"), now=NOW)


def sealed_notes(engine):
    with reading(engine) as session:
        return {
            row.contact_id: row.note
            for row in session.connection().execute(select(TOLL.c.contact_id, TOLL.c.note))
        }


def read_notes(engine, ada):
    return sorted(
        open_words(sealed, "contact_toll.note", contact_id, ada.person_id)
        for contact_id, sealed in sealed_notes(engine).items()
    )


def current(engine):
    return [keyring().is_current(sealed) for sealed in sealed_notes(engine).values()]


EXPECTED = [f"kept {number}" for number in range(7)]


def test_a_change_of_keys_that_stopped_half_way_reads_everything_and_goes_on(
    engine, ada, notes, monkeypatch
):
    monkeypatch.setattr(keys, "BATCH", 3)
    monkeypatch.setattr("core.cli.keys.make_ready", lambda **_: None)
    add_key(settings().key_file)
    column = next(each for each in sealed_columns() if each.field == "contact_toll.note")
    with transaction(engine) as session:
        changed, after = reseal(session, column, None)

    assert (changed, sum(current(engine))) == (3, 3)
    assert after is not None
    assert read_notes(engine, ada) == EXPECTED

    rotate()
    assert count_keys(settings().key_file) == 2, "the change was finished, no third key begun"
    assert all(current(engine))
    assert read_notes(engine, ada) == EXPECTED


def test_keys_are_changed_again_and_again_and_retired_all_at_once(engine, ada, notes, monkeypatch):
    monkeypatch.setattr("core.cli.keys.make_ready", lambda **_: None)
    for times in (2, 3, 4):
        rotate()
        assert count_keys(settings().key_file) == times
        assert all(current(engine))
        assert read_notes(engine, ada) == EXPECTED

    assert retire_keys(settings().key_file) == 3
    assert read_notes(engine, ada) == EXPECTED
    rotate()
    assert count_keys(settings().key_file) == 2


def test_the_old_key_is_useless_afterwards(engine, ada, notes):
    old = read_keys(settings().key_file)
    add_key(settings().key_file)
    reseal_everything()

    assert retire_keys(settings().key_file) == 1
    assert read_notes(engine, ada) == EXPECTED
    assert keyring().proof_key() == old.proof_key()
    for contact_id, sealed in sealed_notes(engine).items():
        with pytest.raises(WordsUnreadable):
            old.open(sealed, Place("contact_toll.note", contact_id, ada.person_id))


def test_what_is_saved_during_the_change_is_kept_under_the_new_key(engine, ada, notes):
    add_key(settings().key_file)
    with transaction(engine) as session:
        log_contact(session, ada, entry(toll=4, note="meanwhile"), now=NOW)

    assert sum(current(engine)) == 1
    assert reseal_everything() == 7
    assert read_notes(engine, ada) == [*EXPECTED, "meanwhile"]


def test_every_column_of_encrypted_words_can_be_brought_under_a_new_key(engine):
    with reading(engine) as session:
        for column in sealed_columns():
            assert len(session.connection().execute(column.rows(None)).keys()) == 3, column.field


def test_words_moved_to_another_row_are_refused(engine, ada, notes):
    first, second, *_ = sealed_notes(engine).items()
    with transaction(engine) as session:
        for contact_id, words in ((first[0], second[1]), (second[0], first[1])):
            session.connection().execute(
                TOLL.update().where(TOLL.c.contact_id == contact_id).values(note=words)
            )

    with pytest.raises(WordsUnreadable):
        read_notes(engine, ada)


@pytest.mark.parametrize("differs", ["field", "row_id", "person_id"])
def test_words_open_under_no_other_row_field_or_person(engine, differs):
    home = Place("contact_toll.note", uuid4(), uuid4())
    other = {"field": "contact_toll.glad_of"}.get(differs) or uuid4()
    sealed = keyring().seal("kept", home)

    assert keyring().open(sealed, home) == "kept"
    with pytest.raises(WordsUnreadable):
        keyring().open(sealed, replace(home, **{differs: other}))


def test_words_of_which_one_bit_was_changed_do_not_open(engine):
    home = Place("contact_toll.note", uuid4(), uuid4())
    sealed = keyring().seal("kept", home)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(WordsUnreadable):
            keyring().open(bytes(changed), home)
