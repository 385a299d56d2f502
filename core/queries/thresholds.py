"""The limits in force: the defaults of the rules, with what an administrator changed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select
from sqlmodel import Session

from core.models import Person, Threshold
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.rows import rows
from core.rules.threshold_changes import step_of
from core.rules.threshold_names import KINDS, NAMES
from core.rules.thresholds import DEFAULTS, Limit, Thresholds
from core.vocabulary import FlagKind

_TABLE: Final = table_of(Threshold)
_PERSON: Final = table_of(Person)
_EVERY: Final = select(_TABLE).order_by(_TABLE.c.key, _TABLE.c.version)
_HISTORY: Final = (
    select(_TABLE, _PERSON.c.display_name.label("changed_by_name"))
    .join(_PERSON, _PERSON.c.id == _TABLE.c.changed_by, isouter=True)
    .order_by(_TABLE.c.key, _TABLE.c.version)
)
_UNCHANGED: Final = Thresholds()


class Ground(StrEnum):
    """Where the figure of a limit comes from."""

    LITERATURE = "literature"
    DEFAULT = "default"
    """It is a suggestion of ours."""
    ORGANISATION = "organisation"
    """An administrator chose it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdVersion:
    """One change of a limit."""

    version: int
    value: float
    ground: Ground
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdRow:
    """One limit as an administrator sees it."""

    key: str
    kind: FlagKind
    name: str
    value: float
    unit: str
    default: float
    lowest: float
    highest: float
    step: float
    ground: Ground
    source: str
    default_source: str
    """What the figure that comes with the product rests on."""
    version: int
    history: tuple[ThresholdVersion, ...]
    """Latest first; empty while the limit never changed."""


def thresholds_in_force(session: Session, *, at: datetime | None = None) -> Thresholds:
    """Return every limit as it applies now, or as it applied at a moment.

    It is the highest stored version, else the default. A stored limit whose name no rule knows
    any more only explains old flags.
    """
    return limits_of(limit_rows(session), at=at)


def limit_rows(session: Session) -> Sequence[Any]:
    """Return every version of every limit that was ever changed."""
    return rows(session, _EVERY)


def limits_of(versions: Sequence[Any], *, at: datetime | None = None) -> Thresholds:
    """Return every limit as it applied at a moment, or as it applies after all these versions."""
    found = [row for row in versions if at is None or row.changed_at <= at]
    if not found:
        return _UNCHANGED
    newest = {row.key: row for row in found if row.key in DEFAULTS}
    return Thresholds(
        Limit(
            key=row.key,
            value=row.value,
            unit=row.unit,
            lowest=row.lowest,
            highest=row.highest,
            source=row.source,
            is_default=row.is_default,
            version=row.version,
        )
        for row in newest.values()
    )


def usual_capacity(session: Session, actor: Actor) -> float:
    """Return the weighted people that count as capacity while nothing is agreed."""
    actor.must(Permission.LOG_WORK)
    return float(thresholds_in_force(session).value("weighted_people.capacity"))


def threshold_list(session: Session, actor: Actor) -> list[ThresholdRow]:
    """Return every limit with its source and its history, in the order of the rules."""
    actor.must(Permission.MANAGE_ORGANISATION)
    limits = thresholds_in_force(session)
    changes: defaultdict[str, list[ThresholdVersion]] = defaultdict(list)
    for row in rows(session, _HISTORY):
        if row.key in DEFAULTS:
            changes[row.key].append(_version(row))
    return [_row(limit, tuple(reversed(changes[limit.key]))) for limit in limits.values()]


def _ground(key: str, value: float, *, is_default: bool) -> Ground:
    if value != DEFAULTS[key].value:
        return Ground.ORGANISATION
    return Ground.DEFAULT if is_default else Ground.LITERATURE


def _version(row: Any) -> ThresholdVersion:
    return ThresholdVersion(
        version=row.version,
        value=row.value,
        ground=_ground(row.key, row.value, is_default=row.is_default),
        changed_at=row.changed_at,
        changed_by=row.changed_by_name or "",
    )


def _row(limit: Limit, history: tuple[ThresholdVersion, ...]) -> ThresholdRow:
    default = DEFAULTS[limit.key]
    return ThresholdRow(
        key=limit.key,
        kind=KINDS[limit.key],
        name=NAMES[limit.key],
        value=limit.value,
        unit=limit.unit,
        default=default.value,
        lowest=limit.lowest,
        highest=limit.highest,
        step=step_of(limit),
        ground=_ground(limit.key, limit.value, is_default=limit.is_default),
        source=limit.source,
        default_source=default.source,
        version=limit.version,
        history=history,
    )
