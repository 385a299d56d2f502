"""What the rules of load read of one person: the work they log, and what heavy contacts took.

For callers that have checked who asks; nothing of this leaves the server as it is.
"""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Integer, String, bindparam, cast, func, select
from sqlmodel import Session

from core.models import Case, Contact, ContactToll
from core.models.base import table_of
from core.queries.flag_facts import PersonFacts
from core.rules.caseload import BREAK_DAYS, LoadFacts, days_without_break
from core.rules.heavy_contacts import LOOKED_BACK_DAYS, TolledContact
from core.vocabulary import Debrief, Frequency

_CONTACT: Final = table_of(Contact)
_TOLL: Final = table_of(ContactToll)
_CASE: Final = table_of(Case)
_WINDOW: Final = timedelta(days=182)
"""A break is looked for this far back first: the whole history is read only without one."""


def load_facts(
    session: Session, person: PersonFacts, *, today: date
) -> tuple[LoadFacts, list[TolledContact]]:
    """Return what the rules of load read, as of a day: of the work lane, and the tolls beside."""
    lately = {"person": person.id, "since": today - timedelta(days=13), "until": today}
    fortnight = session.connection().execute(_DAYS, lately).all()
    week = [row for row in fortnight if row.day > today - timedelta(days=7)]
    window = {"person": person.id, "since": today - _WINDOW, "until": today, "today": today}
    asked = window | {"recent": _recent(today)}
    days, frequencies, tolls = session.connection().execute(_DAYS_CASES_TOLLS, asked).one()
    facts = LoadFacts(
        minutes_7d=sum(row.minutes for row in week),
        longest_minutes_7d=max((row.longest for row in week), default=0),
        frequencies=tuple(sorted(map(Frequency, frequencies.split(",")))) if frequencies else (),
        capacity=person.capacity,
        outside_hours_14d=sum(row.outside for row in fortnight),
        days_without_break=_without_break(session, person.id, _read_days(days), today),
        started_on=person.joined_on,
    )
    return facts, _read_tolls(tolls)


def tolled_contacts(session: Session, person_id: UUID, *, today: date) -> list[TolledContact]:
    """Return the contacts of the last four weeks whose toll was given, oldest first."""
    asked = {"person": person_id, "recent": _recent(today), "until": today}
    return _read_tolls(session.connection().execute(_TOLLS, asked).scalar())


def _recent(today: date) -> date:
    return today - timedelta(days=LOOKED_BACK_DAYS - 1)


def _read_tolls(joined: str | None) -> list[TolledContact]:
    told = sorted(one.split("|") for one in joined.split(",")) if joined else []
    return [
        TolledContact(date.fromisoformat(day), int(toll), debrief != Debrief.NONE)
        for day, toll, debrief in told
    ]


def _without_break(session: Session, person_id: UUID, days: list[date], today: date) -> int | None:
    start = today - _WINDOW
    gaps = zip([start, *days], [*days, today], strict=True)
    if any((after - before).days > BREAK_DAYS for before, after in gaps):
        return days_without_break(days, today=today) if days else _older(session, person_id, today)
    return _older(session, person_id, today)


def _older(session: Session, person_id: UUID, today: date) -> int | None:
    """Read every day of contact: there was none lately, or no break among those there were."""
    asked = {"person": person_id, "since": date.min, "until": today}
    every = session.connection().execute(_CONTACT_DAYS, asked).scalar()
    return days_without_break(_read_days(every), today=today)


def _read_days(joined: str | None) -> list[date]:
    return sorted(map(date.fromisoformat, joined.split(","))) if joined else []


# Built once: every save of a contact asks these.
_FREQUENCIES: Final = select(func.aggregate_strings(cast(_CASE.c.frequency, String), ",")).where(
    _CASE.c.person_id == bindparam("person"),
    _CASE.c.opened_on <= bindparam("today"),
    _CASE.c.closed_on.is_(None) | (_CASE.c.closed_on > bindparam("today")),
)
_DAYS: Final = (
    select(
        _CONTACT.c.day,
        func.sum(_CONTACT.c.minutes).label("minutes"),
        func.max(_CONTACT.c.minutes).label("longest"),
        func.sum(cast(_CONTACT.c.outside_hours, Integer)).label("outside"),
    )
    .where(
        _CONTACT.c.person_id == bindparam("person"),
        _CONTACT.c.day.between(bindparam("since"), bindparam("until")),
    )
    .group_by(_CONTACT.c.day)
    .order_by(_CONTACT.c.day)
)
_EACH_DAY: Final = (
    select(_CONTACT.c.day)
    .where(
        _CONTACT.c.person_id == bindparam("person"),
        _CONTACT.c.day.between(bindparam("since"), bindparam("until")),
    )
    .distinct()
    .subquery()
)
# One row for all of them: SQLite hands rows over one by one and lets other threads in between,
# which costs more than the query when many people save at once.
_CONTACT_DAYS: Final = select(func.aggregate_strings(cast(_EACH_DAY.c.day, String), ","))
_TOLLS: Final = select(
    func.aggregate_strings(
        cast(_CONTACT.c.day, String)
        + "|"
        + cast(_TOLL.c.toll, String)
        + "|"
        + cast(_CONTACT.c.debrief, String),
        ",",
    )
).where(
    _CONTACT.c.id == _TOLL.c.contact_id,
    _CONTACT.c.person_id == bindparam("person"),
    _CONTACT.c.day.between(bindparam("recent"), bindparam("until")),
    _TOLL.c.toll.is_not(None),
)
_DAYS_CASES_TOLLS: Final = select(
    _CONTACT_DAYS.scalar_subquery(), _FREQUENCIES.scalar_subquery(), _TOLLS.scalar_subquery()
)
