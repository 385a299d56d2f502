"""Weekly sums, made anew from raw rows in the same transaction as the write they follow."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    Table,
    bindparam,
    case,
    cast,
    delete,
    func,
    literal,
    select,
    true,
    union,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session

from core.models import Contact, ContactToll, Pulse, StrainWeek, WorkWeek
from core.models.base import table_of
from core.rules.contacts import HEAVY_TOLL
from core.rules.dates import monday_of, week_of
from core.rules.pulses import CORE_ITEMS

_CONTACT: Final = table_of(Contact)
_TOLL: Final = table_of(ContactToll)
_PULSE: Final = table_of(Pulse)
_WORK: Final = table_of(WorkWeek)
_STRAIN: Final = table_of(StrainWeek)


def refresh_week(session: Session, person_id: UUID, week: int, *, strain: bool = True) -> None:
    """Make one person's week anew in both lanes; a week without rows disappears.

    Pass ``strain=False`` when no toll and no pulse changed: the sums of a week whose single
    tolls have expired must outlive them.
    """
    connection = session.connection()
    monday = monday_of(week)
    values = {
        "person": person_id,
        "week_no": week,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
    }
    _make_anew(connection, _SUM_WORK, _DROP_WORK, values)
    if strain:
        _make_anew(connection, _SUM_STRAIN, _DROP_STRAIN, values)


def _make_anew(
    connection: Connection, sums: Mapping[str, Any], drop: Any, values: Mapping[str, Any]
) -> None:
    if connection.execute(sums[connection.dialect.name], values).rowcount == 0:
        connection.execute(drop, values)


def rebuild_weeks(session: Session, person_id: UUID) -> None:
    """Make one person's rollups anew where raw rows are there; other weeks stay as they are."""
    connection = session.connection()
    mine = _CONTACT.c.person_id == person_id
    work = _weeks(connection.execute(select(_CONTACT.c.person_id, _CONTACT.c.day).where(mine)))
    tolled = (
        select(_CONTACT.c.person_id, _CONTACT.c.day)
        .join(_TOLL, _TOLL.c.contact_id == _CONTACT.c.id)
        .where(mine, _TOLL.c.toll.is_not(None))
    )
    asked = select(_PULSE.c.person_id, _PULSE.c.day).where(_PULSE.c.person_id == person_id)
    raw = _weeks(connection.execute(union(tolled, asked)))
    for _person, week in sorted(work | raw, key=str):
        refresh_week(session, person_id, week, strain=(person_id, week) in raw)


def rebuild_all(session: Session) -> int:
    """Make every rollup anew from raw rows and return how many weeks were looked at.

    Strain weeks are touched only where raw rows exist, because tolls expire before their sums.
    """
    connection = session.connection()
    work = _weeks(connection.execute(select(_CONTACT.c.person_id, _CONTACT.c.day).distinct()))
    kept = connection.execute(select(_WORK.c.person_id, _WORK.c.week))
    work |= {(person, week) for person, week in kept}
    tolls = (
        select(_TOLL.c.person_id, _CONTACT.c.day)
        .join(_CONTACT, _CONTACT.c.id == _TOLL.c.contact_id)
        .where(_TOLL.c.toll.is_not(None))
    )
    raw = _weeks(connection.execute(union(tolls, select(_PULSE.c.person_id, _PULSE.c.day))))
    for person, week in sorted(work | raw, key=str):
        refresh_week(session, person, week, strain=(person, week) in raw)
    return len(work | raw)


def _weeks(days: Any) -> set[tuple[UUID, int]]:
    found: set[tuple[UUID, int]] = set()
    for person_id, day in days:
        when: date = day
        found.add((person_id, week_of(when)))
    return found


def _count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _own_week(table: Any) -> Any:
    return delete(table).where(
        table.c.person_id == bindparam("person"), table.c.week == bindparam("week_no")
    )


def _of_the_week() -> tuple[ColumnElement[bool], ...]:
    return (
        _CONTACT.c.person_id == bindparam("person"),
        _CONTACT.c.day.between(bindparam("monday"), bindparam("sunday")),
    )


def _key() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return (
        cast(bindparam("week_no"), Integer).label("week"),
        cast(bindparam("person", type_=_CONTACT.c.person_id.type), _CONTACT.c.person_id.type).label(
            "person_id"
        ),
    )


def _work_sums() -> dict[str, Any]:
    rows = (
        select(
            *_key(),
            func.count().label("contacts"),
            func.coalesce(func.sum(_CONTACT.c.minutes), 0).label("minutes"),
            func.coalesce(func.max(_CONTACT.c.minutes), 0).label("longest_minutes"),
            _count_if(_CONTACT.c.outside_hours).label("outside_hours"),
            _count_if(~_CONTACT.c.planned).label("unplanned"),
            _count_if(_CONTACT.c.incident).label("incidents"),
        )
        .where(*_of_the_week())
        .having(func.count() > 0)
    )
    return _replacing(_WORK, rows)


def _strain_sums() -> dict[str, Any]:
    tolls = (
        select(
            func.count().label("tolls"),
            func.coalesce(func.sum(_TOLL.c.toll), 0).label("toll_sum"),
            _count_if(_TOLL.c.toll >= HEAVY_TOLL).label("heavy"),
        )
        .join_from(_TOLL, _CONTACT, _CONTACT.c.id == _TOLL.c.contact_id)
        .where(*_of_the_week(), _TOLL.c.toll.is_not(None))
        .subquery()
    )
    answers = [_PULSE.c[item.value] for item in CORE_ITEMS]
    items: Any = sum((_count_if(answer.is_not(None)) for answer in answers), literal(0))
    points: Any = sum((func.coalesce(func.sum(a), 0) for a in answers), literal(0))
    pulse = (
        select(items.label("pulse_items"), points.label("pulse_sum"))
        .where(_PULSE.c.person_id == bindparam("person"), _PULSE.c.week == bindparam("week_no"))
        .subquery()
    )
    both = tolls.join(pulse, true())
    rows = (
        select(*_key(), *tolls.c, *pulse.c)
        .select_from(both)
        .where((tolls.c.tolls > 0) | (pulse.c.pulse_items > 0))
    )
    return _replacing(_STRAIN, rows)


def _replacing(table: Table, rows: Any) -> dict[str, Any]:
    """Return for each database how to write the sums in the place of earlier ones."""
    statements = {}
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert)):
        adding: Any = insert(table).from_select(rows.selected_columns.keys(), rows)
        statements[name] = adding.on_conflict_do_update(
            index_elements=list(table.primary_key),
            set_={column.name: adding.excluded[column.name] for column in _sums(table)},
        ).execution_options(preserve_rowcount=True)
    return statements


def _sums(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if not column.primary_key]


# Built once: putting a statement together costs as much as running it.
_DROP_WORK: Final = _own_week(_WORK)
_DROP_STRAIN: Final = _own_week(_STRAIN)
_SUM_WORK: Final = _work_sums()
_SUM_STRAIN: Final = _strain_sums()
