"""Everything about me, and nothing about anybody else."""

import csv
import io
import json
from datetime import date, timedelta
from zipfile import ZipFile

import pytest
from sqlalchemy import Uuid
from sqlmodel import Session

from core.database import reading, transaction
from core.models import Base, Questionnaire
from core.models.base import SealedWords
from core.queries.people import OrganisationFacts
from core.queries.personal_tables import ACTED, PERSONAL
from core.rules.retention import COMPARED_FOR, goes_on, limits_with
from core.transfer.export_files import JSON_NAME, PAGE_NAME, zipped
from core.transfer.personal_export import everything_about_me
from core.transfer.row_dates import RowDates
from core.vocabulary import Kept, Role
from tests.a_life import CANARY, act_for_others, live
from tests.support import NOW

pytestmark = pytest.mark.storage

# Columns with a random key that is not a person's, in tables without a reference to one.
NOT_A_PERSON = {
    ("follow_up", "source_id"),
    ("release_key", "member_key"),
    ("release_member", "member_key"),
    ("limit_trial_member", "member_key"),
}


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


@pytest.fixture
def ada(engine, add_actor, cleo):
    actor = add_actor(Role.SUPPORTER)
    with transaction(engine) as session:
        live(session, actor.person_id, cleo.person_id)
    return actor


def export(engine, actor):
    with reading(engine) as session:
        return everything_about_me(session, actor, now=NOW)


def opened(engine, actor):
    with ZipFile(io.BytesIO(zipped(export(engine, actor)))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_promise_20_every_column_that_names_a_person_is_in_the_list():
    listed = {(one.table.name, one.owner) for one in PERSONAL if one.of is None}
    listed |= {(one.table.name, name) for one in PERSONAL for name in one.names}
    listed |= {(act.table.name, act.column) for act in ACTED}
    named = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
        or (
            isinstance(column.type, Uuid)
            and not column.foreign_keys
            and column.name != "id"
            and (table.name, column.name) not in NOT_A_PERSON
        )
    }
    assert named - listed == set(), "say in core/queries/personal_*.py what becomes of it"


def test_promise_20_every_table_that_hangs_on_a_person_is_in_the_list():
    listed = {one.table.name for one in PERSONAL}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                hangs = key.column.table.name in listed - {"person"} and table.name not in listed
                assert not hangs, f"{table.name} hangs on {key.column.table.name}"


def test_promise_20_every_column_is_exported_or_has_a_reason_not_to_be(engine, ada):
    sections = {section.name: section for section in export(engine, ada).sections}
    for one in PERSONAL:
        shown = set(sections[one.section].columns)
        for column in one.table.columns:
            if one.owner == column.name and one.owner != "id":
                continue
            assert (column.name in shown) != (column.name in one.hidden), (one.section, column)
            if isinstance(column.type, SealedWords):
                assert column.name in {*one.words, *one.hidden}, (one.section, column.name)


def test_promise_20_a_row_of_every_table_comes_out_with_its_words_readable(engine, ada):
    for section in export(engine, ada).sections:
        if section.name not in {"team_figures", "limit_trials", "done_for_others", "audit"}:
            assert section.rows, section.name
    for one in PERSONAL:
        [section] = [s for s in export(engine, ada).sections if s.name == one.section]
        for word in one.words:
            assert section.rows[0][word] == f"{CANARY} {word}", (one.section, word)


def test_no_secret_and_no_key_of_anybody_else_comes_out(engine, ada, cleo):
    with transaction(engine) as session:
        live_secrets = [
            value
            for one in PERSONAL
            for row in session.connection().execute(one.table.select()).mappings()
            for name, value in row.items()
            if name in one.hidden and isinstance(value, str) and value.strip()
        ]
    text = opened(engine, ada)[JSON_NAME].decode()
    assert str(cleo.person_id) not in text
    assert "Cleo" in text
    assert live_secrets
    assert [secret for secret in live_secrets if f'"{secret}"' in text] == []


def test_of_what_one_did_for_others_one_gets_what_and_when_alone(engine, ada, cleo):
    with transaction(engine) as session:
        act_for_others(session, cleo.person_id, ada.person_id, now=NOW)
    files = opened(engine, cleo)
    # For whom one covers is known by name; nothing else of them is.
    name = f"Ada {CANARY}".encode()
    assert all(CANARY.encode() not in body.replace(name, b"") for body in files.values())
    done = json.loads(files[JSON_NAME])["sections"]["done_for_others"]
    assert {"what": "wrote a note", "at": NOW.isoformat()} in done
    assert str(ada.person_id) not in files[JSON_NAME].decode()


def test_every_form_holds_the_same_rows(engine, ada):
    files = opened(engine, ada)
    told = json.loads(files[JSON_NAME])
    assert (told["format"], told["schema"]) == ("holdfast-person", 1)
    for name, rows in told["sections"].items():
        if rows:
            table = files[f"tables/{name}.csv"].decode("utf-8-sig")
            assert len(list(csv.reader(io.StringIO(table, newline="")))) == len(rows) + 1, name
    page = files[PAGE_NAME].decode()
    assert f"{CANARY} note" in page
    assert "<script" not in page
    assert "http" not in page.replace("https://", "")


def test_each_record_says_when_it_goes(engine, ada):
    sections = {section.name: section.rows for section in export(engine, ada).sections}
    for name in ("contacts", "tolls", "tags", "answers", "notes_about_you"):
        assert sections[name][0]["goes_on"] > NOW.date().isoformat(), name
    assert sections["tolls"][0]["goes_on"] < sections["contacts"][0]["goes_on"]


def test_progress_goes_up_and_ends_below_one(engine, ada):
    told = []
    with Session(engine) as session:
        everything_about_me(session, ada, progress=lambda what, share: told.append(share), now=NOW)
    assert told == sorted(told)
    assert len(told) == len(PERSONAL)
    assert 0 <= told[0] < told[-1] < 1


def test_every_single_record_says_when_it_goes_or_what_it_stays_until(engine, ada):
    for section in export(engine, ada).sections:
        if section.name in {"done_for_others", "limits", "kept_for"}:
            continue
        for row in section.rows:
            assert bool(row["goes_on"]) != bool(row["stays_until"]), (section.name, row)
    page = opened(engine, ada)[PAGE_NAME].decode()
    assert "Goes on" in page
    assert "you leave or erase it" in page


def test_the_dates_are_those_of_the_rules(engine, ada):
    sections = {section.name: section.rows for section in export(engine, ada).sections}
    [agreement] = sections["agreements"]
    assert agreement["stays_until"] == "a newer one takes its place"
    [contact], [toll] = sections["contacts"], sections["tolls"]
    limits, day = limits_with({}), date.fromisoformat(contact["day"])
    assert contact["goes_on"] == goes_on(Kept.WORK, limits, day).isoformat()
    assert toll["goes_on"] == goes_on(Kept.WELLBEING, limits, day).isoformat()
    assert toll["words_go_on"] == goes_on(Kept.WORDS, limits, day).isoformat()
    assert sections["person"][0]["stays_until"] == "you leave or erase it"


def test_an_earlier_score_stays_as_long_as_the_newest_is_compared_with_it():
    place = OrganisationFacts.__new__(OrganisationFacts)
    dates = RowDates(place, limits_with({Kept.WELLBEING: 183}))
    [given] = [one for one in PERSONAL if one.model is Questionnaire]
    first = date(2025, 1, 6)
    rows = [
        {"id": n, "instrument": "cbi", "day": first + timedelta(days=n * 200)} for n in range(2)
    ]
    earlier, newest = dates.of(given, rows)

    assert earlier.on == rows[1]["day"] + COMPARED_FOR
    assert newest.on == goes_on(Kept.WELLBEING, limits_with({Kept.WELLBEING: 183}), rows[1]["day"])
