"""What every table shares."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Dialect, Enum, LargeBinary, MetaData, Table
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

from core.crypto import Place, keyring

# Alembic can only alter constraints that have names, and SQLite gives them none.
_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(SQLModel, registry=registry(metadata=MetaData(naming_convention=_NAMES))):
    """Parent of our tables.

    Streamlit re-imports our modules after each edit. A registry of our own is re-created
    with them; SQLModel's shared one would still hold the old tables and refuse the new.
    """


def table_of(model: type[Base]) -> Table:
    """Return the table behind a model, for statements that leave the ORM out."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC on every database. SQLite alone would drop the time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse a moment without a zone; it would be a guess."""
        if value is not None and value.tzinfo is None:
            raise ValueError("expected a timezone-aware datetime")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give back what was stored, with its zone."""
        if not isinstance(value, datetime):
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class SealedWords(TypeDecorator[bytes]):
    """Encrypted words. Only ``seal_words`` makes them and only ``open_words`` reads them."""

    impl = LargeBinary
    cache_ok = True


def seal_words(text: str | None, field: str, row_id: UUID, person_id: UUID) -> bytes | None:
    """Return words encrypted for one row and person; blank text is stored as nothing.

    ``field`` names table and column, for example ``contact_toll.note``.
    """
    cleaned = (text or "").strip()
    return keyring().seal(cleaned, Place(field, row_id, person_id)) if cleaned else None


def open_words(sealed: bytes | None, field: str, row_id: UUID, person_id: UUID) -> str:
    """Return the words that were sealed for this place, or an empty text.

    Raises:
        WordsUnreadable: they were altered, moved from another place, or their key is missing.
    """
    return keyring().open(sealed, Place(field, row_id, person_id)) if sealed else ""


def seal_file(data: bytes, field: str, row_id: UUID, person_id: UUID) -> bytes:
    """Return a file encrypted for one row and person, as ``seal_words`` does with words."""
    return keyring().seal_bytes(data, Place(field, row_id, person_id))


def open_file(sealed: bytes, field: str, row_id: UUID, person_id: UUID) -> bytes:
    """Return the file that was sealed for this place.

    Raises:
        WordsUnreadable: it was altered, moved from another place, or its key is missing.
    """
    return keyring().open_bytes(sealed, Place(field, row_id, person_id))


def resealed(sealed: bytes, field: str, row_id: UUID, person_id: UUID) -> bytes | None:
    """Return the same words under the key that writes now, or nothing when they are already.

    Raises:
        WordsUnreadable: they were altered, moved from another place, or their key is missing.
    """
    keys = keyring()
    if keys.is_current(sealed):
        return None
    place = Place(field, row_id, person_id)
    return keys.seal_bytes(keys.open_bytes(sealed, place), place)


def proof_key() -> bytes:
    """Return the key that chains the audit log."""
    return keyring().proof_key()


def stored_as_text(kind: type[StrEnum]) -> Enum:
    """Return a column type that keeps an enum as its readable value plus a CHECK.

    PostgreSQL's own ENUM type would outlive a downgrade and needs ALTER TYPE to grow.
    """
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )
