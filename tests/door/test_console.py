"""``holdfast``: what operators type, and one clear line when something is wrong."""

import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import make_engine, transaction
from core.models import FlagsAsOf, JobLease, Module, Person
from tests.door.conftest import holdfast


def put_somebody_in(folder: Path) -> None:
    assert holdfast(folder, "migrate").returncode == 0
    engine = make_engine(f"sqlite:///{folder / 'holdfast.db'}")
    with transaction(engine) as session:
        session.add(
            Person(
                email="ada@example.org",
                display_name="Ada",
                joined_on=date(2024, 1, 1),
                created_at=utc_now(),
            )
        )
    engine.dispose()


def assert_one_line(result: "subprocess.CompletedProcess[str]", words: str, status: int) -> None:
    assert result.returncode == status, result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert words in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"HOLDFAST_PORT": "99999"}, "HOLDFAST_PORT"),
        ({"HOLDFAST_TYPO": "1"}, "HOLDFAST_TYPO"),
        ({"HOLDFAST_PUBLIC_URL": "care.example.org"}, "HOLDFAST_PUBLIC_URL"),
        ({"HOLDFAST_SMALLEST_GROUP": "2"}, "HOLDFAST_SMALLEST_GROUP"),
    ],
)
def test_an_impossible_setting_stops_the_start_with_one_line(tmp_path, env, words):
    assert_one_line(holdfast(tmp_path, "serve", **env), words, 2)


def test_it_does_not_start_without_the_key_to_what_people_wrote(tmp_path):
    put_somebody_in(tmp_path)
    (tmp_path / "holdfast.key").unlink()
    result = holdfast(tmp_path, "serve")
    assert_one_line(result, "holdfast.key is missing", 2)
    assert not (tmp_path / "holdfast.key").exists()


def test_it_does_not_start_on_an_old_database_when_told_not_to_change_it(tmp_path):
    assert_one_line(holdfast(tmp_path, "serve", "--no-migrate"), "holdfast migrate", 2)


def test_somebody_is_added_from_the_console_with_a_link_for_them(tmp_path):
    assert holdfast(tmp_path, "migrate").returncode == 0

    arguments = ("--name", "Ada", "--email", "ada@example.org", "--role", "supporter")
    added = holdfast(tmp_path, "person", "add", *arguments, "--team", "North")
    again = holdfast(tmp_path, "person", "add", *arguments)

    assert added.returncode == 0, added.stderr
    assert added.stdout.startswith("http://localhost:8501/invite/")
    assert_one_line(again, "e-mail", 1)


def test_an_organisation_starts_with_the_training_catalogue(tmp_path):
    for _twice in range(2):
        assert holdfast(tmp_path, "migrate").returncode == 0
    engine = make_engine(f"sqlite:///{tmp_path / 'holdfast.db'}")
    with transaction(engine) as session:
        assert len(session.exec(select(Module.code)).all()) == 18
    engine.dispose()


def test_a_database_that_is_away_is_one_line(tmp_path):
    away = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    result = holdfast(tmp_path, "migrate", HOLDFAST_DATABASE_URL=away)
    assert_one_line(result, "The database cannot be used", 1)


def test_whoever_nobody_else_can_help_gets_a_link_from_the_console(tmp_path):
    assert holdfast(tmp_path, "migrate").returncode == 0
    arguments = ("--name", "Ada", "--email", "ada@example.org", "--role", "administrator")
    assert holdfast(tmp_path, "person", "add", *arguments).returncode == 0

    link = holdfast(tmp_path, "person", "reset", "--email", " Ada@Example.org ")
    nobody = holdfast(tmp_path, "person", "reset", "--email", "ben@example.org")
    no_phone = holdfast(tmp_path, "person", "reset", "--email", "ada@example.org", "--second-step")

    assert link.stdout.startswith("http://localhost:8501/reset/"), link.stderr
    assert_one_line(nobody, "could not find that person", 1)
    assert_one_line(no_phone, "could not find that authenticator app", 1)


def test_the_work_of_the_night_is_done_by_hand_unless_another_instance_is_at_it(tmp_path):
    put_somebody_in(tmp_path)

    done = holdfast(tmp_path, "jobs", "run")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("flags of 1 people")
    engine = make_engine(f"sqlite:///{tmp_path / 'holdfast.db'}")
    with transaction(engine) as session:
        assert session.exec(select(FlagsAsOf.day)).one() == utc_now().date()
        lease = session.exec(select(JobLease)).one()
        lease.holder, lease.until_at = "another instance", utc_now() + timedelta(minutes=5)
        session.add(lease)
    engine.dispose()
    assert holdfast(tmp_path, "jobs", "run").stdout == "Another instance is doing it.\n"
