"""Who may run a job: one row in the database, so that two instances never both do."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import uuid4

from sqlalchemy import Engine, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import JobLease
from core.models.base import table_of

LASTS: Final = timedelta(hours=1)
"""A run that was not heard of for so long is taken for dead; each of its parts takes seconds."""
_LEASE: Final = table_of(JobLease)
_LONGEST_SAID: Final = 300

KeepLease = Callable[[], None]
"""What a job calls between its parts: it says that the run is alive, or stops it."""


class LeaseLost(Exception):
    """Another instance took this run for dead and does the job now."""


def run_leased(
    engine: Engine,
    job: str,
    run: Callable[[KeepLease], object],
    *,
    clock: Callable[[], datetime] = utc_now,
    unless_since: datetime | None = None,
) -> str | None:
    """Run a job if nobody else does; return what it said, or nothing when it was not done here.

    A run that lasts longer than the lease keeps it by calling what it is given; once another
    instance has taken over, that call ends the run.

    ``unless_since`` leaves it out when it has finished since then, so that of two instances
    that wake up at the same time the later one has nothing to do.
    """
    holder = uuid4().hex
    if not _take(engine, job, holder, now=clock(), unless_since=unless_since):
        return None
    finished = False
    said = ""
    try:
        said = str(run(partial(_keep, engine, job, holder, clock)))
        finished = True
    except LeaseLost:
        return None
    finally:
        _give_back(engine, job, holder, now=clock(), said=said, finished=finished)
    return said


def last_finished(engine: Engine, job: str) -> datetime | None:
    """Return when a job last ran to its end."""
    with reading(engine) as session:
        return session.exec(select(JobLease.finished_at).where(JobLease.job == job)).first()


def _take(
    engine: Engine, job: str, holder: str, *, now: datetime, unless_since: datetime | None
) -> bool:
    _make_row(engine, job, now=now)
    free = (_LEASE.c.holder == "") | (_LEASE.c.until_at <= now)
    if unless_since is not None:
        free &= _LEASE.c.finished_at.is_(None) | (_LEASE.c.finished_at < unless_since)
    with transaction(engine) as session:
        # One statement, so that of two instances exactly one changes the row.
        taken = session.connection().execute(
            update(_LEASE)
            .where(_LEASE.c.job == job, free)
            .values(holder=holder, until_at=now + LASTS)
        )
        return bool(taken.rowcount)


def _keep(engine: Engine, job: str, holder: str, clock: Callable[[], datetime]) -> None:
    with transaction(engine) as session:
        kept = session.connection().execute(
            update(_LEASE)
            .where(_LEASE.c.job == job, _LEASE.c.holder == holder)
            .values(until_at=clock() + LASTS)
        )
    if not kept.rowcount:
        raise LeaseLost


def _make_row(engine: Engine, job: str, *, now: datetime) -> None:
    with reading(engine) as session:
        if session.get(JobLease, job) is not None:
            return
    try:
        with transaction(engine) as session:
            session.add(JobLease(job=job, until_at=now))
    except IntegrityError:
        # Another instance made it at the same moment.
        return


def _give_back(
    engine: Engine, job: str, holder: str, *, now: datetime, said: str, finished: bool
) -> None:
    done = {"finished_at": now, "said": said[:_LONGEST_SAID]} if finished else {}
    with transaction(engine) as session:
        # Only one's own: a run that took too long may have been replaced.
        session.connection().execute(
            update(_LEASE)
            .where(_LEASE.c.job == job, _LEASE.c.holder == holder)
            .values(holder="", until_at=now, **done)
        )
