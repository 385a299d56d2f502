"""Another site cannot act in the name of somebody who is signed in here."""

import re
from datetime import timedelta

import httpx
import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import transaction
from core.models import LoginSession, Person
from core.services.access import make_one_time_link
from core.vocabulary import TokenPurpose
from tests.door.conftest import House
from tests.door.live import Refused, live
from tests.serving import COOKIE, FORM_COOKIE, Server
from tests.support import PASSWORD

NEW = "pebbles under a northern pier"
EVIL = "http://evil.example"
FORGERIES = [
    "sign in as the attacker",
    "sign out",
    "change the password",
    "switch the second step on",
    "take an invitation",
    "use a reset link",
    "post without saying from where",
    "post from a frame without an address",
    "post from a look-alike address",
    "post plain text",
    "post with a check of the attacker",
    "open the live connection",
    "open the live connection without saying from where",
    "act by opening an address",
]


@pytest.mark.parametrize("forgery", FORGERIES)
def test_promise_15_a_foreign_site_cannot_act(house: House, server: Server, forgery):
    ada = house.add_person()
    cookie = house.cookie_for(ada)
    before = _state(house, ada)

    status = _forge(house, server, forgery, ada, cookie)

    assert status == 403
    assert _state(house, ada) == before
    alive = httpx.get(f"{server.url}/alive", headers={"Cookie": f"{COOKIE}={cookie}"})
    assert alive.status_code == 204


def test_promise_15_there_are_at_least_twelve_forgeries():
    assert len(FORGERIES) >= 12


def _state(house: House, person: Person) -> tuple[object, ...]:
    with transaction(house.engine) as session:
        signed_in = session.exec(
            select(LoginSession.token_hash, LoginSession.ended_at).where(
                LoginSession.person_id == person.id
            )
        ).all()
        return session.get_one(Person, person.id).password_hash, tuple(sorted(map(str, signed_in)))


def _forge(house: House, server: Server, forgery: str, ada: Person, cookie: str) -> int:
    def post(path: str, fields: dict[str, str], *, check: str = "a", **headers: str) -> int:
        sent = {"Cookie": f"{COOKIE}={cookie}; {FORM_COOKIE}=a", "Origin": EVIL} | headers
        sent = {name: value for name, value in sent.items() if value}
        body = {"form_check": check, **fields}
        return httpx.post(server.url + path, data=body, headers=sent).status_code

    def link(purpose: TokenPurpose) -> str:
        with transaction(house.engine) as session:
            return make_one_time_link(
                session, purpose=purpose, person_id=ada.id, now=utc_now() - timedelta(minutes=1)
            )

    me = {"email": ada.email, "password": PASSWORD}
    new = {"current": PASSWORD, "password": NEW, "again": NEW}
    if forgery == "sign in as the attacker":
        return post("/login", me)
    if forgery == "sign out":
        return post("/logout", {})
    if forgery == "change the password":
        return post("/password", new)
    if forgery == "switch the second step on":
        return post("/second-step", {"what": "start", "password": PASSWORD})
    if forgery == "take an invitation":
        return post(f"/invite/{link(TokenPurpose.INVITE)}", new)
    if forgery == "use a reset link":
        return post(f"/reset/{link(TokenPurpose.RESET)}", new)
    if forgery == "post without saying from where":
        return post("/password", new, Origin="")
    if forgery == "post from a frame without an address":
        return post("/password", new, Origin="null")
    if forgery == "post from a look-alike address":
        return post("/password", new, Origin=server.url.replace("http:", "https:"))
    if forgery == "post plain text":
        headers = {"Cookie": f"{COOKIE}={cookie}", "Origin": EVIL, "Content-Type": "text/plain"}
        return httpx.post(f"{server.url}/logout", content="a=b", headers=headers).status_code
    if forgery == "post with a check of the attacker":
        return post("/login", me, check="b", Origin=server.url)
    if forgery == "act by opening an address":
        paths = ("/logout", "/password", "/second-step", "/login")
        kept = {"Cookie": f"{COOKIE}={cookie}"}
        shown = [httpx.get(server.url + path, params=new | me, headers=kept) for path in paths]
        assert not re.search(r"changed|signed out\.", "".join(answer.text for answer in shown))
        return 403
    origin = None if "without" in forgery else EVIL
    with pytest.raises(Refused) as refused, live(server, cookie, origin=origin):
        pass
    return refused.value.status
