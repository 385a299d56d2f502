"""A person's own flags, with their reasons and with who else can see each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, select
from sqlmodel import Session

from core.models import (
    FlagsAsOf,
    OneOffShare,
    Pause,
    StandingShare,
    SupportEvent,
    WellbeingFlag,
    WorkFlag,
)
from core.models.base import open_words, table_of
from core.permissions import Actor, Permission
from core.queries.dependency_facts import case_codes
from core.queries.people import organisation
from core.queries.rows import rows
from core.rules.boundaries import theme_of
from core.rules.flags import Finding
from core.rules.sharing import FlagFacts, Share, Visible, visibility
from core.vocabulary import Audience, FlagAnswer, FlagKind, Lane, Level, ShareScope

__all__ = [
    "Finding",
    "FlagView",
    "is_paused",
    "own_flags",
    "own_flags_stale",
    "own_shares",
    "stale_people",
]

_WORK: Final = table_of(WorkFlag)
_WELL: Final = table_of(WellbeingFlag)
_STANDING: Final = table_of(StandingShare)
_ONCE: Final = table_of(OneOffShare)
_PAUSE: Final = table_of(Pause)
_AS_OF: Final = table_of(FlagsAsOf)
_EVENT: Final = table_of(SupportEvent)

# Built once: the first screens ask for all of these in every run.
_SOMEBODY: Final[BindParameter[UUID]] = bindparam("person")
_TODAY: Final[BindParameter[date]] = bindparam("today")
_STANDING_OF: Final = select(_STANDING).where(_STANDING.c.person_id == _SOMEBODY)
_ONCE_OF: Final = select(_ONCE).where(_ONCE.c.person_id == _SOMEBODY)
_FLAGS_OF: Final = {
    (table, cleared): select(table).where(
        table.c.person_id == _SOMEBODY,
        table.c.cleared_at.is_not(None) if cleared else table.c.cleared_at.is_(None),
    )
    for table in (_WORK, _WELL)
    for cleared in (False, True)
}
_PAUSED: Final = (
    select(_PAUSE.c.id)
    .where(
        _PAUSE.c.person_id == _SOMEBODY,
        _PAUSE.c.starts_on <= _TODAY,
        _PAUSE.c.returns_on.is_(None) | (_PAUSE.c.returns_on > _TODAY),
    )
    .limit(1)
)
_FRESH: Final = select(_AS_OF.c.person_id).where(
    _AS_OF.c.person_id.in_(bindparam("people", expanding=True)), _AS_OF.c.day == _TODAY
)
_WAITING: Final = (
    select(_EVENT.c.person_id)
    .where(
        _EVENT.c.person_id.in_(bindparam("people", expanding=True)), _EVENT.c.settled_at.is_(None)
    )
    .distinct()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagView:
    """One flag as the person it is about sees it."""

    id: UUID
    kind: FlagKind
    lane: Lane
    subject: str
    about: str = ""
    """Code of the case that a dependency flag is about; nobody but the person is told."""
    level: Level
    urgent: bool
    since: date
    raised_at: datetime
    cleared_at: datetime | None
    findings: tuple[Finding, ...]
    clears: str
    steps: tuple[str, ...]
    """Keys of next steps; ``core.services.next_steps.steps_for`` gives their words."""
    answer: FlagAnswer
    context: str
    shared_from: datetime | None
    """When coordinators began or will begin to see it; nothing when they will not."""
    news_from: datetime | None = None
    """When they will see what is new about it; until then they see it as it was."""
    audience: Audience


def own_flags(
    session: Session, actor: Actor, *, now: datetime, cleared: bool = False
) -> list[FlagView]:
    """Return the actor's open flags, urgent and high ones first, or the cleared ones.

    A pause silences all but urgent flags: while it is on they are not listed, and they are
    there again, brought up to date, when the person is back.
    """
    actor.must(Permission.LOG_WORK)
    today = organisation(session).today(now)
    paused = is_paused(session, actor.person_id, today)
    me = actor.person_id
    private = _stored(session, _WELL, me, cleared=cleared)
    shares = own_shares(session, me) if private else []
    leans = any(row.kind is FlagKind.DEPENDENCY for row in private)
    codes = case_codes(session, me) if leans else {}
    views = [
        *(
            replace(
                _view(row, Lane.WELLBEING, me, shares, paused=paused, now=now),
                about=codes.get(row.subject, ""),
            )
            for row in private
        ),
        *(
            _view(row, Lane.WORK, me, [], paused=paused, now=now)
            for row in _stored(session, _WORK, me, cleared=cleared)
        ),
    ]
    if cleared:
        return sorted(views, key=lambda v: v.cleared_at or now, reverse=True)
    heard = [view for view in views if view.urgent or not paused]
    return sorted(heard, key=_order)


def own_shares(session: Session, person_id: UUID) -> list[Share]:
    """Return one person's choices that may pass a flag on; for callers that checked who asks."""
    standing = rows(session, _STANDING_OF, {"person": person_id})
    once = rows(session, _ONCE_OF, {"person": person_id})
    return [
        Share(topic=row.topic, scope=row.scope, from_at=row.from_at, until_at=row.until_at)
        for row in standing
    ] + [
        Share(flag_id=row.flag_id, scope=row.scope, from_at=row.from_at, until_at=row.until_at)
        for row in once
    ]


def _stored(session: Session, table: Any, person_id: UUID, *, cleared: bool) -> Any:
    return rows(session, _FLAGS_OF[table, cleared], {"person": person_id})


def is_paused(session: Session, person_id: UUID, today: date) -> bool:
    """Return whether one person pauses today; for callers that checked who asks."""
    return bool(rows(session, _PAUSED, {"person": person_id, "today": today}))


def _order(view: FlagView) -> tuple[bool, bool, date, str, str]:
    return (not view.urgent, view.level is not Level.HIGH, view.since, view.kind, view.subject)


def _view(
    row: Any, lane: Lane, person_id: UUID, shares: list[Share], *, paused: bool, now: datetime
) -> FlagView:
    answer, context = FlagAnswer.NONE, ""
    shared: Visible | None = Visible(ShareScope.ANSWERS, row.raised_at)
    if lane is Lane.WELLBEING:
        answer = row.answer
        context = open_words(row.context, "wellbeing_flag.context", row.id, person_id)
        facts = FlagFacts(
            id=row.id,
            kind=row.kind,
            raised_at=row.raised_at,
            urgent=row.urgent,
            answer=row.answer,
            shared_now_at=row.shared_now_at,
            cleared_at=row.cleared_at,
            news_at=row.news_at,
        )
        shared = visibility(facts, shares, paused=paused, now=now)
    seen = shared is not None and shared.since <= now
    return FlagView(
        id=row.id,
        kind=row.kind,
        lane=lane,
        subject=theme_of(row.subject) if row.kind is FlagKind.BOUNDARY else row.subject,
        level=row.level,
        urgent=row.urgent,
        since=row.since,
        raised_at=row.raised_at,
        cleared_at=row.cleared_at,
        findings=tuple(Finding(**finding) for finding in row.findings),
        clears=row.clears,
        steps=tuple(row.steps),
        answer=answer,
        context=context,
        shared_from=shared.since if shared else None,
        news_from=shared.news_from if shared else None,
        audience=Audience.YOUR_COORDINATORS if seen else Audience.ONLY_YOU,
    )


def own_flags_stale(session: Session, actor: Actor, *, now: datetime) -> bool:
    """Return whether the actor's flags must be recomputed before they are shown."""
    actor.must(Permission.LOG_WORK)
    return bool(stale_people(session, [actor.person_id], now=now))


def stale_people(
    session: Session, person_ids: Iterable[UUID], *, now: datetime
) -> dict[UUID, bool]:
    """Return whose flags are not right any more; for callers that checked who asks.

    ``True`` means all of them, because a day has passed; ``False`` only the ones that count
    the hours since an incident or a wish for a debrief.
    """
    ids = list(person_ids)
    today = organisation(session).today(now)
    fresh = {person_id for (person_id,) in rows(session, _FRESH, {"people": ids, "today": today})}
    waiting = {person_id for (person_id,) in rows(session, _WAITING, {"people": ids})}
    return {
        person_id: person_id not in fresh
        for person_id in ids
        if person_id not in fresh or person_id in waiting
    }
