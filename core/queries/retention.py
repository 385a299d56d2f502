"""How long things are kept here, for everybody to read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlmodel import Session, col

from core.models import Person, RetentionLimit
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.rules.dates import monday_of
from core.rules.retention import DEFAULTS, Limits, first_kept, goes_entirely, limits_with
from core.vocabulary import Kept

_CHOSEN: Final = select(
    col(RetentionLimit.kept), col(RetentionLimit.days), col(RetentionLimit.changed_at)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRow:
    """How long one class of records is kept."""

    kept: Kept
    days: int
    default: int
    shortest: int
    longest: int
    chosen_at: datetime | None
    """When the organisation chose it; nothing while it is a default of the product."""
    chosen_by: str
    """Name of the administrator who did; empty for everybody else who reads this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLeaving:
    """When somebody leaves, and what that means."""

    left_on: date
    wellbeing_goes_on: date
    training_goes_on: date
    everything_goes_on: date


def limits_in_force(session: Session) -> dict[Kept, int]:
    """Return how many days each class is kept; no secret to anybody."""
    return limits_with({row.kept: row.days for row in rows(session, _CHOSEN)})


def ratings_are_kept(session: Session, week: int, *, today: date) -> bool:
    """Return whether the single tolls and check-ins of a week are still there."""
    monday = monday_of(week)
    if (today - monday).days <= DEFAULTS[Kept.WELLBEING].shortest:
        return True
    return monday >= first_kept(Kept.WELLBEING, limits_in_force(session), today)


def kept_for(session: Session, actor: Actor) -> list[KeptRow]:
    """Return how long each class is kept, in the order of the rules."""
    actor.must(Permission.OWN_ACCOUNT)
    chosen = {row.kept: row for row in rows(session, _CHOSEN)}
    names = _who_chose(session) if actor.may(Permission.MANAGE_ORGANISATION) else {}
    return [
        KeptRow(
            kept=kept,
            days=chosen[kept].days if kept in chosen else default.days,
            default=default.days,
            shortest=default.shortest,
            longest=default.longest,
            chosen_at=chosen[kept].changed_at if kept in chosen else None,
            chosen_by=names.get(kept, ""),
        )
        for kept, default in DEFAULTS.items()
    ]


def own_leaving(session: Session, actor: Actor) -> OwnLeaving | None:
    """Return on which day the actor leaves and when what goes; nothing while they stay."""
    actor.must(Permission.OWN_ACCOUNT)
    mine = select(col(Person.left_at)).where(col(Person.id) == actor.person_id)
    left_at = session.connection().execute(mine).scalar_one()
    if left_at is None:
        return None
    return _leaving_on(limits_in_force(session), organisation(session).today(left_at))


def leaving_today(session: Session, actor: Actor, *, now: datetime) -> OwnLeaving:
    """Return what would go when, if the actor left today."""
    actor.must(Permission.OWN_ACCOUNT)
    return _leaving_on(limits_in_force(session), organisation(session).today(now))


def _leaving_on(limits: Limits, left_on: date) -> OwnLeaving:
    """Return what goes when, for somebody who leaves on a day."""
    return OwnLeaving(
        left_on=left_on,
        wellbeing_goes_on=_after(left_on, limits[Kept.AFTER_LEAVING]),
        training_goes_on=_after(left_on, limits[Kept.TRAINING]),
        everything_goes_on=goes_entirely(limits, left_on),
    )


def _after(left_on: date, days: int) -> date:
    return date.fromordinal(left_on.toordinal() + days + 1)


def _who_chose(session: Session) -> dict[Any, str]:
    found = rows(
        session,
        select(col(RetentionLimit.kept), col(Person.display_name)).join(
            Person, col(Person.id) == col(RetentionLimit.changed_by)
        ),
    )
    return dict(list(found))
