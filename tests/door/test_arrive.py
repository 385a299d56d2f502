"""The first set-up and the first password: links that work once."""

import re
from datetime import timedelta

import httpx
import pytest
from pyotp import TOTP
from sqlmodel import select

from core.clock import utc_now
from core.database import make_engine, transaction
from core.models import AccountChange, OneTimeToken, Organisation, Person, PersonRole
from core.services.access import make_one_time_link, token_hash
from core.vocabulary import AccountEvent, Role, TokenPurpose
from tests.door.conftest import House
from tests.door.live import live
from tests.door.tab import KEY, Tab, shown_in
from tests.serving import COOKIE, Server, post_form, serving, sign_in
from tests.support import PASSWORD

SETUP = {
    "organisation": "Quiet Harbour",
    "time_zone": "Pacific/Auckland",
    "name": "Ada Stone",
    "email": "Ada@Example.org",
    "password": PASSWORD,
    "again": PASSWORD,
}


def invite(house: House, person: Person, *, ago: timedelta = timedelta()) -> str:
    with transaction(house.engine) as session:
        return make_one_time_link(
            session, purpose=TokenPurpose.INVITE, person_id=person.id, now=utc_now() - ago
        )


def test_the_first_administrator_sets_everything_up_with_a_link_that_works_once(tmp_path):
    url = f"sqlite:///{tmp_path / 'new.db'}"
    with serving(url, tmp_path / "keys/holdfast.key", log=tmp_path / "log") as server:
        link = re.search(r"/setup/\S+", server.log.read_text())[0]
        short = post_form(server.url, link, SETUP | {"password": "short", "again": "short"})
        assert short.status_code == 422
        assert 'value="Quiet Harbour"' in short.text
        assert "<option selected>Pacific/Auckland</option>" in short.text
        nowhere = post_form(server.url, link, SETUP | {"time_zone": "Atlantis/Capital"})
        assert nowhere.status_code == 422
        assert "time zone from the list" in nowhere.text

        tab = Tab(server)
        done = tab.post(link, **SETUP)

        assert done.headers["location"].startswith("/login/code"), "an administrator needs an app"
        [key] = shown_in(tab.get("/login/code").text, KEY)
        tab.post("/login/code", code=TOTP(key.replace(" ", "")).now())
        with live(server, tab.cookies[COOKIE]) as opened:
            assert "Ada Stone" in opened.run()
        assert httpx.get(server.url + link).status_code == 404
        assert Tab(server).sign_in("ada@example.org", PASSWORD).status_code == 303
    engine = make_engine(url)
    with transaction(engine) as session:
        place = session.get_one(Organisation, 1)
        assert (place.name, place.time_zone) == ("Quiet Harbour", "Pacific/Auckland")
        assert session.exec(select(PersonRole.role)).all() == [Role.ADMINISTRATOR]
    engine.dispose()
    with serving(url, tmp_path / "keys/holdfast.key", log=tmp_path / "log") as server:
        assert "/setup/" not in server.log.read_text()


def test_no_set_up_link_works_once_somebody_is_here(house: House, server: Server):
    with transaction(house.engine) as session:
        token = make_one_time_link(session, purpose=TokenPurpose.SETUP, now=utc_now())

    assert httpx.get(f"{server.url}/setup/{token}").status_code == 404
    assert httpx.get(f"{server.url}/setup").status_code == 404


def test_an_invited_person_chooses_a_password_and_is_in(house, server):
    person = house.add_person()
    token = invite(house, person)
    shown = httpx.get(f"{server.url}/invite/{token}")
    assert person.email in shown.text
    assert 'autocomplete="new-password"' in shown.text

    chosen = {"password": "a pebble of my own shore", "again": "a pebble of my own shore"}
    answer = post_form(server.url, f"/invite/{token}", chosen)

    assert answer.status_code == 303
    assert sign_in(server.url, person.email, "a pebble of my own shore")
    assert httpx.get(f"{server.url}/invite/{token}").status_code == 404
    with transaction(house.engine) as session:
        noted = select(AccountChange.event).where(AccountChange.person_id == person.id)
        assert session.exec(noted).all() == [AccountEvent.PASSWORD_CHANGED], "when it was used"


def test_looking_at_an_invitation_does_not_use_it_up(house, server):
    token = invite(house, house.add_person())
    for _look in range(3):
        assert httpx.get(f"{server.url}/invite/{token}").status_code == 200


@pytest.mark.parametrize("reason", ["expired", "replaced", "closed", "made up", "for set-up"])
def test_a_dead_invitation_says_so_and_leads_to_the_sign_in(house, server, reason):
    person = house.add_person()
    token = invite(house, person, ago=timedelta(days=15) if reason == "expired" else timedelta())
    if reason == "replaced":
        invite(house, person)
    elif reason == "closed":
        house.close_account(person.id)
    elif reason == "made up":
        token = "made-up"
    elif reason == "for set-up":
        with transaction(house.engine) as session:
            token = make_one_time_link(session, purpose=TokenPurpose.SETUP, now=utc_now())

    answer = httpx.get(f"{server.url}/invite/{token}")

    assert answer.status_code == 404
    assert "ask for a new one" in answer.text
    assert 'href="/login"' in answer.text


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("too short", "too short", "at least 15"),
        ("a pebble of my own shore", "a pebble of mine to keep", "not the same"),
        ("", "", "at least 15"),
    ],
)
def test_a_password_that_does_not_do_is_explained_and_the_link_still_works(
    house, server, first, second, words
):
    token = invite(house, house.add_person())

    answer = post_form(server.url, f"/invite/{token}", {"password": first, "again": second})

    assert answer.status_code == 422
    assert words in answer.text
    assert httpx.get(f"{server.url}/invite/{token}").status_code == 200


def test_the_name_of_the_invited_person_makes_no_password(house, server):
    person = house.add_person()
    token = invite(house, person)

    weak = f"{person.email.split('@')[0]} Ada Test circle"
    answer = post_form(server.url, f"/invite/{token}", {"password": weak, "again": weak})

    assert answer.status_code == 422
    assert "leans on your name" in answer.text


def test_a_first_password_signs_everybody_else_out(house, server):
    person = house.add_person()
    cookie = house.cookie_for(person)

    chosen = {"password": PASSWORD, "again": PASSWORD}
    post_form(server.url, f"/invite/{invite(house, person)}", chosen)

    assert house.sign_in_of(cookie).ended_at is not None


def test_only_the_hash_of_a_link_is_stored(house):
    token = invite(house, house.add_person())
    with transaction(house.engine) as session:
        stored = session.exec(select(OneTimeToken.token_hash)).all()
    assert token_hash(token) in stored
    assert token not in stored
