"""Everything about one person, as values: section by section, words readable, keys as names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from core.errors import WordsUnreadable
from core.models import LimitTrial, Module, Person, Release, Team
from core.models.base import open_words, table_of
from core.permissions import Actor, Permission
from core.queries.people import OrganisationFacts, organisation
from core.queries.personal_data import Personal
from core.queries.personal_tables import ACTED, PERSONAL
from core.queries.retention import limits_in_force
from core.queries.thresholds import thresholds_in_force
from core.rules.retention import Limits
from core.transfer.row_dates import COLUMNS, WORDS, Going, RowDates
from core.vocabulary import Kept

SCHEMA: Final = 1
FORMAT: Final = "holdfast-person"
UNREADABLE: Final = "(these words could not be read)"
_PERSON: Final = table_of(Person)
_LOOKED_UP: Final = {
    "team": (table_of(Team), "name"),
    "training_module": (table_of(Module), "code"),
    "team_release": (table_of(Release), "measure"),
    "limit_trial": (table_of(LimitTrial), "key"),
}
Row = dict[str, Any]
Progress = Callable[[str, float], None]
"""Told what is being gathered and which share of all is done, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One table of the export."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """All that is stored about one person at a moment."""

    organisation: str
    made_at: datetime
    sections: tuple[Section, ...]


def everything_about_me(
    session: Session,
    actor: Actor,
    *,
    progress: Progress = lambda _what, _share: None,
    now: datetime,
) -> Everything:
    """Gather everything that is stored about the actor, and nothing about anybody else.

    Other people appear by name where they did something about the actor.
    """
    actor.must(Permission.OWN_ACCOUNT)
    place, limits = organisation(session), limits_in_force(session)
    gathering = _Gathering(session, actor.person_id, place, limits)
    sections: list[Section] = []
    for number, one in enumerate(PERSONAL):
        progress(one.title, number / (len(PERSONAL) + 2))
        sections.append(gathering.section(one))
    sections.append(gathering.acts())
    sections.append(_thresholds(session))
    sections.append(_kept(limits))
    return Everything(organisation=place.name, made_at=now, sections=tuple(sections))


class _Gathering:
    """Reads one person's rows, and remembers the names that later rows need."""

    def __init__(
        self, session: Session, person_id: UUID, place: OrganisationFacts, limits: Limits
    ) -> None:
        self._session = session
        self._me = person_id
        self._names: dict[UUID, str] = {}
        self._dates = RowDates(place, limits)

    def section(self, one: Personal) -> Section:
        shown = [column.name for column in one.table.columns if column.name not in one.hidden]
        shown = [name for name in shown if name != one.owner or one.owner == "id"]
        found = self._session.connection().execute(
            select(one.table).where(one.belongs_to(self._me)).order_by(*one.table.primary_key)
        )
        raw = [dict(row) for row in found.mappings()]
        going = self._dates.of(one, raw)
        worded = any(each.words_on for each in going)
        rows = tuple(
            self._row(one, shown, row) | _when(each, worded=worded)
            for row, each in zip(raw, going, strict=True)
        )
        columns = (*shown, *COLUMNS, *((WORDS,) if worded else ()))
        return Section(name=one.section, title=one.title, columns=columns, rows=rows)

    def acts(self) -> Section:
        rows: list[Row] = []
        for act in ACTED:
            mine = act.table.c[act.column] == self._me
            if act.owner:
                mine &= act.table.c[act.owner].is_distinct_from(self._me)
            when = act.table.c[act.at or act.column]
            for (at,) in self._session.connection().execute(select(when).where(mine)):
                rows.append({"what": act.what, "at": _plain(at) if act.at else None})
        return Section(
            name="done_for_others",
            title="What you did to records of others",
            columns=("what", "at"),
            rows=tuple(rows),
        )

    def _row(self, one: Personal, shown: list[str], row: Mapping[str, Any]) -> Row:
        values: Row = {}
        for name in shown:
            if name in one.words:
                values[name] = self._opened(one, name, row)
            elif name in one.names:
                values[name] = self._name(row[name])
            else:
                values[name] = self._value(one, name, row[name])
        return values

    def _value(self, one: Personal, name: str, value: Any) -> Any:
        for key in one.table.c[name].foreign_keys:
            if key.column.table.name in _LOOKED_UP:
                return self._looked_up(key.column.table.name, value)
        return _plain(value)

    def _opened(self, one: Personal, name: str, row: Mapping[str, Any]) -> str:
        try:
            return open_words(row[name], f"{one.table.name}.{name}", row[one.words[name]], self._me)
        except WordsUnreadable:
            return UNREADABLE

    def _name(self, person_id: UUID | None) -> str | None:
        if person_id is None:
            return None
        if person_id == self._me:
            return "you"
        if person_id not in self._names:
            wanted = select(_PERSON.c.display_name).where(_PERSON.c.id == person_id)
            found = self._session.connection().execute(wanted).scalar_one_or_none()
            self._names[person_id] = found or "somebody who left"
        return self._names[person_id]

    def _looked_up(self, table: str, key: UUID | None) -> Any:
        named, column = _LOOKED_UP[table]
        wanted = select(named.c[column]).where(named.c.id == key)
        return _plain(self._session.connection().execute(wanted).scalar_one_or_none())


def _thresholds(session: Session) -> Section:
    rows = tuple(
        {
            "limit": limit.key,
            "value": limit.value,
            "unit": limit.unit,
            "source": limit.source,
            "is_default": limit.is_default,
        }
        for limit in thresholds_in_force(session).values()
    )
    return Section(
        name="limits",
        title="Limits by which flags are raised now",
        columns=("limit", "value", "unit", "source", "is_default"),
        rows=rows,
    )


def _kept(limits: Mapping[Kept, int]) -> Section:
    rows = tuple({"class": kept.value, "days": days} for kept, days in limits.items())
    return Section(
        name="kept_for", title="How long things are kept", columns=("class", "days"), rows=rows
    )


def _when(going: Going, *, worded: bool) -> Row:
    told: Row = {"goes_on": _plain(going.on), "stays_until": going.until}
    return told | {WORDS: _plain(going.words_on)} if worded else told


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
