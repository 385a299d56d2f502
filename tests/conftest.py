"""Shared fixtures: a fresh database per test, people to act, and the running app."""

import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import streamlit as st
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine, text
from sqlmodel import Session, select
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.common import TESTING_KEY
from streamlit.testing.v1 import AppTest

from core import crypto, database, settings
from core.database import make_engine, transaction
from core.models import Base, Organisation, Person, PersonRole, Team, TeamCoordinator
from core.permissions import Actor
from core.queries.people import actor_for
from core.vocabulary import Role
from tests.support import NOW, ROOT

# A busy machine is no reason to fail: speed is for the benchmarks.
hypothesis_settings.register_profile("steady", deadline=None)
hypothesis_settings.load_profile("steady")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of an empty database with all tables, made once per worker.

    SQLite by default; ``make test`` runs the tests marked ``storage`` a second time with
    ``TEST_POSTGRES_URL`` set, because the two disagree in ways that only running shows.
    """
    postgres = os.environ.get("TEST_POSTGRES_URL")
    if postgres:
        return _own_postgres(postgres)
    path = tmp_path_factory.mktemp("template") / "empty.db"
    made = make_engine(f"sqlite:///{path}")
    Base.metadata.create_all(made)
    with made.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    made.dispose()
    return f"sqlite:///{path}"


def _own_postgres(server: str) -> str:
    url = new_postgres(server)
    made = make_engine(url)
    Base.metadata.create_all(made)
    made.dispose()
    return url


def new_postgres(server: str) -> str:
    """Make an empty database on a PostgreSQL server and return its address."""
    name = f"holdfast_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{uuid4().hex[:8]}"
    admin = make_engine(server).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return f"{server.rsplit('/', 1)[0]}/{name}"


@pytest.fixture
def engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_database: str
) -> Iterator[Engine]:
    """Give the test an empty database; the app under test uses the same one."""
    yield from _opened(tmp_path, monkeypatch, empty_database)


@pytest.fixture(scope="module")
def shared_engine(
    tmp_path_factory: pytest.TempPathFactory, empty_database: str
) -> Iterator[Engine]:
    """Give all tests of a file one database, for many tests that only look."""
    with pytest.MonkeyPatch.context() as patch:
        yield from _opened(tmp_path_factory.mktemp("shared"), patch, empty_database)


def _opened(folder: Path, patch: pytest.MonkeyPatch, empty_database: str) -> Iterator[Engine]:
    url = empty_database
    if url.startswith("sqlite"):
        shutil.copy(url.removeprefix("sqlite:///"), folder / "test.db")
        url = f"sqlite:///{folder / 'test.db'}"
    key_file = folder / "holdfast.key"
    crypto.make_key_file(key_file)
    patch.setenv("HOLDFAST_DATABASE_URL", url)
    patch.setenv("HOLDFAST_KEY_FILE", str(key_file))
    _forget_the_last_test()
    made = database.engine()
    with transaction(made) as session:
        session.add(Organisation(name="Test circle", time_zone="Europe/London"))
    yield made
    if made.dialect.name == "postgresql":
        _empty(made)
    made.dispose()
    _forget_the_last_test()


def _forget_the_last_test() -> None:
    for cached in (settings.settings, database.engine):
        cached.cache_clear()
    st.cache_resource.clear()


def _empty(engine: Engine) -> None:
    tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} CASCADE"))


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """Open a session for arranging and looking; commit it before the app reads."""
    with Session(engine, expire_on_commit=False) as opened:
        yield opened


@pytest.fixture
def add_actor(engine: Engine) -> Callable[..., Actor]:
    """Return a function that creates a person and hands back the actor."""

    def add(
        *roles: Role,
        team: str | None = "North",
        name: str = "Ada",
        coordinates: tuple[str, ...] = (),
        joined_on: date = date(2024, 1, 1),
        now: datetime = NOW,
    ) -> Actor:
        with transaction(engine) as session:
            teams = {t.name: t for t in session.exec(select(Team))}
            for wanted in {team, *coordinates} - {None} - teams.keys():
                teams[wanted] = Team(name=wanted)
                session.add(teams[wanted])
            session.flush()
            person = Person(
                team_id=teams[team].id if team else None,
                email=f"{name.lower().replace(' ', '.')}.{uuid4().hex[:6]}@example.org",
                display_name=name,
                joined_on=joined_on,
                created_at=now,
                sharing_chosen_at=now,
            )
            session.add(person)
            session.flush()
            session.add_all(PersonRole(person_id=person.id, role=role) for role in roles)
            session.add_all(
                TeamCoordinator(team_id=teams[t].id, person_id=person.id) for t in coordinates
            )
            session.flush()
            actor = actor_for(session, person.id, now=now)
            assert actor is not None
            return actor

    return add


@pytest.fixture(autouse=True, scope="session")
def _plain_session_state() -> Iterator[None]:
    """Check every value of the session state but the one that only exists in tests.

    AppTest keeps format functions there, and our settings allow only what can be pickled.
    """

    def check(state: SessionState) -> None:
        for key in state:
            if key != TESTING_KEY:
                pickle.dumps(state[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SessionState, "_check_serializable", check)
        yield


@pytest.fixture
def app_as(engine: Engine) -> Callable[[Actor | None], AppTest]:
    """Return a function that runs the app as somebody, or as nobody."""

    def run(actor: Actor | None) -> AppTest:
        app = AppTest.from_file(ROOT / "core/ui/frame.py", default_timeout=20)
        if actor is not None:
            app.user = {"uid": str(actor.person_id), "sid": "test"}
        return app.run()

    return run
