"""The whole organisation, built once for each of some awkward days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from core import crypto, settings
from core.database import make_engine
from core.demo import DemoReport, build
from core.models import Base

MOMENTS = {
    "a Wednesday": datetime(2026, 11, 18, 10, 0, tzinfo=UTC),
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


@pytest.fixture(scope="module", params=MOMENTS.values(), ids=MOMENTS.keys())
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demo]:
    """Build the organisation as it stands at one moment."""
    folder: Path = tmp_path_factory.mktemp("demo")
    key_file = folder / "demo.key"
    crypto.make_key_file(key_file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_DATABASE_URL", f"sqlite:///{folder / 'demo.db'}")
        patch.setenv("HOLDFAST_KEY_FILE", str(key_file))
        for cached in (settings.settings, crypto.keyring):
            cached.cache_clear()
        engine = make_engine(f"sqlite:///{folder / 'demo.db'}")
        Base.metadata.create_all(engine)
        report = build(engine, now=request.param, hash_password=lambda _: "hash")
        yield Demo(engine, report, request.param)
        engine.dispose()
    for cached in (settings.settings, crypto.keyring):
        cached.cache_clear()
