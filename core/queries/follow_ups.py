"""Who needs somebody, and why: the queue of follow-ups."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from core.models import FollowUp, Person, TeamCoordinator
from core.permissions import Actor
from core.queries.sharing import people_i_coordinate, people_who_may_share_with
from core.rules.follow_ups import SHARED_REASONS


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
