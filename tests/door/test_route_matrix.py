"""Every address of the front door has a rule about who it opens for; what has none is refused."""

import re
from itertools import product

import httpx
import pytest

from core.permissions import SCREENS
from core.vocabulary import Role
from tests.serving import COOKIE

ANYBODY = "anybody"
WITH_A_LINK = "whoever holds a one-time link"
OWNER = "who is signed in, about themselves"
MEMBER = "who is signed in; the screen asks for the permission itself"

# Written by hand: an address that is missing here fails the test below.
ADDRESSES = {
    "/login": ANYBODY,
    "/login/code": ANYBODY,
    "/logout": ANYBODY,
    "/healthz": ANYBODY,
    "/guard.js": ANYBODY,
    "/favicon.png": ANYBODY,
    "/door": ANYBODY,
    "/setup": ANYBODY,
    "/oidc/start": ANYBODY,
    "/oidc/callback": ANYBODY,
    "/setup/{token}": WITH_A_LINK,
    "/invite/{token}": WITH_A_LINK,
    "/reset/{token}": WITH_A_LINK,
    "/password": OWNER,
    "/second-step": OWNER,
    "/erase": OWNER,
    "/prove": OWNER,
    "/news": OWNER,
    "/export/{download_id:uuid}": OWNER,
    "/alive": OWNER,
    "/": MEMBER,
    **{f"/{screen.url_path}": MEMBER for screen in SCREENS},
}
INSIDE = sorted(path for path, who in ADDRESSES.items() if who in {OWNER, MEMBER})
REFUSED = {303, 401}


def concrete(path: str) -> str:
    return re.sub(r"\{\w+(:uuid)?\}", "00000000-0000-4000-8000-000000000000", path)


def test_promise_10_every_address_has_a_rule(monkeypatch, tmp_path):
    from app import ROUTES

    assert {getattr(route, "path", None) for route in ROUTES} == set(ADDRESSES)


@pytest.mark.parametrize("path", INSIDE)
def test_promise_10_an_address_inside_is_closed_to_strangers_and_closed_accounts(
    house, server, path
):
    gone = house.add_person(Role.SUPPORTER)
    cookie = house.cookie_for(gone)
    house.close_account(gone.id)

    for sent in ({}, {"Cookie": f"{COOKIE}={cookie}"}, {"Cookie": f"{COOKIE}=made-up"}):
        answer = httpx.get(server.url + concrete(path), headers=sent)
        assert answer.status_code in REFUSED, sent
        assert answer.headers.get("location", "/login").startswith("/login")


@pytest.mark.parametrize(("path", "role"), list(product(INSIDE, Role)), ids=str)
def test_promise_10_an_address_inside_opens_for_who_is_signed_in(house, server, path, role):
    cookie = house.cookie_for(house.add_person(role))

    answer = httpx.get(server.url + concrete(path), headers={"Cookie": f"{COOKIE}={cookie}"})

    assert answer.status_code == (404 if path.startswith("/export") else answer.status_code)
    assert answer.status_code in {200, 204, 404}


@pytest.mark.parametrize("path", [path for path, who in ADDRESSES.items() if who == WITH_A_LINK])
def test_promise_10_a_made_up_link_opens_nothing(server, path):
    assert httpx.get(server.url + concrete(path)).status_code == 404


@pytest.mark.parametrize("path", ["/metrics", "/admin", "/core/ui/frame.py", "/api", "/export/"])
def test_promise_10_an_address_without_a_rule_is_refused_to_everybody(house, server, path):
    cookie = house.cookie_for(house.add_person(Role.ADMINISTRATOR))

    assert httpx.get(server.url + path).status_code in REFUSED
    inside = httpx.get(server.url + path, headers={"Cookie": f"{COOKIE}={cookie}"})
    assert inside.status_code == 404
