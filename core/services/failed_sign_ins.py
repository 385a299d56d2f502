"""Failed sign-ins for the audit log, counted by the hour: an attack shows and floods nothing.

An account has one entry an hour, and all addresses without an account have one together. Neither
addresses nor anything that was typed is written down.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from core.models import FailedSignIns, Person
from core.models.base import table_of
from core.services.audit import write_audit
from core.vocabulary import AuditEvent

NOBODY: Final = UUID(int=0)
"""Stands for every address that has no account."""
_COUNT: Final = table_of(FailedSignIns)


def count_failed(session: Session, email: str, *, now: datetime) -> None:
    """Count a sign-in that failed; the same statements whether or not there is an account."""
    found = session.exec(select(Person.id).where(Person.email == email.strip().lower())).first()
    connection = session.connection()
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = {"hour_at": _hour(now), "about_id": found or NOBODY, "tries": 1}
    once_more = {"tries": _COUNT.c.tries + 1}
    connection.execute(
        insert(_COUNT)
        .values(row)
        .on_conflict_do_update(index_elements=["hour_at", "about_id"], set_=once_more)
    )


def write_failed(session: Session, *, now: datetime) -> int:
    """Bring the counts of hours that are over into the audit log; return how many entries."""
    over = (
        delete(_COUNT)
        .where(col(FailedSignIns.hour_at) < _hour(now))
        .returning(_COUNT.c.hour_at, _COUNT.c.about_id, _COUNT.c.tries)
    )
    found = sorted(session.connection().execute(over).all())
    for hour_at, about_id, tries in found:
        write_audit(
            session,
            AuditEvent.SIGN_INS_FAILED,
            subject_id=None if about_id == NOBODY else about_id,
            detail=" ".join(_words(about_id, tries, hour_at)),
            now=now,
        )
    return len(found)


def _words(about_id: UUID, tries: int, hour_at: datetime) -> Iterator[str]:
    yield f"{tries} in the hour from {hour_at:%Y-%m-%d %H:%M} UTC"
    if about_id == NOBODY:
        yield "with addresses that have no account"


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)
