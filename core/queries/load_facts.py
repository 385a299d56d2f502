"""What the rules of load read of one person: the work they log, and what heavy contacts took.

For callers that have checked who asks; nothing of this leaves the server as it is.
"""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Date, Integer, String, bindparam, case, cast, func, select
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
WEEK: Final = timedelta(days=6)
FORTNIGHT: Final = timedelta(days=13)
RECENT: Final = timedelta(days=LOOKED_BACK_DAYS - 1)
_WINDOW: Final = timedelta(days=182)
"""A break is looked for this far back first: the whole history is read only without one."""


def load_facts(
    session: Session, person: PersonFacts, *, today: date
) -> tuple[LoadFacts, list[TolledContact]]:
    """Return what the rules of load read, as of a day: of the work lane, and the tolls beside."""
    asked = {
        "person": person.id,
        "today": today,
        "until": today,
        "since": today - _WINDOW,
        "week": today - WEEK,
        "fortnight": today - FORTNIGHT,
        "recent": today - RECENT,
    }
    load = session.connection().execute(_LOAD, asked).one()
    frequencies = load.frequencies.split(",") if load.frequencies else ()
    facts = LoadFacts(
        minutes_7d=load.minutes,
        longest_minutes_7d=load.longest,
        frequencies=tuple(sorted(map(Frequency, frequencies))),
        capacity=person.capacity,
        outside_hours_14d=load.outside,
        days_without_break=_without_break(session, person.id, _read_days(load.days), today),
        joined_on=person.joined_on,
    )
    return facts, _read_tolls(load.tolls)


def tolled_contacts(session: Session, person_id: UUID, *, today: date) -> list[TolledContact]:
    """Return the contacts of the last four weeks whose toll was given, oldest first."""
    asked = {"person": person_id, "recent": today - RECENT, "until": today}
    return _read_tolls(session.connection().execute(_TOLLS, asked).scalar())


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
_OF_THE_WEEK: Final = case(
    (_CONTACT.c.day >= bindparam("week", type_=Date()), _CONTACT.c.minutes), else_=0
)
_LATELY: Final = (
    select(
        func.coalesce(func.sum(_OF_THE_WEEK), 0).label("minutes"),
        func.coalesce(func.max(_OF_THE_WEEK), 0).label("longest"),
        func.coalesce(func.sum(cast(_CONTACT.c.outside_hours, Integer)), 0).label("outside"),
    )
    .where(
        _CONTACT.c.person_id == bindparam("person"),
        _CONTACT.c.day.between(bindparam("fortnight"), bindparam("until")),
    )
    .subquery()
)
_LOAD: Final = select(
    *_LATELY.c,
    _CONTACT_DAYS.scalar_subquery().label("days"),
    _FREQUENCIES.scalar_subquery().label("frequencies"),
    _TOLLS.scalar_subquery().label("tolls"),
)
