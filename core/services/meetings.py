"""Supervision or a team contact took place."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Session, select

from core.errors import InvalidValue, NotFound
from core.models import Meeting, Person
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.sharing import people_i_coordinate
from core.rules.contacts import check_day
from core.services.flags import refresh_flags
from core.services.locking import lock_person
from core.vocabulary import FlagKind, MeetingKind


def record_meeting(
    session: Session,
    actor: Actor,
    *,
    person_id: UUID,
    kind: MeetingKind,
    day: date,
    now: datetime,
) -> UUID:
    """Record a talk of the actor's own, or of somebody whose work the actor coordinates.

    The same talk recorded twice, by both sides, counts once.

    Raises:
        NotAllowed: the actor neither logs work nor coordinates.
        NotFound: the person is not the actor and not in a team the actor coordinates.
        InvalidValue: the day is in the future or more than 60 days back.
    """
    _check_scope(session, actor, person_id)
    check_day(day, today=organisation(session).today(now))
    lock_person(session, person_id)
    same = session.exec(
        select(Meeting.id).where(
            Meeting.person_id == person_id, Meeting.kind == kind, Meeting.day == day
        )
    ).first()
    if same is not None:
        return same
    meeting = Meeting(
        id=uuid4(),
        person_id=person_id,
        day=day,
        kind=kind,
        recorded_by=actor.person_id,
        recorded_at=now,
    )
    session.add(meeting)
    session.flush()
    refresh_flags(session, person_id, now=now, kinds=(FlagKind.SUPPORT_GAP,))
    return meeting.id


def take_back_meeting(
    session: Session,
    actor: Actor,
    *,
    person_id: UUID,
    kind: MeetingKind,
    day: date,
    now: datetime,
) -> None:
    """Take back a talk of today that the actor recorded by a slip, as if nobody had.

    Raises:
        NotAllowed: the actor neither logs work nor coordinates.
        NotFound: the person is not the actor and not in a team the actor coordinates.
        InvalidValue: the actor recorded no such talk, or its day is over.
    """
    _check_scope(session, actor, person_id)
    lock_person(session, person_id)
    mine = (
        Meeting.person_id == person_id,
        Meeting.kind == kind,
        Meeting.day == day,
        Meeting.recorded_by == actor.person_id,
    )
    meeting = session.exec(select(Meeting).where(*mine)).first()
    if meeting is None or day != organisation(session).today(now):
        raise InvalidValue("Only who recorded a talk can take it back, on the same day.")
    session.delete(meeting)
    session.flush()
    refresh_flags(session, person_id, now=now, kinds=(FlagKind.SUPPORT_GAP,), edited_from=day)


def _check_scope(session: Session, actor: Actor, person_id: UUID) -> None:
    if person_id == actor.person_id:
        actor.must(Permission.LOG_WORK)
    else:
        actor.must(Permission.SEE_TEAM)
        scope = people_i_coordinate(actor).where(Person.id == person_id)
        if session.exec(scope).first() is None:
            raise NotFound("person")
