"""Chromium, and a server with the invented organisation for each module."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from playwright.sync_api import Browser, sync_playwright
from sqlmodel import select

from core import crypto, database, settings
from core.clock import utc_now
from core.database import make_engine, transaction
from core.demo import PASSWORD, build
from core.demo.cast import Member
from core.door.identity import COOKIE
from core.door.passwords import hash_password
from core.models import Person
from core.services.access import start_session
from tests.browser.visitor import LAPTOP, Visitor
from tests.serving import Server, serving
from tests.support import ROOT

# Pictures are drawn when somebody asks for them: ``make screenshots``.
collect_ignore = [] if os.environ.get("SCREENSHOTS") else ["test_screenshots.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium; it resolves no name but this machine's own."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert found, "Debian's Chromium is needed: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"],
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the invented organisation once; each module gets a copy of this folder."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_DATABASE_URL", f"sqlite:///{folder / 'demo.db'}")
        patch.setenv("HOLDFAST_KEY_FILE", str(folder / "demo.key"))
        patch.setenv("HOLDFAST_ARGON2_MEMORY_MIB", "19")
        patch.setenv("HOLDFAST_ARGON2_ROUNDS", "2")
        _forget()
        crypto.make_key_file(folder / "demo.key")
        command.upgrade(Config(toml_file=ROOT / "pyproject.toml"), "head")
        build(database.engine(), now=utc_now(), hash_password=hash_password)
        with database.engine().connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.engine().dispose()
    _forget()
    return folder


def _forget() -> None:
    for cached in (settings.settings, database.engine):
        cached.cache_clear()


@pytest.fixture(scope="module")
def organisation(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the module an organisation of its own to change."""
    folder = tmp_path_factory.mktemp("organisation")
    # Without the note about the audit log it would look as if its end had been cut.
    for name in ("demo.db", "demo.key", "demo.anchor"):
        shutil.copy(demo / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def server(organisation: Path) -> Iterator[Server]:
    """Serve that organisation."""
    url = f"sqlite:///{organisation / 'demo.db'}"
    with serving(url, organisation / "demo.key", log=organisation / "server.log") as started:
        yield started


@pytest.fixture
def visitor(chromium: Browser, server: Server) -> Iterator[Callable[..., Visitor]]:
    """Return a function that opens a browser window.

    Whatever the test is about, no window may ask another host for anything, and none may
    report an error: a breach of the Content-Security-Policy is one.
    """
    opened: list[Visitor] = []

    def open_window(size: tuple[int, int] = LAPTOP, *, dark: bool = False) -> Visitor:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            timezone_id="Europe/London",
            has_touch=size[0] < 500,
        )
        made = Visitor(context, context.new_page(), server.url)
        opened.append(made)
        return made

    yield open_window
    for window in opened:
        window.context.close()
    assert [address for window in opened for address in window.foreign] == []
    assert [line for window in opened for line in window.complaints] == []


@pytest.fixture
def signed_in(visitor: Callable[..., Visitor], organisation: Path) -> Callable[..., Visitor]:
    """Return a function that opens a window in which somebody is signed in already."""

    def open_window(
        member: Member, size: tuple[int, int] = LAPTOP, *, dark: bool = False
    ) -> Visitor:
        window = visitor(size, dark=dark)
        cookie = {"name": COOKIE, "value": _token(organisation, member.email), "secure": True}
        window.context.add_cookies([{**cookie, "url": window.url.replace("http:", "https:")}])
        return window

    return open_window


def _token(organisation: Path, email: str) -> str:
    engine = make_engine(f"sqlite:///{organisation / 'demo.db'}")
    with pytest.MonkeyPatch.context() as patch:
        # A sign-in is written into the audit log, which only the key of the house chains.
        patch.setenv("HOLDFAST_KEY_FILE", str(organisation / "demo.key"))
        _forget()
        with transaction(engine) as session:
            person_id = session.exec(select(Person.id).where(Person.email == email)).one()
            token = start_session(session, person_id=person_id, now=datetime.now(UTC))
    engine.dispose()
    _forget()
    return token


@pytest.fixture(scope="session")
def password() -> str:
    """Return the password of everybody who is invented."""
    return PASSWORD
