"""What the address of a prepared file answers to whom."""

import httpx
import pytest

from core import settings
from core.clock import utc_now
from core.database import reading, transaction
from core.queries.people import actor_for
from core.services.access import token_hash
from core.services.downloads import PreparedFile, prepare_download
from core.services.proofs import note_proof
from tests.door.conftest import CHEAP
from tests.serving import COOKIE, post_form
from tests.support import PASSWORD

FILE = PreparedFile(name="everything – Ada.zip", media_type="application/zip", body=b"PK canary")


@pytest.fixture
def prepare(house, monkeypatch):
    monkeypatch.setenv("HOLDFAST_KEY_FILE", str(house.key_file))
    settings.settings.cache_clear()

    def put(person, cookie):
        with reading(house.engine) as session:
            actor = actor_for(session, person.id, now=utc_now())
        with transaction(house.engine) as session:
            note_proof(session, actor, token_hash(cookie), now=utc_now())
            return prepare_download(
                session, actor, FILE, session_hash=token_hash(cookie), now=utc_now()
            )

    yield put
    settings.settings.cache_clear()


def ask(server, download_id, cookie=None, *, method="GET"):
    headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
    return httpx.request(method, f"{server.url}/export/{download_id}", headers=headers)


def test_the_owner_gets_it_as_an_attachment_that_nothing_keeps(house, server, prepare):
    person = house.add_person()
    cookie = house.cookie_for(person)

    answer = ask(server, prepare(person, cookie), cookie)

    assert (answer.status_code, answer.content) == (200, FILE.body)
    said = answer.headers["content-disposition"]
    assert said == "attachment; filename*=UTF-8''everything%20%E2%80%93%20Ada.zip"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_nobody_else_gets_it_and_nobody_twice(house, server, prepare):
    person, stranger = house.add_person(), house.add_person()
    cookie = house.cookie_for(person)
    prepared = prepare(person, cookie)

    assert ask(server, prepared).status_code == 303
    assert ask(server, prepared, house.cookie_for(stranger)).status_code == 404
    assert ask(server, prepared, house.cookie_for(person)).status_code == 404
    assert ask(server, prepared, cookie).status_code == 200
    assert ask(server, prepared, cookie).status_code == 404


def test_asking_whether_it_is_there_does_not_use_it_up(house, server, prepare):
    person = house.add_person()
    cookie = house.cookie_for(person)
    prepared = prepare(person, cookie)

    assert ask(server, prepared, cookie, method="HEAD").status_code == 404
    assert ask(server, prepared, cookie).status_code == 200


@pytest.mark.parametrize("address", ["", "x", "..%2flogin", "00000000-0000-0000-0000-000000000000"])
def test_an_address_that_was_never_given_out_leads_nowhere(house, server, address):
    cookie = house.cookie_for(house.add_person())
    assert ask(server, address, cookie).status_code == 404


def proven(house, cookie):
    return house.sign_in_of(cookie).proven_at is not None


def test_before_everything_is_handed_out_the_password_is_asked_for(house, server):
    cookie = house.cookie_for(house.add_person())

    refused = post_form(server.url, "/prove", {"password": "not the password"}, cookie=cookie)
    assert (refused.status_code, proven(house, cookie)) == (422, False)
    assert "does not fit" in refused.text

    answer = post_form(server.url, "/prove", {"password": PASSWORD}, cookie=cookie)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account-my_data")
    assert proven(house, cookie)
    assert not proven(house, house.cookie_for(house.add_person()))


def test_the_password_of_somebody_else_shows_nothing(house, server):
    cookie = house.cookie_for(house.add_person(password_hash=CHEAP.hash("another one altogether")))

    assert post_form(server.url, "/prove", {"password": PASSWORD}, cookie=cookie).status_code == 422
    assert not proven(house, cookie)
