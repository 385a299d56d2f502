"""The weekly pulse: one a week, and the newest answer of a week is the one that counts."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, insert
from sqlmodel import Session

from core.models import Pulse
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.rules.dates import week_of
from core.rules.pulses import check_answers
from core.services.flags import refresh_flags
from core.services.locking import lock_person
from core.services.rollups import refresh_week
from core.vocabulary import PulseItem


def record_pulse(
    session: Session, actor: Actor, answers: Mapping[PulseItem, int | None], *, now: datetime
) -> None:
    """Record the actor's pulse of this week, in place of an earlier one of the same week.

    Raises:
        InvalidValue: an answer is not 1 to 5, or every question was skipped.
    """
    actor.must(Permission.LOG_WORK)
    check_answers(answers)
    lock_person(session, actor.person_id)
    today = organisation(session).today(now)
    week = week_of(today)
    table = table_of(Pulse)
    connection = session.connection()
    connection.execute(
        delete(table).where(table.c.person_id == actor.person_id, table.c.week == week)
    )
    connection.execute(
        insert(table),
        {item.value: answers.get(item) for item in PulseItem}
        | {
            "id": uuid4(),
            "person_id": actor.person_id,
            "week": week,
            "day": today,
            "recorded_at": now,
        },
    )
    refresh_week(session, actor.person_id, week)
    # This week is not closed yet, so no rule reads it before Monday.
    refresh_flags(session, actor.person_id, now=now, kinds=())
