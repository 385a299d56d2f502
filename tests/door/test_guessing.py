"""Guessing: slowed for strangers, never for the owner, and the same answer whatever is wrong."""

import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate, count
from pathlib import Path
from typing import Any

import anyio
import argon2.low_level as argon2_library
import httpx
import psutil
import pytest
from passlib.hash import argon2
from sqlalchemy import event
from starlette.requests import Request

from core.clock import utc_now
from core.database import transaction
from core.door import checking, passwords
from core.door.passwords import strength_of
from core.models import Person
from core.rules.throttle import MOST_A_DAY, ROOM
from core.services.throttle import take_try
from tests.door.conftest import CHEAP, House
from tests.door.tab import DEVICE_COOKIE, Tab
from tests.serving import FORM_COOKIE, Server, free_port, serving
from tests.support import PASSWORD

_CHECK = "check"
_GUESSES = 1000
_ADDRESSES = 50
_HARDLY_ANY_WORK = argon2.using(type="ID", memory_cost=8, rounds=1, parallelism=1)
_NUMBERS = count()
_CLIENT = httpx.Client(timeout=60)


def attempt(server: Server, email: str, password: str = "not this one at all") -> httpx.Response:
    """Try a password, claiming to come from one of fifty places."""
    place = f"203.0.113.{next(_NUMBERS) % _ADDRESSES}"
    return _CLIENT.post(
        f"{server.url}/login",
        data={"form_check": _CHECK, "email": email, "password": password},
        headers={
            "Origin": server.url,
            "Cookie": f"{FORM_COOKIE}={_CHECK}",
            "X-Forwarded-For": place,
            "X-Real-IP": place,
            "Forwarded": f"for={place}",
        },
    )


@pytest.fixture
def kinds(house: House) -> dict[str, str]:
    """Return an address for each reason why a sign-in can fail; all are equally long."""
    people = {kind: house.add_person() for kind in ("wrong", "disabled", "throttled", "new")}
    with transaction(house.engine) as session:
        session.get_one(Person, people["disabled"].id).active = False
        session.get_one(Person, people["new"].id).password_hash = None
        for _ in range(ROOM):
            take_try(session, people["throttled"].email, device=None, now=utc_now())
    unknown = "x" * (len(people["wrong"].email) - len("@example.org")) + "@example.org"
    return {"unknown": unknown} | {kind: person.email for kind, person in people.items()}


def test_promise_04_whatever_is_wrong_the_answer_is_the_same_byte_for_byte(kinds, server: Server):
    answers = {kind: attempt(server, email) for kind, email in kinds.items()}
    right = attempt(server, kinds["throttled"], PASSWORD)

    def seen(answer: httpx.Response, email: str) -> tuple[int, bytes, list[tuple[str, str]]]:
        headers = [pair for pair in answer.headers.multi_items() if pair[0] != "date"]
        size = [(k, v) for k, v in headers if k == "content-length"]
        assert size
        same = [pair for pair in headers if pair not in size]
        return answer.status_code, answer.content.replace(email.encode(), b"<email>"), same

    reference = seen(answers["unknown"], kinds["unknown"])
    assert reference[0] == 401
    for kind, answer in answers.items():
        assert seen(answer, kinds[kind]) == reference, kind
    assert seen(right, kinds["throttled"]) == reference, "the right password, too soon"


def test_promise_04_whatever_is_wrong_the_same_work_is_done(kinds, house, monkeypatch):
    """Clocks are for ``benchmarks.signin``; equal statements and hashes are what makes it hold."""
    done: list[str] = []
    real = argon2_library.verify_secret

    def verify(stored: bytes, *rest: Any, **more: Any) -> bool:
        done.append(f"a hash of {strength_of(stored.decode())}")
        return real(stored, *rest, **more)

    as_stored = passwords._context_of(*strength_of(CHEAP.hash(PASSWORD)))
    monkeypatch.setattr(passwords, "_context", lambda: as_stored)
    monkeypatch.setattr(passwords, "_OLDER", {})
    monkeypatch.setattr(checking, "engine", lambda: house.engine)
    monkeypatch.setattr(argon2_library, "verify_secret", verify)
    event.listen(house.engine, "before_cursor_execute", lambda *seen: done.append(seen[2]))
    request = Request({"type": "http", "headers": []})
    work = {}
    for kind, email in kinds.items():
        done.clear()
        assert anyio.run(checking.check_password, request, email, PASSWORD + "?") is None
        checking.note_failed(email)
        work[kind] = list(done)

    assert sum(step.startswith("a hash") for step in work["unknown"]) == 1
    for kind, steps in work.items():
        assert steps == work["unknown"], kind


@dataclass
class Counting:
    """A server in which a hash costs next to nothing and each checked password is noted."""

    start: Callable[..., AbstractContextManager[Server]]
    file: Path

    def noted(self) -> list[str]:
        """Return when checks began and ended, in their order."""
        return self.file.read_text().split()

    def checked(self) -> int:
        """Return how many passwords were really checked so far."""
        return self.noted().count("checked")


@pytest.fixture
def counting(house: House, tmp_path: Path) -> Counting:
    file, port = tmp_path / "checked", free_port()
    file.touch()

    def start(**env: str) -> AbstractContextManager[Server]:
        return serving(
            house.database_url,
            house.key_file,
            port,
            log=tmp_path / "log",
            env={"COUNTED": str(file), "HARDLY_ANY_WORK": "1", **env},
            command=("benchmarks.floor.counted", "--port", "{port}"),
        )

    return Counting(start, file)


def attack(server: Server, email: str) -> set[int]:
    with ThreadPoolExecutor(8) as pool:
        return {a.status_code for a in pool.map(lambda _: attempt(server, email), range(_GUESSES))}


def test_promise_05_a_thousand_guesses_from_fifty_places_are_slowed_and_the_owner_is_not(
    house, counting
):
    ada = house.add_person(password_hash=_HARDLY_ANY_WORK.hash(PASSWORD))
    with counting.start() as server:
        owner = Tab(server)
        owner.sign_in(ada.email, PASSWORD)
        assert DEVICE_COOKIE in owner.cookies
        before = counting.checked()
        with ThreadPoolExecutor(1) as attacker:
            attacking = attacker.submit(attack, server, ada.email)
            while counting.checked() == before:
                time.sleep(0.01)
            mid_attack = Tab(server, {DEVICE_COOKIE: owner.cookies[DEVICE_COOKIE]})
            mid_attack.sign_in(ada.email, PASSWORD)
            assert mid_attack.is_signed_in
            assert attacking.result() <= {401, 503}
        first = counting.checked() - before - 1
        assert 0 < first <= MOST_A_DAY
        stranger = Tab(server)
        assert stranger.sign_in(ada.email, PASSWORD).status_code == 401, "unknown browser: waits"
        os.kill(server.pid, signal.SIGKILL)
        psutil.wait_procs([psutil.Process(server.pid)], timeout=10)

    with counting.start() as server:
        attack(server, ada.email)
        assert counting.checked() - before - 1 <= MOST_A_DAY, "a restart forgets nothing"
        again = Tab(server, {DEVICE_COOKIE: owner.cookies[DEVICE_COOKIE]})
        again.sign_in(ada.email, PASSWORD)
        assert again.is_signed_in


def test_promise_05_nobody_is_locked_out_for_good(house, server):
    ada = house.add_person()
    a_day_ago = utc_now() - timedelta(days=1)
    with transaction(house.engine) as session:
        for _ in range(200):
            take_try(session, ada.email, device=None, now=a_day_ago)

    tab = Tab(server)
    tab.sign_in(ada.email, PASSWORD)

    assert tab.is_signed_in


def test_promise_05_no_more_than_two_passwords_are_checked_at_once(house, counting):
    people = [house.add_person() for _ in range(8)]
    with counting.start(TAKES_AT_LEAST="0.2") as server, ThreadPoolExecutor(16) as pool:
        known = {}
        for person in people:
            known[person.email] = Tab(server)
            known[person.email].sign_in(person.email, PASSWORD)
        from_elsewhere = pool.map(lambda person: attempt(server, person.email), people)
        from_known = pool.map(lambda p: known[p.email].sign_in(p.email, "not this one"), people)
        assert {answer.status_code for answer in (*from_elsewhere, *from_known)} == {401}

    at_once = list(accumulate(1 if what == "checked" else -1 for what in counting.noted()))
    assert max(at_once) == 2


def test_promise_05_the_owner_does_not_queue_behind_strangers(house, counting):
    people = [house.add_person() for _ in range(30)]
    ada = people[0]
    with counting.start(TAKES_AT_LEAST="0.3") as server, ThreadPoolExecutor(30) as pool:
        before = Tab(server)
        before.sign_in(ada.email, PASSWORD)
        owner = Tab(server, {DEVICE_COOKIE: before.cookies[DEVICE_COOKIE]})
        known = counting.checked()
        guesses = [pool.submit(attempt, server, person.email) for person in people]
        while counting.checked() == known:
            time.sleep(0.01)
        owner.sign_in(ada.email, PASSWORD)
        still_waiting = sum(not guess.done() for guess in guesses)
        assert owner.is_signed_in

    assert still_waiting > len(guesses) / 2


def test_promise_05_new_passwords_are_hashed_one_after_the_other(monkeypatch):
    busy, lock = [0], threading.Lock()

    def slowly(*_password: object) -> str:
        with lock:
            busy.append(busy[-1] + 1)
        time.sleep(0.05)
        with lock:
            busy.append(busy[-1] - 1)
        return "hash"

    async def six_at_once() -> None:
        async with anyio.create_task_group() as tasks:
            for _ in range(6):
                tasks.start_soon(checking.hash_new, "a new password of somebody", None)

    monkeypatch.setattr(checking, "_hash", slowly)
    anyio.run(six_at_once)

    assert (max(busy), len(busy)) == (1, 13)
