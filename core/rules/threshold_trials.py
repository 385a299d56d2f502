"""Trying limits on the last twelve months: which figures, what counts as changed, what is told.

Whose flags another figure would change is nobody's business, so what is told is chosen by what
can be worked out from it. Two figures that differ by a few people tell about those people, and
it does not matter whether they are about two limits, two figures of one limit or two Mondays:
every figure is compared with every other that was told of the same twelve months.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from core.errors import InvalidValue
from core.rules.release import SMALLEST_GROUP, people_needed
from core.rules.release_figures import in_fives
from core.rules.threshold_changes import changed_limit, step_of
from core.rules.threshold_names import KINDS
from core.rules.thresholds import DEFAULTS, Thresholds
from core.vocabulary import FlagKind, Level

TRIED_WEEKS: Final = 52
"""Closed weeks on which a limit is tried."""
_SHARES: Final = (0.5, 0.75, 0.9, 1.1, 1.25, 1.5)
_STEPS_AWAY: Final = (-2, -1, 1, 2)
_COARSE: Final = 0.1
"""Where a step is more than this share of the figure, whole steps away are tried as well."""
_BOTH_LANES: Final = frozenset({FlagKind.BOUNDARY, FlagKind.DEPENDENCY})
_LOAD_AND_SUPPORT: Final = frozenset({FlagKind.CASELOAD, FlagKind.SUPPORT_GAP})
_SEVERAL_KINDS: Final[Mapping[str, frozenset[FlagKind]]] = {
    "boundary.days": _BOTH_LANES,
    "newcomer.days": _LOAD_AND_SUPPORT,
    "newcomer.factor": _LOAD_AND_SUPPORT,
}

OUT_OF_ORDER: Final = frozenset({"boundary.drift_weeks"})
"""Limits of which a figure may change what one farther away leaves as it is."""
Levels = Mapping[str, Level]
"""What is up at one moment: the level of each flag."""
FlagsOf = Mapping[UUID, int]
"""How many flags of each person would change; whom it does not touch is not in it."""


class Trial(NamedTuple):
    """One figure that is tried for a limit."""

    key: str
    instead_of: float
    """The figure in force."""
    value: float


def trials_of(limits: Thresholds) -> list[Trial]:
    """Return the figures tried for every limit: a little, clearly and far to both sides of it.

    They are few and the same for everybody who asks, so that nobody can close in on a person by
    trying figure after figure.
    """
    return [
        Trial(key, limits.value(key), value) for key in limits for value in _around(limits, key)
    ]


def kinds_judged_by(key: str) -> frozenset[FlagKind]:
    """Return the kinds of flags that a limit decides about."""
    return _SEVERAL_KINDS.get(key, frozenset({KINDS[key]}))


def flags_changed(before: Sequence[Levels], after: Sequence[Levels]) -> int:
    """Count the flags that would be gone, come on top or have another level at some moment.

    Both tell the same moments, oldest first. A flag lasts while it is up without a break, under
    either of the two figures.
    """
    subjects = {subject for levels in (*before, *after) for subject in levels}
    return sum(_changed_runs(subject, before, after) for subject in subjects)


def told(
    trials: Mapping[Trial, FlagsOf],
    earlier: Collection[FlagsOf],
    *,
    smallest_group: int = SMALLEST_GROUP,
) -> dict[Trial, int]:
    """Return what may be told of this week's trials, in fives; larger groups come first.

    Trials that are not there are withheld, whatever the reason: none, too few, one person with
    more than half, or a difference from another figure for which one of these holds.

    Args:
        trials: the flags that each figure would change.
        earlier: the same for every figure told in the last twelve months.
        smallest_group: people needed; below 5 it counts as 5.
    """
    needed = people_needed(smallest_group)
    compared = list(earlier)
    shown: dict[Trial, int] = {}
    for trial in sorted(trials, key=lambda one: -len(trials[one])):
        flags = trials[trial]
        if not _tells_of_many(flags, {}, needed):
            continue
        if all(flags == other or _tells_of_many(flags, other, needed) for other in compared):
            compared.append(flags)
            shown[trial] = in_fives(sum(flags.values()))
    return shown


def _tells_of_many(flags: FlagsOf, other: FlagsOf, needed: int) -> bool:
    """Say whether a difference is about enough people, none of whom is more than half of it."""
    moved = [abs(flags.get(who, 0) - other.get(who, 0)) for who in flags.keys() | other.keys()]
    people = sum(by > 0 for by in moved)
    return people >= needed and 2 * max(moved) <= sum(moved)


def _around(limits: Thresholds, key: str) -> Iterator[float]:
    now, step = limits.value(key), step_of(DEFAULTS[key])
    away = {now + steps * step for steps in _STEPS_AWAY if step >= _COARSE * now}
    shares = {step * round(now * share / step) for share in _SHARES}
    for value in sorted({round(each, 2) for each in away | shares} - {now}):
        try:
            changed_limit(limits, key, value)
        except InvalidValue:
            continue
        yield value


def _changed_runs(subject: str, before: Sequence[Levels], after: Sequence[Levels]) -> int:
    runs: defaultdict[int, bool] = defaultdict(bool)
    run = 0
    for then, other in zip(before, after, strict=True):
        levels = then.get(subject), other.get(subject)
        if levels == (None, None):
            run += 1
        else:
            runs[run] |= levels[0] is not levels[1]
    return sum(runs.values())
