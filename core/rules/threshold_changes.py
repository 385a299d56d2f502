"""Changing a limit: which figures are refused, and which stored flags it would judge otherwise.

A flag stores the figure it was raised for and the limit that applied. That is all there is to
judge again: what a stricter limit would have raised besides was never written down.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, inf, isclose, isfinite
from typing import Final

from core.errors import InvalidValue
from core.rules.release import SMALLEST_GROUP
from core.rules.threshold_names import KINDS, NAMES
from core.rules.thresholds import DEFAULTS, Limit, Thresholds
from core.rules.words import hundredths
from core.vocabulary import FlagKind, Level

ROUNDED_TO: Final = 5
"""How many flags would change is told in fives, so that two trials say nothing about one."""
_STEPS: Final[Mapping[str, float]] = {
    "hours": 0.5,
    "weighted people": 0.25,
    "of capacity": 0.05,
    "of the limit": 0.05,
    "% of the hours": 5,
    "% of the contacts": 5,
    "times": 0.1,
    "contacts a week": 0.5,
}
_HALVES: Final = "boundary.drift_weeks"
"""Its later half is compared with its earlier one, each of whole weeks."""
_EDGES: Final[Mapping[str, Level]] = {
    "watch": Level.WATCH,
    "watch_share": Level.WATCH,
    "high": Level.HIGH,
}
_SHARE: Final = "one_person_share"
_REACHED: Final = frozenset({"after_hours"})
"""Rules for which reaching a limit counts, not only going over it."""
_SINGLE: Final[Mapping[str, tuple[str, Callable[[Mapping[str, float]], float], bool]]] = {
    "boundary.reflect_count": ("signs_add_up", lambda n: n["count"], True),
    "boundary.drift_count": ("signs_rising", lambda n: n["earlier"] + n["later"], True),
    "beyond_agreed.weeks": ("beyond_agreed", lambda n: n["weeks"], False),
    "contacts_rising.factor": ("contacts_rising", lambda n: n["now"] / n["first"], True),
    "contacts_rising.more": ("contacts_rising", lambda n: n["now"] - n["first"], True),
    "debrief_open.count": ("debrief_open", lambda n: n["value"], True),
    # Flags raised before these were kept are not judged by them.
    "one_person_share.people": (_SHARE, lambda n: n.get("people", inf), True),
    "one_person_share.margin": (_SHARE, lambda n: n["share"] - n.get("explained", -inf), False),
}
"""Limits without levels: their rule, what its numbers come to, and ``_REACHED``."""
_OVERDUE: Final = "training_due.high"
_WHY_NOT: Final[Mapping[str, str]] = {
    "weighted_people.capacity": "a flag does not keep whether its capacity was agreed or the usual",
    "newcomer.days": "a flag does not keep how long somebody had been there",
    "newcomer.factor": "a flag does not keep what the limit was before it was lowered",
    "boundary.days": "a flag does not keep the signs that were older",
    "boundary.drift_weeks": "a flag does not keep the day of each sign",
}
_NEVER_TOLD: Final = (
    "it is about tolls and single answers, and nobody learns how often others pass such a limit"
)

_UNTRIED: Final = frozenset({"heavy_share", "heavy_run", "undebriefed", "rest_low", "role_unclear"})
"""Rules about tolls and single answers: nobody learns how often others passed them."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One stored reason of a flag that was raised."""

    rule: str
    level: Level
    """Of the whole flag."""
    numbers: Mapping[str, object]
    limit_then: float
    """The limit at stake, as the version the reason names had it."""


def step_of(limit: Limit) -> float:
    """Return the steps in which a limit is set: whole ones for days and things counted."""
    return 2 if limit.key == _HALVES else _STEPS.get(limit.unit, 1)


def changed_limit(limits: Thresholds, key: str, value: float) -> Limit:
    """Return the next version of a limit, with where its figure comes from.

    Raises:
        InvalidValue: the figure is no number, out of range, between two steps, or the limit to
            keep an eye on something would come after the one that is worth a talk.
    """
    limit, default = limits[key], DEFAULTS[key]
    _check_figure(limit, value)
    _check_pair(limits, key, value)
    if isclose(value, default.value):
        value, source, is_default = default.value, default.source, default.is_default
    else:
        usual = f"{hundredths(default.value)} {default.unit}"
        source = f"Chosen by your organisation; the default is {usual}"
        is_default = False
    return limit.changed(value, source=source, version=limit.version + 1, is_default=is_default)


def _check_figure(limit: Limit, value: float) -> None:
    name = NAMES[limit.key]
    if not isfinite(value):
        raise InvalidValue(f"{name}: please enter a number.")
    if not limit.lowest <= value <= limit.highest:
        raise InvalidValue(
            f"{name} runs from {hundredths(limit.lowest)} to {hundredths(limit.highest)} "
            f"{limit.unit}; please correct {hundredths(value)}."
        )
    steps = value / step_of(limit)
    if not isclose(steps, round(steps), abs_tol=1e-6):
        why = ", because two halves of whole weeks are compared" if limit.key == _HALVES else ""
        raise InvalidValue(
            f"{name} goes in steps of {hundredths(step_of(limit))} {limit.unit}{why}; "
            f"please correct {value:g}."
        )


def _check_pair(limits: Thresholds, key: str, value: float) -> None:
    rule, _dot, edge = key.rpartition(".")
    other = limits.get(f"{rule}.{'high' if edge == 'watch' else 'watch'}")
    if edge not in {"watch", "high"} or other is None:
        return
    if (edge == "watch" and value > other.value) or (edge == "high" and value < other.value):
        where = "above" if edge == "watch" else "below"
        raise InvalidValue(
            f"{NAMES[key]} cannot be {hundredths(value)}: that is {where} the limit of "
            f"“{NAMES[other.key]}”, {hundredths(other.value)}."
        )


def is_private(key: str) -> bool:
    """Return whether a limit is about tolls or single answers, so that it is never tried."""
    return key.rpartition(".")[0] in _UNTRIED or KINDS[key] is FlagKind.BURNOUT_RISK


def can_be_counted(key: str) -> bool:
    """Return whether stored flags hold the numbers to judge again by this limit."""
    edge = key.rpartition(".")[2]
    return key in {*_SINGLE, _OVERDUE} or (edge in _EDGES and not is_private(key))


def why_not_tried(key: str) -> str:
    """Return why another figure cannot be tried on stored flags; empty when it can."""
    return "" if can_be_counted(key) else _WHY_NOT.get(key, _NEVER_TOLD)


def flag_would_change(key: str, new: float, reasons: Sequence[Reason]) -> bool:
    """Return whether a raised flag, with all its reasons, would be another one or not be there."""
    if key == _OVERDUE:
        overdue = [_figure(one, ("days_overdue",)) for one in reasons if one.rule == "training_due"]
        was_high = any(one.level is Level.HIGH for one in reasons)
        return bool(overdue) and (max(overdue) > new) is not was_high
    return any(would_change(key, new, reason) for reason in reasons)


def would_change(key: str, new: float, reason: Reason) -> bool:
    """Return whether one reason of a flag would ask for another level, or be gone."""
    if key in _SINGLE:
        return _loses(key, new, reason)
    rule, _dot, edge = key.rpartition(".")
    if reason.rule != rule or _counts_debriefs(reason):
        return False
    if rule == _SHARE:
        return _share_changes(_EDGES[edge], new, reason)
    value, limit = _figure(reason, ("value",)), _figure(reason, ("limit",))
    if _EDGES[edge] is Level.HIGH:
        return _over(rule, value, new) is not (reason.level is Level.HIGH)
    if reason.level is not Level.WATCH:
        return False
    # Limits are lower for people new to the role; the stored one says by how much.
    return not _over(rule, value, round(new * limit / reason.limit_then, 2))


def _loses(key: str, new: float, reason: Reason) -> bool:
    rule, comes_to, reached = _SINGLE[key]
    if reason.rule != rule or (rule == "debrief_open" and not _counts_debriefs(reason)):
        return False
    said = {
        name: float(number)
        for name, number in reason.numbers.items()
        if isinstance(number, int | float)
    }
    # Numbers are stored as they are said, so a hundredth is no difference.
    figure = round(comes_to(said), 2)
    return figure < new if reached else figure <= new


def _share_changes(edge: Level, new: float, reason: Reason) -> bool:
    """Judge the share of hours by its own limit: the flag's level may rest on other reasons."""
    limit, over = _figure(reason, ("limit",)), _figure(reason, ("share",)) > new
    if edge is Level.HIGH:
        was_high = reason.level is Level.HIGH and limit >= reason.limit_then
        return over is not was_high
    was_watch = reason.level is Level.WATCH or limit == reason.limit_then
    return was_watch and not over


def _figure(reason: Reason, names: Sequence[str]) -> float:
    return sum(float(str(reason.numbers[name])) for name in names)


def _over(rule: str, value: float, limit: float) -> bool:
    return value >= ceil(limit) if rule in _REACHED else value > limit


def _counts_debriefs(reason: Reason) -> bool:
    """Say whether a debrief flag is up for how many are open, not for how long one is."""
    return reason.rule == "debrief_open" and "day" not in reason.numbers


def told(flags_of_each: Collection[int], *, smallest_group: int = SMALLEST_GROUP) -> int | None:
    """Return how many flags it is about, in fives, or nothing when somebody could be worked out.

    Args:
        flags_of_each: how many flags would change, for each person who has one.
        smallest_group: people needed; below 5 it counts as 5.

    Returns:
        Nothing for too few people, for none at all, and when more than half are one person's:
        the reasons look alike on purpose.
    """
    total = sum(flags_of_each)
    if len(flags_of_each) < max(smallest_group, SMALLEST_GROUP) or max(flags_of_each) > total / 2:
        return None
    return max(ROUNDED_TO, ROUNDED_TO * round(total / ROUNDED_TO))
