"""The whole organisation, on an ordinary day and on awkward ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core import crypto, settings
from core.database import make_engine
from core.demo import DemoReport, build
from core.models import Base
from tests.support import NOW

AWKWARD_DAYS = {
    "just after a Monday began": datetime(2026, 11, 16, 0, 20, tzinfo=UTC),
    "late on a Sunday": datetime(2026, 8, 2, 22, 50, tzinfo=UTC),
    "a leap day": datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
    "the last minutes of a year": datetime(2026, 12, 31, 23, 50, tzinfo=UTC),
    "New Year's morning": datetime(2027, 1, 1, 5, 0, tzinfo=UTC),
    "the night the clocks change": datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
}


@dataclass(frozen=True)
class Demo:
    """A built organisation."""

    engine: Engine
    report: DemoReport
    now: datetime


@contextmanager
def built(folder: Path, now: datetime) -> Iterator[Demo]:
    """Build the organisation as it stands at one moment, with a key of its own."""
    key_file = folder / "demo.key"
    url = f"sqlite:///{folder / 'demo.db'}"
    crypto.make_key_file(key_file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_DATABASE_URL", url)
        patch.setenv("HOLDFAST_KEY_FILE", str(key_file))
        _forget()
        engine = make_engine(url)
        Base.metadata.create_all(engine)
        yield Demo(engine, build(engine, now=now, hash_password=lambda _: "hash"), now)
        engine.dispose()
    _forget()


def _forget() -> None:
    settings.settings.cache_clear()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Build the organisation once for the tests that look around in it."""
    with built(tmp_path_factory.mktemp("demo"), NOW) as made:
        yield made


@pytest.fixture(params=AWKWARD_DAYS.values(), ids=AWKWARD_DAYS.keys())
def awkward_demo(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Demo]:
    """Build the organisation at a moment at which counting days goes wrong easily."""
    with built(tmp_path, request.param) as made:
        yield made
