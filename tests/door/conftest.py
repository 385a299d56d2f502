"""A house with people in it, and servers in front of it."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from passlib.hash import argon2
from pyotp import TOTP
from sqlalchemy import Engine, update
from sqlmodel import select

from core import settings
from core.clock import utc_now
from core.crypto import make_key_file
from core.database import make_engine, transaction
from core.models import LoginSession, Organisation, Person, PersonRole
from core.queries.second_factor import secret_to_scan
from core.services.access import start_session, token_hash
from core.services.second_factor import confirm_enrolment, start_enrolment
from core.vocabulary import Role
from tests.conftest import new_postgres
from tests.serving import Server, serving
from tests.support import PASSWORD, ROOT

CHEAP = argon2.using(type="ID", memory_cost=19 * 1024, rounds=2, parallelism=1)


@dataclass
class House:
    """An installation: its database, its key, its people."""

    database_url: str
    key_file: Path
    engine: Engine
    _numbers: Iterator[int] = field(default_factory=count)

    def add_person(self, *roles: Role, password_hash: str | None = None) -> Person:
        """Add somebody who signs in with ``PASSWORD``."""
        with transaction(self.engine) as session:
            person = Person(
                email=f"person{next(self._numbers)}@example.org",
                display_name="Ada",
                password_hash=password_hash or CHEAP.hash(PASSWORD),
                joined_on=date(2024, 1, 1),
                created_at=utc_now(),
            )
            session.add(person)
            session.flush()
            for role in roles or (Role.SUPPORTER,):
                session.add(PersonRole(person_id=person.id, role=role))
            return person

    def cookie_for(self, person: Person, *, own_device: bool = False) -> str:
        """Sign somebody in without the form and return the cookie's value."""
        with transaction(self.engine) as session:
            return start_session(session, person_id=person.id, own_device=own_device, now=utc_now())

    def give_app(self, person: Person) -> TOTP:
        """Switch the second step on and return the app, whose present code is unused yet."""
        now = utc_now()
        with transaction(self.engine) as session:
            start_enrolment(session, person.id, now=now)
            app = TOTP(secret_to_scan(session, person.id, now=now))
            last = app.at(now - timedelta(seconds=app.interval))
            assert confirm_enrolment(session, person.id, last, now=now)
        return app

    def sign_in_of(self, cookie: str) -> LoginSession:
        """Return what is stored about a sign-in."""
        with transaction(self.engine) as session:
            return session.exec(
                select(LoginSession).where(LoginSession.token_hash == token_hash(cookie))
            ).one()

    def age(
        self, cookie: str, *, idle: timedelta = timedelta(), age: timedelta | None = None
    ) -> datetime:
        """Pretend that a sign-in is older, or was idle; return when it was last seen."""
        now = utc_now()
        values = {"last_seen_at": now - idle, "created_at": now - (age or idle)}
        with transaction(self.engine) as session:
            session.connection().execute(
                update(LoginSession)
                .where(LoginSession.token_hash == token_hash(cookie))
                .values(**values)
            )
        return values["last_seen_at"]

    def close_account(self, person_id: UUID) -> None:
        """Deactivate somebody behind everybody's back."""
        with transaction(self.engine) as session:
            session.connection().execute(
                update(Person).where(Person.id == person_id).values(active=False)
            )


@pytest.fixture(scope="session", autouse=True)
def _keys_of_the_house(house: "House") -> Iterator[None]:
    """Let the tests read and write what only the key of the house opens."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_KEY_FILE", str(house.key_file))
        settings.settings.cache_clear()
        yield
    settings.settings.cache_clear()


def holdfast(folder: Path, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of ``holdfast`` on the installation in a folder."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("HOLDFAST_")}
    files = {
        "HOLDFAST_DATABASE_URL": f"sqlite:///{folder / 'holdfast.db'}",
        "HOLDFAST_KEY_FILE": str(folder / "holdfast.key"),
    }
    return subprocess.run(
        [sys.executable, "-m", "core.cli", *arguments],
        cwd=ROOT,
        env=inherited | files | env,
        capture_output=True,
        text=True,
        timeout=120,
    )


def database_in(folder: Path) -> str:
    """Return the address of an empty database: a file, or one on the PostgreSQL that is there."""
    postgres = os.environ.get("TEST_POSTGRES_URL")
    return new_postgres(postgres) if postgres else f"sqlite:///{folder / 'holdfast.db'}"


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Build an installation once for all tests of the front door."""
    folder = tmp_path_factory.mktemp("house")
    url = database_in(folder)
    migrated = holdfast(folder, "migrate", HOLDFAST_DATABASE_URL=url)
    assert migrated.returncode == 0, migrated.stderr
    make_key_file(folder / "holdfast.key")
    engine = make_engine(url)
    with transaction(engine) as session:
        session.add(Organisation(name="Test circle"))
    yield House(url, folder / "holdfast.key", engine)
    engine.dispose()


@pytest.fixture(scope="session")
def server(house: House) -> Iterator[Server]:
    """Serve the house as ``holdfast serve`` does."""
    house.add_person(Role.ADMINISTRATOR)
    with serving(house.database_url, house.key_file) as started:
        yield started


@dataclass
class Counted:
    """A server whose page counts its runs."""

    server: Server
    file: Path

    def runs(self) -> Counter[str]:
        """Return how often script, fragment and callback ran so far."""
        return Counter(self.file.read_text().split())


@pytest.fixture(scope="session")
def counted(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counted]:
    """Serve the counting page behind the real gate."""
    file = tmp_path_factory.mktemp("counts") / "runs"
    file.touch()
    command = ("uvicorn", "tests.door.counting_app:app", "--port", "{port}")
    with serving(
        house.database_url,
        house.key_file,
        env={"COUNTS": str(file), "PYTHONPATH": str(ROOT)},
        command=(*command, "--ws", "websockets-sansio"),
    ) as started:
        yield Counted(started, file)
