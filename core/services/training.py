"""Recording and confirming training."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from core.errors import InvalidValue, NotFound
from core.models import Completion, Module, Person, PersonRole
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.services.flags import refresh_flags
from core.services.locking import lock_person
from core.vocabulary import FlagKind, Role

LONGEST_EVIDENCE = 200
_LONGEST_AGO: Final = timedelta(days=50 * 366)
_KINDS = (FlagKind.TRAINING,)


def record_completion(
    session: Session,
    actor: Actor,
    *,
    module_id: UUID,
    completed_on: date,
    evidence: str = "",
    now: datetime,
) -> UUID:
    """Record that the actor completed a module; it counts at once and says "not confirmed yet".

    Raises:
        NotFound: there is no such module in the catalogue.
        InvalidValue: the day lies ahead, the evidence is too long, or it is recorded already.
    """
    actor.must(Permission.OWN_TRAINING)
    return _record(session, actor, actor.person_id, module_id, completed_on, evidence, now).id


def record_for(
    session: Session,
    actor: Actor,
    *,
    person_id: UUID,
    module_id: UUID,
    completed_on: date,
    evidence: str = "",
    now: datetime,
) -> UUID:
    """Record a completion of somebody else as their training lead; it is confirmed at once.

    Raises:
        NotFound: there is no such person or module.
        InvalidValue: as for ``record_completion``, or the person is the actor.
    """
    actor.must(Permission.MANAGE_TRAINING)
    if person_id == actor.person_id:
        raise InvalidValue("Please record your own training under My training.")
    known = select(Person.id).where(Person.id == person_id, col(Person.active).is_(True))
    if session.exec(known).first() is None:
        raise NotFound("person")
    completion = _record(session, actor, person_id, module_id, completed_on, evidence, now)
    completion.confirmed_by = actor.person_id
    completion.confirmed_at = now
    return completion.id


def withdraw_completion(
    session: Session, actor: Actor, completion_id: UUID, *, now: datetime
) -> None:
    """Take back an own completion that nobody confirmed yet.

    Raises:
        NotFound: it is not the actor's own.
        InvalidValue: it was confirmed; only a mistake of the training lead could undo that.
    """
    actor.must(Permission.OWN_TRAINING)
    own = col(Completion.person_id) == actor.person_id
    completion = _completion(session, completion_id, own)
    if completion.confirmed_at is not None:
        raise InvalidValue("This completion is confirmed and stays; please ask a training lead.")
    session.delete(completion)
    refresh_flags(
        session, actor.person_id, now=now, kinds=_KINDS, edited_from=completion.completed_on
    )


def confirm_completions(
    session: Session, actor: Actor, completion_ids: Collection[UUID], *, now: datetime
) -> int:
    """Vouch for completions, with the actor's name and the time; return how many were new.

    Nobody vouches for their own training unless they are the only training lead: there is
    nobody else to ask then, and the name beside it says so.

    Raises:
        NotFound: one of them does not exist.
        InvalidValue: one is the actor's own and another training lead could confirm it.
    """
    actor.must(Permission.MANAGE_TRAINING)
    wanted = set(completion_ids)
    found = session.exec(select(Completion).where(col(Completion.id).in_(wanted))).all()
    if len(found) != len(wanted):
        raise NotFound("completion")
    own = any(completion.person_id == actor.person_id for completion in found)
    if own and not confirms_own(session, actor):
        raise InvalidValue("Please ask another training lead to confirm your own training.")
    waiting = [completion for completion in found if completion.confirmed_at is None]
    for completion in waiting:
        completion.confirmed_by = actor.person_id
        completion.confirmed_at = now
    session.flush()
    return len(waiting)


def take_back_confirmation(
    session: Session, actor: Actor, completion_id: UUID, *, now: datetime
) -> None:
    """Undo a mistake of the actor: what they recorded for others goes, the rest waits.

    Raises:
        NotFound: it is not confirmed by the actor.
    """
    actor.must(Permission.MANAGE_TRAINING)
    confirmed_by_me = col(Completion.confirmed_by) == actor.person_id
    completion = _completion(session, completion_id, confirmed_by_me)
    lock_person(session, completion.person_id)
    if actor.person_id == completion.recorded_by != completion.person_id:
        session.delete(completion)
    else:
        completion.confirmed_by = completion.confirmed_at = None
    refresh_flags(
        session, completion.person_id, now=now, kinds=_KINDS, edited_from=completion.completed_on
    )


def confirms_own(session: Session, actor: Actor) -> bool:
    """Return whether the actor is the only training lead, who alone may confirm their own."""
    actor.must(Permission.MANAGE_TRAINING)
    other = select(Person.id).join(PersonRole, col(PersonRole.person_id) == col(Person.id))
    other = other.where(
        PersonRole.role == Role.TRAINING_LEAD,
        col(Person.active).is_(True),
        Person.id != actor.person_id,
    )
    return session.exec(other.limit(1)).first() is None


def _check(completed_on: date, evidence: str, *, today: date) -> None:
    if completed_on > today:
        raise InvalidValue("The day of completion lies ahead; please choose today or earlier.")
    if completed_on < today - _LONGEST_AGO:
        raise InvalidValue("The day of completion is more than 50 years ago; please correct it.")
    if len(evidence) > LONGEST_EVIDENCE:
        raise InvalidValue(
            f"The certificate or place runs to {LONGEST_EVIDENCE} characters; please shorten it."
        )


def _completion(session: Session, completion_id: UUID, whose: ColumnElement[bool]) -> Completion:
    found = session.exec(select(Completion).where(Completion.id == completion_id, whose)).first()
    if found is None:
        raise NotFound("completion")
    return found


def _record(
    session: Session,
    actor: Actor,
    person_id: UUID,
    module_id: UUID,
    completed_on: date,
    evidence: str,
    now: datetime,
) -> Completion:
    active = select(Module.id).where(Module.id == module_id, col(Module.active).is_(True))
    if session.exec(active).first() is None:
        raise NotFound("module")
    evidence = evidence.strip()
    _check(completed_on, evidence, today=organisation(session).today(now))
    lock_person(session, person_id)
    same = select(Completion.confirmed_at).where(
        Completion.person_id == person_id,
        Completion.module_id == module_id,
        Completion.completed_on == completed_on,
    )
    for confirmed_at in session.exec(same):
        if confirmed_at is None and person_id != actor.person_id:
            raise InvalidValue(
                "This module is recorded for that day already; please confirm it under To confirm."
            )
        raise InvalidValue("This module is recorded for that day already; nothing more to do.")
    completion = Completion(
        person_id=person_id,
        module_id=module_id,
        completed_on=completed_on,
        evidence=evidence,
        recorded_by=actor.person_id,
        recorded_at=now,
    )
    session.add(completion)
    refresh_flags(session, person_id, now=now, kinds=_KINDS)
    return completion
