"""A new password: one's own choice, or with a link that an administrator asked for."""

from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import transaction
from core.models import AccountChange, KnownDevice, OneTimeToken, Person
from core.queries.people import actor_for
from core.services.access import token_hash
from core.services.passwords import start_reset
from core.vocabulary import AccountEvent, Role, TokenPurpose
from tests.door.conftest import House
from tests.door.tab import DEVICE_COOKIE, Tab
from tests.serving import COOKIE, Server, sign_in
from tests.support import PASSWORD

NEW = "pebbles under a northern pier"


@pytest.fixture
def ada(house: House) -> Person:
    return house.add_person()


def reset_link(house: House, person_id: UUID, *, ago: timedelta = timedelta()) -> str:
    administrator = house.add_person(Role.ADMINISTRATOR)
    now = utc_now() - ago
    with transaction(house.engine) as session:
        actor = actor_for(session, administrator.id, now=now)
        return f"/reset/{start_reset(session, actor, person_id, now=now).token}"


def events_of(house: House, person: Person) -> list[AccountEvent]:
    with transaction(house.engine) as session:
        return list(
            session.exec(
                select(AccountChange.event)
                .where(AccountChange.person_id == person.id)
                .order_by(AccountChange.changed_at)
            )
        )


def test_with_a_link_somebody_chooses_a_new_password_and_is_in(house, server: Server, ada):
    cookie, link, tab = house.cookie_for(ada), reset_link(house, ada.id), Tab(server)
    assert ada.email in tab.get(link).text
    assert sign_in(server.url, ada.email, PASSWORD), "until then the old one works"

    tab.post(link, password=NEW, again=NEW)

    assert tab.is_signed_in
    assert house.sign_in_of(cookie).ended_at is not None
    assert Tab(server).sign_in(ada.email, PASSWORD).status_code == 401
    assert sign_in(server.url, ada.email, NEW)
    assert events_of(house, ada) == [AccountEvent.RESET_STARTED, AccountEvent.RESET_USED]
    assert tab.get(link).status_code == 404


def test_a_link_leads_past_no_second_step(house, server, ada):
    app, tab = house.give_app(ada), Tab(server)

    tab.post(reset_link(house, ada.id), password=NEW, again=NEW)

    assert not tab.is_signed_in
    tab.post("/login/code", code=app.now())
    assert tab.is_signed_in


def test_a_link_makes_every_known_browser_strange_again(house, server, ada):
    known, tab = Tab(server), Tab(server)
    known.sign_in(ada.email, PASSWORD)
    assert DEVICE_COOKIE in known.cookies

    tab.post(reset_link(house, ada.id), password=NEW, again=NEW)

    with transaction(house.engine) as session:
        devices = session.exec(select(KnownDevice).where(KnownDevice.person_id == ada.id)).all()
    assert len(devices) == 1, "the one that has just signed in"


@pytest.mark.parametrize(
    "reason", ["expired", "replaced", "used", "closed", "made up", "an invitation"]
)
def test_promise_04_a_dead_link_says_the_same_whatever_is_wrong(house, server, ada, reason):
    link = reset_link(
        house, ada.id, ago=timedelta(minutes=60) if reason == "expired" else timedelta()
    )
    if reason == "replaced":
        reset_link(house, ada.id)
    elif reason == "used":
        Tab(server).post(link, password=NEW, again=NEW)
    elif reason == "closed":
        house.close_account(ada.id)
    elif reason == "made up":
        link = "/reset/made-up"
    elif reason == "an invitation":
        with transaction(house.engine) as session:
            row = session.exec(select(OneTimeToken).where(OneTimeToken.person_id == ada.id)).one()
            row.purpose = TokenPurpose.INVITE
    reference = httpx.get(f"{server.url}/reset/never-was-a-link")

    for answer in (httpx.get(server.url + link), Tab(server).post(link, password=NEW, again=NEW)):
        assert (answer.status_code, answer.content) == (404, reference.content)
        assert COOKIE not in str(answer.headers)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"password": "short", "again": "short"}, "at least 15"),
        ({"password": NEW, "again": NEW + "x"}, "not the same"),
        ({"password": "password1234567", "again": "password1234567"}, "very common"),
    ],
)
def test_a_password_that_does_not_do_is_explained_and_the_link_still_works(
    house, server, ada, fields, words
):
    link, tab = reset_link(house, ada.id), Tab(server)

    answer = tab.post(link, **fields)

    assert answer.status_code == 422
    assert words in answer.text
    assert tab.get(link).status_code == 200


def test_changing_ones_own_password_signs_out_everywhere_else(house, server, ada):
    tab, elsewhere = Tab(server, {COOKIE: house.cookie_for(ada)}), house.cookie_for(ada)
    old = tab.cookies[COOKIE]

    answer = tab.post("/password", current=PASSWORD, password=NEW, again=NEW)

    assert answer.headers["location"] == "/password?done"
    assert "Your password is changed" in tab.get("/password?done").text
    assert tab.cookies[COOKIE] != old, "a new token here as well"
    assert tab.is_signed_in
    assert house.sign_in_of(old).ended_at is not None
    assert house.sign_in_of(elsewhere).ended_at is not None
    assert events_of(house, ada) == [AccountEvent.PASSWORD_CHANGED]
    assert sign_in(server.url, ada.email, NEW)


def test_after_a_new_password_no_earlier_link_and_no_half_done_sign_in_leads_in(house, server, ada):
    link, app = reset_link(house, ada.id), house.give_app(ada)
    half_in = Tab(server)
    assert half_in.sign_in(ada.email, PASSWORD).headers["location"].startswith("/login/code")

    owner = Tab(server, {COOKIE: house.cookie_for(ada)})
    owner.post("/password", current=PASSWORD, password=NEW, again=NEW)

    assert half_in.post("/login/code", code=app.now()).headers["location"] == "/login?again"
    assert not half_in.is_signed_in
    assert Tab(server).get(link).status_code == 404


def test_changing_ones_own_password_keeps_the_present_browser_known_and_no_other(
    house, server, ada
):
    here, elsewhere = Tab(server), Tab(server)
    for tab in (here, elsewhere):
        tab.sign_in(ada.email, PASSWORD)
    assert here.cookies[DEVICE_COOKIE] != elsewhere.cookies[DEVICE_COOKIE]

    here.post("/password", current=PASSWORD, password=NEW, again=NEW)

    with transaction(house.engine) as session:
        known = session.exec(select(KnownDevice).where(KnownDevice.person_id == ada.id)).all()
    assert [row.token_hash for row in known] == [token_hash(here.cookies[DEVICE_COOKIE])]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"current": "not this one at all", "password": NEW, "again": NEW}, "does not fit"),
        ({"current": PASSWORD, "password": NEW, "again": "x"}, "not the same"),
        ({"current": PASSWORD, "password": "short", "again": "short"}, "at least 15"),
        ({}, "does not fit"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(house, server, ada, fields, words):
    tab = Tab(server, {COOKIE: house.cookie_for(ada)})

    answer = tab.post("/password", **fields)

    assert answer.status_code == 422
    assert words in answer.text
    assert tab.is_signed_in
    assert sign_in(server.url, ada.email, PASSWORD)


def test_weak_new_passwords_do_not_use_the_guesses_up(house, server, ada):
    tab = Tab(server, {COOKIE: house.cookie_for(ada)})
    for _ in range(14):
        tab.post("/password", current=PASSWORD, password="x" * 15, again="x" * 15)

    tab.post("/password", current=PASSWORD, password=NEW, again=NEW)

    assert sign_in(server.url, ada.email, NEW)


def test_an_own_device_stays_one(house, server, ada):
    tab = Tab(server, {COOKIE: house.cookie_for(ada, own_device=True)})

    tab.post("/password", current=PASSWORD, password=NEW, again=NEW)

    assert house.sign_in_of(tab.cookies[COOKIE]).own_device


@pytest.mark.parametrize("path", ["/password", "/second-step"])
def test_a_page_about_ones_account_asks_a_stranger_to_sign_in_and_leads_back(server, path):
    tab = Tab(server)
    assert tab.get(path).headers["location"] == f"/login?to={path}"
    assert tab.post(path, current="x").headers["location"].startswith("/login")
