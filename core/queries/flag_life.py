"""The life of one flag of one's own: raised, changed, judged anew, shared, seen, followed up."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session

from core.errors import NotFound
from core.models import (
    FollowUp,
    FollowUpStep,
    OneOffShare,
    Person,
    View,
    WellbeingFlag,
    WellbeingFlagChange,
    WorkFlag,
    WorkFlagChange,
)
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.limit_changes import LimitChange, limit_changes
from core.queries.rows import rows
from core.queries.shared import viewed
from core.vocabulary import FlagAnswer, FlagMoment, FollowUpState, Lane, Level, Outcome

_TABLES: Final = {
    Lane.WORK: (table_of(WorkFlag), table_of(WorkFlagChange)),
    Lane.WELLBEING: (table_of(WellbeingFlag), table_of(WellbeingFlagChange)),
}
_VIEW: Final = table_of(View)
_PERSON: Final = table_of(Person)
_ASKED: Final = table_of(FollowUp)
_STEP: Final = table_of(FollowUpStep)
_ONCE: Final = table_of(OneOffShare)


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeStep:
    """One thing that happened to a flag."""

    at: datetime
    what: FlagMoment
    level: Level | None = None
    urgent: bool = False
    answer: FlagAnswer = FlagAnswer.NONE
    by: str = ""
    """Who saw it or acted; empty for the person and for what happens by itself."""
    state: FollowUpState | None = None
    outcome: Outcome | None = None
    limit: LimitChange | None = None


def flag_life(
    session: Session, actor: Actor, lane: Lane, flag_id: UUID, *, now: datetime
) -> tuple[LifeStep, ...]:
    """Return what happened to a flag of the actor up to now, oldest first.

    Raises:
        NotFound: it is not a flag of the actor in that lane.
    """
    actor.must(Permission.LOG_WORK)
    flags, changes = _TABLES[lane]
    own = (flags.c.id == flag_id) & (flags.c.person_id == actor.person_id)
    found = rows(session, select(flags).where(own))
    if not found:
        raise NotFound("flag")
    said = rows(session, select(changes).where(changes.c.flag_id == flag_id))
    asked = _follow_up_steps(session, flag_id)
    life = [
        *(_change(row) for row in said),
        *(_followed(row) for row in asked),
        *(
            LifeStep(at=one.at, what=FlagMoment.LIMIT, limit=one)
            for one in limit_changes(session, found[0], now=now)
        ),
    ]
    if lane is Lane.WELLBEING:
        life += _shares_run_out(session, flag_id, life, now=now)
    if lane is Lane.WELLBEING and asked:
        life += _looks(session, actor, found[0], since=asked[0].opened_at)
    return tuple(sorted(life, key=lambda step: (step.at, list(FlagMoment).index(step.what))))


def _shares_run_out(
    session: Session, flag_id: UUID, life: Iterable[LifeStep], *, now: datetime
) -> Iterator[LifeStep]:
    """Yield the ends of what was shared once that nobody wrote down: after 30 days, or by topic.

    An end at the very moment of something written down is part of that.
    """
    told = {step.at for step in life}
    ended = select(_ONCE.c.until_at).where(_ONCE.c.flag_id == flag_id, _ONCE.c.until_at <= now)
    for (at,) in rows(session, ended):
        if at not in told:
            yield LifeStep(at=at, what=FlagMoment.SHARE_ENDED)


def _change(row: Any) -> LifeStep:
    return LifeStep(at=row.at, what=row.what, level=row.level, urgent=row.urgent, answer=row.answer)


def _followed(row: Any) -> LifeStep:
    return LifeStep(
        at=row.at,
        what=FlagMoment.FOLLOW_UP,
        by=row.by or "",
        state=row.state,
        outcome=row.outcome,
    )


def _follow_up_steps(session: Session, flag_id: UUID) -> Sequence[Any]:
    return rows(
        session,
        select(
            _STEP.c.at,
            _STEP.c.state,
            _STEP.c.outcome,
            _ASKED.c.opened_at,
            _PERSON.c.display_name.label("by"),
        )
        .join(_ASKED, _ASKED.c.id == _STEP.c.follow_up_id)
        .join(_PERSON, _PERSON.c.id == _STEP.c.by_id, isouter=True)
        .where(_ASKED.c.source_id == flag_id)
        .order_by(_STEP.c.at),
    )


def _looks(session: Session, actor: Actor, flag: Any, *, since: datetime) -> Iterator[LifeStep]:
    """Yield the first look of each reader since the flag could be seen."""
    until = [] if flag.cleared_at is None else [_VIEW.c.seen_at <= flag.cleared_at]
    found = rows(
        session,
        select(_PERSON.c.display_name.label("by"), func.min(_VIEW.c.seen_at).label("at"))
        .join(_PERSON, _PERSON.c.id == _VIEW.c.viewer_id)
        .where(
            _VIEW.c.person_id == actor.person_id,
            _VIEW.c.what == viewed(flag.kind),
            _VIEW.c.seen_at >= since,
            *until,
        )
        .group_by(_PERSON.c.id, _PERSON.c.display_name),
    )
    for row in found:
        yield LifeStep(at=row.at, what=FlagMoment.SEEN, by=row.by)
