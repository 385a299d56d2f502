"""Bringing back what a person entered, from a file that the export made.

What they entered comes back under new keys: contacts and cases, what they cost, check-ins,
self-checks, questionnaires, agreements, pauses, talks and training. Sums are made anew where
single rows are there, and kept as they were where those had expired. Flags are computed anew.
What others did, what was shared and who looked are traces of one installation and stay there.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4
from zipfile import BadZipFile, ZipFile

from sqlalchemy import (
    Column,
    Date,
    Enum,
    Float,
    Integer,
    Time,
    Uuid,
    delete,
    exists,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import Session

from core.errors import InvalidValue, NotFound
from core.models import FlagsAsOf, Module, Person
from core.models.base import SealedWords, UtcDateTime, seal_words, table_of
from core.queries.personal_data import Personal
from core.queries.personal_tables import PERSONAL
from core.rules.contacts import LONGEST_NOTE
from core.services.audit import write_audit
from core.services.flags import refresh_flags
from core.services.locking import lock_person
from core.services.rollups import rebuild_weeks
from core.transfer.export_files import JSON_NAME
from core.transfer.personal_export import FORMAT, SCHEMA, UNREADABLE
from core.vocabulary import AuditEvent

_LARGEST: Final = 100 * 1024 * 1024
"""Bytes of one file once it is unpacked: many times what decades of one person take."""
_PERSON: Final = table_of(Person)
_MODULE: Final = table_of(Module)
_AS_OF: Final = table_of(FlagsAsOf)
_ENTERED: Final = tuple(one for one in PERSONAL if one.entered)
_MADE_HERE: Final = frozenset({"confirmed_by", "confirmed_at"})
"""Nobody here has vouched for it."""
_PAST: Final = frozenset({"day", "completed_on", "opened_on", "closed_on"})
"""Days that cannot lie ahead."""


def read_export(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the sections of an exported file, the whole one or its JSON alone.

    Raises:
        InvalidValue: it is no such file, or one of another version.
    """
    try:
        told = json.loads(_text(path.read_bytes()))
    except (OSError, BadZipFile, KeyError, ValueError) as problem:
        raise InvalidValue(f"{path.name} is not a file that Holdfast exported.") from problem
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise InvalidValue(f"{path.name} is not a file that Holdfast exported.")
    if told.get("schema") != SCHEMA:
        raise InvalidValue(
            f"{path.name} was made by another version (schema {told.get('schema')})."
        )
    sections = told.get("sections")
    return sections if isinstance(sections, dict) else {}


def import_person(
    session: Session, email: str, sections: Mapping[str, Any], *, now: datetime
) -> int:
    """Bring back what somebody entered into their empty account; return how many rows.

    Raises:
        NotFound: nobody has this address.
        InvalidValue: the account holds entries already, or the file holds what cannot be kept.
    """
    wanted = select(_PERSON.c.id).where(
        _PERSON.c.email == email.strip().lower(), _PERSON.c.erased_at.is_(None)
    )
    person_id = session.connection().execute(wanted).scalar_one_or_none()
    if person_id is None:
        raise NotFound("person")
    lock_person(session, person_id)
    _must_be_empty(session, person_id)
    bringing = _Bringing(session, person_id, latest=now.date() + timedelta(days=1))
    try:
        brought = sum(bringing.section(one, sections.get(one.section, [])) for one in _ENTERED)
        rebuild_weeks(session, person_id)
        session.connection().execute(delete(_AS_OF).where(_AS_OF.c.person_id == person_id))
        refresh_flags(session, person_id, now=now)
    except (AttributeError, IntegrityError, KeyError, StatementError, TypeError, ValueError) as odd:
        raise InvalidValue("The file holds something that cannot be kept here.") from odd
    write_audit(
        session,
        AuditEvent.ACCOUNT_CHANGED,
        subject_id=person_id,
        detail=f"brought back: {brought} entries",
        now=now,
    )
    return brought


class _Bringing:
    """Writes rows under new keys, and remembers which old key became which."""

    def __init__(self, session: Session, person_id: UUID, *, latest: date) -> None:
        self._connection = session.connection()
        self._latest = latest
        self._me = person_id
        self._keys: dict[str, UUID] = {}

    def section(self, one: Personal, told: list[dict[str, Any]]) -> int:
        rows = [row for row in (self._row(one, each) for each in told) if row is not None]
        if rows:
            self._connection.execute(insert(one.table), rows)
        return len(rows)

    def _row(self, one: Personal, told: Mapping[str, Any]) -> dict[str, Any] | None:
        values: dict[str, Any] = {}
        for column in one.table.columns:
            if column.name in _MADE_HERE:
                values[column.name] = None
            elif column.name in one.names or (column.name == one.owner and one.of is None):
                values[column.name] = self._me
            elif any(key.column.table is _MODULE for key in column.foreign_keys):
                values[column.name] = self._module(told[column.name])
            elif not isinstance(column.type, SealedWords):
                values[column.name] = self._value(column, told.get(column.name))
        if "module_id" in values and values["module_id"] is None:
            # A module that nobody teaches here.
            return None
        for word, bound_to in one.words.items():
            said = told[word] if told[word] != UNREADABLE else ""
            if said is not None and len(said) > LONGEST_NOTE:
                raise ValueError(word)
            place = f"{one.table.name}.{word}"
            values[word] = seal_words(said, place, values[bound_to], self._me)
        return values

    def _value(self, column: "Column[Any]", told: Any) -> Any:
        if isinstance(column.type, Uuid):
            if told is None:
                return None
            return self._keys.setdefault(told, uuid4())
        typed = _typed(column, told)
        if column.name in _PAST and typed is not None and typed > self._latest:
            raise ValueError(column.name)
        return typed

    def _module(self, code: str) -> UUID | None:
        wanted = select(_MODULE.c.id).where(_MODULE.c.code == code)
        return self._connection.execute(wanted).scalar_one_or_none()


def _typed(column: "Column[Any]", told: Any) -> Any:
    if told is None:
        return None
    kind = column.type
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class(told)
    if isinstance(kind, Date):
        return date.fromisoformat(told)
    if isinstance(kind, Time):
        return time.fromisoformat(told)
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(told)
    longest = getattr(getattr(kind, "impl", kind), "length", None) or LONGEST_NOTE
    if isinstance(told, str) and len(told) > longest:
        raise ValueError(column.name)
    if isinstance(kind, Integer | Float) and told < 0:
        raise ValueError(column.name)
    return told


def _must_be_empty(session: Session, person_id: UUID) -> None:
    for one in _ENTERED:
        there = select(exists().where(one.belongs_to(person_id)))
        if session.connection().execute(there).scalar():
            raise InvalidValue(
                "This account holds entries already; a file is brought back into an empty one."
            )


def _text(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode()
    with ZipFile(BytesIO(data)) as archive:
        if archive.getinfo(JSON_NAME).file_size > _LARGEST:
            raise ValueError(JSON_NAME)
        return archive.read(JSON_NAME).decode()
