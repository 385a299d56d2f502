"""Signing in through an identity provider: it proves who somebody is, and nothing else."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import httpx
import pytest
from pyotp import TOTP
from sqlmodel import select, update

from core.clock import utc_now
from core.database import transaction
from core.door import outside as front_door
from core.errors import InvalidValue
from core.models import AccountChange, LoginSession, OutsideAttempt, OutsideIdentity, Person
from core.queries.people import actor_for
from core.services.outside import unlink_person
from core.services.passwords import start_reset
from core.services.people import renew_invitation
from core.vocabulary import AccountEvent, Role
from tests.door.provider import CLIENT, SECRET
from tests.door.tab import KEY, Tab, shown_in
from tests.serving import COOKIE, Server, free_port, serving
from tests.support import ROOT

pytestmark = pytest.mark.storage
BOUND = "__Host-holdfast-outside"


@dataclass
class Outside:
    """A server of ours and the provider it trusts."""

    server: Server
    provider: str

    def answers(self, **how) -> None:
        """Say how the provider's next answers differ."""
        httpx.post(f"{self.provider}/next", json=how)

    def ask(self, to: str = "/") -> tuple[str, str]:
        """Begin; return the address that the provider sends back to, and the bound cookie."""
        started = httpx.get(f"{self.server.url}/oidc/start", params={"to": to})
        assert started.status_code == 303, started.text
        sent = httpx.get(started.headers["location"])
        return sent.headers["location"], started.cookies[BOUND]

    def come_back(self, address: str, bound: str | None) -> httpx.Response:
        """Come back from the provider."""
        headers = {"Cookie": f"{BOUND}={bound}"} if bound else {}
        return httpx.get(address, headers=headers)

    def sign_in(self, to: str = "/") -> httpx.Response:
        """Go there and back, as a browser does."""
        return self.come_back(*self.ask(to))


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.door.provider", str(port)], cwd=ROOT)
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                httpx.get(f"{url}/keys")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def running(house, provider) -> Iterator[Outside]:
    env = {
        "HOLDFAST_OIDC_ISSUER": provider,
        "HOLDFAST_OIDC_CLIENT_ID": CLIENT,
        "HOLDFAST_OIDC_CLIENT_SECRET": SECRET,
        "HOLDFAST_OIDC_NAME": "the Harbour account",
    }
    house.add_person(Role.ADMINISTRATOR)
    with serving(house.database_url, house.key_file, env=env) as server:
        yield Outside(server, provider)


@pytest.fixture
def outside(running) -> Iterator[Outside]:
    yield running
    running.answers()


@pytest.fixture
def ada(house, outside):
    person = house.add_person(Role.SUPPORTER)
    outside.answers(claims={"email": person.email, "sub": f"ada-{uuid4()}"})
    return person


def test_the_sign_in_page_names_the_provider(outside):
    shown = httpx.get(f"{outside.server.url}/login").text

    assert "Sign in with the Harbour account" in shown
    assert "/oidc/start" in shown


def test_who_is_proven_gets_a_sign_in_of_ours(house, outside, ada):
    answer = outside.sign_in(to="/supporter-my_cases")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/supporter-my_cases"
    assert house.sign_in_of(answer.cookies[COOKIE]).person_id == ada.id


def test_the_provider_s_own_name_for_a_person_counts_from_then_on(house, outside, ada):
    outside.answers(claims={"email": ada.email, "sub": "stays-the-same"})
    outside.sign_in()

    outside.answers(claims={"email": "moved@example.org", "sub": "stays-the-same"})
    answer = outside.sign_in()

    assert house.sign_in_of(answer.cookies[COOKIE]).person_id == ada.id


def test_an_address_given_to_somebody_new_leads_into_nobody_s_account(outside, ada):
    outside.answers(claims={"email": ada.email, "sub": "had-it-first"})
    assert outside.sign_in().status_code == 303

    outside.answers(claims={"email": ada.email, "sub": "has-it-now"})
    answer = outside.sign_in()

    assert answer.status_code == 403
    assert COOKIE not in answer.cookies


def test_the_owner_can_read_that_the_account_was_linked_and_once_only(house, outside, ada):
    outside.sign_in()
    outside.sign_in()

    with transaction(house.engine) as session:
        of_ada = select(AccountChange.event).where(AccountChange.person_id == ada.id)
        assert session.exec(of_ada).all() == [AccountEvent.OUTSIDE_LINKED]


def test_a_new_password_from_a_link_ends_the_link_with_the_provider(house, outside, ada):
    outside.answers(claims={"email": ada.email, "sub": "an-intruder"})
    outside.sign_in()
    administrator, now = house.add_person(Role.ADMINISTRATOR), utc_now()
    with transaction(house.engine) as session:
        token = start_reset(session, actor_for(session, administrator.id, now=now), ada.id, now=now)
    new = "pebbles under a northern pier"
    Tab(outside.server).post(f"/reset/{token.token}", password=new, again=new)

    outside.answers(claims={"email": "elsewhere@example.org", "sub": "an-intruder"})
    assert outside.sign_in().status_code == 403

    outside.answers(claims={"email": ada.email, "sub": "ada-herself"})
    answer = outside.sign_in()
    assert house.sign_in_of(answer.cookies[COOKIE]).person_id == ada.id


def test_an_answer_counts_once(outside, ada):
    address, bound = outside.ask()

    assert outside.come_back(address, bound).status_code == 303
    assert outside.come_back(address, bound).status_code == 400


def test_an_answer_counts_for_ten_minutes(house, outside, ada):
    for minutes, status in ((9, 303), (11, 400)):
        address, bound = outside.ask()
        with transaction(house.engine) as session:
            begun = utc_now() - timedelta(minutes=minutes)
            session.exec(update(OutsideAttempt).values(created_at=begun))

        assert outside.come_back(address, bound).status_code == status


def test_a_provider_that_calls_itself_something_else_is_not_believed(monkeypatch):
    ours, said = "https://ours.example", dict.fromkeys(front_door._WHERE, "https://ours.example/x")
    monkeypatch.setattr(front_door, "settings", lambda: SimpleNamespace(oidc_issuer=ours))
    for name, believed in ((ours, True), ("https://elsewhere.example", False)):
        said["issuer"] = name
        monkeypatch.setattr(front_door, "_json", lambda _address: said)
        with nullcontext() if believed else pytest.raises(front_door._Refused):
            assert front_door._provider.__wrapped__().issuer == ours


def test_nobody_is_led_into_a_stranger_s_account(outside, ada):
    address, _ = outside.ask()
    _, bound = outside.ask()

    assert outside.come_back(address, None).status_code == 400
    address, _ = outside.ask()
    assert outside.come_back(address, bound).status_code == 400


def test_a_foreign_address_leads_to_the_first_screen(outside, ada):
    assert outside.sign_in(to="//evil.example/").headers["location"] == "/"


def test_who_was_never_added_is_told_so_and_gets_nothing(outside):
    outside.answers(claims={"email": "stranger@example.org", "sub": "nobody"})

    answer = outside.sign_in()

    assert answer.status_code == 403
    assert "nobody has added you here" in answer.text
    assert COOKIE not in answer.cookies


def test_a_closed_account_stays_closed(house, outside, ada):
    house.close_account(ada.id)

    assert outside.sign_in().status_code == 403


def test_an_address_that_the_provider_has_not_checked_proves_nothing(outside, ada):
    outside.answers(claims={"email": ada.email, "sub": "unchecked", "email_verified": False})

    assert outside.sign_in().status_code == 403


FORGED = {
    "a key of somebody else's": {"stranger": True},
    "no signature": {"unsigned": True},
    "another issuer": {"claims": {"iss": "https://elsewhere.example"}},
    "another audience": {"claims": {"aud": "another-app"}},
    "another party": {"claims": {"aud": [CLIENT, "another-app"], "azp": "another-app"}},
    "an old answer": {"claims": {"exp": 1_700_000_000}},
    "an answer without an end": {"claims": {"exp": None}},
    "another question": {"claims": {"nonce": "not-ours"}},
    "no name": {"claims": {"sub": None}},
}


@pytest.mark.parametrize("how", FORGED.values(), ids=FORGED)
def test_a_forged_answer_proves_nothing(outside, ada, how):
    who = {"email": ada.email, "sub": f"ada-{uuid4()}"}
    outside.answers(**how | {"claims": who | how.get("claims", {})})

    answer = outside.sign_in()

    assert answer.status_code == 400
    assert COOKIE not in answer.cookies
    outside.answers(claims=who)
    assert outside.sign_in().status_code == 303, "it was the forgery that was refused"


def test_a_coordinator_still_takes_the_second_step_unless_the_provider_did(house, outside):
    cleo = house.add_person(Role.COORDINATOR)
    outside.answers(claims={"email": cleo.email, "sub": "cleo"})
    assert outside.sign_in().headers["location"].startswith("/login/code")

    outside.answers(claims={"email": cleo.email, "sub": "cleo", "amr": ["pwd", "mfa"]})
    answer = outside.sign_in()

    assert house.sign_in_of(answer.cookies[COOKIE]).person_id == cleo.id


@pytest.fixture
def only_there(house, outside, ada):
    """Somebody who was added, never chose a password and signs in at the provider; signed in."""
    with transaction(house.engine) as session:
        session.get_one(Person, ada.id).password_hash = None
    tab = Tab(outside.server)
    tab.cookies[COOKIE] = outside.sign_in().cookies[COOKIE]
    return tab


def prove(outside, tab, to="/second-step"):
    """Follow the link of a page to the provider and back again."""
    sent = httpx.get(
        f"{outside.server.url}/oidc/start",
        params={"proves": "yes", "to": to},
        headers={"Cookie": f"{COOKIE}={tab.cookies[COOKIE]}"},
    )
    there = httpx.get(sent.headers["location"])
    cookies = f"{COOKIE}={tab.cookies[COOKIE]}; {BOUND}={sent.cookies[BOUND]}"
    return httpx.get(there.headers["location"], headers={"Cookie": cookies})


def test_without_a_password_a_second_step_is_set_up_after_showing_at_the_provider_who_it_is(
    outside, only_there
):
    tab = only_there
    shown = tab.get("/second-step")
    assert "Show that it is you" in shown.text
    assert 'type="password"' not in shown.text
    assert "no password here" in tab.post("/second-step", what="start", password="").text

    assert prove(outside, tab).headers["location"] == "/second-step"
    tab.post("/second-step", what="start")
    app = TOTP(shown_in(tab.get("/second-step").text, KEY)[0].replace(" ", ""))
    assert "recovery codes" in tab.post("/second-step", what="confirm", code=app.now()).text
    assert outside.sign_in().headers["location"].startswith("/login/code")


def test_without_a_password_everything_is_erased_after_showing_at_the_provider_who_it_is(
    outside, only_there
):
    tab = only_there
    assert "Show that it is you" in tab.get("/erase").text
    assert tab.post("/erase", sure="yes").status_code == 422

    assert prove(outside, tab, "/erase").headers["location"] == "/erase"
    assert "has been erased" in tab.post("/erase", sure="yes").text


def test_a_sign_in_at_the_provider_long_ago_shows_nothing(house, outside, only_there, ada):
    claims = {"email": ada.email, "sub": sub_of(house, ada)}
    outside.answers(claims=claims, asked_seconds_ago=3600)
    assert prove(outside, only_there).status_code == 400
    outside.answers(claims=claims | {"auth_time": None})
    assert prove(outside, only_there).status_code == 400

    assert only_there.post("/erase", sure="yes").status_code == 422


def test_somebody_else_at_the_provider_shows_nothing(house, outside, only_there):
    another = house.add_person(Role.SUPPORTER)
    outside.answers(claims={"email": another.email, "sub": f"another-{uuid4()}"})

    assert prove(outside, only_there).status_code == 400
    assert only_there.post("/erase", sure="yes").status_code == 422
    with transaction(house.engine) as session:
        linked = select(OutsideIdentity).where(OutsideIdentity.person_id == another.id)
        assert session.exec(linked).all() == []


def test_showing_who_one_is_opens_no_other_sign_in(house, outside, only_there, ada):
    prove(outside, only_there)

    with transaction(house.engine) as session:
        mine = select(LoginSession).where(LoginSession.person_id == ada.id)
        assert len(session.exec(mine).all()) == 1


def test_an_administrator_helps_somebody_without_a_password_to_one(house, outside, only_there, ada):
    administrator, now = house.add_person(Role.ADMINISTRATOR), utc_now()
    with transaction(house.engine) as session:
        token = start_reset(session, actor_for(session, administrator.id, now=now), ada.id, now=now)
    tab, new = Tab(outside.server), "pebbles under a northern pier"
    assert tab.post(f"/reset/{token.token}", password=new, again=new).status_code == 303

    assert not only_there.is_signed_in
    assert Tab(outside.server).sign_in(ada.email, new).status_code == 303


def test_after_unlinking_the_next_account_there_is_linked(house, outside, only_there, ada):
    administrator, now = house.add_person(Role.ADMINISTRATOR), utc_now()
    outside.answers(claims={"email": ada.email, "sub": "ada-has-moved"})
    assert outside.sign_in().status_code == 403
    with transaction(house.engine) as session:
        unlink_person(session, actor_for(session, administrator.id, now=now), ada.id, now=now)

    assert not only_there.is_signed_in
    assert house.sign_in_of(outside.sign_in().cookies[COOKIE]).person_id == ada.id


def test_whoever_holds_the_invitation_does_not_come_in_once_its_owner_has(house, outside, ada):
    administrator, now = house.add_person(Role.ADMINISTRATOR), utc_now()
    with transaction(house.engine) as session:
        session.get_one(Person, ada.id).password_hash = None
    with transaction(house.engine) as session:
        actor = actor_for(session, administrator.id, now=now)
        invitation = renew_invitation(session, actor, ada.id, now=now)
    assert outside.sign_in().status_code == 303

    assert Tab(outside.server).get(f"/invite/{invitation.token}").status_code == 404
    with transaction(house.engine) as session, pytest.raises(InvalidValue, match="signs in"):
        renew_invitation(session, actor, ada.id, now=now)


def sub_of(house, person):
    with transaction(house.engine) as session:
        linked = select(OutsideIdentity.subject).where(OutsideIdentity.person_id == person.id)
        return session.exec(linked).one()


def test_without_a_provider_there_is_no_such_way_in(server):
    assert httpx.get(f"{server.url}/oidc/start").status_code == 404
    assert "/oidc/start" not in httpx.get(f"{server.url}/login").text
