"""Somebody acts: from the moment a coordinator is asked to, until the outcome is written."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select, update

from core.errors import ChangedMeanwhile, InvalidValue, NotFound
from core.models import FlagsAsOf, FollowUp, FollowUpNote, FollowUpStep, RingMe, SupportEvent
from core.models.base import seal_words
from core.permissions import Actor, Permission
from core.queries.follow_ups import may_follow_up
from core.queries.people import organisation
from core.queries.thresholds import thresholds_in_force
from core.rules.follow_ups import (
    LONGEST_NOTE,
    LONGEST_SNOOZE_DAYS,
    UNFINISHED,
    check_step,
    due_at,
)
from core.vocabulary import FollowUpReason, FollowUpState, Outcome

__all__ = ["LONGEST_NOTE", "LONGEST_SNOOZE_DAYS"]


def open_follow_up(
    session: Session, *, person_id: UUID, reason: FollowUpReason, source_id: UUID, now: datetime
) -> UUID:
    """Ask the coordinators of a person to act, once per source, and return the follow-up.

    A second call for the same source changes nothing while it is being followed up or after it
    was resolved; one that was withdrawn opens again with a new promise.
    """
    limits = thresholds_in_force(session)
    due = due_at(reason, now, organisation(session).ring_me_hours, limits)
    of_source = select(FollowUp).where(FollowUp.source_id == source_id)
    found = session.exec(of_source).first()
    if found is None:
        new = FollowUp(
            person_id=person_id, reason=reason, source_id=source_id, opened_at=now, due_at=due
        )
        found = _insert(session, new, now=now) or session.exec(of_source).one()
    elif found.state is FollowUpState.WITHDRAWN:
        found.reason, found.opened_at, found.due_at = reason, now, due
        _move(session, found, FollowUpState.OPEN, by_id=None, now=now)
    return found.id


def _insert(session: Session, new: FollowUp, *, now: datetime) -> FollowUp | None:
    """Insert unless somebody else, looking at the same moment, was faster."""
    try:
        with session.begin_nested():
            session.add(new)
    except IntegrityError:
        return None
    _remember(session, new, by_id=None, now=now)
    return new


def withdraw_follow_up(session: Session, *, source_id: UUID, now: datetime) -> None:
    """Take back the follow-up of a source that has no ground any more; a resolved one stays."""
    found = session.exec(
        select(FollowUp).where(FollowUp.source_id == source_id, col(FollowUp.state).in_(UNFINISHED))
    ).first()
    if found is not None:
        _move(session, found, FollowUpState.WITHDRAWN, by_id=None, now=now)


def restore_follow_up(session: Session, *, source_id: UUID, now: datetime) -> None:
    """Put back what was withdrawn by a slip, to whoever had taken it and as it was promised."""
    found = session.exec(
        select(FollowUp).where(
            FollowUp.source_id == source_id, FollowUp.state == FollowUpState.WITHDRAWN
        )
    ).first()
    if found is not None:
        state = FollowUpState.OPEN if found.owner_id is None else FollowUpState.TAKEN
        _move(session, found, state, by_id=None, now=now)


def withdraw_all(session: Session, person_id: UUID, *, now: datetime) -> None:
    """Take back what is unfinished about a person who leaves; notes and history stay."""
    unfinished = select(FollowUp).where(
        FollowUp.person_id == person_id, col(FollowUp.state).in_(UNFINISHED)
    )
    for found in session.exec(unfinished).all():
        _move(session, found, FollowUpState.WITHDRAWN, by_id=None, now=now)


def hand_back(session: Session, owner_id: UUID, *, now: datetime) -> None:
    """Put what a person who leaves had taken back into the queue, for others to take."""
    taken = select(FollowUp).where(
        FollowUp.owner_id == owner_id, col(FollowUp.state).in_(UNFINISHED)
    )
    for found in session.exec(taken).all():
        found.owner_id = None
        _move(session, found, FollowUpState.OPEN, by_id=None, now=now)


def take(
    session: Session, actor: Actor, follow_up_id: UUID, *, version: int, now: datetime
) -> None:
    """Say "I do this one".

    Raises:
        NotAllowed: the actor does not follow up.
        NotFound: it does not concern the actor's people.
        ChangedMeanwhile: somebody else was faster.
        InvalidValue: it is finished.
    """
    found = _editable(session, actor, follow_up_id, version)
    check_step(found.state, FollowUpState.TAKEN)
    found.owner_id = actor.person_id
    _move(session, found, FollowUpState.TAKEN, by_id=actor.person_id, now=now)


def snooze(
    session: Session,
    actor: Actor,
    follow_up_id: UUID,
    *,
    until: date,
    version: int,
    now: datetime,
) -> None:
    """Put a follow-up aside until a day; it returns to the queue by itself.

    Raises:
        NotAllowed, NotFound, ChangedMeanwhile: as for ``take``.
        InvalidValue: the day is not within the next 60 days, or it is finished.
    """
    found = _editable(session, actor, follow_up_id, version)
    check_step(found.state, FollowUpState.SNOOZED)
    today = organisation(session).today(now)
    if not today < until <= today + timedelta(days=LONGEST_SNOOZE_DAYS):
        raise InvalidValue("Please choose a day from tomorrow to 60 days from now.")
    found.owner_id = actor.person_id
    _move(session, found, FollowUpState.SNOOZED, by_id=actor.person_id, now=now, until=until)


def resolve(
    session: Session,
    actor: Actor,
    follow_up_id: UUID,
    *,
    outcome: Outcome,
    note: str = "",
    version: int,
    now: datetime,
) -> None:
    """Close a follow-up with what came of it; a request, incident or debrief is then settled.

    Raises:
        NotAllowed, NotFound, ChangedMeanwhile: as for ``take``.
        InvalidValue: it is finished already, or the note is too long.
    """
    found = _editable(session, actor, follow_up_id, version)
    check_step(found.state, FollowUpState.RESOLVED)
    if note.strip():
        _write_note(session, actor, found, note, now=now)
    found.owner_id = actor.person_id
    _move(session, found, FollowUpState.RESOLVED, by_id=actor.person_id, now=now, outcome=outcome)
    _settle_source(session, found, settled_at=now, settled_by=actor.person_id)


def reopen(
    session: Session, actor: Actor, follow_up_id: UUID, *, version: int, now: datetime
) -> None:
    """Take a resolved follow-up back into the queue; what was promised first still stands.

    Raises:
        NotAllowed, NotFound, ChangedMeanwhile: as for ``take``.
        InvalidValue: it is not resolved.
    """
    found = _editable(session, actor, follow_up_id, version)
    check_step(found.state, FollowUpState.OPEN)
    found.owner_id = None
    _move(session, found, FollowUpState.OPEN, by_id=actor.person_id, now=now)
    _settle_source(session, found, settled_at=None, settled_by=None)


def note(session: Session, actor: Actor, follow_up_id: UUID, text: str, *, now: datetime) -> None:
    """Write something down about a follow-up; the person concerned can read it.

    Raises:
        NotAllowed: the actor does not follow up.
        NotFound: it does not concern the actor's people.
        InvalidValue: the text is blank or too long.
    """
    _write_note(session, actor, _in_scope(session, actor, follow_up_id), text, now=now)


def _write_note(
    session: Session, actor: Actor, found: FollowUp, text: str, *, now: datetime
) -> None:
    if not text.strip():
        raise InvalidValue("Please write the note before saving it.")
    if len(text) > LONGEST_NOTE:
        raise InvalidValue(f"A note has at most {LONGEST_NOTE} characters; this has {len(text)}.")
    written = FollowUpNote(
        follow_up_id=found.id, author_id=actor.person_id, text=b"", written_at=now
    )
    sealed = seal_words(text, "follow_up_note.text", written.id, found.person_id)
    written.text = sealed or b""
    session.add(written)


def _in_scope(session: Session, actor: Actor, follow_up_id: UUID) -> FollowUp:
    actor.must(Permission.FOLLOW_UP)
    found = session.exec(
        select(FollowUp).where(FollowUp.id == follow_up_id, may_follow_up(actor))
    ).first()
    if found is None:
        raise NotFound("follow-up")
    return found


def _editable(session: Session, actor: Actor, follow_up_id: UUID, version: int) -> FollowUp:
    found = _in_scope(session, actor, follow_up_id)
    if found.version != version:
        raise ChangedMeanwhile("follow-up")
    return found


def _move(
    session: Session,
    found: FollowUp,
    state: FollowUpState,
    *,
    by_id: UUID | None,
    now: datetime,
    until: date | None = None,
    outcome: Outcome | None = None,
) -> None:
    found.state, found.snoozed_until, found.outcome = state, until, outcome
    found.closed_at = None if state in UNFINISHED else now
    found.version += 1
    _remember(session, found, by_id=by_id, now=now)


def _remember(session: Session, found: FollowUp, *, by_id: UUID | None, now: datetime) -> None:
    session.add(
        FollowUpStep(
            follow_up_id=found.id, by_id=by_id, state=found.state, outcome=found.outcome, at=now
        )
    )


def _settle_source(
    session: Session, found: FollowUp, *, settled_at: datetime | None, settled_by: UUID | None
) -> None:
    if found.reason is FollowUpReason.RING_ME:
        session.exec(
            update(RingMe).where(col(RingMe.id) == found.source_id).values(answered_at=settled_at)
        )
    elif found.reason in (FollowUpReason.INCIDENT, FollowUpReason.DEBRIEF_WANTED):
        session.exec(
            update(SupportEvent)
            .where(col(SupportEvent.id) == found.source_id)
            .values(settled_at=settled_at, settled_by=settled_by)
        )
        # The flags that rest on the event are stale now; whoever reads them recomputes.
        session.exec(delete(FlagsAsOf).where(col(FlagsAsOf.person_id) == found.person_id))
