"""Asking to see what somebody has not shared. The answer, if any, is theirs alone."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select, update

from core.errors import InvalidValue, NotFound
from core.models import Person, SeeRequest
from core.permissions import Actor, Permission
from core.queries.scopes import my_sharers
from core.rules.asking import must_not_press
from core.services.locking import lock_person
from core.services.sharing import OFFERED
from core.vocabulary import ShareTopic


def ask_to_see(
    session: Session, actor: Actor, person_id: UUID, topic: ShareTopic, *, now: datetime
) -> None:
    """Ask one of the actor's people to share a topic; whether they already do makes no difference.

    Raises:
        NotFound: what this person shares would not reach the actor.
        InvalidValue: they were asked less than 14 days ago, by whomever.
    """
    actor.must(Permission.SEE_TEAM)
    if topic not in OFFERED:
        raise InvalidValue("Please choose what you would like to see.")
    sharers = my_sharers(actor, [person_id])
    found = session.connection().execute(sharers.subquery, sharers.values).first()
    if found is None:
        raise NotFound("person")
    lock_person(session, person_id)
    name = session.exec(select(Person.display_name).where(Person.id == person_id)).one()
    last = session.exec(
        select(func.max(col(SeeRequest.asked_at))).where(SeeRequest.person_id == person_id)
    ).one()
    must_not_press(last, name=name, now=now)
    session.add(
        SeeRequest(person_id=person_id, asked_by=actor.person_id, topic=topic, asked_at=now)
    )
    session.flush()


def put_request_away(session: Session, actor: Actor, request_id: UUID, *, now: datetime) -> None:
    """Put a request away, whatever the actor decided; nobody else learns that or what.

    Raises:
        NotFound: there is no such request to the actor.
    """
    actor.must(Permission.OWN_ACCOUNT)
    done = session.connection().execute(
        update(SeeRequest)
        .where(
            col(SeeRequest.id) == request_id,
            col(SeeRequest.person_id) == actor.person_id,
            col(SeeRequest.set_aside_at).is_(None),
        )
        .values(set_aside_at=now)
    )
    if done.rowcount != 1:
        raise NotFound("request")
