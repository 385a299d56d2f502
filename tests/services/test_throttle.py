"""Guesses are counted in the database: over instances, restarts and simultaneous tries."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from core.database import transaction
from core.models import Person, SignInThrottle
from core.rules.access import DEVICE_KNOWN
from core.rules.throttle import FREE, ROOM
from core.services.access import token_hash
from core.services.known_devices import (
    forget_devices_of,
    forget_unused_devices,
    remember_device,
)
from core.services.throttle import forget_old_tries, give_back, take_try
from core.vocabulary import Role
from tests.support import NOW

pytestmark = pytest.mark.storage

HOUR = timedelta(hours=1)


def guess(session, email, *, now=NOW, device=None) -> bool:
    return take_try(session, email, device=device, now=now).allowed


@pytest.fixture
def ben_id(add_actor) -> UUID:
    return add_actor(Role.SUPPORTER, name="Ben").person_id


@pytest.fixture
def ada(session, add_actor) -> Person:
    return session.get_one(Person, add_actor(Role.SUPPORTER).person_id)


def test_the_eleventh_guess_in_a_row_is_the_last_before_a_wait(session):
    allowed = [guess(session, "ada@example.org") for _ in range(FREE + 3)]

    assert allowed == [True] * (FREE + 1) + [False] * 2


def test_an_address_without_an_account_counts_the_same(session, ada):
    for email in (ada.email, "nobody@example.org"):
        assert sum(guess(session, email) for _ in range(30)) == FREE + 1


def test_one_address_does_not_slow_another(session):
    for _ in range(30):
        guess(session, "ada@example.org")
    assert guess(session, "ben@example.org")


def test_the_right_password_gives_its_count_back(session):
    for _ in range(100):
        taken = take_try(session, "ada@example.org", device=None, now=NOW)
        assert taken.allowed
        give_back(session, taken, now=NOW)


def test_neither_the_address_nor_its_plain_hash_is_stored(session):
    guess(session, "ada@example.org")

    stored = session.exec(select(SignInThrottle.key)).one()

    assert "ada" not in stored
    assert stored != token_hash("ada@example.org")


def test_of_guesses_at_the_same_moment_no_more_are_checked(engine):
    def one(_number: int) -> bool:
        with transaction(engine) as session:
            return guess(session, "ada@example.org")

    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(one, range(120)))

    assert sum(allowed) == FREE + 1


def test_a_known_device_is_not_slowed_by_guesses_from_elsewhere(session, ada):
    token = remember_device(session, ada.id, presented=None, now=NOW)
    for _ in range(60):
        guess(session, ada.email)

    taken = take_try(session, ada.email, device=token_hash(token), now=NOW)

    assert (taken.allowed, taken.known_device) == (True, True)
    assert not guess(session, ada.email)


def test_a_known_device_has_a_budget_of_its_own_and_then_counts_as_strange(session, ada):
    token = token_hash(remember_device(session, ada.id, presented=None, now=NOW))

    tries = [take_try(session, ada.email, device=token, now=NOW) for _ in range(ROOM + 30)]

    assert [t.known_device for t in tries[:ROOM]] == [True] * ROOM
    assert sum(t.allowed for t in tries) == ROOM + FREE + 1


def test_a_device_is_known_for_its_owner_alone_and_while_it_is_used(ben_id, session, ada):
    ben = session.get_one(Person, ben_id)
    token = token_hash(remember_device(session, ada.id, presented=None, now=NOW))

    def known(email: str, now=NOW) -> bool:
        return take_try(session, email, device=token, now=now).known_device

    assert known(ada.email)
    assert not known(ben.email)
    assert not known("nobody@example.org")
    assert known(ada.email, NOW + DEVICE_KNOWN - HOUR)
    assert not known(ada.email, NOW + DEVICE_KNOWN)


def test_a_device_keeps_its_token_and_a_planted_one_is_never_taken_over(ben_id, session, ada):
    token = remember_device(session, ada.id, presented=token_hash("planted"), now=NOW)
    assert token != "planted"
    later = NOW + DEVICE_KNOWN - HOUR

    assert remember_device(session, ada.id, presented=token_hash(token), now=later) is None
    assert remember_device(session, ben_id, presented=token_hash(token), now=later) is not None
    assert take_try(
        session, ada.email, device=token_hash(token), now=later + DEVICE_KNOWN - HOUR
    ).known_device


def test_devices_are_forgotten_on_demand_and_with_time(session, ada):
    first = remember_device(session, ada.id, presented=None, now=NOW)
    assert forget_unused_devices(session, now=NOW + DEVICE_KNOWN - HOUR) == 0
    assert forget_unused_devices(session, now=NOW + DEVICE_KNOWN) == 1
    second = remember_device(session, ada.id, presented=None, now=NOW)
    forget_devices_of(session, ada.id)

    for token in (first, second):
        assert not take_try(session, ada.email, device=token_hash(token), now=NOW).known_device


def test_old_counts_leave(session):
    guess(session, "ada@example.org")
    guess(session, "ben@example.org", now=NOW + HOUR)

    assert forget_old_tries(session, before=NOW + HOUR) == 1
    assert len(session.exec(select(SignInThrottle.key)).all()) == 1
