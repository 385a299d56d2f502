"""Writing down what happens to a flag, so that its life can be told."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, insert
from sqlmodel import Session

from core.models import WellbeingFlagChange, WorkFlagChange
from core.models.base import table_of
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
