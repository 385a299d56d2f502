"""What a person said against their flags, kept while the entry behind one can be brought back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from core.models import WellbeingFlag
from core.models.base import open_words, table_of
from core.permissions import Actor, Permission
from core.queries.rows import rows
from core.rules.flag_answers import doubt_of
from core.services.flags import answer_flag
from core.vocabulary import FlagAnswer, FlagKind

_FLAG: Final = table_of(WellbeingFlag)
_REASON: Final = "wellbeing_flag.answer_reason"


@dataclass(frozen=True, slots=True)
class PutAside:
    """A flag that the person put aside: "not right" with its reason, or "this has passed"."""

    kind: FlagKind
    subject: str
    answer: FlagAnswer
    reason: str


def flags_put_aside(session: Session, person_id: UUID) -> tuple[PutAside, ...]:
    """Return the open flags that the person put aside; for callers that checked who acts."""
    found = rows(
        session,
        select(_FLAG).where(
            _FLAG.c.person_id == person_id,
            _FLAG.c.cleared_at.is_(None),
            _FLAG.c.answer != FlagAnswer.NONE,
        ),
    )
    return tuple(
        PutAside(row.kind, row.subject, row.answer, _reason(row, person_id)) for row in found
    )


def put_aside_again(
    session: Session, actor: Actor, before: Collection[PutAside], *, now: datetime
) -> None:
    """Put flags aside that have just come back with an entry: the person had said so."""
    actor.must(Permission.LOG_WORK)
    said = {(one.kind, one.subject): one for one in before}
    raised = select(_FLAG.c.id, _FLAG.c.kind, _FLAG.c.subject).where(
        _FLAG.c.person_id == actor.person_id,
        _FLAG.c.cleared_at.is_(None),
        _FLAG.c.raised_at == now,
        _FLAG.c.answer == FlagAnswer.NONE,
    )
    for flag_id, kind, subject in rows(session, raised) if said else ():
        if (kind, subject) in said:
            one = said[kind, subject]
            why = doubt_of(one.reason)
            answer_flag(
                session,
                actor,
                flag_id,
                one.answer,
                why=why.reason if why else None,
                words=why.words if why else "",
                now=now,
            )


def _reason(row: Any, person_id: UUID) -> str:
    return open_words(row.answer_reason, _REASON, row.id, person_id)
