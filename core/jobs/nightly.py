"""What time alone makes due, once a night: flags, shared follow-ups, releases, and what expires.

Running it twice changes nothing the second time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Engine, Table, and_, delete, or_
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from core.database import reading, transaction
from core.models import Draft, LoginSession, OneTimeToken, Person
from core.models.base import table_of
from core.rules.access import OWN_DEVICE_ABSOLUTE
from core.rules.drafts import KEPT_FOR
from core.services.flags import refresh_stale
from core.services.releases import release_closed_weeks
from core.services.sharing import bring_up_shared
from core.settings import settings

BATCH: Final = 50
"""People whose flags are computed in one transaction, so that nobody waits long to save."""
_SESSIONS_KEPT: Final = timedelta(days=30)
"""How long an ended sign-in is kept, so that a person can still see when and where it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsReport:
    """How much was done. Counts only: a log names nobody."""

    people: int
    """Whose flags were computed anew."""
    follow_ups: int
    """Opened or withdrawn because of what is shared now."""
    releases: int
    drafts: int
    sessions: int
    links: int

    def __str__(self) -> str:
        """Return one line for the console and the log."""
        return (
            f"flags of {self.people} people, {self.follow_ups} shared follow-ups, "
            f"{self.releases} team figures; deleted {self.drafts} old drafts, "
            f"{self.sessions} ended sessions, {self.links} expired links"
        )


def run_jobs(engine: Engine, *, now: datetime) -> JobsReport:
    """Do what is due at ``now`` and return how much it was."""
    people = sum(_refresh(engine, batch, now=now) for batch in _batches(engine))
    with transaction(engine) as session:
        follow_ups = bring_up_shared(session, now=now)
    with transaction(engine) as session:
        releases = release_closed_weeks(session, now=now, smallest_group=settings().smallest_group)
    with transaction(engine) as session:
        return JobsReport(
            people=people,
            follow_ups=follow_ups,
            releases=releases,
            drafts=_purge_drafts(session, now=now),
            sessions=_purge_sessions(session, now=now),
            links=_purge_links(session, now=now),
        )


def _batches(engine: Engine) -> Iterator[list[UUID]]:
    with reading(engine) as session:
        everybody = session.exec(
            select(Person.id).where(col(Person.active).is_(True)).order_by(col(Person.id))
        ).all()
    for start in range(0, len(everybody), BATCH):
        yield list(everybody[start : start + BATCH])


def _refresh(engine: Engine, person_ids: list[UUID], *, now: datetime) -> int:
    with transaction(engine) as session:
        return refresh_stale(session, person_ids, now=now)


def _purge_drafts(session: Session, *, now: datetime) -> int:
    too_old = (
        and_(col(Draft.form) == form, col(Draft.saved_at) < now - kept)
        for form, kept in KEPT_FOR.items()
    )
    return _delete(session, table_of(Draft), or_(*too_old))


def _purge_sessions(session: Session, *, now: datetime) -> int:
    ended = col(LoginSession.ended_at) < now - _SESSIONS_KEPT
    lapsed = col(LoginSession.created_at) < now - OWN_DEVICE_ABSOLUTE - _SESSIONS_KEPT
    return _delete(session, table_of(LoginSession), or_(ended, lapsed))


def _purge_links(session: Session, *, now: datetime) -> int:
    return _delete(session, table_of(OneTimeToken), col(OneTimeToken.expires_at) < now)


def _delete(session: Session, table: Table, condition: ColumnElement[bool]) -> int:
    return session.connection().execute(delete(table).where(condition)).rowcount
