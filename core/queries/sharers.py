"""Loading what decides over the visibility of flags, for any number of people at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from core.models import OneOffShare, Pause, Person, StandingShare, WellbeingFlag
from core.queries.people import organisation
from core.queries.rows import rows
from core.rules.sharing import Share


@dataclass(slots=True)
class Sharer:
    """One person with what decides over the visibility of their flags."""

    person_id: UUID
    name: str
    flags: list[Any] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    paused: bool = False


def load_sharers(session: Session, people: Any, *, now: datetime) -> list[Sharer]:
    """Load names, flags, choices and pauses of a subquery of people, in five statements."""
    named = rows(
        session,
        select(col(Person.id), col(Person.display_name))
        .where(col(Person.id).in_(people))
        .order_by(col(Person.display_name), col(Person.id)),
    )
    sharers = {person_id: Sharer(person_id, name) for person_id, name in named}
    for flag in _open_flags(session, people):
        sharers[flag.person_id].flags.append(flag)
    for person_id, share in _shares(session, people, now=now):
        sharers[person_id].shares.append(share)
    for person_id in people_on_pause(session, people, today=organisation(session).today(now)):
        sharers[person_id].paused = True
    return list(sharers.values())


def _open_flags(session: Session, people: Any) -> Sequence[Any]:
    flag = WellbeingFlag
    return rows(
        session,
        select(
            col(flag.id),
            col(flag.person_id),
            col(flag.kind),
            col(flag.subject),
            col(flag.level),
            col(flag.urgent),
            col(flag.since),
            col(flag.raised_at),
            col(flag.answer),
            col(flag.shared_now_at),
            col(flag.findings),
            col(flag.context),
        )
        .where(col(flag.person_id).in_(people), col(flag.cleared_at).is_(None))
        .order_by(col(flag.since), col(flag.id)),
    )


def _shares(session: Session, people: Any, *, now: datetime) -> list[tuple[UUID, Share]]:
    standing = rows(
        session,
        select(
            col(StandingShare.person_id),
            col(StandingShare.topic),
            col(StandingShare.scope),
            col(StandingShare.from_at),
        ).where(col(StandingShare.person_id).in_(people), col(StandingShare.until_at).is_(None)),
    )
    once = rows(
        session,
        select(
            col(OneOffShare.person_id),
            col(OneOffShare.flag_id),
            col(OneOffShare.scope),
            col(OneOffShare.from_at),
            col(OneOffShare.until_at),
        ).where(col(OneOffShare.person_id).in_(people), col(OneOffShare.until_at) > now),
    )
    return [
        (person_id, Share(topic=topic, scope=scope, from_at=from_at))
        for person_id, topic, scope, from_at in standing
    ] + [
        (person_id, Share(flag_id=flag_id, scope=scope, from_at=from_at, until_at=until_at))
        for person_id, flag_id, scope, from_at, until_at in once
    ]


def people_on_pause(session: Session, people: Any, *, today: date) -> frozenset[UUID]:
    """Return who of a subquery of people is on a pause."""
    found = rows(
        session,
        select(col(Pause.person_id)).where(
            col(Pause.person_id).in_(people),
            col(Pause.starts_on) <= today,
            col(Pause.returns_on).is_(None) | (col(Pause.returns_on) > today),
        ),
    )
    return frozenset(row.person_id for row in found)
