"""Where a person's own past begins, when they said that things are different for good."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session

from core.models import NewUsual
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.rules.dates import week_of

_USUAL: Final = table_of(NewUsual)
_LATEST: Final = (
    select(_USUAL.c.day)
    .where(
        _USUAL.c.person_id == bindparam("person"),
        _USUAL.c.said_at <= bindparam("now"),
        _USUAL.c.taken_back_at.is_(None),
    )
    .order_by(_USUAL.c.said_at.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class OwnNewUsual:
    """The new usual of one's own that is in force."""

    day: date
    can_be_taken_back: bool
    """On the day itself."""


def own_new_usual(session: Session, actor: Actor, *, now: datetime) -> OwnNewUsual | None:
    """Return the actor's new usual, if they ever said there is one."""
    actor.must(Permission.LOG_WORK)
    day = _latest(session, actor.person_id, now)
    return None if day is None else OwnNewUsual(day, day == organisation(session).today(now))


def first_week_of_usual(session: Session, person_id: UUID, *, now: datetime) -> int | None:
    """Return the week in which one person's own past begins; for callers that checked who asks."""
    day = _latest(session, person_id, now)
    return None if day is None else week_of(day)


def _latest(session: Session, person_id: UUID, now: datetime) -> date | None:
    found = rows(session, _LATEST, {"person": person_id, "now": now})
    return found[0].day if found else None
