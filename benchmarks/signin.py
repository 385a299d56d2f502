"""How well the sign-in keeps its secrets: ``python -m benchmarks.signin``.

Three bars. The time of a refused sign-in must not tell why it was refused: for each pair of
reasons, the 99 % interval of the AUC (how often the slower of two answers gives the reason
away; 0.5 is chance) reaches 0.55 or below. And of a thousand guesses from fifty forged
addresses at one account, at most 30 may be checked. While fifty guess at it without a pause, its
owner, on a device that is known, waits for none of twenty sign-ins longer than 2 seconds. The
exit status is 0 only if all hold.

The server runs with the cheapest hash that a setting allows, because a slow hash hides more; but
the owner signs in at a server as it is delivered, because a slow hash makes them wait.
"""

import argparse
import math
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Final

import httpx
from sqlalchemy import Engine, delete

from benchmarks.servers import Server, ServerFailed, serving
from core import settings
from core.clock import utc_now
from core.database import make_engine, transaction
from core.door.cookies import DEVICE_COOKIE
from core.door.forms import FORM_COOKIE
from core.models import Organisation, Person, SignInThrottle
from core.models.base import table_of
from core.rules.throttle import MOST_A_DAY, ROOM

_KINDS: Final = ("unknown", "wrong", "disabled", "throttled", "no password yet")
_SOMEBODY_ELSE: Final = "person9@example.org"
_BAR: Final = 0.55
_SURE: Final = 2.576
"""Standard errors either side of a 99 % interval."""
_GUESSES: Final = 1000
_ADDRESSES: Final = 50
_CHECK: Final = "check"
_RIGHT: Final = "tide over kelp and stone"
_HASH: Final = {"HOLDFAST_ARGON2_MEMORY_MIB": "19", "HOLDFAST_ARGON2_ROUNDS": "2"}
_AS_DELIVERED: Final = ("argon2_memory_mib", "argon2_rounds")
_OWNER_SIGN_INS: Final = 20
_OWNER_BAR_S: Final = 2.0
_BETWEEN_SIGN_INS_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class _House:
    """An installation with one account of each kind."""

    engine: Engine
    env: dict[str, str]
    counted: Path

    def email(self, kind: str) -> str:
        """Return the address of one kind of account; all are equally long."""
        return f"person{_KINDS.index(kind)}@example.org"

    def forget(self, kind: str) -> None:
        """Make the next guess at an account the first one, or one of too many.

        The budget of somebody is used up each time, or the work beforehand would be measured.
        """
        from core.services.throttle import take_try

        used_up = self.email(kind) if kind == "throttled" else _SOMEBODY_ELSE
        with transaction(self.engine) as session:
            session.connection().execute(delete(table_of(SignInThrottle)))
            for _ in range(ROOM):
                take_try(session, used_up, device=None, now=utc_now())


def auc_interval(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """Return the 99 % interval of how well two kinds are told apart, 0.5 being chance.

    Hanley and McNeil, Radiology 143 (1982) 29-36.
    """
    n, m = len(one), len(other)
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(place for place, (_value, kind) in enumerate(ranked, 1) if kind == 0)
    auc = (ranks - n * (n + 1) / 2) / (n * m)
    auc = max(auc, 1 - auc)
    q1, q2 = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    spread = auc * (1 - auc) + (n - 1) * (q1 - auc**2) + (m - 1) * (q2 - auc**2)
    error = _SURE * math.sqrt(max(spread, 0.0) / (n * m))
    return auc - error, auc + error


def main() -> None:
    """Measure all three and say whether the bars hold."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tries", type=int, default=1000, help="sign-ins of each kind")
    tries = parser.parse_args().tries
    with tempfile.TemporaryDirectory() as folder, _house(Path(folder)) as house:
        holds = _report_times(house, tries)
        holds = _report_guesses(house) and holds
        holds = _report_owner(house) and holds
    sys.exit(0 if holds else 1)


def _report_times(house: _House, tries: int) -> bool:
    with _server(house) as server:
        took = _times(server, house, tries)
    holds = True
    print(f"Time of a refused sign-in, {tries} of each kind, hash of 19 MiB and 2 rounds")
    for kind, times in took.items():
        print(f"  {kind:16} median {sorted(times)[len(times) // 2] * 1e3:7.2f} ms")
    for one, other in combinations(_KINDS, 2):
        low, high = auc_interval(took[one], took[other])
        kept = low <= _BAR
        holds = holds and kept
        mark = "holds" if kept else "MISSED"
        print(f"  {one:12} or {other:16} AUC {(low + high) / 2:.3f} [{low:.3f}, {high:.3f}] {mark}")
    return holds


def _times(server: Server, house: _House, tries: int) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {kind: [] for kind in _KINDS}
    with httpx.Client(timeout=60) as client:
        for round_ in range(-5, tries):
            for kind in random.sample(_KINDS, len(_KINDS)):
                house.forget(kind)
                started = time.perf_counter()
                _attempt(client, server, house.email(kind), round_)
                if round_ >= 0:
                    took[kind].append(time.perf_counter() - started)
    return took


def _report_guesses(house: _House) -> bool:
    house.forget("wrong")
    house.counted.write_text("")
    with _server(house, HARDLY_ANY_WORK="1") as server, httpx.Client(timeout=60) as client:
        email = house.email("wrong")
        with ThreadPoolExecutor(8) as pool:
            tried = pool.map(lambda n: _attempt(client, server, email, n), range(_GUESSES))
            answered = sum(status in {401, 503} for status in tried)
    checked = house.counted.read_text().split().count("checked")
    kept = answered == _GUESSES and 0 < checked <= MOST_A_DAY
    mark = "holds" if kept else "MISSED"
    print(f"Guesses checked of {_GUESSES} from {_ADDRESSES} forged addresses: {checked}", end=" ")
    print(f"(at most {MOST_A_DAY}) {mark}")
    return kept


def _report_owner(house: _House) -> bool:
    fields = settings.Settings.model_fields
    strength = {name: str(fields[name].default) for name in _AS_DELIVERED}
    more = {f"HOLDFAST_{name.upper()}": value for name, value in strength.items()}
    house.forget("wrong")
    with _server(house, **more) as server:
        waits, guesses = _waits_of_owner(server, house.email("wrong"))
    waits.sort()
    kept = guesses > _OWNER_SIGN_INS and waits[-1] <= _OWNER_BAR_S
    memory, rounds = strength.values()
    print(f"Sign-in of an owner on a known device, {len(waits)} times, hash of {memory} MiB and")
    print(f"{rounds} rounds, during {guesses} guesses from {_ADDRESSES} addresses:", end=" ")
    print(f"p50 {waits[len(waits) // 2]:.2f} s, longest {waits[-1]:.2f} s", end=" ")
    print(f"(at most {_OWNER_BAR_S:.0f} s) {'holds' if kept else 'MISSED'}")
    return kept


def _waits_of_owner(server: Server, email: str) -> tuple[list[float], int]:
    """Return how long each sign-in took, and how often strangers guessed meanwhile."""
    over = threading.Event()

    def guess(stranger: int) -> int:
        guesses = 0
        with httpx.Client(timeout=60) as client:
            while not over.is_set():
                _attempt(client, server, email, stranger)
                guesses += 1
        return guesses

    with ThreadPoolExecutor(_ADDRESSES) as strangers, httpx.Client(timeout=60) as owner:
        # The first sign-in makes the device known, and renews the hash at the full strength.
        known = _sign_in(owner, server, email).cookies[DEVICE_COOKIE]
        guessing = [strangers.submit(guess, number) for number in range(_ADDRESSES)]
        try:
            waits = [_wait_of(owner, server, email, known) for _ in range(_OWNER_SIGN_INS)]
        finally:
            over.set()
    return waits, sum(each.result() for each in guessing)


def _wait_of(owner: httpx.Client, server: Server, email: str, device: str) -> float:
    time.sleep(_BETWEEN_SIGN_INS_S)
    started = time.perf_counter()
    answer = _sign_in(owner, server, email, device=device)
    took = time.perf_counter() - started
    if answer.status_code != 303:
        raise ServerFailed(f"The owner was answered with status {answer.status_code}.")
    return took


def _sign_in(
    client: httpx.Client, server: Server, email: str, *, device: str = ""
) -> httpx.Response:
    return _posted(client, server, email, _RIGHT, {"Cookie": f"{DEVICE_COOKIE}={device}"})


def _attempt(client: httpx.Client, server: Server, email: str, number: int) -> int:
    place = f"203.0.113.{number % _ADDRESSES}"
    claimed = {"X-Forwarded-For": place, "X-Real-IP": place}
    return _posted(client, server, email, "not this one at all", claimed).status_code


def _posted(
    client: httpx.Client, server: Server, email: str, password: str, headers: dict[str, str]
) -> httpx.Response:
    cookies = "; ".join(filter(None, (f"{FORM_COOKIE}={_CHECK}", headers.get("Cookie"))))
    client.cookies.clear()
    return client.post(
        f"{server.url}/login",
        data={"form_check": _CHECK, "email": email, "password": password},
        headers={"Origin": server.url} | headers | {"Cookie": cookies},
    )


@contextmanager
def _server(house: _House, **more: str) -> Iterator[Server]:
    command = (sys.executable, "-m", "benchmarks.floor.counted", "--port", "{port}")
    env = house.env | _HASH | {"HOLDFAST_NIGHTLY": "off", "COUNTED": str(house.counted)} | more
    with serving(command, env=env) as server:
        yield server


@contextmanager
def _house(folder: Path) -> Iterator[_House]:
    from core.cli.ready import make_ready
    from core.door.passwords import hash_password

    env = {
        "HOLDFAST_DATABASE_URL": f"sqlite:///{folder / 'house.db'}",
        "HOLDFAST_KEY_FILE": str(folder / "house.key"),
    }
    os.environ.update(env | _HASH)
    settings.settings.cache_clear()
    make_ready(migrate=True)
    engine = make_engine(env["HOLDFAST_DATABASE_URL"])
    house = _House(engine, env, folder / "counted")
    right = hash_password(_RIGHT)
    with transaction(engine) as session:
        session.add(Organisation(name="Test circle"))
        for kind in _KINDS[1:]:
            session.add(
                Person(
                    email=house.email(kind),
                    display_name="Ada",
                    password_hash=None if kind == "no password yet" else right,
                    active=kind != "disabled",
                    joined_on=date(2024, 1, 1),
                    created_at=utc_now(),
                )
            )
    yield house
    engine.dispose()


if __name__ == "__main__":
    main()
