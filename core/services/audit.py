"""Writing down acts that have to be provable later, each chained to the one before."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, insert, text
from sqlmodel import Session, col

from core.models import AuditEntry
from core.models.base import proof_key, table_of
from core.permissions import Actor
from core.queries.audit import head_of, log_up_to
from core.rules.audit import BEFORE_ALL, Anchor, Entry, cut_note, digest_of
from core.vocabulary import AuditEvent

_ENTRY: Final = table_of(AuditEntry)
_HEAD: Final = "audit_head"
"""Where ``core.database`` looks for what to note outside once this is committed."""
_ONE_AT_A_TIME: Final = text("SELECT pg_advisory_xact_lock(7246335)")
_LONGEST: Final = 300


def write_audit(
    session: Session,
    event: AuditEvent,
    *,
    actor_id: UUID | None = None,
    subject_id: UUID | None = None,
    detail: str = "",
    now: datetime,
) -> None:
    """Add one entry to the audit log, in the transaction of the act itself.

    ``detail`` names roles, settings or counts; never words or answers of a person.
    """
    write_audit_of_each(session, event, [subject_id], actor_id=actor_id, detail=detail, now=now)


def write_audit_of_each(
    session: Session,
    event: AuditEvent,
    subject_ids: Sequence[UUID | None],
    *,
    actor_id: UUID | None = None,
    detail: str = "",
    now: datetime,
) -> None:
    """Add one entry for each subject, in as many statements as for one."""
    if not subject_ids:
        return
    if session.get_bind().dialect.name != "sqlite":
        session.connection().execute(_ONE_AT_A_TIME)
    head = head_of(session) or Anchor(0, BEFORE_ALL)
    added = []
    for subject_id in subject_ids:
        entry = Entry(
            position=head.position + 1,
            at=now.astimezone(UTC),
            event=event,
            actor_id=actor_id,
            subject_id=subject_id,
            detail=detail[:_LONGEST],
            digest="",
        )
        head = Anchor(entry.position, digest_of(proof_key(), head.digest, entry))
        added.append(_values_of(entry, head.digest))
    session.connection().execute(insert(_ENTRY), added)
    session.info[_HEAD] = str(head)


def _values_of(entry: Entry, digest: str) -> dict[str, object]:
    return {
        "position": entry.position,
        "at": entry.at,
        "event": entry.event,
        "actor_id": entry.actor_id,
        "subject_id": entry.subject_id,
        "detail": entry.detail,
        "digest": digest,
    }


def note_setting(session: Session, actor: Actor, what: str, *, now: datetime) -> None:
    """Write down that somebody changed a setting of everybody's."""
    write_audit(
        session, AuditEvent.SETTINGS_CHANGED, actor_id=actor.person_id, detail=what, now=now
    )


def note_refusal(session: Session, actor: Actor, what: str, *, now: datetime) -> None:
    """Write down that somebody asked for what their roles do not include."""
    write_audit(session, AuditEvent.NOT_ALLOWED, actor_id=actor.person_id, detail=what, now=now)


def expire_audit(session: Session, *, before: datetime, now: datetime) -> int:
    """Remove entries older than ``before`` and write down up to where; return how many."""
    last = log_up_to(session, before)
    if last is None:
        return 0
    removed = session.connection().execute(
        delete(_ENTRY).where(col(AuditEntry.position) <= last.position)
    )
    write_audit(session, AuditEvent.EXPIRED, detail=cut_note(last), now=now)
    return removed.rowcount
