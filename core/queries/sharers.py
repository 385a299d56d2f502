"""Loading what decides over the visibility of flags, for any number of people at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, or_, select
from sqlmodel import Session

from core.models import OneOffShare, Pause, Person, StandingShare, WellbeingFlag
from core.models.base import table_of
from core.queries.people import organisation
from core.queries.rows import rows
from core.queries.scopes import People
from core.rules.flag_news import Told
from core.rules.sharing import Share
from core.vocabulary import Level

_PERSON: Final = table_of(Person)
_FLAG: Final = table_of(WellbeingFlag)
_STANDING: Final = table_of(StandingShare)
_ONCE: Final = table_of(OneOffShare)
_PAUSE: Final = table_of(Pause)


@dataclass(slots=True)
class Sharer:
    """One person with what decides over the visibility of their flags."""

    person_id: UUID
    name: str
    flags: list[Any] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    paused: bool = False


def load_sharers(session: Session, people: People, *, now: datetime) -> list[Sharer]:
    """Load names, flags, choices and pauses, by name, in five statements."""
    names = rows(session, _names(people.subquery), people.values)
    sharers = {person_id: Sharer(person_id, name) for person_id, name in names}
    for flag in rows(session, _open_flags(people.subquery), people.values):
        sharers[flag.person_id].flags.append(flag)
    for person_id, share in _shares(session, people, now=now):
        sharers[person_id].shares.append(share)
    for person_id in people_on_pause(session, people, today=organisation(session).today(now)):
        sharers[person_id].paused = True
    return list(sharers.values())


def people_on_pause(session: Session, people: People, *, today: date) -> frozenset[UUID]:
    """Return who of these people is on a pause."""
    found = rows(session, _on_pause(people.subquery), people.values | {"today": today})
    return frozenset(row.person_id for row in found)


def told_of(row: Any) -> Told:
    """Return what a stored flag says now."""
    return Told(row.level, row.since, tuple(row.findings))


def told_before(row: Any) -> Told:
    """Return what a stored flag said before it said something new."""
    told = row.told
    since = date.fromisoformat(told["since"])
    return Told(Level(told["level"]), since, tuple(told["findings"]))


def _shares(session: Session, people: People, *, now: datetime) -> list[tuple[UUID, Share]]:
    standing = rows(session, _standing(people.subquery), people.values)
    once = _in_force(session, people, now=now)
    return [
        (row.person_id, Share(topic=row.topic, scope=row.scope, from_at=row.from_at))
        for row in standing
    ] + [
        (
            row.person_id,
            Share(flag_id=row.flag_id, scope=row.scope, from_at=row.from_at, until_at=row.until_at),
        )
        for row in once
    ]


def _in_force(session: Session, people: People, *, now: datetime) -> Sequence[Any]:
    return rows(session, _once(people.subquery), people.values | {"now": now})


@cache
def _names(people: Select[Any]) -> Select[Any]:
    return (
        select(_PERSON.c.id, _PERSON.c.display_name)
        .where(_PERSON.c.id.in_(people))
        .order_by(_PERSON.c.display_name, _PERSON.c.id)
    )


@cache
def _open_flags(people: Select[Any]) -> Select[Any]:
    return (
        select(
            *(
                _FLAG.c[name]
                for name in (
                    "id",
                    "person_id",
                    "kind",
                    "subject",
                    "level",
                    "urgent",
                    "since",
                    "raised_at",
                    "answer",
                    "shared_now_at",
                    "news_at",
                    "told",
                    "findings",
                    "context",
                )
            )
        )
        .where(_FLAG.c.person_id.in_(people), _FLAG.c.cleared_at.is_(None))
        .order_by(_FLAG.c.since, _FLAG.c.id)
    )


@cache
def _standing(people: Select[Any]) -> Select[Any]:
    return select(
        _STANDING.c.person_id, _STANDING.c.topic, _STANDING.c.scope, _STANDING.c.from_at
    ).where(_STANDING.c.person_id.in_(people), _STANDING.c.until_at.is_(None))


@cache
def _once(people: Select[Any]) -> Select[Any]:
    return select(
        _ONCE.c.person_id, _ONCE.c.flag_id, _ONCE.c.scope, _ONCE.c.from_at, _ONCE.c.until_at
    ).where(_ONCE.c.person_id.in_(people), _ONCE.c.until_at > bindparam("now"))


@cache
def _on_pause(people: Select[Any]) -> Select[Any]:
    today: BindParameter[date] = bindparam("today")
    return select(_PAUSE.c.person_id).where(
        _PAUSE.c.person_id.in_(people),
        _PAUSE.c.starts_on <= today,
        or_(_PAUSE.c.returns_on.is_(None), _PAUSE.c.returns_on > today),
    )
