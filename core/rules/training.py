"""How a person stands with a training module, and when that is worth a flag."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from core.rules.flags import Finding, Verdict
from core.rules.thresholds import Limit, Thresholds
from core.rules.words import number
from core.vocabulary import FlagKind, Level, TrainingState

EXPIRING_DAYS: Final = 30
"""A module that must be renewed within so many days is called "expires soon"."""
NOTICE_DAYS: Final = (7, 30, 90)
"""The ladder of notice before a renewal, in days."""
FIRST_DUE_DAYS: Final = 90
"""Days to complete a module for the first time. A default of ours."""
DUE_STATES: Final = frozenset({TrainingState.MISSING, TrainingState.EXPIRED})
"""States in which a required module waits to be done."""


@dataclass(frozen=True, slots=True)
class Completed:
    """One completion of one module by one person."""

    on: date
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a person stands with a module today."""

    state: TrainingState
    required: bool
    earned_on: date | None = None
    expires_on: date | None = None
    """Last day on which the latest completion counts."""
    due_on: date | None = None
    """Last day to complete or renew it; nothing when it is not required or never expires."""
    days_left: int | None = None
    """Days until ``due_on``, or until it expires; below zero when the day has passed."""
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredModule:
    """What the flag rule needs to know about one module of a person."""

    code: str
    title: str
    standing: Standing
    source: str
    """What the renewal rests on."""
    before_first_contact: bool = False


@lru_cache(maxsize=4096)
def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def first_due_on(joined_on: date, *, before_first_contact: bool, since: date | None) -> date:
    """Return the last day to complete a required module for the first time.

    A module needed before the first contact is due on the first day. When the need was set
    after the person had joined, they get the same 90 days as for any other module.
    """
    if since is not None and since > joined_on:
        return since + timedelta(days=FIRST_DUE_DAYS)
    return joined_on if before_first_contact else joined_on + timedelta(days=FIRST_DUE_DAYS)


def module_state(
    completions: Collection[Completed],
    renew_months: int,
    first_due: date | None,
    *,
    today: date,
) -> Standing:
    """Return how somebody stands with a module; the latest completion counts.

    Args:
        completions: the person's completions of this module, confirmed or not.
        renew_months: months until it must be renewed, 0 for once.
        first_due: last day to do it for the first time, ``None`` when it is not required.
        today: the day to judge.
    """
    required = first_due is not None
    latest = max(completions, key=lambda done: (done.on, done.confirmed), default=None)
    if latest is None:
        return Standing(
            state=TrainingState.MISSING if required else TrainingState.NOT_REQUIRED,
            required=required,
            due_on=first_due,
            days_left=None if first_due is None else (first_due - today).days,
        )
    expires = months_later(latest.on, renew_months) if renew_months else None
    days_left = None if expires is None else (expires - today).days
    return Standing(
        state=_state_of_done(days_left, required=required, confirmed=latest.confirmed),
        required=required,
        earned_on=latest.on,
        expires_on=expires,
        due_on=expires if required else None,
        days_left=days_left,
        confirmed=latest.confirmed,
    )


def _state_of_done(days_left: int | None, *, required: bool, confirmed: bool) -> TrainingState:
    if days_left is not None and days_left < 0:
        return TrainingState.EXPIRED if required else TrainingState.NOT_REQUIRED
    if required and days_left is not None and days_left <= EXPIRING_DAYS:
        return TrainingState.EXPIRING
    return TrainingState.DONE if confirmed else TrainingState.UNCONFIRMED


def notice(days_left: int | None) -> int | None:
    """Return the step of the 90, 30 and 7 day ladder that a renewal has reached, if any."""
    if days_left is None or days_left < 0:
        return None
    return next((step for step in NOTICE_DAYS if days_left <= step), None)


def is_due(standing: Standing) -> bool:
    """Return whether something is to be done now: missing, expired or expiring."""
    return standing.required and (
        standing.state in DUE_STATES or standing.state is TrainingState.EXPIRING
    )


def training_verdicts(
    modules: Sequence[RequiredModule], thresholds: Thresholds, *, today: date
) -> list[Verdict]:
    """Return one flag for all required modules that are overdue, or none.

    Up to 30 days overdue is ``watch``, more is ``high``. What only expires soon is no flag.
    """
    overdue = sorted(
        (m for m in modules if m.standing.state in DUE_STATES and _overdue(m, today) > 0),
        key=lambda m: (-_overdue(m, today), m.code),
    )
    if not overdue:
        return []
    longest, limit = _overdue(overdue[0], today), thresholds["training_due.high"]
    return [
        Verdict(
            kind=FlagKind.TRAINING,
            subject="required",
            level=Level.HIGH if longest > limit.value else Level.WATCH,
            since=today - timedelta(days=longest - 1),
            findings=tuple(_finding(module, limit, today) for module in overdue),
            clears="Clears when each of these modules is done, or renewed, and written down here.",
            steps=("time_for_training",),
        )
    ]


def _overdue(module: RequiredModule, today: date) -> int:
    return 0 if module.standing.due_on is None else (today - module.standing.due_on).days


def _finding(module: RequiredModule, limit: Limit, today: date) -> Finding:
    days = _overdue(module, today)
    expired = module.standing.state is TrainingState.EXPIRED
    what = "was due for renewal" if expired else "was due for the first time"
    if module.before_first_contact and not expired:
        what = "is needed before the first contact and was due"
    return Finding(
        rule="training_due",
        name="training overdue",
        sentence=f"{module.title} {what} {days} {'day' if days == 1 else 'days'} ago.",
        numbers={"module": module.code, "days_overdue": days},
        threshold=f"1 to {number(limit.value)} days overdue: keep an eye on it; more: worth a talk",
        source=_sources(module, limit),
        is_default=limit.is_default,
        version=limit.version,
    )


def _sources(module: RequiredModule, limit: Limit) -> str:
    """Name what the limit rests on, and apart from it what the day it was due rests on."""
    if module.standing.state is TrainingState.EXPIRED:
        return f"{limit.source}; when to renew it: {module.source.rstrip('.')}"
    if module.before_first_contact:
        return limit.source
    return f"{limit.source}; {FIRST_DUE_DAYS} days for the first time: a default of ours"
