"""The night of a running server: every morning, and soon after a start that missed one."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger
from sqlalchemy import Engine

from core.clock import clock_jump, utc_now
from core.database import reading
from core.jobs.keep_erased import keep_erased
from core.jobs.lease import last_finished, run_leased
from core.jobs.nightly import JobsReport, run_jobs
from core.queries.people import organisation

NIGHTLY: Final = "nightly"
HOUR, MINUTE = 6, 5
"""After the weeks are released on Monday at six."""
MISSED_AFTER: Final = timedelta(days=1)
FARTHEST_JUMP: Final = timedelta(hours=2)
"""How far the clock may be set while a server runs; summer time moves no clock that counts UTC."""
_SOON: Final = timedelta(seconds=30)
"""So that the first visitors of a start are not slowed down."""
_JUST_DONE: Final = timedelta(minutes=30)
_LOG: Final = logging.getLogger("holdfast.jobs")


def run_nightly(engine: Engine, *, unless_since: datetime | None = None) -> str | None:
    """Do the work of the night under its lease; return what was done, if it was not left out."""
    now = utc_now()
    run: partial[JobsReport] = partial(run_jobs, engine, now=now)
    return run_leased(engine, NIGHTLY, run, unless_since=unless_since)


@contextmanager
def nights(engine: Engine) -> Iterator[BackgroundScheduler]:
    """Run the nightly work every morning while the block lasts, in a thread of its own."""
    with reading(engine) as session:
        time_zone = organisation(session).time_zone
    scheduler = BackgroundScheduler(
        timezone=time_zone, executors={"default": ThreadPoolExecutor(1)}, daemon=True
    )
    work = partial(_night, engine)
    scheduler.add_job(
        work,
        CronTrigger(hour=HOUR, minute=MINUTE, jitter=60, timezone=time_zone),
        id=NIGHTLY,
        coalesce=True,
        misfire_grace_time=3600,
    )
    if is_missed(engine, now=utc_now()):
        scheduler.add_job(work, DateTrigger(utc_now() + _SOON), id=f"{NIGHTLY}_missed")
    scheduler.start()
    try:
        yield scheduler
    finally:
        scheduler.shutdown(wait=False)


def is_missed(engine: Engine, *, now: datetime) -> bool:
    """Return whether the last night is longer ago than a day."""
    last = last_finished(engine, NIGHTLY)
    return last is None or now - last > MISSED_AFTER


def _night(engine: Engine) -> None:
    # A night that fails is reported by the scheduler and does not end the ones after it.
    jump = clock_jump()
    if abs(jump) > FARTHEST_JUMP:
        # Old records are deleted by the calendar: on a wrong day too many would go.
        _LOG.warning(
            "The clock was moved by %s days since this server started, so nothing was done "
            "tonight. Please check the clock and start the server again.",
            jump.days,
        )
        return
    keep_erased(engine)
    said = run_nightly(engine, unless_since=utc_now() - _JUST_DONE)
    if said is not None:
        _LOG.info("Nightly work: %s", said)
