"""The limits in force: the defaults of the rules, with what an administrator changed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from core.errors import NotFound
from core.models import Person, Threshold, WellbeingFlag, WorkFlag
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.rows import rows
from core.rules.flags import LANES
from core.rules.release import SMALLEST_GROUP
from core.rules.threshold_changes import (
    Reason,
    can_be_counted,
    changed_limit,
    flag_would_change,
    step_of,
    told,
    why_not_tried,
)
from core.rules.threshold_names import KINDS, NAMES
from core.rules.thresholds import DEFAULTS, Limit, Thresholds
from core.vocabulary import FlagKind, Lane

_TABLE: Final = table_of(Threshold)
_PERSON: Final = table_of(Person)
_FLAGS: Final = {Lane.WORK: table_of(WorkFlag), Lane.WELLBEING: table_of(WellbeingFlag)}
_EVERY: Final = select(_TABLE).order_by(_TABLE.c.key, _TABLE.c.version)
_HISTORY: Final = (
    select(_TABLE, _PERSON.c.display_name.label("changed_by_name"))
    .join(_PERSON, _PERSON.c.id == _TABLE.c.changed_by, isouter=True)
    .order_by(_TABLE.c.key, _TABLE.c.version)
)
_UNCHANGED: Final = Thresholds()
LOOKED_BACK: Final = timedelta(days=365)
"""How old the flags are, at most, on which a new figure is tried."""


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
    not_tried: str
    """Why stored flags do not hold what is needed to try another figure; empty when they do."""
    history: tuple[ThresholdVersion, ...]
    """Latest first; empty while the limit never changed."""


def thresholds_in_force(session: Session, *, at: datetime | None = None) -> Thresholds:
    """Return every limit as it applies now, or as it applied at a moment.

    It is the highest stored version, else the default. A stored limit whose name no rule knows
    any more only explains old flags.
    """
    found = [row for row in rows(session, _EVERY) if at is None or row.changed_at <= at]
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


def flags_that_would_change(
    session: Session,
    actor: Actor,
    key: str,
    value: float,
    *,
    smallest_group: int = SMALLEST_GROUP,
    now: datetime,
) -> int | None:
    """Return about how many flags of the last 12 months another figure would have changed.

    Judged again are the numbers each raised flag holds, of both lanes alike. The count goes
    through the release rule and names nobody; too few, none and not countable look alike.

    Raises:
        NotFound: there is no such limit.
        InvalidValue: the figure would be refused.
    """
    actor.must(Permission.MANAGE_ORGANISATION)
    if key not in DEFAULTS:
        raise NotFound("limit")
    changed_limit(thresholds_in_force(session), key, value)
    if not can_be_counted(key):
        return None
    figures = _figures(session, key)
    people: Counter[UUID] = Counter()
    for row in _raised(session, key, since=now - LOOKED_BACK):
        if flag_would_change(key, value, tuple(_reasons(row, figures))):
            people[row.person_id] += 1
    return told(people.values(), smallest_group=smallest_group)


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
        not_tried=why_not_tried(limit.key),
        history=history,
    )


def _figures(session: Session, key: str) -> dict[int, float]:
    """Return what the limit was in each of its versions."""
    stored = select(_TABLE.c.version, _TABLE.c.value).where(_TABLE.c.key == key)
    return {1: DEFAULTS[key].value} | {row.version: row.value for row in rows(session, stored)}


def _raised(session: Session, key: str, *, since: datetime) -> Any:
    flag = _FLAGS[LANES[KINDS[key]]]
    return rows(
        session,
        select(flag.c.person_id, flag.c.level, flag.c.findings).where(
            flag.c.kind == KINDS[key], flag.c.raised_at >= since
        ),
    )


def _reasons(row: Any, figures: Mapping[int, float]) -> Iterator[Reason]:
    for finding in row.findings:
        # A reason may name the version of the limit that goes with this one.
        then = max(version for version in figures if version <= finding["version"])
        yield Reason(finding["rule"], row.level, finding["numbers"], figures[then])
