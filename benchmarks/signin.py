"""How well the sign-in keeps its secrets: ``python -m benchmarks.signin``.

Two bars. The time of a refused sign-in must not tell why it was refused: for each pair of
reasons, the 99 % interval of the AUC (how often the slower of two answers gives the reason
away; 0.5 is chance) reaches 0.55 or below. And of a thousand guesses from fifty forged
addresses at one account, at most 30 may be checked. The exit status is 0 only if both hold.

The server runs with the cheapest hash that a setting allows, because a slow hash hides more.
"""

import argparse
import math
import os
import random
import sys
import tempfile
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

from benchmarks.servers import Server, serving
from core import settings
from core.clock import utc_now
from core.database import make_engine, transaction
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
    """Measure both and say whether the bars hold."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tries", type=int, default=1000, help="sign-ins of each kind")
    tries = parser.parse_args().tries
    with tempfile.TemporaryDirectory() as folder, _house(Path(folder)) as house:
        holds = _report_times(house, tries)
        holds = _report_guesses(house) and holds
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


def _attempt(client: httpx.Client, server: Server, email: str, number: int) -> int:
    place = f"203.0.113.{number % _ADDRESSES}"
    answer = client.post(
        f"{server.url}/login",
        data={"form_check": _CHECK, "email": email, "password": "not this one at all"},
        headers={
            "Origin": server.url,
            "Cookie": f"__Host-holdfast-form={_CHECK}",
            "X-Forwarded-For": place,
            "X-Real-IP": place,
        },
    )
    return answer.status_code


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
