"""A person's flags, kept in line with what the rules say."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.permissions import Actor
from core.vocabulary import FlagAnswer, FlagKind


def refresh_flags(
    session: Session,
    person_id: UUID,
    *,
    now: datetime,
    kinds: Collection[FlagKind] | None = None,
    because_of_edit: bool = False,
) -> None:
    """Recompute one person's flags of both lanes and bring the stored ones in line.

    Args:
        session: the caller's transaction.
        person_id: whose flags.
        now: the present moment.
        kinds: what the write could have changed; when the flags are as of today nothing else
            is computed. Leave it out to compute everything.
        because_of_edit: entries were changed or deleted, so a flag that lost its ground is
            removed with its stored inputs instead of being kept as cleared.
    """


def refresh_stale(session: Session, person_ids: Iterable[UUID], *, now: datetime) -> int:
    """Recompute the flags of those people whose flags are not as of today; return how many."""
    return 0


def answer_flag(
    session: Session,
    actor: Actor,
    flag_id: UUID,
    answer: FlagAnswer,
    *,
    reason: str = "",
    now: datetime,
) -> None:
    """Say "not right" or "this has passed" to a wellbeing flag of the actor's own."""


def add_context(
    session: Session, actor: Actor, flag_id: UUID, words: str, *, now: datetime
) -> None:
    """Add words for whoever the actor shares this wellbeing flag with; blank takes them back."""


def share_flag_now(session: Session, actor: Actor, flag_id: UUID, *, now: datetime) -> None:
    """Let the actor's coordinators see this wellbeing flag now, not after 48 hours."""
