"""What is up in an invented organisation, read straight from its tables."""

from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from core.demo.cast import CAST
from core.demo.stories import STORIES, Raised
from core.models import FollowUp, Person, WellbeingFlag, WorkFlag
from core.rules.follow_ups import UNFINISHED
from core.vocabulary import FlagKind, FollowUpReason

TOLD: Final = {story.person: story for story in STORIES}
CALM: Final = [member.name for member in CAST if member.name not in TOLD]


def names(session: Session) -> dict[UUID, str]:
    """Return everybody's name by id."""
    return dict(session.exec(select(Person.id, Person.display_name)).all())


def flags_up(session: Session) -> dict[str, set[Raised]]:
    """Return the flags that are up today, by name."""
    found: dict[str, set[Raised]] = {name: set() for name in names(session).values()}
    for model in (WorkFlag, WellbeingFlag):
        for flag in session.exec(select(model).where(col(model.cleared_at).is_(None))):
            subject = "" if flag.kind is FlagKind.DEPENDENCY else flag.subject
            one = Raised(flag.kind, flag.level, subject)
            found[names(session)[flag.person_id]].add(one)
    return found


def waiting_in(session: Session) -> dict[str, list[FollowUpReason]]:
    """Return why somebody waits for a coordinator today, by name."""
    found: dict[str, list[FollowUpReason]] = {name: [] for name in names(session).values()}
    for row in session.exec(select(FollowUp).where(col(FollowUp.state).in_(UNFINISHED))):
        found[names(session)[row.person_id]].append(row.reason)
    return found
