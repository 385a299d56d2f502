"""The second step of erasing oneself: password, tick, and nothing left afterwards."""

import time
from pathlib import Path

import httpx
import pytest
from sqlmodel import Session, select

from core.clock import utc_now
from core.database import transaction
from core.models import Contact, Person
from core.vocabulary import Format, Role
from tests.door.conftest import holdfast
from tests.serving import COOKIE, post_form, serving
from tests.support import PASSWORD


@pytest.fixture
def ada(house):
    person = house.add_person()
    with transaction(house.engine) as session:
        session.add(
            Contact(
                person_id=person.id,
                day=utc_now().date(),
                minutes=30,
                format=Format.PHONE,
                created_at=utc_now(),
            )
        )
    return person


def is_here(house, person):
    with Session(house.engine) as session:
        return session.exec(select(Person.id).where(Person.id == person.id)).first() is not None


def ask(house, server, person, **fields):
    cookie = house.cookie_for(person)
    return cookie, post_form(server.url, "/erase", fields, cookie=cookie)


def test_a_stranger_is_sent_to_the_sign_in_page(server):
    answer = httpx.get(f"{server.url}/erase")
    assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/login")


def test_the_page_says_what_goes_before_it_asks(house, server, ada):
    cookie = house.cookie_for(ada)
    shown = httpx.get(f"{server.url}/erase", headers={"Cookie": f"{COOKIE}={cookie}"})
    assert "Contacts: 1" in shown.text
    assert "What stays" in shown.text
    assert 'type="password"' in shown.text


def test_with_the_password_and_the_tick_everything_goes_and_one_is_signed_out(house, server, ada):
    cookie, answer = ask(house, server, ada, password=PASSWORD, sure="yes")

    assert answer.status_code == 200
    assert "has been erased" in answer.text
    assert f'{COOKIE}=""' in str(answer.headers)
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert not is_here(house, ada)
    alive = httpx.get(f"{server.url}/alive", headers={"Cookie": f"{COOKIE}={cookie}"})
    assert alive.status_code == 401


def test_promise_21_a_minute_after_erasing_oneself_no_byte_of_it_is_in_the_files(house, server):
    if house.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL removes old rows from its files by its own schedule")
    files = Path(house.engine.url.database)
    person, canary = house.add_person(), "canary-of-the-front-door"
    with transaction(house.engine) as session:
        session.get_one(Person, person.id).display_name = canary

    def held():
        return any(canary.encode() in file.read_bytes() for file in files.parent.glob("*.db*"))

    assert held()
    _cookie, answer = ask(house, server, person, password=PASSWORD, sure="yes")
    assert answer.status_code == 200

    until = time.monotonic() + 60
    while held() and time.monotonic() < until:
        time.sleep(0.2)
    assert not held()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"password": "not the password at all", "sure": "yes"}, "does not fit"),
        ({"password": PASSWORD}, "tick that you are sure"),
        ({"sure": "yes"}, "does not fit"),
    ],
)
def test_without_either_nothing_goes(house, server, ada, fields, said):
    _cookie, answer = ask(house, server, ada, **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert is_here(house, ada)


def test_the_last_administrator_is_told_why_not(tmp_path):
    added = holdfast(tmp_path, "migrate")
    assert added.returncode == 0, added.stderr
    added = holdfast(
        tmp_path, "person", "add", "--name", "Ann", "--email", "a@example.org",
        "--role", "administrator",
    )  # fmt: skip
    assert added.returncode == 0, added.stderr
    refused = holdfast(tmp_path, "person", "erase", "a@example.org", "--yes")
    assert refused.returncode == 1
    assert "last administrator" in refused.stderr


def test_promise_21_after_an_old_backup_is_put_back_the_start_erases_again(tmp_path):
    database = tmp_path / "holdfast.db"
    assert holdfast(tmp_path, "migrate").returncode == 0
    for name, role in (("Ann", "administrator"), ("canary-name", "administrator")):
        holdfast(
            tmp_path, "person", "add", "--name", name, "--email", f"{name.lower()}@example.org",
            "--role", role,
        )  # fmt: skip
    yesterday = database.read_bytes()
    erased = holdfast(tmp_path, "person", "erase", "canary-name@example.org", "--yes")
    assert erased.returncode == 0, erased.stderr
    assert b"canary-name" not in database.read_bytes()

    database.write_bytes(yesterday)
    assert b"canary-name" in database.read_bytes()
    with serving(f"sqlite:///{database}", tmp_path / "holdfast.key") as server:
        assert "brought back 1 erased" in server.log.read_text()
        files = [path.read_bytes() for path in tmp_path.glob("holdfast.db*")]
    assert not any(b"canary-name" in each for each in files)


def test_a_ledger_that_is_gone_is_named_at_the_start_and_by_the_check_of_the_log(tmp_path):
    assert holdfast(tmp_path, "migrate").returncode == 0
    for name in ("Ann", "Bea"):
        holdfast(
            tmp_path, "person", "add", "--name", name, "--email", f"{name.lower()}@example.org",
            "--role", "administrator",
        )  # fmt: skip
    assert holdfast(tmp_path, "person", "erase", "bea@example.org", "--yes").returncode == 0
    assert holdfast(tmp_path, "audit", "verify").returncode == 0

    (tmp_path / "holdfast.erased").unlink()
    checked = holdfast(tmp_path, "audit", "verify")
    assert checked.returncode == 1
    assert checked.stderr.count("holdfast.erased is missing. Erasures it held: 1") == 1
    with serving(f"sqlite:///{tmp_path / 'holdfast.db'}", tmp_path / "holdfast.key") as server:
        assert "holdfast.erased is missing" in server.log.read_text()

    assert "1 erasures were added" in holdfast(tmp_path, "audit", "ledger").stdout
    assert holdfast(tmp_path, "audit", "verify").returncode == 0


def test_an_administrator_can_erase_themselves_when_there_is_another(house, server):
    first, _second = house.add_person(Role.ADMINISTRATOR), house.add_person(Role.ADMINISTRATOR)
    _cookie, answer = ask(house, server, first, password=PASSWORD, sure="yes")
    assert answer.status_code == 200
