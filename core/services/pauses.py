"""Stepping back for a while: flags and reminders are silent, except what is urgent."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Session, col, or_, select

from core.errors import InvalidValue, NotFound
from core.models import Pause
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.rules.pauses import check_pause
from core.services.flags import refresh_flags
from core.services.locking import lock_person


def start_pause(
    session: Session,
    actor: Actor,
    *,
    starts_on: date | None,
    returns_on: date | None = None,
    now: datetime,
) -> UUID:
    """Plan a pause of the actor's own and return its id.

    Raises:
        InvalidValue: the days are not in order, or another pause already covers some of them.
    """
    actor.must(Permission.LOG_WORK)
    first = check_pause(starts_on, returns_on, today=organisation(session).today(now))
    lock_person(session, actor.person_id)
    overlaps = select(Pause.id).where(
        Pause.person_id == actor.person_id,
        or_(col(Pause.returns_on).is_(None), col(Pause.returns_on) > first),
    )
    if returns_on is not None:
        overlaps = overlaps.where(Pause.starts_on < returns_on)
    if session.exec(overlaps).first() is not None:
        raise InvalidValue("Another pause already covers these days; please end that one first.")
    pause = Pause(
        id=uuid4(),
        person_id=actor.person_id,
        starts_on=first,
        returns_on=returns_on,
        recorded_at=now,
    )
    session.add(pause)
    session.flush()
    refresh_flags(session, actor.person_id, now=now)
    return pause.id


def end_pause(session: Session, actor: Actor, pause_id: UUID, *, now: datetime) -> None:
    """Come back today; a pause that has not started yet is called off.

    Raises:
        NotFound: the pause is not the actor's own, or it is over.
    """
    actor.must(Permission.LOG_WORK)
    lock_person(session, actor.person_id)
    today = organisation(session).today(now)
    pause = session.exec(
        select(Pause).where(
            Pause.id == pause_id,
            Pause.person_id == actor.person_id,
            or_(col(Pause.returns_on).is_(None), col(Pause.returns_on) > today),
        )
    ).first()
    if pause is None:
        raise NotFound("pause")
    if pause.starts_on >= today:
        session.delete(pause)
    else:
        pause.returns_on = today
    session.flush()
    refresh_flags(session, actor.person_id, now=now)
