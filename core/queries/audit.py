"""Reading the audit log."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from core.models import AuditEntry, FailedSignIns, LoginSession, Person
from core.models.base import proof_key
from core.permissions import Actor, Permission
from core.queries.rows import rows
from core.rules.audit import Anchor, Entry, Verdict, anchors_from, examine
from core.vocabulary import AuditEvent

PAGE: Final = 50
"""Entries on one page of the log."""
_HEAD: Final = (
    select(col(AuditEntry.position), col(AuditEntry.digest))
    .order_by(col(AuditEntry.position).desc())
    .limit(1)
)
_ALL: Final = select(
    col(AuditEntry.position),
    col(AuditEntry.at),
    col(AuditEntry.event),
    col(AuditEntry.actor_id),
    col(AuditEntry.subject_id),
    col(AuditEntry.detail),
    col(AuditEntry.digest),
).order_by(col(AuditEntry.position))
_NEVER: Final = 2**31 - 1
_SIGN_IN: Final = select(col(LoginSession.id)).limit(1)
_UNREADABLE: Final = "The notes outside the database cannot be read."
_NO_NOTE: Final = "The note outside the database is missing, so a cut end could not be seen."


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry as an administrator reads it."""

    position: int
    at: datetime
    event: AuditEvent
    actor: str
    """Name of who did it; empty for the console and for jobs, and for people long gone."""
    subject: str
    """Name of whom it was done to; empty when it was nobody, or nobody who is still here."""
    detail: str


@dataclass(frozen=True, slots=True)
class FailedHour:
    """Sign-ins that failed within an hour, before they go into the log."""

    hour_at: datetime
    name: str
    """Whose account was tried; empty for addresses without an account."""
    tries: int


def failed_lately(session: Session, actor: Actor) -> list[FailedHour]:
    """Return failed sign-ins that are not in the log yet, because their hour is not over."""
    actor.must(Permission.SEE_AUDIT)
    found = rows(
        session,
        select(col(FailedSignIns.hour_at), col(Person.display_name), col(FailedSignIns.tries))
        .outerjoin(Person, col(Person.id) == col(FailedSignIns.about_id))
        .order_by(col(FailedSignIns.hour_at).desc(), col(FailedSignIns.tries).desc()),
    )
    return [FailedHour(hour_at, name or "", tries) for hour_at, name, tries in found]


def audit_count(session: Session, actor: Actor, *, event: AuditEvent | None = None) -> int:
    """Return how many entries the log holds, of one kind or of all."""
    actor.must(Permission.SEE_AUDIT)
    counted = select(func.count()).select_from(AuditEntry)
    if event is not None:
        counted = counted.where(col(AuditEntry.event) == event)
    return int(session.connection().execute(counted).scalar_one())


def audit_lines(
    session: Session, actor: Actor, *, event: AuditEvent | None = None, page: int = 1
) -> list[AuditLine]:
    """Return one page of the log, newest first, ``PAGE`` entries on each."""
    actor.must(Permission.SEE_AUDIT)
    doer, subject = aliased(Person), aliased(Person)
    statement = (
        select(
            col(AuditEntry.position),
            col(AuditEntry.at),
            col(AuditEntry.event),
            col(doer.display_name),
            col(subject.display_name),
            col(AuditEntry.detail),
        )
        .outerjoin(doer, col(doer.id) == col(AuditEntry.actor_id))
        .outerjoin(subject, col(subject.id) == col(AuditEntry.subject_id))
        .order_by(col(AuditEntry.position).desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    if event is not None:
        statement = statement.where(col(AuditEntry.event) == event)
    return [
        AuditLine(position, at, kind, by or "", whom or "", detail)
        for position, at, kind, by, whom, detail in rows(session, statement)
    ]


def check_audit(session: Session, actor: Actor, *, noted: str) -> Verdict:
    """Return whether the log is whole; ``noted`` is what was written down outside, if anything."""
    actor.must(Permission.SEE_AUDIT)
    return audit_verdict(session, noted=noted)


def audit_verdict(session: Session, *, noted: str) -> Verdict:
    """Return whether the log is whole; for the console, where nobody is signed in."""
    anchors = anchors_from(noted)
    verdict = examine(proof_key(), _entries(session), anchors or ())
    missing = _UNREADABLE if anchors is None else "" if anchors else _NO_NOTE
    if missing and (verdict.entries or _somebody_signed_in(session)):
        return replace(verdict, faults=(*verdict.faults, missing))
    return verdict


def _somebody_signed_in(session: Session) -> bool:
    return session.connection().execute(_SIGN_IN).first() is not None


def head_of(session: Session) -> Anchor | None:
    """Return the latest entry; for callers that write the next one."""
    row = session.connection().execute(_HEAD).first()
    return None if row is None else Anchor(row.position, row.digest)


def log_up_to(session: Session, before: datetime) -> Anchor | None:
    """Return the last of the entries that lie at the beginning of the log and before a moment."""
    later = (
        select(func.min(col(AuditEntry.position)))
        .where(col(AuditEntry.at) >= before)
        .scalar_subquery()
    )
    # Positions rise with time except where a clock was set back; then less is removed.
    row = (
        session.connection()
        .execute(_HEAD.where(col(AuditEntry.position) < func.coalesce(later, _NEVER)))
        .first()
    )
    return None if row is None else Anchor(row.position, row.digest)


def _entries(session: Session) -> Iterator[Entry]:
    found = session.connection().execute(_ALL)
    for position, at, event, actor_id, subject_id, detail, digest in found:
        yield Entry(
            position=position,
            at=at,
            event=event,
            actor_id=actor_id,
            subject_id=subject_id,
            detail=detail,
            digest=digest,
        )
