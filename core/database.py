"""Engine and session. Callers choose the transaction; functions inside it never commit."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError
from typing import Any, Final

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext, make_url
from sqlmodel import Session, create_engine

from core.settings import settings

# SQLite's own wait for a lock is unfair: under load one writer starves for seconds. One queue
# in the process is fair; a second process still meets this one at BEGIN IMMEDIATE.
_ONE_WRITER: Final = threading.Lock()
_READ_ONLY: Final = "holdfast_read_only"
_LOG: Final = logging.getLogger(__name__)
_TRIES: Final = 10
"""Each waits for readers as long as ``busy_timeout``, so that together they take a minute."""
AUDIT_HEAD: Final = "audit_head"
"""Where a session keeps the latest entry of the audit log that it wrote, as text."""


def make_engine(url: str) -> Engine:
    """Return an engine that behaves alike on SQLite and PostgreSQL.

    Its errors name no values: they go to the log, and a value may be somebody's word.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(
            parsed, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True
        )
        event.listen(engine, "handle_error", _name_no_values)
        return engine
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, pool_size=20, max_overflow=20, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@lru_cache(maxsize=1)
def engine() -> Engine:
    """Return the engine of this installation; sessions are opened per action."""
    return make_engine(settings().database_url.get_secret_value())


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """Commit when the block ends, roll back when it raises, and always close."""
    queue = _ONE_WRITER if engine.dialect.name == "sqlite" else nullcontext()
    with queue, Session(engine, expire_on_commit=False) as session:
        with session.begin():
            yield session
        _note_outside(session.info.get(AUDIT_HEAD))


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Open a session that sees one consistent state and never waits for a writer."""
    with (
        engine.connect().execution_options(**{_READ_ONLY: True}) as connection,
        Session(connection, expire_on_commit=False) as session,
    ):
        yield session


def anchor_file() -> Path:
    """Return where digests of the audit log are noted, a line each, outside the database."""
    return settings().audit_anchor or settings().key_file.with_suffix(".anchor")


def leave_no_trace(engine: Engine) -> bool:
    """Leave nothing of deleted rows in SQLite's files; return whether that was possible now.

    Deleted cells are overwritten at once. A page that was split can hold a copy of a cell that
    moved, so the database is written anew; and earlier pages stay in the write-ahead log until
    it is emptied, which waits for readers. PostgreSQL removes old rows by its own schedule.
    """
    if engine.dialect.name != "sqlite":
        return True
    with _ONE_WRITER:
        try:
            _raw(engine, "VACUUM")
        except OperationalError as problem:
            # Too little space, or another process is writing: what was deleted is overwritten.
            _LOG.warning("The database could not be written anew: %s.", problem)
    return any(empty_log(engine) for _try in range(_TRIES))


def empty_log(engine: Engine) -> bool:
    """Empty SQLite's write-ahead log, which may hold what was deleted; readers can prevent it."""
    if engine.dialect.name != "sqlite":
        return True
    with _ONE_WRITER:
        busy, _pages, _moved = _raw(engine, "PRAGMA wal_checkpoint(TRUNCATE)")
    return not busy


def _raw(engine: Engine, statement: str) -> Any:
    # Neither statement may stand inside a transaction.
    connection = engine.raw_connection()
    try:
        return connection.cursor().execute(statement).fetchone()
    finally:
        connection.close()


def _note_outside(head: str | None) -> None:
    # What is committed stays so, whatever happens here: an old note is better than a lost act.
    if head is None:
        return
    # Added, never replaced: after a cut the notes of what was there before still stand.
    try:
        with anchor_file().open("a") as notes:
            notes.write(f"{head}\n")
    except OSError as problem:
        _LOG.warning("The audit log could not be noted outside: %s.", type(problem).__name__)


def _name_no_values(context: ExceptionContext) -> None:
    # PostgreSQL quotes what it refuses: "Key (email)=(…) already exists", "invalid input … "…"".
    refused, wrapped = context.original_exception, context.sqlalchemy_exception
    told = getattr(refused, "diag", None)
    if told is None or told.sqlstate is None:
        return
    parts = (f"SQLSTATE {told.sqlstate}", told.table_name, told.column_name, told.constraint_name)
    said = ", ".join(part for part in parts if part)
    refused.args = (said,)
    if wrapped is not None:
        wrapped.args = (f"({type(refused).__name__}) {said}",)


def _prepare_sqlite(connection: SqliteConnection, _record: Any) -> None:
    # The driver must not open transactions by itself; _begin_sqlite decides their kind.
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "busy_timeout = 5000",
        "secure_delete = ON",
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that turns into a write fails at once when another one wrote.
    read_only = connection.get_execution_options().get(_READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
