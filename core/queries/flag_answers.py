"""What a person said to their own flags, when, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from core.models import WellbeingFlag, WellbeingFlagChange
from core.models.base import open_words, table_of
from core.permissions import Actor, Permission
from core.queries.rows import rows
from core.rules.flag_answers import Doubt, doubt_of
from core.vocabulary import FlagAnswer, FlagMoment

_FLAG: Final = table_of(WellbeingFlag)
_CHANGE: Final = table_of(WellbeingFlagChange)
_LAST: Final = (
    select(func.max(_CHANGE.c.at))
    .where(
        _CHANGE.c.flag_id == _FLAG.c.id,
        _CHANGE.c.what == FlagMoment.ANSWERED,
        _CHANGE.c.answer == _FLAG.c.answer,
    )
    .scalar_subquery()
)
_ANSWERED: Final = select(
    _FLAG.c.id, _FLAG.c.answer, _FLAG.c.answer_reason, _LAST.label("at")
).where(
    _FLAG.c.person_id == bindparam("me"),
    _FLAG.c.id.in_(bindparam("flags", expanding=True)),
    _FLAG.c.answer != FlagAnswer.NONE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAnswer:
    """One answer of a person to a flag about them."""

    answer: FlagAnswer
    at: datetime | None
    """When it was said; nothing for an answer from before moments were kept."""
    doubt: Doubt | None
    """Why it is not right."""


def own_answers(
    session: Session, actor: Actor, flag_ids: Collection[UUID]
) -> dict[UUID, OwnAnswer]:
    """Return what the actor said to these flags of theirs; those without an answer are left out."""
    actor.must(Permission.LOG_WORK)
    found = rows(session, _ANSWERED, {"me": actor.person_id, "flags": list(flag_ids)})
    return {
        row.id: OwnAnswer(
            answer=row.answer,
            at=row.at,
            doubt=doubt_of(
                open_words(
                    row.answer_reason, "wellbeing_flag.answer_reason", row.id, actor.person_id
                )
            ),
        )
        for row in found
    }
