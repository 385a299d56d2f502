"""Signing in and out through the form."""

import re
import unicodedata
from datetime import timedelta

import httpx
import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import transaction
from core.models import AuditEntry, FailedSignIns, LoginSession, Person
from core.services.access import token_hash
from core.services.failed_sign_ins import NOBODY, count_failed
from core.vocabulary import AuditEvent, Role
from tests.door.conftest import CHEAP, House
from tests.door.live import Refused, live
from tests.door.tab import Tab
from tests.serving import (
    COOKIE,
    FORM_COOKIE,
    Server,
    free_port,
    post_form,
    serving,
    sign_in,
    signed_in_cookie,
)
from tests.support import PASSWORD


def get(server: Server, path: str, cookie: str | None = None, **headers: str) -> httpx.Response:
    kept = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
    return httpx.get(server.url + path, headers=kept | headers)


def test_a_person_signs_in_and_is_in(house: House, server: Server):
    person = house.add_person()

    cookie = sign_in(server.url, person.email, PASSWORD)

    assert get(server, "/", cookie).status_code == 200
    assert get(server, "/alive", cookie).status_code == 204
    with live(server, cookie) as opened:
        assert person.display_name in opened.run()


def test_the_address_may_be_typed_in_capitals_and_with_spaces(house, server):
    person = house.add_person()
    assert sign_in(server.url, f" {person.email.upper()} ", PASSWORD)


def test_promise_06_the_cookie_is_for_this_host_only_and_out_of_reach_of_scripts(house, server):
    person = house.add_person()
    answer = post_form(server.url, "/login", {"email": person.email, "password": PASSWORD})

    [line] = [s for s in answer.headers.get_list("set-cookie") if s.startswith(f"{COOKIE}=")]

    parts = {part.strip().lower() for part in line.split(";")[1:]}
    assert parts == {"httponly", "secure", "samesite=lax", "path=/"}
    assert len(signed_in_cookie(answer)) >= 43, "256 bits"


def test_promise_06_only_the_hash_of_the_token_is_stored(house, server):
    cookie = sign_in(server.url, house.add_person().email, PASSWORD)
    with transaction(house.engine) as session:
        stored = session.exec(select(LoginSession.token_hash)).all()

    assert token_hash(cookie) in stored
    assert cookie not in stored


def test_a_mistake_keeps_the_address_and_never_the_password(house, server):
    answer = post_form(
        server.url, "/login", {"email": "ada@example.org", "password": "secret-canary-123"}
    )

    assert 'value="ada@example.org"' in answer.text
    assert "secret-canary-123" not in answer.text
    assert 'role="alert"' in answer.text


def test_what_is_typed_is_shown_as_text(server):
    nasty = '"><script>alert(1)</script>@example.org'
    answer = post_form(server.url, "/login", {"email": nasty, "password": "x"})
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


def test_password_managers_know_the_fields(server):
    html = get(server, "/login").text
    assert 'autocomplete="username"' in html
    assert 'autocomplete="current-password"' in html


@pytest.mark.parametrize("missing", ["cookie", "field", "both differ"])
def test_a_form_that_we_did_not_show_signs_nobody_in(house, server, missing):
    person = house.add_person()
    fields = {"email": person.email, "password": PASSWORD, "form_check": "a"}
    cookie = "a"
    if missing == "field":
        del fields["form_check"]
    if missing == "both differ":
        cookie = "b"
    headers = {"Origin": server.url}
    if missing != "cookie":
        headers["Cookie"] = f"{FORM_COOKIE}={cookie}"

    answer = httpx.post(f"{server.url}/login", data=fields, headers=headers)

    assert answer.status_code == 403
    assert COOKIE + "=" not in str(answer.headers)


@pytest.mark.parametrize("path", ["/login", "/logout", "/setup/x", "/invite/x", "/", "/healthz"])
@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://localhost"])
def test_a_foreign_page_cannot_post(house, server, path, origin):
    cookie = house.cookie_for(house.add_person())
    headers = {"Cookie": f"{COOKIE}={cookie}; {FORM_COOKIE}=a"}
    if origin:
        headers["Origin"] = origin

    answer = httpx.post(server.url + path, data={"form_check": "a"}, headers=headers)

    assert answer.status_code == 403
    assert house.sign_in_of(cookie).ended_at is None


def test_signing_out_needs_a_post(house, server):
    cookie = house.cookie_for(house.add_person())
    assert '<form method="post" action="/logout">' in get(server, "/logout", cookie).text
    assert house.sign_in_of(cookie).ended_at is None


def test_signing_out_ends_the_sign_in_and_clears_the_browser(house, server):
    cookie = sign_in(server.url, house.add_person().email, PASSWORD)

    answer = httpx.post(
        f"{server.url}/logout", headers={"Origin": server.url, "Cookie": f"{COOKIE}={cookie}"}
    )

    assert answer.headers["location"] == "/login?out"
    assert "storage" in answer.headers["clear-site-data"]
    assert get(server, "/alive", cookie).status_code == 401
    assert get(server, "/", cookie).headers["location"] == "/login"
    with pytest.raises(Refused), live(server, cookie):
        pass


def test_the_button_in_the_app_ends_the_sign_in_too(house, server):
    cookie = house.cookie_for(house.add_person())
    with live(server, cookie) as opened:
        opened.run()
        opened.run(click="Sign out")
    assert house.sign_in_of(cookie).ended_at is not None


def test_promise_07_signing_in_again_gives_a_new_token_and_ends_the_old_one(house, server):
    person = house.add_person()
    old = sign_in(server.url, person.email, PASSWORD)
    shown = httpx.get(f"{server.url}/login")
    check = re.search(r'name="form_check" value="([^"]+)"', shown.text)[1]

    answer = httpx.post(
        f"{server.url}/login",
        data={"email": person.email, "password": PASSWORD, "form_check": check},
        headers={"Origin": server.url, "Cookie": f"{COOKIE}={old}; {FORM_COOKIE}={check}"},
    )

    new = signed_in_cookie(answer)
    assert new != old
    assert get(server, "/alive", old).status_code == 401
    assert get(server, "/alive", new).status_code == 204


def test_promise_07_a_token_that_somebody_planted_is_not_taken_over(house, server):
    planted = "a-token-an-attacker-knows"
    person = house.add_person()
    check = "check"

    answer = httpx.post(
        f"{server.url}/login",
        data={"email": person.email, "password": PASSWORD, "form_check": check},
        headers={"Origin": server.url, "Cookie": f"{COOKIE}={planted}; {FORM_COOKIE}={check}"},
    )

    assert signed_in_cookie(answer) != planted
    assert get(server, "/alive", planted).status_code == 401


def test_promise_01_a_hash_of_old_strength_is_renewed_at_the_next_sign_in(house, server):
    weak = CHEAP.using(memory_cost=8 * 1024).hash(PASSWORD)
    person = house.add_person(password_hash=weak)

    sign_in(server.url, person.email, PASSWORD)

    with transaction(house.engine) as session:
        renewed = session.get_one(Person, person.id).password_hash
    assert "$m=19456,t=2,p=1$" in renewed
    assert CHEAP.verify(PASSWORD, renewed)
    sign_in(server.url, person.email, PASSWORD)


@pytest.mark.parametrize("typed", ["caf\u00e9 by the cold sea", "cafe\u0301 by the cold sea"])
def test_promise_02_an_accent_signs_in_however_it_was_typed(house, server, typed):
    composed = unicodedata.normalize("NFKC", typed)
    person = house.add_person(password_hash=CHEAP.hash(composed))
    assert sign_in(server.url, person.email, typed)


def test_the_owner_recognises_the_browser_by_two_words(house, server):
    person = house.add_person()
    android = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"
    shown = httpx.get(f"{server.url}/login")
    check = re.search(r'name="form_check" value="([^"]+)"', shown.text)[1]

    answer = httpx.post(
        f"{server.url}/login",
        data={"email": person.email, "password": PASSWORD, "form_check": check},
        headers={
            "Origin": server.url,
            "Cookie": f"{FORM_COOKIE}={check}",
            "User-Agent": android,
        },
    )

    assert house.sign_in_of(signed_in_cookie(answer)).device == "Firefox on Android"


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR, Role.TRAINING_LEAD])
def test_who_sees_others_has_no_device_of_their_own(house, server, role):
    person = house.add_person(role)
    tab, app = Tab(server), house.give_app(person)
    tab.post("/login", email=person.email, password=PASSWORD, own_device="yes")
    tab.post("/login/code", code=app.now(), own_device="yes")

    assert not house.sign_in_of(tab.cookies[COOKIE]).own_device
    assert "Max-Age=2592000" not in tab.kept[COOKIE]


def test_ones_own_device_is_remembered_for_thirty_days(house, server):
    person = house.add_person()
    fields = {"email": person.email, "password": PASSWORD, "own_device": "yes"}

    answer = post_form(server.url, "/login", fields)

    assert "Max-Age=2592000" in str(answer.headers)
    assert house.sign_in_of(signed_in_cookie(answer)).own_device


def test_somebody_signed_in_is_not_asked_again(house, server):
    cookie = house.cookie_for(house.add_person())
    assert get(server, "/login", cookie).headers["location"] == "/"


def test_promise_06_a_sign_in_survives_a_reload_and_a_restart_of_the_server(house: House):
    port, person = free_port(), house.add_person()
    with serving(house.database_url, house.key_file, port) as server:
        cookie = sign_in(server.url, person.email, PASSWORD)
        for _reload in range(2):
            with live(server, cookie) as opened:
                assert person.display_name in opened.run()
    with serving(house.database_url, house.key_file, port) as server, live(server, cookie) as again:
        assert person.display_name in again.run()


def test_the_log_holds_no_token_and_no_address(house, server):
    person = house.add_person(Role.SUPPORTER)
    cookie = sign_in(server.url, person.email, PASSWORD)
    get(server, "/invite/token-canary", cookie)
    house.age(cookie, idle=timedelta(hours=1))
    get(server, "/alive", cookie)

    log = server.log.read_text()
    assert "canary" not in log
    assert cookie not in log
    assert person.email not in log


@pytest.mark.parametrize("size", [16 * 1024, 1024 * 1024])
def test_an_over_long_form_is_refused(server, size):
    headers = {"Origin": server.url, "Cookie": f"{FORM_COOKIE}=a"}
    data = {"form_check": "a", "email": "a@example.org", "password": "x" * size}
    answer = httpx.post(f"{server.url}/login", data=data, headers=headers)
    assert answer.status_code == 413
    assert "Please shorten it" in answer.text


@pytest.mark.parametrize(
    ("to", "leads"),
    [
        ("/supporter-log_contact", "/supporter-log_contact"),
        ("/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/a/../../evil", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"),
        ("", "/"),
    ],
)
def test_a_sign_in_leads_back_to_the_screen_and_never_to_another_host(house, server, to, leads):
    fields = {"email": house.add_person().email, "password": PASSWORD, "to": to}

    answer = post_form(server.url, "/login", fields)

    assert answer.headers["location"] == leads


def test_the_screen_somebody_asked_for_travels_with_the_form(house, server):
    asked = get(server, "/supporter-check_in").headers["location"]
    assert 'name="to" value="/supporter-check_in"' in get(server, asked).text


def test_a_failed_sign_in_is_counted_for_the_audit_log_whatever_was_wrong(house, server):
    ada, cleo = house.add_person(), house.add_person(Role.COORDINATOR)
    house.give_app(cleo)
    for email in (ada.email, ada.email, "nobody-at-all@example.org"):
        assert Tab(server).sign_in(email, "not the password at all").status_code == 401
    tab = Tab(server)
    tab.sign_in(cleo.email, PASSWORD)
    assert tab.post("/login/code", code="000000").status_code == 401

    with transaction(house.engine) as session:
        found = session.exec(select(FailedSignIns)).all()
        tries = {
            about: sum(row.tries for row in found if row.about_id == about)
            for about in (ada.id, cleo.id, NOBODY)
        }
    assert (tries[ada.id], tries[cleo.id]) == (2, 1)
    assert tries[NOBODY] >= 1


def test_the_next_sign_in_brings_the_hours_that_are_over_into_the_audit_log(house, server):
    ada = house.add_person()
    with transaction(house.engine) as session:
        count_failed(session, ada.email, now=utc_now() - timedelta(hours=2))
        count_failed(session, ada.email, now=utc_now() - timedelta(hours=2))
    sign_in(server.url, ada.email, PASSWORD)

    with transaction(house.engine) as session:
        found = select(AuditEntry.detail).where(
            AuditEntry.event == AuditEvent.SIGN_INS_FAILED, AuditEntry.subject_id == ada.id
        )
        [detail] = session.exec(found).all()
    assert detail.startswith("2 in the hour from ")
