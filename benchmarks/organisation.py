"""The invented organisation that the screens are measured on, and who is signed in."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import col, select

from benchmarks.servers import ROOT, Server, serving
from core.clock import utc_now
from core.database import engine, transaction
from core.demo.cast import CAST, COORDINATOR_ACCOUNT
from core.door.identity import COOKIE
from core.models import Person
from core.permissions import GRANTS, Screen
from core.services.access import start_session
from core.settings import settings
from core.vocabulary import Role

FLOOR = ROOT / "benchmarks" / "floor"


@dataclass(frozen=True, slots=True)
class Place:
    """An invented organisation in a folder of its own."""

    folder: Path
    _signed_in: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What a server needs to know to serve it."""
        return {
            "HOLDFAST_DATABASE_URL": f"sqlite:///{self.folder / 'demo.db'}",
            "HOLDFAST_KEY_FILE": str(self.folder / "demo.key"),
            "HOLDFAST_PORT": "{port}",
            # The work of the night would be measured along with a screen.
            "HOLDFAST_NIGHTLY": "off",
        }

    @contextmanager
    def serving(self, *command: str) -> Iterator[Server]:
        """Serve it with a module of ours."""
        arguments = [sys.executable, "-m", *command, "--port", "{port}"]
        log = self.folder / "server.log"
        with serving(arguments, env=self.environment, log=log) as server:
            yield server

    def cookies(self, names: Sequence[str]) -> tuple[str, ...]:
        """Sign people in and return the cookie header of each.

        Once each, or the list of one's own sign-ins would be measured as well.
        """
        new = [name for name in names if name not in self._signed_in]
        with transaction(engine()) as session:
            found = session.exec(
                select(Person.display_name, Person.id).where(col(Person.display_name).in_(new))
            )
            for name, person_id in found.all():
                token = start_session(session, person_id=person_id, now=utc_now())
                self._signed_in[name] = f"{COOKIE}={token}"
        return tuple(self._signed_in[name] for name in names)


@contextmanager
def invented() -> Iterator[Place]:
    """Build the organisation, and forget it when the block ends."""
    from core.cli import main

    with TemporaryDirectory() as folder:
        place = Place(Path(folder))
        os.environ.update(place.environment | {"HOLDFAST_PORT": "8501"})
        settings.cache_clear()
        engine.cache_clear()
        sys.argv = ["holdfast", "demo", "--no-serve"]
        try:
            main()
        except SystemExit as ended:
            if ended.code:
                raise
        yield place
        engine().dispose()


def reader_of(screen: Screen) -> str:
    """Return the name of somebody who opens this screen."""
    role = next(role for role in Role if screen.permission in GRANTS[role])
    if role is Role.COORDINATOR:
        return COORDINATOR_ACCOUNT.name
    return next(one.name for one in CAST if role in one.roles)


def supporters(number: int) -> list[str]:
    """Return names of people who keep a diary and have chosen what they share."""
    return [one.name for one in CAST if one.keeps_diary][:number]
