"""A password that is replaced while it is being checked."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlmodel import select

from core.database import transaction
from core.models import LoginSession, Person
from core.services.access import store_password
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
