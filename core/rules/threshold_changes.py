"""Changing a limit: which figures are refused, each with its reason."""

from collections.abc import Mapping
from math import isclose, isfinite
from typing import Final

from core.errors import InvalidValue
from core.rules.threshold_names import NAMES
from core.rules.thresholds import DEFAULTS, Limit, Thresholds
from core.rules.words import hundredths

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
