"""Failed sign-ins show in the audit log by the hour: an attack is seen and floods nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from core.database import anchor_file, reading, transaction
from core.models import AuditEntry, FailedSignIns, Person
from core.models.base import table_of
from core.queries.audit import audit_verdict, failed_lately
from core.services.failed_sign_ins import count_failed, write_failed
from core.vocabulary import AuditEvent, Role
from tests.support import NOW

pytestmark = pytest.mark.storage
ENTRY = table_of(AuditEntry)
HOUR = timedelta(hours=1)


@pytest.fixture
def ada(engine, add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def email(engine, ada):
    with reading(engine) as session:
        return session.get_one(Person, ada.person_id).email


def fail(engine, address, *, times=1, now=NOW):
    for _each in range(times):
        with transaction(engine) as session:
            count_failed(session, address, now=now)


def written(engine):
    with reading(engine) as session:
        found = session.connection().execute(
            select(ENTRY.c.subject_id, ENTRY.c.detail)
            .where(ENTRY.c.event == AuditEvent.SIGN_INS_FAILED)
            .order_by(ENTRY.c.position)
        )
        return {row.subject_id: row.detail for row in found}


def test_an_attack_is_one_entry_an_hour_for_each_account_and_one_for_all_that_are_none(
    engine, ada, email
):
    fail(engine, email, times=25, now=NOW + timedelta(minutes=7))
    for number in range(40):
        fail(engine, f"guess{number}@example.org", now=NOW + timedelta(minutes=9))
    with transaction(engine) as session:
        assert write_failed(session, now=NOW + timedelta(minutes=59)) == 0, "the hour is not over"
    with transaction(engine) as session:
        assert write_failed(session, now=NOW + HOUR) == 2
    with transaction(engine) as session:
        assert write_failed(session, now=NOW + 2 * HOUR) == 0, "each once"

    assert written(engine) == {
        ada.person_id: "25 in the hour from 2026-11-18 10:00 UTC",
        None: "40 in the hour from 2026-11-18 10:00 UTC with addresses that have no account",
    }
    with reading(engine) as session:
        assert audit_verdict(session, noted=anchor_file().read_text()).faults == ()


def test_nothing_that_was_typed_is_kept(engine):
    fail(engine, "kittiwake@example.org")
    with reading(engine) as session:
        waiting = [dict(row) for row in session.connection().execute(_ALL).mappings()]
    with transaction(engine) as session:
        write_failed(session, now=NOW + HOUR)

    assert "kittiwake" not in str([waiting, written(engine)])
    assert written(engine)


_ALL = select(table_of(FailedSignIns))


def test_an_administrator_sees_them_before_the_hour_is_over(engine, add_actor, ada, email):
    fail(engine, email, times=3)
    fail(engine, "nobody@example.org")
    administrator = add_actor(Role.ADMINISTRATOR, name="Ann", team=None)

    with reading(engine) as session:
        seen = [(each.name, each.tries) for each in failed_lately(session, administrator)]
    assert seen == [("Ada", 3), ("", 1)]


def test_a_known_and_an_unknown_address_cost_the_same_statements(engine, email):
    said = []
    event.listen(engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    costs = []
    for address in (email, "nobody@example.org", email, "nobody@example.org"):
        said.clear()
        fail(engine, address)
        costs.append(tuple(said))

    assert len(set(costs)) == 1
    assert costs[0]
