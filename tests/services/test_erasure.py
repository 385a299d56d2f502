"""Delete means gone: from every table, from the files, and from yesterday's backup."""

import shutil
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select, update

from core.database import leave_no_trace, reading, transaction
from core.errors import InvalidValue, NotConfigured
from core.models import AuditEntry, Base, ErasureMark, FollowUp, Person, RingMe
from core.models.base import table_of
from core.queries.erasure import erasure_preview
from core.queries.personal_tables import PERSONAL
from core.services.erasure import NOBODY, erase_again, erase_me
from core.services.erasure_ledger import (
    erased_before,
    ledger_fault,
    note_erasure,
    write_ledger_anew,
)
from core.vocabulary import AuditEvent, FollowUpReason, FollowUpState, Role
from tests.a_life import CANARY, act_for_others, live
from tests.support import NOW

pytestmark = pytest.mark.storage


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


@pytest.fixture
def ada(engine, add_actor, cleo):
    actor = add_actor(Role.SUPPORTER)
    with transaction(engine) as session:
        live(session, actor.person_id, cleo.person_id)
    return actor


@pytest.fixture
def ledger(tmp_path):
    return tmp_path / "outside" / "erasures.txt"


def erase(engine, actor, ledger, *, now=NOW):
    with transaction(engine) as session:
        remember = partial(note_erasure, session, ledger, day=now.date())
        erase_me(session, actor, remember=remember, now=now)


KEYS = {("person", "id"), ("failed_sign_ins", "about_id")}
"""Columns that hold a person's key and refer to nothing."""


def rows_about(engine, person_id):
    """Return every table and column that still holds this person's key."""
    found = set()
    with transaction(engine) as session:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                refers = any(key.column.table.name == "person" for key in column.foreign_keys)
                if refers or (table.name, column.name) in KEYS:
                    there = select(func.count()).select_from(table).where(column == person_id)
                    if session.connection().execute(there).scalar_one():
                        found.add(f"{table.name}.{column.name}")
    return found


def test_promise_21_everything_about_a_person_goes_in_one_step(engine, ada, cleo, ledger):
    assert {one.table.name for one in PERSONAL if not one.outlives} - {
        name.split(".")[0] for name in rows_about(engine, ada.person_id)
    } <= {one.table.name for one in PERSONAL if one.of is not None} | {"person"}

    erase(engine, ada, ledger)

    assert rows_about(engine, ada.person_id) == set()
    with transaction(engine) as session:
        for one in PERSONAL:
            rows = session.connection().execute(select(one.table)).mappings()
            assert CANARY not in str([dict(row) for row in rows]), one.section
    assert rows_about(engine, cleo.person_id) >= {"person.id", "person_role.person_id"}


def test_promise_21_no_byte_of_it_stays_in_the_files(engine, add_actor, cleo, ledger, tmp_path):
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL removes old rows from its files by its own schedule")
    actors = [add_actor(Role.SUPPORTER, name=f"Person {n}") for n in range(3)]
    with transaction(engine) as session:
        live(session, actors[0].person_id, cleo.person_id)
    add_rows(engine, {actors[0]: CANARY, actors[1]: "neighbour", actors[2]: "another"})
    assert residues(tmp_path) > 50

    erase(engine, actors[0], ledger)
    assert leave_no_trace(engine)

    assert residues(tmp_path) == 0


def add_rows(engine, texts):
    """Write between each other's rows, and longer ones in their place, so that pages split."""
    table = table_of(RingMe)
    for start in range(0, 1000, 100):
        with transaction(engine) as session:
            rows = [
                {
                    "person_id": actor.person_id,
                    "best_time": f"{text} " * (1 + n % 40),
                    "asked_at": NOW + timedelta(minutes=n),
                }
                for n in range(start, start + 100)
                for actor, text in texts.items()
            ]
            session.connection().execute(table.insert(), rows)
    with transaction(engine) as session:
        longer = update(table).values(best_time=table.c.best_time + table.c.best_time)
        session.connection().execute(longer)


def residues(folder):
    files = [path for path in folder.rglob("test.db*") if path.is_file()]
    assert files
    return sum(path.read_bytes().count(CANARY.encode()) for path in files)


def test_promise_21_a_backup_from_before_brings_nobody_back(engine, ada, cleo, ledger, tmp_path):
    if engine.dialect.name != "sqlite":
        pytest.skip("a backup of PostgreSQL is not a file; erasing again is the same there")
    copy = tmp_path / "backup.db"
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(f"VACUUM INTO '{copy}'")
    erase(engine, ada, ledger)
    engine.dispose()
    for path in tmp_path.glob("test.db*"):
        path.unlink()
    shutil.copy(copy, tmp_path / "test.db")
    assert rows_about(engine, ada.person_id)

    with transaction(engine) as session:
        assert erase_again(session, ledger, now=NOW + timedelta(days=1)) == 1
    leave_no_trace(engine)

    assert rows_about(engine, ada.person_id) == set()
    assert residues(tmp_path) == 0
    with transaction(engine) as session:
        assert erase_again(session, ledger, now=NOW) == 0
        assert session.get(Person, cleo.person_id).display_name == "Cleo"


def test_what_they_did_for_others_stays_and_names_nobody(engine, ada, cleo, ledger):
    with transaction(engine) as session:
        act_for_others(session, cleo.person_id, ada.person_id, now=NOW)
        session.get_one(Person, ada.person_id).named_coordinator_id = cleo.person_id

    erase(engine, cleo, ledger)

    with transaction(engine) as session:
        assert session.get_one(Person, ada.person_id).named_coordinator_id is None
        tombstone = session.get(Person, cleo.person_id)
        assert (tombstone.display_name, tombstone.active) == (NOBODY, False)
        assert tombstone.erased_at == NOW
        assert "cleo" not in tombstone.email
        assert tombstone.password_hash is None
        follow_up = session.connection().execute(select(table_of(FollowUp))).one()
        assert follow_up.person_id == ada.person_id
    assert "person_role.person_id" not in rows_about(engine, cleo.person_id)
    assert "follow_up.owner_id" in rows_about(engine, cleo.person_id)


def test_the_row_that_names_nobody_keeps_nothing_of_the_person_but_the_key(
    engine, ada, cleo, ledger
):
    row = select(table_of(Person)).where(table_of(Person).c.id == cleo.person_id)
    with transaction(engine) as session:
        act_for_others(session, cleo.person_id, ada.person_id, now=NOW)
        person = session.get_one(Person, cleo.person_id)
        person.password_hash, person.named_coordinator_id = "a hash", ada.person_id
        person.joined_on, person.left_at = date(2020, 2, 2), NOW + timedelta(days=9)
        person.created_at = NOW - timedelta(days=900)
        session.flush()
        before = session.connection().execute(row).one()._asdict()
    erase(engine, cleo, ledger)

    with transaction(engine) as session:
        after = session.connection().execute(row).one()._asdict()
    empty = {name for name, value in before.items() if value is None}
    assert empty == {"erased_at"}, "give it a value, so that it can be seen to go"
    assert {name for name in before if before[name] == after[name]} == {"id", "version"}


def test_what_they_had_taken_goes_back_into_the_queue(engine, ada, cleo, ledger):
    with transaction(engine) as session:
        session.add(
            FollowUp(
                person_id=ada.person_id,
                reason=FollowUpReason.RING_ME,
                state=FollowUpState.TAKEN,
                owner_id=cleo.person_id,
                opened_at=NOW,
                due_at=NOW,
            )
        )

    erase(engine, cleo, ledger)

    with transaction(engine) as session:
        table = table_of(FollowUp)
        waiting = session.connection().execute(
            select(table.c.owner_id).where(table.c.state == FollowUpState.OPEN)
        )
        assert waiting.scalars().all() == [None]


def test_the_preview_counts_what_goes_and_what_stays(engine, ada, cleo):
    with transaction(engine) as session:
        mine = dict(erasure_preview(session, ada).goes)
        theirs = erasure_preview(session, cleo)
    assert mine["Contacts"] == 1
    assert mine["Notes that coordinators wrote about you"] == 1
    assert "Weeks of team figures that count you" not in mine
    assert dict(theirs.stays)["took a follow-up"] == 1


def test_the_last_administrator_cannot_be_erased(engine, add_actor, ledger):
    ann = add_actor(Role.ADMINISTRATOR, name="Ann")
    with pytest.raises(InvalidValue, match="last administrator"):
        erase(engine, ann, ledger)
    assert not ledger.exists()
    add_actor(Role.ADMINISTRATOR, name="Another")
    erase(engine, ann, ledger)
    assert rows_about(engine, ann.person_id) == set()


def test_the_log_proves_the_erasure_by_the_random_key_alone(engine, ada, ledger):
    erase(engine, ada, ledger)
    table = table_of(AuditEntry)
    with transaction(engine) as session:
        entries = session.connection().execute(select(table)).mappings().all()
    [erased] = [entry for entry in entries if entry["event"] is AuditEvent.ERASED]
    assert erased["subject_id"] == ada.person_id
    assert erased["actor_id"] is None
    assert erased["detail"] == ""


def test_the_ledger_names_nobody_and_knows_who_was_erased(engine, tmp_path, add_actor):
    path = tmp_path / "keys" / "ledger"
    ada, bob = (add_actor(Role.SUPPORTER, name=name) for name in ("Ada", "Bob"))
    note(engine, path, ada)

    assert erased_before(path, [ada.person_id, bob.person_id]) == [ada.person_id]
    assert str(ada.person_id) not in path.read_text()
    assert ada.person_id.hex not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    assert erased_before(tmp_path / "none", [ada.person_id]) == []


@pytest.mark.parametrize("text", ["", "x", "holdfast-erasures 12", "holdfast-erasures zz\n"])
def test_a_ledger_that_cannot_be_read_stops_the_start(tmp_path, text):
    path = tmp_path / "ledger"
    path.write_text(text)
    with pytest.raises(NotConfigured, match="ledger"):
        erased_before(path, [])


def note(engine, path, *actors):
    for actor in actors:
        with transaction(engine) as session:
            note_erasure(session, path, actor.person_id, NOW.date())


def fault(engine, path):
    with reading(engine) as session:
        return ledger_fault(session, path)


def without(path, lines):
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-lines]))


def replaced(engine, path, somebody):
    path.unlink()
    key = path.with_name("another")
    note(engine, key, *[somebody] * 3)
    key.rename(path)


def test_a_ledger_that_is_missing_shortened_or_replaced_is_named(engine, tmp_path, add_actor):
    path, people = tmp_path / "ledger", [add_actor(Role.SUPPORTER, name=n) for n in "ABC"]
    assert fault(engine, path) == ""
    note(engine, path, *people)
    assert fault(engine, path) == ""
    kept = path.read_bytes()

    without(path, 2)
    assert fault(engine, path).startswith(
        "The erasure ledger ledger was shortened: it holds 1 of 3 erasures."
    )
    note(engine, path, people[0], people[0])
    assert "not the one" in fault(engine, path), "the next erasures do not hide the gap"
    path.unlink()
    assert fault(engine, path).startswith(
        "The erasure ledger ledger is missing. Erasures it held: 3."
    )
    path.write_bytes(kept)
    assert fault(engine, path) == ""
    replaced(engine, path, people[0])
    assert "not the one that was written here" in fault(engine, path)


def test_an_older_database_is_content_with_a_longer_ledger(engine, tmp_path, add_actor):
    path, people = tmp_path / "ledger", [add_actor(Role.SUPPORTER, name=n) for n in "AB"]
    note(engine, path, people[0])
    with transaction(engine) as session:
        mark = dict(session.connection().execute(select(table_of(ErasureMark))).mappings().one())
    note(engine, path, people[1])
    with transaction(engine) as session:
        session.connection().execute(table_of(ErasureMark).update().values(mark))

    assert fault(engine, path) == ""
    note(engine, path, people[0])
    assert fault(engine, path) == ""


def test_a_lost_ledger_is_written_anew_from_the_audit_log(engine, ada, ledger):
    erase(engine, ada, ledger)
    ledger.unlink()

    with transaction(engine) as session:
        assert write_ledger_anew(session, ledger, now=NOW) == 1
    assert fault(engine, ledger) == ""
    assert erased_before(ledger, [ada.person_id]) == [ada.person_id]
    with transaction(engine) as session:
        assert write_ledger_anew(session, ledger, now=NOW) == 0
