"""What somebody took along comes back as it was, here or elsewhere."""

import json

import pytest
from sqlmodel import Session, select

from core.database import reading, transaction
from core.errors import InvalidValue, NotFound
from core.models import ContactToll, Person, StrainWeek
from core.queries.personal_tables import PERSONAL
from core.rules.dates import week_of
from core.services.erasure import erase_person
from core.transfer.export_files import as_json, zipped
from core.transfer.personal_export import everything_about_me
from core.transfer.personal_import import import_person, read_export
from core.vocabulary import Role
from tests.a_life import live
from tests.support import NOW

pytestmark = pytest.mark.storage

ENTERED = [one.section for one in PERSONAL if one.entered]
NOT_COMPARED = {"id", "contact_id", "case_id", "check_id", "questionnaire_id", "opened_with"}
"""Keys are new; who vouched for training and recorded a talk was somebody else."""
OTHERS = {"recorded_by", "confirmed_by", "confirmed_at"}


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


@pytest.fixture
def ada(engine, add_actor, cleo):
    actor = add_actor(Role.SUPPORTER)
    with transaction(engine) as session:
        live(session, actor.person_id, cleo.person_id)
        # A week whose single tolls have expired: only its sum is left to bring back.
        session.add(
            StrainWeek(
                week=week_of(NOW.date()) - 80, person_id=actor.person_id, tolls=3, toll_sum=9
            )
        )
    return actor


def export(engine, actor):
    with reading(engine) as session:
        return everything_about_me(session, actor, now=NOW)


def compared(everything):
    return {
        section.name: sorted(
            (
                {k: v for k, v in row.items() if k not in NOT_COMPARED | OTHERS}
                for row in section.rows
            ),
            key=str,
        )
        for section in everything.sections
        if section.name in ENTERED and not section.name.endswith("_weeks")
    }


def weeks(everything):
    [section] = [each for each in everything.sections if each.name == "strain_weeks"]
    return {row["week"]: row["toll_sum"] for row in section.rows}


def bring(engine, path, email):
    with transaction(engine) as session:
        return import_person(session, email, read_export(path), now=NOW)


def email_of(engine, actor):
    with Session(engine) as session:
        return session.exec(select(Person.email).where(Person.id == actor.person_id)).one()


@pytest.mark.parametrize("form", ["zip", "json"])
def test_promise_20_an_export_comes_back_equal_after_erasing(
    engine, ada, add_actor, tmp_path, form
):
    before = export(engine, ada)
    path = tmp_path / f"mine.{form}"
    path.write_bytes(zipped(before) if form == "zip" else as_json(before).encode())
    with transaction(engine) as session:
        erase_person(session, ada.person_id, now=NOW)
    again = add_actor(Role.SUPPORTER, name="Ada again")

    assert bring(engine, path, email_of(engine, again)) >= len(ENTERED)

    after = export(engine, again)
    assert compared(after) == compared(before)
    assert weeks(after)[week_of(NOW.date()) - 80] == 9
    with Session(engine) as session:
        toll = session.exec(select(ContactToll)).one()
        assert weeks(after)[week_of(NOW.date())] == toll.toll


def test_an_account_with_entries_is_not_mixed_with_a_file(engine, ada, tmp_path):
    path = tmp_path / "mine.json"
    path.write_text(as_json(export(engine, ada)))
    with pytest.raises(InvalidValue, match="holds entries already"):
        bring(engine, path, email_of(engine, ada))
    with pytest.raises(NotFound):
        bring(engine, path, "nobody@example.org")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PK",
        "[]",
        "{}",
        '{"format": "holdfast-person", "schema": 99, "sections": {}}',
        '{"format": "holdfast-person"}',
    ],
)
def test_another_file_is_refused_in_one_sentence(tmp_path, text):
    path = tmp_path / "other"
    path.write_text(text)
    with pytest.raises(InvalidValue, match=r"not a file|another version"):
        read_export(path)


@pytest.mark.parametrize(
    ("section", "change"),
    [
        ("tolls", {"toll": 99}),
        ("tolls", {"note": "x" * 4001}),
        ("tolls", {"note": 7}),
        ("contacts", {"format": "smoke signals"}),
        ("contacts", {"day": "2190-01-01"}),
        ("contacts", {"minutes": -3}),
        ("cases", {"code": "x" * 5000}),
        ("pulses", {"day": "x"}),
    ],
)
def test_what_cannot_be_kept_brings_nothing_back(engine, ada, add_actor, tmp_path, section, change):
    told = json.loads(as_json(export(engine, ada)))
    told["sections"][section][0] |= change
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(told))
    again = add_actor(Role.SUPPORTER, name="Again")
    with pytest.raises(InvalidValue, match="cannot be kept"):
        bring(engine, path, email_of(engine, again))
    with Session(engine) as session:
        mine = select(ContactToll).where(ContactToll.person_id == again.person_id)
        assert session.exec(mine).all() == []
