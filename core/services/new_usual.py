"""A lasting change, told to the detector by the person alone: "this is my new usual"."""

from datetime import datetime

from sqlmodel import Session, col, select

from core.errors import InvalidValue, NotFound
from core.models import NewUsual, WellbeingFlag
from core.permissions import Actor, Permission
from core.queries.new_usual import own_new_usual
from core.queries.people import organisation
from core.services.flag_life import write_down
from core.services.flags import refresh_flags
from core.services.locking import lock_person
from core.services.sharing import bring_up_shared
from core.vocabulary import FlagKind, FlagMoment, Lane

_KINDS = (FlagKind.BURNOUT_RISK,)


def say_new_usual(session: Session, actor: Actor, *, now: datetime) -> None:
    """Begin the actor's own past anew with this week; earlier weeks stay readable.

    Nothing is judged then until there are eight ordinary weeks again.

    Raises:
        InvalidValue: it was said today already.
    """
    actor.must(Permission.LOG_WORK)
    lock_person(session, actor.person_id)
    before = own_new_usual(session, actor, now=now)
    if before is not None and before.can_be_taken_back:
        raise InvalidValue("Your new usual begins with this week already.")
    today = organisation(session).today(now)
    session.add(NewUsual(person_id=actor.person_id, day=today, said_at=now))
    session.flush()
    refresh_flags(session, actor.person_id, now=now, kinds=_KINDS)


def take_back_new_usual(session: Session, actor: Actor, *, now: datetime) -> None:
    """Take back on the same day what was said; a flag that went with it is up again.

    Raises:
        NotFound: nothing was said today.
    """
    actor.must(Permission.LOG_WORK)
    lock_person(session, actor.person_id)
    said = session.exec(
        select(NewUsual).where(
            NewUsual.person_id == actor.person_id,
            NewUsual.day == organisation(session).today(now),
            col(NewUsual.taken_back_at).is_(None),
        )
    ).first()
    if said is None:
        raise NotFound("new usual of today")
    said.taken_back_at = now
    session.flush()
    # The flag that went is up again as it was, with what the person said to it.
    gone = session.exec(
        select(WellbeingFlag).where(
            WellbeingFlag.person_id == actor.person_id,
            WellbeingFlag.kind == FlagKind.BURNOUT_RISK,
            col(WellbeingFlag.cleared_at) >= said.said_at,
        )
    ).all()
    for flag in gone:
        flag.cleared_at = None
        write_down(session, Lane.WELLBEING, flag.id, FlagMoment.RAISED_AGAIN, flag, at=now)
    session.flush()
    refresh_flags(session, actor.person_id, now=now, kinds=_KINDS)
    bring_up_shared(session, [actor.person_id], now=now)
