"""A password that is replaced while it is being checked."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import transaction
from core.models import LoginSession, Person, SecondFactor
from core.services.access import end_sessions_of, store_password
from tests.door.conftest import CHEAP, House
from tests.door.tab import Tab
from tests.serving import COOKIE, Server
from tests.support import PASSWORD

SLOW = {
    "a hash that stays": CHEAP.using(rounds=200),
    "a hash that is renewed": CHEAP.using(rounds=400, memory_cost=9 * 1024),
}
"""Hashes that take seconds to check, so that something can happen meanwhile."""
NEW = CHEAP.hash("pebbles under a northern pier")


def replace(house: House, person_id: UUID) -> None:
    """Store a new password, as a reset does."""
    with transaction(house.engine) as session:
        store_password(session, person_id, NEW)


def stored(house: House, person_id: UUID) -> str:
    with transaction(house.engine) as session:
        return session.get_one(Person, person_id).password_hash


@pytest.mark.parametrize("slow", SLOW.values(), ids=SLOW)
def test_the_old_password_opens_nothing_once_a_new_one_is_stored(
    house: House, server: Server, slow
):
    ada, tab = house.add_person(password_hash=slow.hash(PASSWORD)), Tab(server)
    tab.get("/login")

    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(tab.sign_in, ada.email, PASSWORD)
        time.sleep(0.5)
        assert not answer.done(), "the check is meant to take longer"
        replace(house, ada.id)
    refused = answer.result()

    assert refused.status_code == 401
    assert "do not fit together" in refused.text
    assert COOKIE not in tab.cookies
    assert stored(house, ada.id) == NEW
    with transaction(house.engine) as session:
        begun = select(LoginSession).where(LoginSession.person_id == ada.id)
        assert session.exec(begun).all() == []


def close(house: House, person_id: UUID) -> None:
    """Close an account, as a coordinator does."""
    house.close_account(person_id)


def end(house: House, person_id: UUID) -> None:
    """End every sign-in, as its owner can from another device."""
    with transaction(house.engine) as session:
        end_sessions_of(session, person_id, now=utc_now())


MEANWHILE = {
    "the password is replaced": replace,
    "the account is closed": close,
    "the sign-in is ended": end,
}


def posted_slowly(
    house: House, server: Server, path: str, meanwhile: Callable[[House, UUID], None], **fields: str
) -> tuple[Person, httpx.Response]:
    """Post a form with the right password, and let something happen while it is checked."""
    ada = house.add_person(password_hash=SLOW["a hash that stays"].hash(PASSWORD))
    tab = Tab(server, {COOKIE: house.cookie_for(ada)})
    tab.get(path)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(tab.post, path, password=PASSWORD, **fields)
        time.sleep(0.5)
        assert not answer.done(), "the check is meant to take longer"
        meanwhile(house, ada.id)
    return ada, answer.result()


@pytest.mark.parametrize("meanwhile", MEANWHILE.values(), ids=MEANWHILE)
def test_nobody_is_erased_when_meanwhile(house: House, server: Server, meanwhile):
    ada, answer = posted_slowly(house, server, "/erase", meanwhile, sure="yes")

    assert "has been erased" not in answer.text
    with transaction(house.engine) as session:
        assert session.get(Person, ada.id) is not None


@pytest.mark.parametrize("meanwhile", MEANWHILE.values(), ids=MEANWHILE)
def test_no_second_step_is_begun_when_meanwhile(house: House, server: Server, meanwhile):
    ada, _answer = posted_slowly(house, server, "/second-step", meanwhile, what="start")

    with transaction(house.engine) as session:
        assert session.get(SecondFactor, ada.id) is None


@pytest.mark.parametrize("meanwhile", MEANWHILE.values(), ids=MEANWHILE)
def test_it_is_not_taken_for_oneself_when_meanwhile(house: House, server: Server, meanwhile):
    ada, _answer = posted_slowly(house, server, "/prove", meanwhile)

    with transaction(house.engine) as session:
        proofs = select(LoginSession.proven_at).where(LoginSession.person_id == ada.id)
        assert session.exec(proofs).all() == [None]
