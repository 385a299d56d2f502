"""What happened in a follow-up: its states, and the notes that the person can read too."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from core.models import FollowUp, FollowUpNote, FollowUpStep, Person
from core.models.base import open_words
from core.permissions import Actor, Permission
from core.queries.follow_ups import may_follow_up
from core.queries.rows import rows
from core.vocabulary import FollowUpReason, FollowUpState, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A follow-up came to a state."""

    follow_up_id: UUID
    state: FollowUpState
    outcome: Outcome | None
    by: str | None
    """Who did it; nothing when it happened by itself."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something a coordinator wrote down."""

    follow_up_id: UUID
    reason: FollowUpReason
    author: str
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """Steps and notes of one follow-up, oldest first."""

    steps: tuple[Step, ...]
    notes: tuple[Note, ...]


def follow_up_history(session: Session, actor: Actor, follow_up_id: UUID) -> History:
    """Return what happened in a follow-up of the actor's people; empty when it is not theirs.

    Raises:
        NotAllowed: the actor does not follow up.
    """
    actor.must(Permission.FOLLOW_UP)
    by = aliased(Person)
    steps = rows(
        session,
        select(
            col(FollowUpStep.follow_up_id),
            col(FollowUpStep.state),
            col(FollowUpStep.outcome),
            col(by.display_name).label("by"),
            col(FollowUpStep.at),
        )
        .join(FollowUp, col(FollowUp.id) == col(FollowUpStep.follow_up_id))
        .join(by, col(by.id) == col(FollowUpStep.by_id), isouter=True)
        .where(col(FollowUp.id) == follow_up_id, may_follow_up(actor))
        .order_by(col(FollowUpStep.at)),
    )
    return History(
        tuple(Step(**row._mapping) for row in steps),
        _notes(session, col(FollowUp.id) == follow_up_id, may_follow_up(actor)),
    )


def notes_about_me(session: Session, actor: Actor) -> tuple[Note, ...]:
    """Return what coordinators wrote down about follow-ups with the actor, oldest first."""
    actor.must(Permission.OWN_ACCOUNT)
    return _notes(session, col(FollowUp.person_id) == actor.person_id)


def _notes(session: Session, *where: Any) -> tuple[Note, ...]:
    written = rows(
        session,
        select(
            col(FollowUpNote.id),
            col(FollowUpNote.follow_up_id),
            col(FollowUp.person_id),
            col(FollowUp.reason),
            col(Person.display_name).label("author"),
            col(FollowUpNote.text),
            col(FollowUpNote.written_at),
        )
        .join(FollowUp, col(FollowUp.id) == col(FollowUpNote.follow_up_id))
        .join(Person, col(Person.id) == col(FollowUpNote.author_id))
        .where(*where)
        .order_by(col(FollowUpNote.written_at)),
    )
    return tuple(
        Note(
            follow_up_id=row.follow_up_id,
            reason=row.reason,
            author=row.author,
            text=open_words(row.text, "follow_up_note.text", row.id, row.person_id),
            written_at=row.written_at,
        )
        for row in written
    )
