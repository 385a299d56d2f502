"""Acts that have to be provable are written down with the act itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from core.database import anchor_file, reading, transaction
from core.models import AuditEntry
from core.models.base import table_of
from core.queries.audit import audit_verdict
from core.services.access import end_session, start_session, token_hash
from core.services.audit import expire_audit, write_audit
from core.vocabulary import AuditEvent, Role
from tests.support import NOW

pytestmark = pytest.mark.storage
ENTRY = table_of(AuditEntry)


def write(engine, count=1, *, now=NOW):
    for number in range(count):
        with transaction(engine) as session:
            write_audit(session, AuditEvent.SETTINGS_CHANGED, detail=f"limit {number}", now=now)


def erase_and_fail(engine):
    with transaction(engine) as session:
        write_audit(session, AuditEvent.ERASED, subject_id=uuid4(), now=NOW)
        raise ZeroDivisionError


def verdict(engine):
    with reading(engine) as session:
        return audit_verdict(session, noted=anchor_file().read_text())


TAMPERING = {
    "an edited detail": "UPDATE audit_entry SET detail = 'nothing' WHERE position = 3",
    "an edited time": "UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE position = 3",
    "an edited event": "UPDATE audit_entry SET event = 'signed_in' WHERE position = 3",
    "a deleted entry": "DELETE FROM audit_entry WHERE position = 3",
    "a cut end": "DELETE FROM audit_entry WHERE position > 4",
    "a cut beginning": "DELETE FROM audit_entry WHERE position < 3",
    "an emptied log": "DELETE FROM audit_entry",
    "two swapped": (
        "UPDATE audit_entry SET detail = CASE position WHEN 2 THEN 'limit 2' ELSE 'limit 1' END"
        " WHERE position IN (2, 3)"
    ),
}


@pytest.mark.parametrize("tampering", TAMPERING.values(), ids=TAMPERING)
def test_promise_23_tampering_with_the_audit_log_is_found(engine, tampering):
    write(engine, 6)
    assert verdict(engine).faults == ()

    with transaction(engine) as session:
        session.connection().execute(text(tampering))

    assert verdict(engine).faults
    write(engine)
    assert verdict(engine).faults, "the next act must not heal it"


def test_an_entry_is_written_only_if_its_act_is(engine):
    write(engine)
    with pytest.raises(ZeroDivisionError):
        erase_and_fail(engine)

    assert verdict(engine).entries == 1
    assert verdict(engine).faults == ()


def test_writers_at_the_same_moment_keep_one_chain(engine):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: write(engine, 5), range(8)))

    assert verdict(engine).entries == 40
    assert verdict(engine).faults == ()


def test_old_entries_leave_and_the_rest_still_holds(engine):
    write(engine, 4, now=NOW - timedelta(days=800))
    write(engine, 3)

    with transaction(engine) as session:
        assert expire_audit(session, before=NOW - timedelta(days=730), now=NOW) == 4

    assert verdict(engine).faults == ()
    assert verdict(engine).entries == 4
    with transaction(engine) as session:
        session.connection().execute(text("DELETE FROM audit_entry WHERE position = 5"))
    assert verdict(engine).faults


def test_expiring_with_nothing_old_changes_nothing(engine):
    write(engine, 2)

    with transaction(engine) as session:
        assert expire_audit(session, before=NOW - timedelta(days=730), now=NOW) == 0

    assert verdict(engine).entries == 2


def test_a_missing_note_outside_is_a_fault_of_its_own(engine):
    write(engine, 2)

    with reading(engine) as session:
        assert "note outside" in audit_verdict(session, noted="").faults[0]


def test_signing_in_and_out_is_written_down_once_each(engine, add_actor):
    ada = add_actor(Role.SUPPORTER)
    with transaction(engine) as session:
        token = start_session(session, person_id=ada.person_id, device="Firefox", now=NOW)
    for _ in range(2):
        with transaction(engine) as session:
            end_session(session, token_hash(token), now=NOW)

    with reading(engine) as session:
        found = session.connection().execute(
            select(ENTRY.c.event, ENTRY.c.actor_id, ENTRY.c.detail).order_by(ENTRY.c.position)
        )
        assert [tuple(row) for row in found] == [
            (AuditEvent.SIGNED_IN, ada.person_id, "Firefox"),
            (AuditEvent.SIGNED_OUT, ada.person_id, ""),
        ]
