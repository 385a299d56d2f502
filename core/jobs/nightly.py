"""What time alone makes due, once a night: flags, shared follow-ups, releases, and what expires.

Running it twice changes nothing the second time.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import Engine, Table, and_, delete, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from core.database import empty_log, reading, transaction
from core.jobs.lease import KeepLease
from core.models import Draft, OneTimeToken, Person
from core.models.base import table_of
from core.rules.drafts import KEPT_FOR
from core.rules.threshold_trials import Trial
from core.services.downloads import drop_old_downloads
from core.services.erasure import erase_long_gone
from core.services.erasure_ledger import note_erasure
from core.services.failed_sign_ins import write_failed
from core.services.flags import refresh_stale
from core.services.known_devices import forget_unused_devices
from core.services.leaving import close_left
from core.services.releases import release_closed_weeks
from core.services.retention import EXPIRIES, night_at
from core.services.sharing import bring_up_shared
from core.services.threshold_trials import count_flags, tell_trials, trials_due
from core.settings import settings

BATCH: Final = 50
"""People whose flags are computed in one transaction, so that nobody waits long to save."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsReport:
    """How much was done. Counts only: a log names nobody."""

    people: int
    """Whose flags were computed anew."""
    follow_ups: int
    """Opened or withdrawn because of what is shared now."""
    releases: int
    trials: int
    """Figures told of what other limits would change."""
    left: int
    """Accounts closed because their owner's last day is over, or erased because it long is."""
    expired: int
    """Records that were older than they are kept."""
    drafts: int
    downloads: int
    links: int
    devices: int
    """Browsers that count as strange again, because nobody used them for long."""

    def __str__(self) -> str:
        """Return one line for the console and the log."""
        return (
            f"flags of {self.people} people, {self.follow_ups} shared follow-ups, "
            f"{self.releases} team figures, {self.trials} trials of limits, "
            f"{self.left} accounts of leavers; deleted "
            f"{self.expired} old records, {self.drafts} old drafts, {self.downloads} unfetched "
            f"files, {self.links} expired links, "
            f"{self.devices} unused browsers"
        )


def _unleased() -> None:
    """Keep nothing: whoever runs the night by itself holds no lease."""


def run_jobs(engine: Engine, keep: KeepLease = _unleased, *, now: datetime) -> JobsReport:
    """Do what is due at ``now`` and return how much it was; ``keep`` is called between parts."""
    with transaction(engine) as session:
        left = close_left(session, now=now)
    people = sum(_refresh(engine, batch, keep, now=now) for batch in _batches(engine))
    keep()
    with transaction(engine) as session:
        follow_ups = bring_up_shared(session, now=now)
    keep()
    with transaction(engine) as session:
        releases = release_closed_weeks(session, now=now, smallest_group=settings().smallest_group)
    trials = try_limits(engine, keep, now=now)
    # Old records go last, so that a week is released before its rows can expire.
    expired = _expire(engine, keep, now=now)
    keep()
    left += _erase_long_gone(engine, now=now)
    keep()
    with transaction(engine) as session:
        report = JobsReport(
            people=people,
            follow_ups=follow_ups,
            releases=releases,
            trials=trials,
            left=left,
            expired=expired,
            drafts=_purge_drafts(session, now=now),
            downloads=drop_old_downloads(session, now=now),
            links=_purge_links(session, now=now),
            devices=forget_unused_devices(session, now=now),
        )
    with transaction(engine) as session:
        write_failed(session, now=now)
    empty_log(engine)
    return report


def try_limits(engine: Engine, keep: KeepLease = _unleased, *, now: datetime) -> int:
    """Judge twelve months by other limits, a few people at a time, and tell it all at once."""
    with reading(engine) as session:
        plan = trials_due(session, now=now)
    if plan is None:
        return 0
    counted: defaultdict[Trial, dict[UUID, int]] = defaultdict(dict)
    for batch in _batches(engine):
        keep()
        with reading(engine) as session:
            for trial, flags in count_flags(session, batch, plan).items():
                counted[trial] |= flags
    with transaction(engine) as session:
        people = settings().smallest_group
        return tell_trials(session, counted, plan, smallest_group=people, now=now)


def _expire(engine: Engine, keep: KeepLease, *, now: datetime) -> int:
    with reading(engine) as session:
        night = night_at(session, now=now)
    gone = 0
    for expire in EXPIRIES:
        keep()
        with transaction(engine) as session:
            gone += expire(session, night)
    return gone


def _erase_long_gone(engine: Engine, *, now: datetime) -> int:
    with transaction(engine) as session:
        night = night_at(session, now=now)
        remember = partial(note_erasure, session, settings().erasures, day=night.today)
        return erase_long_gone(session, night.limits, remember=remember, now=now)


def _batches(engine: Engine) -> Iterator[list[UUID]]:
    with reading(engine) as session:
        everybody = session.exec(
            select(Person.id).where(col(Person.active).is_(True)).order_by(col(Person.id))
        ).all()
    for start in range(0, len(everybody), BATCH):
        yield list(everybody[start : start + BATCH])


def _refresh(engine: Engine, person_ids: list[UUID], keep: KeepLease, *, now: datetime) -> int:
    keep()
    with transaction(engine) as session:
        return refresh_stale(session, person_ids, now=now)


def _purge_drafts(session: Session, *, now: datetime) -> int:
    too_old = (
        and_(col(Draft.form) == form, col(Draft.saved_at) < now - kept)
        for form, kept in KEPT_FOR.items()
    )
    return _delete(session, table_of(Draft), or_(*too_old))


def _purge_links(session: Session, *, now: datetime) -> int:
    return _delete(session, table_of(OneTimeToken), col(OneTimeToken.expires_at) < now)


def _delete(session: Session, table: Table, condition: ColumnElement[bool]) -> int:
    return session.connection().execute(delete(table).where(condition)).rowcount
