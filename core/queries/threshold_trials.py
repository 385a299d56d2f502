"""What other limits would have changed, as it was told on Monday: read, never worked out."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlmodel import Session

from core.errors import NotFound
from core.models import LimitTrial
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.rows import rows
from core.queries.thresholds import thresholds_in_force
from core.rules.dates import monday_of
from core.rules.release import people_needed
from core.rules.threshold_changes import changed_limit
from core.rules.thresholds import DEFAULTS

__all__ = ["TriedFigure", "figures_tried", "nearest", "people_needed"]

_TRIAL: Final = table_of(LimitTrial)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedFigure:
    """One figure that was tried for a limit."""

    value: float
    flags: int | None
    """Flags of twelve months that would change, in fives; nothing for none and for too few."""
    until: date
    """The first day that no longer counts."""


def figures_tried(session: Session, actor: Actor, key: str, value: float) -> list[TriedFigure]:
    """Return every figure that was tried instead of the one in force, the lowest first.

    It is the same list whatever somebody types; empty until the first Monday after a change.

    Raises:
        NotFound: there is no such limit.
        InvalidValue: the figure that somebody wants to set would be refused.
    """
    actor.must(Permission.MANAGE_ORGANISATION)
    if key not in DEFAULTS:
        raise NotFound("limit")
    limits = thresholds_in_force(session)
    changed_limit(limits, key, value)
    tried = rows(
        session,
        select(_TRIAL.c.value, _TRIAL.c.flags, _TRIAL.c.week)
        .where(_TRIAL.c.key == key, _TRIAL.c.instead_of == limits.value(key))
        .order_by(_TRIAL.c.week),
    )
    newest = {
        row.value: TriedFigure(value=row.value, flags=row.flags, until=monday_of(row.week + 1))
        for row in tried
    }
    return [newest[each] for each in sorted(newest)]


def nearest(figures: list[TriedFigure], now: float, value: float) -> TriedFigure | None:
    """Return the figure tried that comes closest, on the same side of the one in force."""
    side = [one for one in figures if (one.value > now) is (value > now)]
    return min(side, key=lambda one: abs(one.value - value), default=None)
