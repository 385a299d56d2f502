"""Writing down what happens to a flag, so that its life can be told."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from core.models import WellbeingFlagChange, WorkFlagChange
from core.models.base import table_of
from core.rules.flag_lives import BY_ITSELF, Step
from core.vocabulary import FlagAnswer, FlagMoment, Lane

_CHANGES: Final = {
    Lane.WORK: table_of(WorkFlagChange),
    Lane.WELLBEING: table_of(WellbeingFlagChange),
}


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


def steps_of(session: Session, lane: Lane, flag_ids: Collection[UUID]) -> dict[UUID, list[Step]]:
    """Return what is written down about flags of one lane, oldest first."""
    changes = _CHANGES[lane]
    said = select(changes).where(changes.c.flag_id.in_(flag_ids)).order_by(changes.c.at)
    found: dict[UUID, list[Step]] = defaultdict(list)
    for row in session.connection().execute(said):
        found[row.flag_id].append(Step(row.at, row.what, row.level, row.urgent, row.answer))
    return found


def tell_anew(session: Session, lane: Lane, flag_id: UUID, steps: Iterable[Step]) -> None:
    """Put other steps in the place of what happened to a flag by itself; acts stay told."""
    changes = _CHANGES[lane]
    by_itself = changes.c.what.in_(list(BY_ITSELF))
    session.connection().execute(delete(changes).where(changes.c.flag_id == flag_id, by_itself))
    for step in steps:
        write_down(session, lane, flag_id, step.what, step, at=step.at)


def move_acts(session: Session, lane: Lane, *, gone: UUID, into: UUID) -> None:
    """Give what somebody did about a flag to the one that it turned out to be."""
    changes = _CHANGES[lane]
    acts = (changes.c.flag_id == gone) & changes.c.what.not_in(list(BY_ITSELF))
    session.connection().execute(update(changes).where(acts).values(flag_id=into))
