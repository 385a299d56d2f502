"""How many SQL statements each screen sends, the front door's own included."""

import asyncio
import mmap
import sys
import threading
from pathlib import Path
from typing import Any, Final

from sqlalchemy import event

from benchmarks.organisation import Place, reader_of
from benchmarks.visit import Step, Visit
from core.permissions import SCREENS

_BYTES: Final = 8
_NOT_COUNTED: Final = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")


def statements_of_screens(place: Place) -> dict[str, int]:
    """Return for each screen how many statements one run of it sends."""
    counter = place.folder / "statements"
    counter.write_bytes(bytes(_BYTES))
    counts = {}
    with place.serving("benchmarks.statements", str(counter), "serve") as server:
        for screen in SCREENS:
            (cookie,) = place.cookies([reader_of(screen)])
            counts[screen.url_path] = asyncio.run(
                _statements(server.url, cookie, screen.url_path, counter)
            )
    return counts


async def _statements(url: str, cookie: str, page: str, counter: Path) -> int:
    async with Visit(url, cookie) as visit:
        await visit.open(page)
        # The first run may bring stale figures up to date; the second is the usual one.
        await visit.take(Step())
        before = int.from_bytes(counter.read_bytes())
        await visit.take(Step())
        return int.from_bytes(counter.read_bytes()) - before


def _count_into(path: Path) -> None:
    """Count every statement of this process into a file that another one reads."""
    from core.database import engine

    with path.open("r+b") as opened:
        shared = mmap.mmap(opened.fileno(), _BYTES)
    lock = threading.Lock()

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(_NOT_COUNTED):
            with lock:
                so_far = int.from_bytes(shared[:_BYTES])
                shared[:_BYTES] = (so_far + 1).to_bytes(_BYTES)

    event.listen(engine(), "before_cursor_execute", count)


if __name__ == "__main__":
    from core.cli import main

    _count_into(Path(sys.argv.pop(1)))
    main()
