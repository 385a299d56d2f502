"""Who needs somebody, and why: the queue of follow-ups."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_, select

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
from core.permissions import Actor, Permission
from core.queries.people import OrganisationFacts, organisation
from core.queries.rows import rows
from core.queries.shared import SharedFlag, VisibleFlag, visible_flags
from core.queries.sharers import people_on_pause
from core.queries.sharing import people_i_coordinate, people_who_may_share_with
from core.rules.follow_ups import SHARED_REASONS, SILENT_IN_A_PAUSE, UNFINISHED, due_at
from core.vocabulary import FollowUpReason, FollowUpState, Outcome

FINISHED_DAYS: Final = 90
"""How long a finished follow-up stays in the list."""


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


def needs_you(session: Session, actor: Actor, *, now: datetime) -> list[FollowUpRow]:
    """Return what waits for the actor, the earliest promised answer first, never by score.

    Left out: what another coordinator took on, and what was put aside until a later day.

    Raises:
        NotAllowed: the actor does not follow up.
    """
    today = organisation(session).today(now)
    return [
        row
        for row in follow_up_rows(session, actor, states=UNFINISHED, now=now)
        if row.owner_id in (None, actor.person_id)
        and (row.waking_on is None or row.waking_on <= today)
    ]


def follow_up_rows(
    session: Session, actor: Actor, *, states: Collection[FollowUpState], now: datetime
) -> list[FollowUpRow]:
    """Return follow-ups of the actor's people in these states, earliest promise first.

    Raises:
        NotAllowed: the actor does not follow up.
    """
    actor.must(Permission.FOLLOW_UP)
    place = organisation(session)
    mine = people_i_coordinate(actor)
    stored = _stored(session, actor, states, now=now)
    talks = _last_talks(session, actor, mine, place)
    if UNFINISHED.isdisjoint(states):
        found = [_row(row, {}, talks) for row in stored if _is_shown(row, {}, ())]
        return sorted(found, key=_by_promise)
    flags = visible_flags(session, people_who_may_share_with(actor), now=now)
    shared = {each.flag.id: each for each in flags}
    paused = people_on_pause(session, mine, today=place.today(now))
    found = [_row(row, shared, talks) for row in stored if _is_shown(row, shared, paused)]
    if FollowUpState.OPEN in states:
        known = _sources(session, list(shared))
        found += [
            _not_brought_up(each, place, talks)
            for each in flags
            if each.flag.id not in known and not each.silent
        ]
    return sorted(found, key=_by_promise)


def people_with_old_flags(session: Session, actor: Actor, *, now: datetime) -> list[UUID]:
    """Return the actor's people whose flags are not as of today; a queue recomputes them first."""
    actor.must(Permission.FOLLOW_UP)
    today = organisation(session).today(now)
    fresh = columns(col(FlagsAsOf.person_id)).where(col(FlagsAsOf.day) >= today)
    everybody = people_i_coordinate(actor)
    return list(session.exec(everybody.where(col(Person.id).not_in(fresh))))


def may_follow_up(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for follow-ups of the actor's people.

    One that rests on a shared flag is only for those the person shares with.
    """
    shared: Any = col(FollowUp.reason).in_(SHARED_REASONS)
    return or_(
        and_(~shared, col(FollowUp.person_id).in_(people_i_coordinate(actor))),
        and_(shared, col(FollowUp.person_id).in_(people_who_may_share_with(actor))),
    )


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
    owner = aliased(Person)
    recent = now - timedelta(days=FINISHED_DAYS)
    return rows(
        session,
        columns(
            col(FollowUp.id),
            col(FollowUp.person_id),
            col(Person.display_name).label("name"),
            col(FollowUp.reason),
            col(FollowUp.source_id),
            col(FollowUp.state),
            col(FollowUp.opened_at),
            col(FollowUp.due_at),
            col(FollowUp.snoozed_until),
            col(FollowUp.owner_id),
            col(owner.display_name).label("owner"),
            col(FollowUp.outcome),
            col(FollowUp.closed_at),
            col(RingMe.best_time),
            col(SupportEvent.happened_on),
            col(WorkFlag.findings),
            col(FollowUp.version),
        )
        .join(Person, col(Person.id) == col(FollowUp.person_id))
        .join(owner, col(owner.id) == col(FollowUp.owner_id), isouter=True)
        .join(RingMe, col(RingMe.id) == col(FollowUp.source_id), isouter=True)
        .join(SupportEvent, col(SupportEvent.id) == col(FollowUp.source_id), isouter=True)
        .join(WorkFlag, col(WorkFlag.id) == col(FollowUp.source_id), isouter=True)
        .where(
            col(FollowUp.state).in_(states),
            may_follow_up(actor),
            col(FollowUp.closed_at).is_(None) | (col(FollowUp.closed_at) >= recent),
        ),
    )


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
    each: VisibleFlag, place: OrganisationFacts, talks: Mapping[UUID, date]
) -> FollowUpRow:
    reason = FollowUpReason.URGENT if each.flag.urgent else FollowUpReason.SHARED_FLAG
    return FollowUpRow(
        id=None,
        person_id=each.person_id,
        name=each.name,
        reason=reason,
        state=FollowUpState.OPEN,
        since=each.flag.shared_from,
        due_at=due_at(reason, each.flag.shared_from, place.ring_me_hours),
        shared=each.flag,
        last_talk=talks.get(each.person_id),
    )


def _sources(session: Session, flag_ids: Collection[UUID]) -> set[UUID | None]:
    """Sources that already have a follow-up; a withdrawn one opens again."""
    found = select(FollowUp.source_id).where(
        col(FollowUp.source_id).in_(flag_ids), FollowUp.state != FollowUpState.WITHDRAWN
    )
    return set(session.exec(found)) if flag_ids else set()


def _last_talks(
    session: Session, actor: Actor, people: Any, place: OrganisationFacts
) -> dict[UUID, date]:
    meetings = rows(
        session,
        columns(col(Meeting.person_id), func.max(col(Meeting.day)))
        .where(col(Meeting.person_id).in_(people))
        .group_by(col(Meeting.person_id)),
    )
    talks: dict[UUID, date] = {person_id: day for person_id, day in meetings}  # noqa: C416
    talked = rows(
        session,
        columns(col(FollowUp.person_id), func.max(col(FollowUp.closed_at)))
        .where(
            col(FollowUp.person_id).in_(people),
            col(FollowUp.outcome) == Outcome.TALKED,
            may_follow_up(actor),
        )
        .group_by(col(FollowUp.person_id)),
    )
    for person_id, at in talked:
        talks[person_id] = max(talks.get(person_id, date.min), place.today(at))
    return talks
