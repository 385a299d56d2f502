"""Building the invented organisation: rows and acts in the order in which they happened."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Engine, Table, delete, insert, inspect, text
from sqlmodel import Session, select

from core.database import transaction
from core.demo.acts import Act, acts
from core.demo.calendar import Calendar
from core.demo.cast import BY_NAME, CAST
from core.demo.completions import write_training
from core.demo.diary import diary_of
from core.demo.entries import Row
from core.demo.history import history_of
from core.demo.people import person_id, write_people
from core.demo.report import ACCOUNTS, DemoReport
from core.demo.shapes import WEEKS
from core.demo.stories import STORIES
from core.errors import AppError
from core.models import Base, Person
from core.queries.people import organisation
from core.rules.dates import week_of
from core.services.flags import refresh_stale
from core.services.releases import release_closed_weeks
from core.services.rollups import refresh_week
from core.settings import settings

PASSWORD: Final = "kelp holds fast in winter storms"  # noqa: S105 - printed on the console
TIME_ZONE: Final = "Europe/London"
_REPLAYED_WEEKS: Final = 8
"""Mondays on which flags are computed, as the nightly job would have done. Only for people who
have a story: nobody else ever had a flag, and at the end everybody's are computed."""
_REPLAYED_DAYS: Final = 14
"""Days on which the same is done for those who have a flag today."""

Progress = Callable[[str, float], None]
"""Told what is being written and which share of all is done, 0 to 1."""


class HoldsRealPeople(AppError):
    """The database is not an invented one."""

    def __init__(self) -> None:
        super().__init__(
            "This database holds real people, so the demo leaves it alone; "
            "point HOLDFAST_DATABASE_URL at an empty one."
        )


@dataclass(frozen=True, slots=True)
class _Moment:
    """Something happens: an act, or the work of a night."""

    at: datetime
    act: Act | None = None
    flags_of: tuple[UUID, ...] = ()


def build(
    engine: Engine,
    *,
    now: datetime,
    progress: Progress = lambda _what, _share: None,
    hash_password: Callable[[str], str],
) -> DemoReport:
    """Fill an empty or invented database with the organisation as it stands at ``now``.

    Raises:
        HoldsRealPeople: there is somebody in it who was not invented.
    """
    calendar = Calendar(now, TIME_ZONE)
    with transaction(engine) as session:
        _start_from_nothing(session)
        progress("People and teams", 0.0)
        write_people(session, calendar, hash_password(PASSWORD))
        write_training(session, calendar)
        progress("Diaries", 0.05)
        rows = sorted(_rows(calendar), key=lambda row: row.at)
        _replay(session, rows, calendar, progress)
        progress("Done", 1.0)
    return DemoReport(
        people=len(CAST), contacts=_contacts(rows), password=PASSWORD, accounts=ACCOUNTS
    )


def leave_real_people_alone(engine: Engine) -> None:
    """Look, before anything is written or migrated, whether a database may be filled.

    Raises:
        HoldsRealPeople: there is somebody in it who was not invented.
    """
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        if not {"person", "organisation"} <= tables:
            return
        somebody = connection.execute(text("SELECT 1 FROM person LIMIT 1")).first()
        invented = connection.execute(text("SELECT invented FROM organisation")).scalar()
    if somebody is not None and not invented:
        raise HoldsRealPeople


def _start_from_nothing(session: Session) -> None:
    somebody = session.exec(select(Person.id).limit(1)).first() is not None
    if somebody and not organisation(session).invented:
        raise HoldsRealPeople
    for table in reversed(Base.metadata.sorted_tables):
        session.connection().execute(delete(table))


def _rows(calendar: Calendar) -> Iterator[Row]:
    for member in CAST:
        if member.keeps_diary:
            yield from history_of(member, diary_of(member), calendar)


def _moments(calendar: Calendar) -> list[_Moment]:
    everybody = tuple(person_id(member) for member in CAST)
    told = tuple(person_id(BY_NAME[story.person]) for story in STORIES)
    mondays = (
        _Moment(
            calendar.at(calendar.monday(ago), 6, 30),
            flags_of=told if ago <= _REPLAYED_WEEKS else (),
        )
        for ago in range(WEEKS - 1, -1, -1)
    )
    flagged = tuple(person_id(BY_NAME[story.person]) for story in STORIES if story.raises)
    nights = (
        _Moment(calendar.at(calendar.days_ago(ago), 6, 45), flags_of=flagged)
        for ago in range(_REPLAYED_DAYS, -1, -1)
    )
    deeds = (_Moment(act.at, act) for act in acts(calendar))
    last = _Moment(calendar.now, flags_of=everybody)
    return sorted([*mondays, *nights, *deeds, last], key=lambda moment: moment.at)


def _replay(session: Session, rows: Sequence[Row], calendar: Calendar, progress: Progress) -> None:
    moments = _moments(calendar)
    written = 0
    for number, moment in enumerate(moments):
        upto = written
        while upto < len(rows) and rows[upto].at <= moment.at:
            upto += 1
        write_rows(session, rows[written:upto])
        written = upto
        if moment.act is not None:
            moment.act.perform(session, calendar)
        else:
            _work_of_the_night(session, moment)
        progress("Weeks, flags and follow-ups", 0.1 + 0.9 * number / len(moments))


def _work_of_the_night(session: Session, moment: _Moment) -> None:
    if moment.flags_of:
        refresh_stale(session, moment.flags_of, now=moment.at)
    release_closed_weeks(session, now=moment.at, smallest_group=settings().smallest_group)


def write_rows(session: Session, rows: Iterable[Row]) -> None:
    """Write rows in bulk, those that others refer to first, and sum the weeks they touch."""
    by_table: dict[Table, list[dict[str, Any]]] = defaultdict(list)
    weeks: set[tuple[UUID, int]] = set()
    for row in rows:
        by_table[row.table].append(row.values)
        if row.day is not None:
            weeks.add((row.values["person_id"], week_of(row.day)))
    connection = session.connection()
    for table in Base.metadata.sorted_tables:
        if table in by_table:
            connection.execute(insert(table), by_table[table])
    for who, week in sorted(weeks, key=str):
        refresh_week(session, who, week)


def _contacts(rows: Iterable[Row]) -> int:
    return sum(row.table.name == "contact" for row in rows)
