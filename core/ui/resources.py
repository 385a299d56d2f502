"""The one door from a page to the database: open a transaction, know what day it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlmodel import Session

from core.clock import utc_now
from core.database import engine, transaction
from core.database import reading as reading_from
from core.queries.people import hold_organisation
from core.ui.reader import framed_reader


@contextmanager
def saving() -> Iterator[Session]:
    """Open a transaction for one action; it commits when the block ends."""
    with transaction(engine()) as session:
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session that only reads. Close it before the first ``st`` call."""
    framed = framed_reader()
    with reading_from(engine()) as session:
        if framed is not None:
            hold_organisation(session, framed.organisation)
        yield session


def now() -> datetime:
    """Return the current moment in UTC."""
    return utc_now()
