"""Who needs somebody, and why: the queue of follow-ups."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from core.models import (
    FlagsAsOf,
    FollowUp,
    Meeting,
    Person,
    RingMe,
    SupportEvent,
    TeamCoordinator,
    WorkFlag,
)
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.people import OrganisationFacts, organisation
from core.queries.rows import rows
from core.queries.scopes import MY_PEOPLE, MY_SHARERS, my_people, my_sharers, values_of
from core.queries.shared import SharedFlag, VisibleFlag, visible_flags
from core.queries.sharers import people_on_pause
from core.queries.thresholds import thresholds_in_force
from core.rules.follow_ups import SHARED_REASONS, SILENT_IN_A_PAUSE, UNFINISHED, due_at
from core.rules.thresholds import Thresholds
from core.vocabulary import FollowUpReason, FollowUpState, Outcome

FINISHED_DAYS: Final = 90
"""How long a finished follow-up stays in the list."""


_FOLLOW_UP: Final = table_of(FollowUp)
_PERSON: Final = table_of(Person)
_OWNER: Final = _PERSON.alias("owner")
_RING: Final = table_of(RingMe)
_EVENT: Final = table_of(SupportEvent)
_FLAG: Final = table_of(WorkFlag)
_MEETING: Final = table_of(Meeting)
_AS_OF: Final = table_of(FlagsAsOf)
_SHARED: Final = _FOLLOW_UP.c.reason.in_(SHARED_REASONS)


def _may_follow_up(people: Select[Any], sharers: Select[Any]) -> ColumnElement[bool]:
    return or_(
        and_(~_SHARED, _FOLLOW_UP.c.person_id.in_(people)),
        and_(_SHARED, _FOLLOW_UP.c.person_id.in_(sharers)),
    )


_MAY_FOLLOW_UP: Final = _may_follow_up(MY_PEOPLE, MY_SHARERS)
"""The reader's follow-ups; one that rests on a shared flag only if it is shared with them."""
_STORED: Final = (
    columns(
        _FOLLOW_UP,
        _PERSON.c.display_name.label("name"),
        _OWNER.c.display_name.label("owner"),
        _RING.c.best_time,
        _EVENT.c.happened_on,
        _FLAG.c.findings,
    )
    .join(_PERSON, _PERSON.c.id == _FOLLOW_UP.c.person_id)
    .join(_OWNER, _OWNER.c.id == _FOLLOW_UP.c.owner_id, isouter=True)
    .join(_RING, _RING.c.id == _FOLLOW_UP.c.source_id, isouter=True)
    .join(_EVENT, _EVENT.c.id == _FOLLOW_UP.c.source_id, isouter=True)
    .join(_FLAG, _FLAG.c.id == _FOLLOW_UP.c.source_id, isouter=True)
    .where(
        _FOLLOW_UP.c.state.in_(bindparam("states", expanding=True)),
        or_(_FOLLOW_UP.c.closed_at.is_(None), _FOLLOW_UP.c.closed_at >= bindparam("recent")),
        _MAY_FOLLOW_UP,
    )
)
_LAST_MEETINGS: Final = (
    columns(_MEETING.c.person_id, func.max(_MEETING.c.day))
    .where(_MEETING.c.person_id.in_(MY_PEOPLE))
    .group_by(_MEETING.c.person_id)
)
_LAST_TALKED: Final = (
    columns(_FOLLOW_UP.c.person_id, func.max(_FOLLOW_UP.c.closed_at))
    .where(_FOLLOW_UP.c.outcome == Outcome.TALKED, _MAY_FOLLOW_UP)
    .group_by(_FOLLOW_UP.c.person_id)
)
_OLD: Final = columns(_PERSON.c.id).where(
    _PERSON.c.id.in_(MY_PEOPLE),
    _PERSON.c.id.not_in(columns(_AS_OF.c.person_id).where(_AS_OF.c.day >= bindparam("today"))),
)
_SOURCES: Final = columns(_FOLLOW_UP.c.source_id).where(
    _FOLLOW_UP.c.source_id.in_(bindparam("sources", expanding=True)),
    _FOLLOW_UP.c.state != FollowUpState.WITHDRAWN,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRow:
    """One person somebody is asked to turn to, with the reason."""

    id: UUID | None
    """Nothing while a shared flag has no follow-up yet (``bring_up_shared`` opens it)."""
    person_id: UUID
    name: str
    reason: FollowUpReason
    state: FollowUpState
    since: datetime
    due_at: datetime
    """By when an answer is promised."""
    waking_on: date | None = None
    """Until when it was put aside."""
    owner_id: UUID | None = None
    owner: str | None = None
    outcome: Outcome | None = None
    closed_at: datetime | None = None
    best_time: str = ""
    """When to ring, in the person's own words."""
    happened_on: date | None = None
    """Day of the incident, or of the contact they want to talk through."""
    facts: tuple[str, ...] = ()
    """Sentences of the work flag behind it."""
    shared: SharedFlag | None = None
    """What is shared of the flag behind it at this moment."""
    last_talk: date | None = None
    """Latest supervision, team contact or follow-up talk with this person."""
    version: int = 1


def follow_up_rows(
    session: Session, actor: Actor, *, states: Collection[FollowUpState], now: datetime
) -> list[FollowUpRow]:
    """Return follow-ups of the actor's people in these states, earliest promise first.

    Raises:
        NotAllowed: the actor does not follow up.
    """
    actor.must(Permission.FOLLOW_UP)
    place = organisation(session)
    stored = _stored(session, actor, states, now=now)
    talks = _last_talks(session, actor, place)
    if UNFINISHED.isdisjoint(states):
        found = [_row(row, {}, talks) for row in stored if _is_shown(row, {}, ())]
        return sorted(found, key=_by_promise)
    flags = visible_flags(session, my_sharers(actor), now=now)
    shared = {each.flag.id: each for each in flags}
    paused = people_on_pause(session, my_people(actor), today=place.today(now))
    found = [_row(row, shared, talks) for row in stored if _is_shown(row, shared, paused)]
    if FollowUpState.OPEN in states:
        known = _sources(session, list(shared))
        new = [each for each in flags if each.flag.id not in known and not each.silent]
        limits = thresholds_in_force(session) if new else Thresholds()
        found += [_not_brought_up(each, place, limits, talks) for each in new]
    return sorted(found, key=_by_promise)


def people_with_old_flags(session: Session, actor: Actor, *, now: datetime) -> list[UUID]:
    """Return the actor's people whose flags are not as of today; a queue recomputes them first."""
    actor.must(Permission.FOLLOW_UP)
    today = organisation(session).today(now)
    return [row.id for row in rows(session, _OLD, values_of(actor) | {"today": today})]


def may_follow_up(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for follow-ups of the actor's people.

    One that rests on a shared flag is only for those the person shares with.
    """
    values = values_of(actor)
    return _may_follow_up(MY_PEOPLE.params(values), MY_SHARERS.params(values))


def somebody_follows_up(session: Session, actor: Actor) -> bool:
    """Return whether an active coordinator other than the actor answers for the actor."""
    named = select(Person.named_coordinator_id).where(Person.id == actor.person_id)
    of_team = select(TeamCoordinator.person_id).where(TeamCoordinator.team_id == actor.team_id)
    found = session.exec(
        select(Person.id)
        .where(
            col(Person.active).is_(True),
            Person.id != actor.person_id,
            or_(col(Person.id).in_(of_team), col(Person.id).in_(named)),
        )
        .limit(1)
    ).first()
    return found is not None


def _by_promise(row: FollowUpRow) -> tuple[datetime, str, str]:
    return row.due_at, row.name, str(row.id)


def _stored(
    session: Session, actor: Actor, states: Collection[FollowUpState], *, now: datetime
) -> Any:
    values = values_of(actor) | {
        "states": list(states),
        "recent": now - timedelta(days=FINISHED_DAYS),
    }
    return rows(session, _STORED, values)


def _is_shown(row: Any, shared: Mapping[UUID, VisibleFlag], paused: Collection[UUID]) -> bool:
    if row.state is FollowUpState.WITHDRAWN and row.reason in SHARED_REASONS:
        return row.owner_id is not None  # Otherwise taking a share back would leave a trace.
    if row.state not in UNFINISHED:
        return True
    if row.reason in SHARED_REASONS:
        if row.source_id in shared:
            return not shared[row.source_id].silent
        return row.state is not FollowUpState.OPEN
    return row.reason not in SILENT_IN_A_PAUSE or row.person_id not in paused


def _row(row: Any, shared: Mapping[UUID, VisibleFlag], talks: Mapping[UUID, date]) -> FollowUpRow:
    flag = shared.get(row.source_id)
    return FollowUpRow(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        reason=row.reason,
        state=row.state,
        since=row.opened_at,
        due_at=row.due_at,
        waking_on=row.snoozed_until,
        owner_id=row.owner_id,
        owner=row.owner,
        outcome=row.outcome,
        closed_at=row.closed_at,
        best_time=row.best_time or "",
        happened_on=row.happened_on,
        facts=tuple(str(finding["sentence"]) for finding in row.findings or ()),
        shared=flag.flag if flag and row.state in UNFINISHED else None,
        last_talk=talks.get(row.person_id),
        version=row.version,
    )


def _not_brought_up(
    each: VisibleFlag,
    place: OrganisationFacts,
    limits: Thresholds,
    talks: Mapping[UUID, date],
) -> FollowUpRow:
    reason = FollowUpReason.URGENT if each.flag.urgent else FollowUpReason.SHARED_FLAG
    return FollowUpRow(
        id=None,
        person_id=each.person_id,
        name=each.name,
        reason=reason,
        state=FollowUpState.OPEN,
        since=each.flag.shared_from,
        due_at=due_at(reason, each.flag.shared_from, place.ring_me_hours, limits),
        shared=each.flag,
        last_talk=talks.get(each.person_id),
    )


def _sources(session: Session, flag_ids: Collection[UUID]) -> set[UUID]:
    """Sources that already have a follow-up; a withdrawn one opens again."""
    if not flag_ids:
        return set()
    return {row.source_id for row in rows(session, _SOURCES, {"sources": list(flag_ids)})}


def _last_talks(session: Session, actor: Actor, place: OrganisationFacts) -> dict[UUID, date]:
    values = values_of(actor)
    meetings = rows(session, _LAST_MEETINGS, values)
    talks: dict[UUID, date] = {person_id: day for person_id, day in meetings}  # noqa: C416
    for person_id, at in rows(session, _LAST_TALKED, values):
        talks[person_id] = max(talks.get(person_id, date.min), place.today(at))
    return talks
