"""Who was erased, written down outside the database, so that an old backup brings nobody back.

The first line holds a random key, every other one a day and a keyed hash of a person's key:
whoever finds the file alone learns how many were erased and when, and of whom nothing.

The database notes how the file stood, so that one that is missing, shortened or replaced is named.
"""

import hmac
import os
import secrets
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from core.errors import NotConfigured
from core.models import AuditEntry, ErasureMark
from core.models.base import table_of
from core.services.audit import write_audit
from core.vocabulary import AuditEvent

_HEADING: Final = "holdfast-erasures"
_KEY_BYTES: Final = 32
_MARK: Final = table_of(ErasureMark)
_ENTRY: Final = table_of(AuditEntry)
_ONLY: Final = 1


def note_erasure(session: Session, path: Path, person_id: UUID, day: date) -> None:
    """Write down that somebody was erased; on disk before this returns."""
    mark = _locked_mark(session)
    whole = not _fault(mark, path)
    _note(path, [(person_id, day)])
    if whole:
        # A ledger with a gap keeps its mark, so that the next erasure does not hide the gap.
        _set_mark(session, path)


def ledger_fault(session: Session, path: Path) -> str:
    """Return one sentence about what is missing from the ledger; nothing when it is whole."""
    row = session.connection().execute(select(_MARK)).first()
    return _fault(row, path)


def write_ledger_anew(session: Session, path: Path, *, now: datetime) -> int:
    """Add every erasure that the audit log knows and the ledger lacks; return how many.

    What is older than the audit log stays lost; backups of that age should be gone as well.
    """
    _locked_mark(session)
    erased = session.connection().execute(
        select(_ENTRY.c.subject_id, _ENTRY.c.at).where(
            _ENTRY.c.event == AuditEvent.ERASED, _ENTRY.c.subject_id.is_not(None)
        )
    )
    days = {person_id: at.date() for person_id, at in erased}
    known = set(erased_before(path, days))
    missing = [(person_id, day) for person_id, day in days.items() if person_id not in known]
    _note(path, missing)
    _set_mark(session, path)
    write_audit(session, AuditEvent.LEDGER_MADE_ANEW, detail=f"{len(missing)} added", now=now)
    return len(missing)


def erased_before(path: Path, people: Iterable[UUID]) -> list[UUID]:
    """Return which of these people were erased according to the ledger.

    Raises:
        NotConfigured: the ledger is there but cannot be read.
    """
    if not path.exists():
        return []
    key, digests = _read(path)
    return [person_id for person_id in people if _digest(key, person_id) in digests]


def _note(path: Path, erased: Iterable[tuple[UUID, date]]) -> None:
    if not path.exists():
        _start(path)
    key, _digests = _read(path)
    _append(path, "".join(f"{day.isoformat()} {_digest(key, who)}\n" for who, day in erased))


def _fault(mark: Any, path: Path) -> str:
    if mark is None or not mark.lines:
        return ""
    name, way_out = path.name, "Put it back from its safe place, or run: holdfast audit ledger"
    if not path.exists():
        return f"The erasure ledger {name} is missing. Erasures it held: {mark.lines}. {way_out}"
    _heading, *lines = _lines(path)
    if len(lines) < mark.lines:
        held = f"{len(lines)} of {mark.lines} erasures"
        return f"The erasure ledger {name} was shortened: it holds {held}. {way_out}"
    if _digest_of(path, mark.lines) != mark.digest:
        return f"The erasure ledger {name} is not the one that was written here. {way_out}"
    return ""


def _locked_mark(session: Session) -> Any:
    connection = session.connection()
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    first = insert(_MARK).values(id=_ONLY, lines=0, digest="")
    connection.execute(first.on_conflict_do_nothing())
    return connection.execute(select(_MARK).with_for_update()).one()


def _set_mark(session: Session, path: Path) -> None:
    count = len(_lines(path)) - 1
    values = {"lines": count, "digest": _digest_of(path, count)}
    session.connection().execute(update(_MARK).values(values))


def _digest_of(path: Path, count: int) -> str:
    return sha256("\n".join(_lines(path)[: count + 1]).encode()).hexdigest()


def _lines(path: Path) -> list[str]:
    _read(path)
    return [line for line in path.read_text().splitlines() if line.strip()]


def _start(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    _append(path, f"{_HEADING} {secrets.token_hex(_KEY_BYTES)}\n")


def _append(path: Path, line: str) -> None:
    with path.open("a") as ledger:
        ledger.write(line)
        ledger.flush()
        os.fsync(ledger.fileno())


def _read(path: Path) -> tuple[bytes, set[str]]:
    try:
        heading, *lines = path.read_text().splitlines()
        name, key = heading.split()
        secret = bytes.fromhex(key)
        digests = {line.split()[1] for line in lines if line.strip()}
    except (OSError, ValueError, IndexError) as problem:
        raise _malformed(path) from problem
    if name != _HEADING or len(secret) != _KEY_BYTES:
        raise _malformed(path)
    return secret, digests


def _malformed(path: Path) -> NotConfigured:
    return NotConfigured(
        f"The erasure ledger {path.name} is malformed; restore it from its safe place."
    )


def _digest(key: bytes, person_id: UUID) -> str:
    return hmac.new(key, person_id.bytes, sha256).hexdigest()
