"""What a person agreed to carry: weighted people, hours a week, and between which hours."""

from datetime import datetime, time

from sqlalchemy import delete, insert
from sqlmodel import Session

from core.errors import InvalidValue
from core.models import Agreement
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.services.flags import refresh_flags
from core.services.locking import lock_person
from core.vocabulary import FlagKind


def agree(
    session: Session,
    actor: Actor,
    *,
    capacity: float,
    hours_per_week: float,
    from_time: time,
    until_time: time,
    now: datetime,
) -> None:
    """Record what the actor can carry from today on; a second choice of a day replaces the first.

    Raises:
        InvalidValue: the capacity or the hours are out of range, or the times are not in order.
    """
    actor.must(Permission.LOG_WORK)
    _check(capacity, hours_per_week, from_time, until_time)
    lock_person(session, actor.person_id)
    today = organisation(session).today(now)
    table = table_of(Agreement)
    connection = session.connection()
    connection.execute(
        delete(table).where(table.c.person_id == actor.person_id, table.c.since == today)
    )
    connection.execute(
        insert(table),
        {
            "person_id": actor.person_id,
            "since": today,
            "capacity": capacity,
            "hours_per_week": hours_per_week,
            "from_time": from_time,
            "until_time": until_time,
            "recorded_at": now,
        },
    )
    refresh_flags(session, actor.person_id, now=now, kinds=(FlagKind.CASELOAD,))


def _check(capacity: float, hours_per_week: float, from_time: time, until_time: time) -> None:
    if not 0.25 <= capacity <= 40:
        raise InvalidValue(f"Capacity runs from 0.25 to 40 people; please correct {capacity:g}.")
    if not 0.5 <= hours_per_week <= 60:
        raise InvalidValue(f"Hours a week run from 0.5 to 60; please correct {hours_per_week:g}.")
    if until_time <= from_time:
        raise InvalidValue("The agreed hours must end after they start; please correct the times.")
