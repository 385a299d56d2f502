"""Bringing every encrypted word under the key that writes now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, Table, select, update
from sqlmodel import Session

from core.models import FollowUp, FollowUpNote
from core.models.base import Base, SealedWords, resealed, table_of
from core.services.audit import write_audit
from core.vocabulary import AuditEvent

BATCH: Final = 500
"""Rows of one table that are read at a time."""
_NOTE: Final = table_of(FollowUpNote)
_ABOUT: Final = table_of(FollowUp)


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of encrypted words, and how to find whose they are."""

    table: Table
    name: str

    @property
    def field(self) -> str:
        """The name that the words were sealed for."""
        return f"{self.table.name}.{self.name}"

    def rows(self, after: UUID | None) -> Select[Any]:
        """Return row id, person and words of the next rows after a row id, in its order."""
        key, words = self.key, self.table.c[self.name]
        if self.table is _NOTE:
            found = select(key, _ABOUT.c.person_id, words).join_from(_NOTE, _ABOUT)
        else:
            found = select(key, self.table.c.person_id, words)
        found = found.where(words.is_not(None)).order_by(key).limit(BATCH)
        return found if after is None else found.where(key > after)

    @property
    def key(self) -> Any:
        """The primary key, which the words were sealed for."""
        return next(iter(self.table.primary_key.columns))


def sealed_columns() -> Iterator[SealedColumn]:
    """Return every column of encrypted words there is."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, SealedWords):
                yield SealedColumn(table, column.name)


def reseal(session: Session, column: SealedColumn, after: UUID | None) -> tuple[int, UUID | None]:
    """Bring the next rows of a column under the writing key.

    Returns how many changed and the last row looked at; nothing when there are no more. What
    somebody saves meanwhile is newer and stays.
    """
    found = session.connection().execute(column.rows(after)).all()
    changed = 0
    words = column.table.c[column.name]
    for row_id, person_id, sealed in found:
        fresh = resealed(sealed, column.field, row_id, person_id)
        if fresh is not None:
            changed += (
                session.connection()
                .execute(
                    update(column.table)
                    .where(column.key == row_id, words == sealed)
                    .values({words: fresh})
                )
                .rowcount
            )
    return changed, found[-1][0] if found else None


def note_rotation(session: Session, detail: str, *, now: datetime) -> None:
    """Write down in the audit log that keys were changed."""
    write_audit(session, AuditEvent.KEYS_ROTATED, detail=detail, now=now)
