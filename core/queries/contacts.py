"""A person's own contacts, with what they cost. Nobody else's query reads these tables so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, Integer, and_, bindparam, func, select
from sqlmodel import Session

from core.errors import NotFound
from core.models import Case, Contact, ContactCase, ContactTag, ContactToll
from core.models.base import open_words, table_of
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.rules.contacts import ContactEntry
from core.vocabulary import BoundaryTheme, Debrief, Format, Helped, Weight

__all__ = [
    "CaseChoice",
    "ContactDetail",
    "ContactEntry",
    "ContactRow",
    "LogDefaults",
    "log_defaults",
    "own_contact",
    "own_contact_count",
    "own_contacts",
]

_CASE: Final = table_of(Case)
_CONTACT: Final = table_of(Contact)
_TOLL: Final = table_of(ContactToll)
_TAG: Final = table_of(ContactTag)
_LINK: Final = table_of(ContactCase)
_USUAL_MINUTES: Final = 60
_RECENT: Final = timedelta(days=90)


_ME: Final[BindParameter[UUID]] = bindparam("me")
_PAGE_OF_OWN: Final = (
    select(
        _CONTACT,
        _TOLL.c.toll,
        _TOLL.c.grey_theme,
        (_TOLL.c.note.is_not(None) | _TOLL.c.glad_of.is_not(None)).label("has_words"),
    )
    .outerjoin(_TOLL, _TOLL.c.contact_id == _CONTACT.c.id)
    .where(_CONTACT.c.person_id == _ME)
    .order_by(_CONTACT.c.day.desc(), _CONTACT.c.created_at.desc(), _CONTACT.c.id)
    .limit(bindparam("how_many", type_=Integer))
    .offset(bindparam("after", type_=Integer))
)
_COUNT_OF_OWN: Final = select(func.count()).select_from(_CONTACT).where(_CONTACT.c.person_id == _ME)
_CODES_OF: Final = (
    select(_LINK.c.contact_id, _CASE.c.code)
    .join(_CASE, _CASE.c.id == _LINK.c.case_id)
    .where(_LINK.c.contact_id.in_(bindparam("contacts", expanding=True)), _CASE.c.person_id == _ME)
    .order_by(_CASE.c.code)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """One line of a person's own list."""

    id: UUID
    day: date
    minutes: int
    format: Format
    codes: tuple[str, ...]
    toll: int | None
    grey_theme: BoundaryTheme | None
    has_words: bool
    planned: bool
    incident: bool
    outside_hours: bool
    no_contact_made: bool
    debrief: Debrief
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDetail:
    """One contact in full, as it can be edited."""

    id: UUID
    created_at: datetime
    version: int
    entry: ContactEntry


@dataclass(frozen=True, slots=True)
class CaseChoice:
    """An open case to choose from."""

    id: UUID
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogDefaults:
    """What the log form starts with: as last time, but never a toll."""

    case_id: UUID | None
    minutes: int
    format: Format
    cases: tuple[CaseChoice, ...]
    """Own open cases, last used first."""
    today: date


def own_contacts(
    session: Session, actor: Actor, *, limit: int = 50, offset: int = 0
) -> list[ContactRow]:
    """Return a stretch of the actor's own contacts, newest day first."""
    actor.must(Permission.LOG_WORK)
    found = rows(
        session,
        _PAGE_OF_OWN,
        {"me": actor.person_id, "how_many": limit, "after": offset},
    )
    codes = _codes(session, actor.person_id, [row.id for row in found])
    return [_row(row, codes[row.id]) for row in found]


def own_contact_count(session: Session, actor: Actor) -> int:
    """Return how many contacts the actor logged."""
    actor.must(Permission.LOG_WORK)
    count: int = rows(
        session,
        _COUNT_OF_OWN,
        {"me": actor.person_id},
    )[0][0]
    return count


def own_contact(
    session: Session, actor: Actor, contact_id: UUID, *, words: bool = True
) -> ContactDetail:
    """Return one of the actor's own contacts in full, or all but its private words.

    Raises:
        NotFound: the contact is not the actor's own.
        WordsUnreadable: its words were altered, or their key is missing.
    """
    actor.must(Permission.LOG_WORK)
    found = rows(
        session,
        select(_CONTACT, _TOLL.c.toll, _TOLL.c.grey_theme, _TOLL.c.note, _TOLL.c.glad_of)
        .outerjoin(_TOLL, _TOLL.c.contact_id == _CONTACT.c.id)
        .where(_CONTACT.c.id == contact_id, _CONTACT.c.person_id == actor.person_id),
    )
    if not found:
        raise NotFound("contact")
    row = found[0]
    tags = [tag for (tag,) in rows(session, select(_TAG.c.tag).where(_TAG.c.contact_id == row.id))]
    cases = rows(
        session,
        select(_LINK.c.case_id)
        .join(_CASE, _CASE.c.id == _LINK.c.case_id)
        .where(_LINK.c.contact_id == row.id)
        .order_by(_CASE.c.code),
    )
    texts = {
        name: open_words(getattr(row, name), f"contact_toll.{name}", row.id, actor.person_id)
        for name in (("note", "glad_of") if words else ())
    }
    entry = _entry(row, tags, tuple(case for (case,) in cases), texts)
    return ContactDetail(id=row.id, created_at=row.created_at, version=row.version, entry=entry)


def log_defaults(session: Session, actor: Actor, *, now: datetime) -> LogDefaults:
    """Return what the actor's log form starts with: minutes, format and case as last time."""
    actor.must(Permission.LOG_WORK)
    today = organisation(session).today(now)
    last = rows(
        session,
        select(_CONTACT.c.id, _CONTACT.c.minutes, _CONTACT.c.format, _LINK.c.case_id)
        .outerjoin(_LINK, _LINK.c.contact_id == _CONTACT.c.id)
        .where(_CONTACT.c.person_id == actor.person_id)
        .order_by(_CONTACT.c.created_at.desc(), _LINK.c.case_id)
        .limit(1),
    )
    cases = _open_cases(session, actor.person_id, since=today - _RECENT)
    open_ids = {case.id for case in cases}
    case_id = last[0].case_id if last and last[0].case_id in open_ids else None
    return LogDefaults(
        case_id=case_id,
        minutes=last[0].minutes if last else _USUAL_MINUTES,
        format=last[0].format if last else Format.IN_PERSON,
        cases=cases,
        today=today,
    )


def _open_cases(session: Session, person_id: UUID, *, since: date) -> tuple[CaseChoice, ...]:
    used = func.max(_CONTACT.c.created_at)
    found = rows(
        session,
        select(_CASE.c.id, _CASE.c.code)
        .outerjoin(_LINK, _LINK.c.case_id == _CASE.c.id)
        .outerjoin(_CONTACT, and_(_CONTACT.c.id == _LINK.c.contact_id, _CONTACT.c.day >= since))
        .where(_CASE.c.person_id == person_id, _CASE.c.closed_on.is_(None))
        .group_by(_CASE.c.id, _CASE.c.code, _CASE.c.opened_on)
        .order_by(used.is_(None), used.desc(), _CASE.c.opened_on.desc(), _CASE.c.code),
    )
    return tuple(CaseChoice(id=case_id, code=code) for case_id, code in found)


def _codes(session: Session, person_id: UUID, contacts: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = defaultdict(tuple)
    if contacts:
        linked = rows(
            session,
            _CODES_OF,
            {"me": person_id, "contacts": contacts},
        )
        for contact_id, code in linked:
            found[contact_id] += (code,)
    return found


def _row(row: Any, codes: tuple[str, ...]) -> ContactRow:
    return ContactRow(
        id=row.id,
        day=row.day,
        minutes=row.minutes,
        format=row.format,
        codes=codes,
        toll=row.toll,
        grey_theme=row.grey_theme,
        has_words=bool(row.has_words),
        planned=row.planned,
        incident=row.incident,
        outside_hours=row.outside_hours,
        no_contact_made=row.no_contact_made,
        debrief=row.debrief,
        version=row.version,
    )


def _entry(
    row: Any, tags: Iterable[str], cases: tuple[UUID, ...], texts: Mapping[str, str]
) -> ContactEntry:
    said: dict[str, list[str]] = defaultdict(list)
    for tag in tags:
        kind, value = tag.split(":", 1)
        said[kind].append(value)
    return ContactEntry(
        day=row.day,
        minutes=row.minutes,
        format=row.format,
        case_ids=cases,
        toll=row.toll,
        weights=frozenset(map(Weight, said["weight"])),
        helped=frozenset(map(Helped, said["helped"])),
        **texts,
        grey_theme=row.grey_theme,
        planned=row.planned,
        incident=row.incident,
        outside_hours=row.outside_hours,
        no_contact_made=row.no_contact_made,
        debrief=row.debrief,
    )
