"""Whose records a reader may see, as subqueries that are built once for all readers.

They never include the reader. ``People`` pairs such a subquery with the values of one reader.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, Select, and_, bindparam, exists, or_, select

from core.models import Person, PersonRole
from core.models.base import table_of
from core.permissions import Actor
from core.vocabulary import Role

_PERSON: Final = table_of(Person)
_ROLE: Final = table_of(PersonRole)
_ME: Final[BindParameter[Any]] = bindparam("me")
_TEAMS: Final[BindParameter[Any]] = bindparam("teams", expanding=True)
_AMONG: Final[BindParameter[Any]] = bindparam("among", expanding=True)
_COORDINATES: Final = exists().where(
    _ROLE.c.person_id == _PERSON.c.id, _ROLE.c.role == Role.COORDINATOR
)
_NAMED_ME: Final = _PERSON.c.named_coordinator_id == _ME
_MY_TEAMS: Final = _PERSON.c.team_id.in_(_TEAMS)
_ACTIVE: Final = select(_PERSON.c.id).where(_PERSON.c.active.is_(True))

MY_PEOPLE: Final = _ACTIVE.where(_PERSON.c.id != _ME, or_(_MY_TEAMS, _NAMED_ME))
"""Whose work the reader answers for."""
MY_SHARERS: Final = _ACTIVE.where(
    _PERSON.c.id != _ME, or_(and_(_MY_TEAMS, ~_COORDINATES), and_(_NAMED_ME, _COORDINATES))
)
"""Whose shared items reach the reader: supporters of their teams.

A person who coordinates shares with the coordinator they named and nobody else, so that no one
of their own team sees it.
"""
_SOME_SHARERS: Final = MY_SHARERS.where(_PERSON.c.id.in_(_AMONG))
_ONLY_ME: Final = select(_PERSON.c.id).where(_PERSON.c.id == _ME)
_WITH_AUDIENCE: Final = _ACTIVE.where(
    or_(~_COORDINATES, _PERSON.c.named_coordinator_id.is_not(None))
)
_SOME_WITH_AUDIENCE: Final = _WITH_AUDIENCE.where(_PERSON.c.id.in_(_AMONG))


@dataclass(frozen=True, slots=True)
class People:
    """A subquery of people and the values that go with it."""

    subquery: Select[Any]
    values: dict[str, object]


def values_of(actor: Actor) -> dict[str, object]:
    """Return the values of one reader for the subqueries of this file."""
    return {"me": actor.person_id, "teams": list(actor.coordinates)}


def my_people(actor: Actor) -> People:
    """Return the people whose work the actor answers for."""
    return People(MY_PEOPLE, values_of(actor))


def my_sharers(actor: Actor, among: Collection[UUID] | None = None) -> People:
    """Return the people whose shared items reach the actor."""
    if among is None:
        return People(MY_SHARERS, values_of(actor))
    return People(_SOME_SHARERS, values_of(actor) | {"among": list(among)})


def only_me(actor: Actor) -> People:
    """Return the actor alone, for the preview of what others see."""
    return People(_ONLY_ME, {"me": actor.person_id})


def with_audience(among: Collection[UUID] | None = None) -> People:
    """Return those whose shared items reach somebody; for jobs and for a person's own changes."""
    if among is None:
        return People(_WITH_AUDIENCE, {})
    return People(_SOME_WITH_AUDIENCE, {"among": list(among)})
