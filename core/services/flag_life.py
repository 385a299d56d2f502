"""Writing down what happens to a flag, so that its life can be told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from core.models import WellbeingFlagChange, WorkFlagChange
from core.models.base import table_of
from core.vocabulary import FlagAnswer, FlagMoment, Lane, Level

_CHANGES: Final = {
    Lane.WORK: table_of(WorkFlagChange),
    Lane.WELLBEING: table_of(WellbeingFlagChange),
}
_LEVELS: Final = (FlagMoment.RAISED, FlagMoment.RAISED_AGAIN, FlagMoment.LEVEL)


def write_down(
    session: Session,
    lane: Lane,
    flag_id: UUID,
    what: FlagMoment,
    flag: Any,
    *,
    answer: FlagAnswer = FlagAnswer.NONE,
    at: datetime,
) -> None:
    """Keep that something happened to a flag; ``flag`` has the level it speaks with from then.

    It goes with the flag: when a flag lost its ground by an edit, nothing of its life stays.
    """
    session.connection().execute(
        insert(_CHANGES[lane]),
        {
            "id": uuid4(),
            "flag_id": flag_id,
            "what": what,
            "level": flag.level,
            "urgent": flag.urgent,
            "answer": answer,
            "at": at,
        },
    )


def take_back(
    session: Session, lane: Lane, flag_id: UUID, what: FlagMoment, *, at: datetime
) -> None:
    """Forget that something happened to a flag, because what it rested on was taken back."""
    changes = _CHANGES[lane].c
    happened = (changes.flag_id == flag_id) & (changes.what == what) & (changes.at == at)
    session.connection().execute(delete(_CHANGES[lane]).where(happened))


def take_back_levels(
    session: Session, lane: Lane, flag_id: UUID, flag: Any, *, since: datetime
) -> datetime | None:
    """Let a flag's life end with the level it has now that entries were taken back.

    Levels it came to from ``since`` on may rest on those entries. They are forgotten down to
    the one it has now; where there is none and it speaks less clearly, the first of them is
    put right. Returns when that level began, or nothing when it is new.
    """
    changes = _CHANGES[lane]
    told = (changes.c.flag_id == flag_id) & changes.c.what.in_(_LEVELS)
    found = session.connection().execute(select(changes).where(told).order_by(changes.c.at))
    kept = _level_kept(found.all(), flag, since)
    if kept is None:
        return None
    later = (changes.c.flag_id == flag_id) & (changes.c.at > kept.at)
    connection = session.connection()
    connection.execute(delete(changes).where(later, changes.c.what == FlagMoment.LEVEL))
    connection.execute(
        update(changes)
        .where(later | (changes.c.id == kept.id))
        .values(level=flag.level, urgent=flag.urgent)
    )
    at: datetime = kept.at
    return at


def _level_kept(steps: Sequence[Any], flag: Any, since: datetime) -> Any:
    """Return the step that its life goes on from, or nothing when a new one must be told."""
    found = None
    for step in reversed(steps):
        if (step.level, step.urgent) == (flag.level, flag.urgent):
            return step
        if step.at < since:
            break
        found = step
        if step.what is not FlagMoment.LEVEL:
            break
    return found if found is not None and _speaks_less(flag, found) else None


def _speaks_less(flag: Any, step: Any) -> bool:
    if flag.urgent != step.urgent:
        return bool(step.urgent)
    return flag.level is Level.WATCH and step.level is Level.HIGH
