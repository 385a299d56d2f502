"""Asking to be rung: one button, a best time, and a promised answer."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.errors import InvalidValue
from core.models import RingMe
from core.permissions import Actor, Permission
from core.queries.follow_ups import somebody_follows_up
from core.services.follow_ups import open_follow_up, withdraw_follow_up
from core.vocabulary import FollowUpReason

LONGEST_BEST_TIME = 80


def ask_to_be_rung(session: Session, actor: Actor, *, best_time: str, now: datetime) -> UUID:
    """Ask the coordinators to ring, or change the best time of a request that is open.

    Raises:
        NotAllowed: the actor's role has no such button.
        InvalidValue: the best time is too long, or nobody is there to answer.
    """
    actor.must(Permission.LOG_WORK)
    wished = best_time.strip()
    if len(wished) > LONGEST_BEST_TIME:
        raise InvalidValue(
            f"The best time has at most {LONGEST_BEST_TIME} characters; please shorten it."
        )
    if not somebody_follows_up(session, actor):
        raise InvalidValue(
            "No coordinator is set for you yet, so nobody would see this. "
            "Please ring your organisation directly."
        )
    asked = _open_request(session, actor)
    if asked is not None:
        asked.best_time = wished
        return asked.id
    asked = RingMe(person_id=actor.person_id, best_time=wished, asked_at=now)
    session.add(asked)
    session.flush()
    open_follow_up(
        session,
        person_id=actor.person_id,
        reason=FollowUpReason.RING_ME,
        source_id=asked.id,
        now=now,
    )
    return asked.id


def withdraw_ring_me(session: Session, actor: Actor, *, now: datetime) -> None:
    """Take back the actor's open request, if there is one."""
    actor.must(Permission.LOG_WORK)
    asked = _open_request(session, actor)
    if asked is not None:
        asked.withdrawn_at = now
        withdraw_follow_up(session, source_id=asked.id, now=now)


def _open_request(session: Session, actor: Actor) -> RingMe | None:
    return session.exec(
        select(RingMe).where(
            RingMe.person_id == actor.person_id,
            col(RingMe.withdrawn_at).is_(None),
            col(RingMe.answered_at).is_(None),
        )
    ).first()
