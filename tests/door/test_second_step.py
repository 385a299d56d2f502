"""The second step at sign-in: codes of an app, recovery codes, and setting it up."""

import re
from datetime import timedelta

import pytest
from pyotp import TOTP
from sqlmodel import select

from core.clock import utc_now
from core.database import transaction
from core.models import AccountChange, OneTimeToken, Organisation, Person, RecoveryCode
from core.rules.second_factor import CODE_TRIES
from core.vocabulary import AccountEvent, Role
from tests.door.conftest import House
from tests.door.tab import KEY, RECOVERY, STEP_COOKIE, Tab, shown_in
from tests.serving import COOKIE, Server
from tests.support import PASSWORD


@pytest.fixture
def coordinator(house: House) -> Person:
    return house.add_person(Role.COORDINATOR)


@pytest.fixture
def supporter(house: House) -> Person:
    return house.add_person()


def events_of(house: House, person: Person) -> list[AccountEvent]:
    with transaction(house.engine) as session:
        return list(
            session.exec(
                select(AccountChange.event)
                .where(AccountChange.person_id == person.id)
                .order_by(AccountChange.changed_at)
            )
        )


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_who_leads_sets_an_app_up_at_the_first_sign_in(house, server: Server, role):
    person, tab = house.add_person(role), Tab(server)

    asked = tab.sign_in(person.email, PASSWORD)
    assert asked.headers["location"].startswith("/login/code")
    assert COOKIE not in tab.cookies
    shown = tab.get("/login/code")
    assert "<svg" in shown.text
    assert "<script>" not in shown.text
    [key] = shown_in(shown.text, KEY)
    done = tab.post("/login/code", code=TOTP(key.replace(" ", "")).now())

    assert len(shown_in(done.text, RECOVERY)) == 10
    assert tab.is_signed_in
    assert STEP_COOKIE not in tab.cookies
    assert events_of(house, person) == [AccountEvent.SECOND_FACTOR_ON]


def test_a_wrong_first_code_can_be_corrected(house, server, coordinator):
    tab = Tab(server)
    tab.sign_in(coordinator.email, PASSWORD)

    wrong = tab.post("/login/code", code="000000")

    assert wrong.status_code == 422
    assert "does not fit" in wrong.text
    [key] = shown_in(wrong.text, KEY)
    tab.post("/login/code", code=TOTP(key.replace(" ", "")).now())
    assert tab.is_signed_in


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.TRAINING_LEAD])
def test_nobody_else_is_asked_unless_they_chose_to_be(house, server, role):
    person, tab = house.add_person(role), Tab(server)

    tab.sign_in(person.email, PASSWORD)

    assert tab.is_signed_in


def test_the_password_alone_lets_nobody_in_where_an_app_is_set_up(house, server, supporter):
    app, tab = house.give_app(supporter), Tab(server)

    tab.sign_in(supporter.email, PASSWORD)
    assert not tab.is_signed_in
    assert "/login?again" in Tab(server).get("/login/code").headers["location"]
    shown = tab.get("/login/code")
    assert "<svg" not in shown.text, "a secret in use is never shown again"
    answer = tab.post("/login/code", code=f" {app.now()[:3]} {app.now()[3:]} ", to="/x-y")

    assert answer.headers["location"] == "/x-y"
    assert tab.is_signed_in


def test_no_code_works_twice(house, server, supporter):
    app, first, second = house.give_app(supporter), Tab(server), Tab(server)
    first.sign_in(supporter.email, PASSWORD)
    code = app.now()
    first.post("/login/code", code=code)
    assert first.is_signed_in

    second.sign_in(supporter.email, PASSWORD)
    answer = second.post("/login/code", code=code)

    assert answer.status_code == 401
    assert not second.is_signed_in


def test_a_recovery_code_stands_in_for_the_app_once(house, server, supporter):
    codes = enrolled_through_the_page(house, server, supporter)

    for expected in (True, False):
        tab = Tab(server)
        tab.sign_in(supporter.email, PASSWORD)
        tab.post("/login/code", code=codes[3].upper())
        assert tab.is_signed_in is expected


def test_recovery_codes_are_stored_as_hashes_only(house, server, supporter):
    codes = enrolled_through_the_page(house, server, supporter)
    with transaction(house.engine) as session:
        stored = session.exec(
            select(RecoveryCode.code_hash).where(RecoveryCode.person_id == supporter.id)
        ).all()

    assert len(stored) == len(codes) == 10
    assert not {code.replace("-", "") for code in codes} & set(stored)


def enrolled_through_the_page(house: House, server: Server, person: Person) -> list[str]:
    tab = Tab(server, {COOKIE: house.cookie_for(person)})
    tab.post("/second-step", what="start", password=PASSWORD)
    [key] = shown_in(tab.get("/second-step").text, KEY)
    done = tab.post("/second-step", what="confirm", code=TOTP(key.replace(" ", "")).now())
    return shown_in(done.text, RECOVERY)


def test_after_five_wrong_codes_the_password_is_asked_for_again(house, server, supporter):
    app, tab = house.give_app(supporter), Tab(server)
    tab.sign_in(supporter.email, PASSWORD)

    answers = [tab.post("/login/code", code="000000") for _ in range(CODE_TRIES)]
    late = tab.post("/login/code", code=app.now())

    assert {answer.status_code for answer in answers} == {401}
    assert not tab.is_signed_in
    assert late.status_code == 401
    tab.sign_in(supporter.email, PASSWORD)
    tab.post("/login/code", code=app.now())
    assert tab.is_signed_in


def test_wrong_codes_count_like_wrong_passwords(house, server, supporter):
    app = house.give_app(supporter)
    for _ in range(4):
        tab = Tab(server)
        tab.sign_in(supporter.email, PASSWORD)
        for _ in range(CODE_TRIES):
            tab.post("/login/code", code="000000")

    tab = Tab(server)
    answer = tab.sign_in(supporter.email, PASSWORD)

    assert answer.status_code == 401
    tab.post("/login/code", code=app.now())
    assert not tab.is_signed_in


def test_the_second_step_waits_ten_minutes_and_no_longer(house, server, supporter):
    app, tab = house.give_app(supporter), Tab(server)
    tab.sign_in(supporter.email, PASSWORD)
    with transaction(house.engine) as session:
        row = session.exec(select(OneTimeToken).where(OneTimeToken.person_id == supporter.id)).one()
        assert row.expires_at - row.created_at == timedelta(minutes=10)
        row.expires_at = utc_now()

    answer = tab.post("/login/code", code=app.now())

    assert answer.headers["location"] == "/login?again"
    assert not tab.is_signed_in


def test_the_way_to_the_second_step_is_out_of_reach_of_scripts(house, server, coordinator):
    tab = Tab(server)
    tab.sign_in(coordinator.email, PASSWORD)

    parts = {part.strip().lower() for part in tab.kept[STEP_COOKIE].split(";")[1:]}

    assert {"httponly", "secure", "samesite=lax", "path=/"} < parts


def test_a_supporter_switches_it_on_and_off_with_the_password(house, server, supporter):
    tab = Tab(server, {COOKIE: house.cookie_for(supporter)})
    refused = tab.post("/second-step", what="start", password="not this one, I am afraid")
    assert "does not fit" in refused.text
    assert "<svg" not in tab.get("/second-step").text
    enrolled_through_the_page(house, server, supporter)
    assert "10 recovery codes are left" in tab.get("/second-step").text

    tab.post("/second-step", what="off", password="not this one, I am afraid")
    assert "The second step is on" in tab.get("/second-step").text
    off = tab.post("/second-step", what="off", password=PASSWORD)

    assert off.headers["location"] == "/second-step?off"
    assert events_of(house, supporter) == [
        AccountEvent.SECOND_FACTOR_ON,
        AccountEvent.SECOND_FACTOR_OFF,
    ]
    again = Tab(server)
    again.sign_in(supporter.email, PASSWORD)
    assert again.is_signed_in


def test_who_needs_it_cannot_switch_it_off(house, server, coordinator):
    house.give_app(coordinator)
    tab = Tab(server, {COOKIE: house.cookie_for(coordinator)})
    assert "Switch the second step off" not in tab.get("/second-step").text

    answer = tab.post("/second-step", what="off", password=PASSWORD)

    assert "Your role needs the second step" in answer.text
    assert "The second step is on" in tab.get("/second-step").text


def test_new_recovery_codes_replace_the_old_ones(house, server, supporter):
    old = enrolled_through_the_page(house, server, supporter)
    tab = Tab(server, {COOKIE: house.cookie_for(supporter)})

    new = shown_in(tab.post("/second-step", what="codes", password=PASSWORD).text, RECOVERY)

    assert len(new) == 10
    assert not set(new) & set(old)
    again = Tab(server)
    again.sign_in(supporter.email, PASSWORD)
    again.post("/login/code", code=old[0])
    assert not again.is_signed_in
    again.post("/login/code", code=new[0])
    assert again.is_signed_in


def test_the_invented_organisation_asks_nobody(house, server, coordinator):
    with transaction(house.engine) as session:
        session.get_one(Organisation, 1).invented = True
    try:
        tab = Tab(server)
        tab.sign_in(coordinator.email, PASSWORD)
        assert tab.is_signed_in
    finally:
        with transaction(house.engine) as session:
            session.get_one(Organisation, 1).invented = False


def test_nothing_about_the_second_step_is_in_an_address(house, server, supporter):
    house.give_app(supporter)
    tab = Tab(server)
    asked = tab.sign_in(supporter.email, PASSWORD).headers["location"]

    assert re.fullmatch(r"/login/code\?to=%2F", asked)
