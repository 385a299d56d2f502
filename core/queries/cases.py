"""A person's own cases, agreement, talks and pauses."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, Select, and_, bindparam, func, select
from sqlmodel import Session

from core.models import Agreement, Case, Contact, ContactCase, Meeting, Pause
from core.models.base import open_words, table_of
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.rules.caseload import weight
from core.rules.pauses import is_on
from core.vocabulary import Frequency, MeetingKind

DEFAULT_HOURS: Final = 4.0
_CASE: Final = table_of(Case)
_CONTACT: Final = table_of(Contact)
_LINK: Final = table_of(ContactCase)
_AGREEMENT: Final = table_of(Agreement)
_MEETING: Final = table_of(Meeting)
_PAUSE: Final = table_of(Pause)
_RECENT: Final = timedelta(days=27)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case of one's own."""

    id: UUID
    code: str
    frequency: Frequency
    weight: float
    opened_on: date
    closed_on: date | None
    agreed_weeks: int | None
    contacts_28d: int
    last_contact_on: date | None
    ending_note: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementView:
    """What a person agreed to carry, since when."""

    since: date
    capacity: float
    hours_per_week: float
    from_time: time
    until_time: time


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRow:
    """A talk that took place, and whether somebody else recorded it."""

    id: UUID
    day: date
    kind: MeetingKind
    recorded_by_me: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseRow:
    """A pause of one's own that is on or ahead."""

    id: UUID
    starts_on: date
    returns_on: date | None
    is_on: bool


def _own(*, closed: bool) -> Select[Any]:
    since: BindParameter[date] = bindparam("since")
    me: BindParameter[UUID] = bindparam("me")
    order = (_CASE.c.closed_on.desc(), _CASE.c.code) if closed else (_CASE.c.code,)
    state = _CASE.c.closed_on.is_not(None) if closed else _CASE.c.closed_on.is_(None)
    recent = func.count(_CONTACT.c.id).filter(_CONTACT.c.day >= since)
    return (
        select(
            _CASE,
            recent.label("contacts_28d"),
            func.max(_CONTACT.c.day).label("last_contact_on"),
        )
        .outerjoin(_LINK, _LINK.c.case_id == _CASE.c.id)
        .outerjoin(_CONTACT, _CONTACT.c.id == _LINK.c.contact_id)
        .where(_CASE.c.person_id == me, state)
        .group_by(_CASE.c.id)
        .order_by(*order)
    )


_OWN: Final = {closed: _own(closed=closed) for closed in (False, True)}


def own_cases(
    session: Session, actor: Actor, *, now: datetime, closed: bool = False
) -> list[CaseRow]:
    """Return the actor's open cases by code, or the closed ones, the last ended first."""
    actor.must(Permission.LOG_WORK)
    since = organisation(session).today(now) - _RECENT
    found = rows(session, _OWN[closed], {"me": actor.person_id, "since": since})
    return [
        CaseRow(
            id=row.id,
            code=row.code,
            frequency=row.frequency,
            weight=weight(row.frequency),
            opened_on=row.opened_on,
            closed_on=row.closed_on,
            agreed_weeks=row.agreed_weeks,
            contacts_28d=row.contacts_28d,
            last_contact_on=row.last_contact_on,
            ending_note=open_words(
                row.ending_note, "support_case.ending_note", row.id, actor.person_id
            ),
            version=row.version,
        )
        for row in found
    ]


def own_agreement(session: Session, actor: Actor) -> AgreementView | None:
    """Return what the actor agreed to last, or nothing: then 5 people and 4 hours count."""
    actor.must(Permission.LOG_WORK)
    found = rows(
        session,
        select(_AGREEMENT)
        .where(_AGREEMENT.c.person_id == actor.person_id)
        .order_by(_AGREEMENT.c.since.desc(), _AGREEMENT.c.recorded_at.desc())
        .limit(1),
    )
    return next(
        (
            AgreementView(
                since=row.since,
                capacity=row.capacity,
                hours_per_week=row.hours_per_week,
                from_time=row.from_time,
                until_time=row.until_time,
            )
            for row in found
        ),
        None,
    )


def own_meetings(session: Session, actor: Actor, *, limit: int = 12) -> list[MeetingRow]:
    """Return the actor's last supervisions and team contacts, newest first."""
    actor.must(Permission.LOG_WORK)
    found = rows(
        session,
        select(_MEETING.c.id, _MEETING.c.day, _MEETING.c.kind, _MEETING.c.recorded_by)
        .where(_MEETING.c.person_id == actor.person_id)
        .order_by(_MEETING.c.day.desc(), _MEETING.c.recorded_at.desc())
        .limit(limit),
    )
    return [
        MeetingRow(id=i, day=day, kind=kind, recorded_by_me=by == actor.person_id)
        for i, day, kind, by in found
    ]


def own_pauses(session: Session, actor: Actor, *, now: datetime) -> list[PauseRow]:
    """Return the actor's pauses that are on or ahead, the nearest first."""
    actor.must(Permission.LOG_WORK)
    today = organisation(session).today(now)
    found = rows(
        session,
        select(_PAUSE.c.id, _PAUSE.c.starts_on, _PAUSE.c.returns_on)
        .where(
            and_(
                _PAUSE.c.person_id == actor.person_id,
                _PAUSE.c.returns_on.is_(None) | (_PAUSE.c.returns_on > today),
            )
        )
        .order_by(_PAUSE.c.starts_on),
    )
    return [
        PauseRow(id=i, starts_on=start, returns_on=back, is_on=is_on(start, back, today))
        for i, start, back in found
    ]
