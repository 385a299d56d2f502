"""How long things are kept, and on which day a record goes.

Defaults are ours; law names none. Storage limitation: GDPR article 5 (1) (e).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from core.errors import InvalidValue
from core.rules.dates import monday_of, week_of
from core.vocabulary import Kept

WHOLE_WEEKS: Final = frozenset({Kept.WELLBEING, Kept.WORK})
"""Their rows go a whole week at a time, so that no weekly sum is made of half a week."""
LOOKED_BACK_WEEKS: Final = 26
"""How far back rules read single ratings at most; ratings are never kept for less."""
COMPARED_FOR: Final = timedelta(weeks=13)
"""The score before the newest stays this long after it, because a change is told from the two."""
KNOWN_DEVICE: Final = timedelta(days=180)
"""How long a browser is recognised after its last sign-in, as long as its cookie lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFor:
    """How long one class of records is kept, in days, and what an organisation may choose."""

    days: int
    shortest: int
    longest: int


DEFAULTS: Final[Mapping[Kept, KeptFor]] = {
    Kept.WORDS: KeptFor(days=183, shortest=7, longest=1096),
    # Half a year: the rules look back no further, so no flag changes because something expired.
    Kept.WELLBEING: KeptFor(days=366, shortest=183, longest=1096),
    Kept.WORK: KeptFor(days=731, shortest=366, longest=2557),
    Kept.TRAINING: KeptFor(days=366, shortest=0, longest=2557),
    Kept.AFTER_LEAVING: KeptFor(days=30, shortest=0, longest=92),
    Kept.SIGN_INS: KeptFor(days=30, shortest=1, longest=366),
    Kept.FAILED_SIGN_INS: KeptFor(days=30, shortest=1, longest=366),
    Kept.AUDIT: KeptFor(days=731, shortest=183, longest=2557),
}
Limits = Mapping[Kept, int]
"""Days by class, all of them."""

# The first may not outlive the second: it hangs on it.
_HANGS_ON: Final = (
    (Kept.WORDS, Kept.WELLBEING, "Words belong to an entry and cannot be kept longer than it"),
    (Kept.WELLBEING, Kept.WORK, "Ratings belong to a contact and cannot be kept longer than it"),
)


def limits_with(chosen: Mapping[Kept, int]) -> dict[Kept, int]:
    """Return every limit: what was chosen, else the default."""
    return {kept: chosen.get(kept, default.days) for kept, default in DEFAULTS.items()}


def check_limit(kept: Kept, days: int, limits: Limits) -> None:
    """Refuse a limit that cannot be kept beside the others.

    Raises:
        InvalidValue: with one sentence that says why and what would do.
    """
    allowed = DEFAULTS[kept]
    if not allowed.shortest <= days <= allowed.longest:
        raise InvalidValue(
            f"This is kept for {allowed.shortest} to {allowed.longest} days; please correct {days}."
        )
    wanted = {**limits, kept: days}
    for shorter, longer, reason in _HANGS_ON:
        if kept in (shorter, longer) and wanted[shorter] > wanted[longer]:
            raise InvalidValue(
                f"{reason}: {wanted[shorter]} days are more than {wanted[longer]}. "
                "Please change the other limit first, or choose another figure."
            )


def first_kept(kept: Kept, limits: Limits, today: date) -> date:
    """Return the earliest day whose records of a class are still there; older ones go."""
    earliest = today - timedelta(days=limits[kept])
    return monday_of(week_of(earliest)) if kept in WHOLE_WEEKS else earliest


def goes_on(kept: Kept, limits: Limits, since: date) -> date:
    """Return the day on which a record goes whose age is counted from ``since``."""
    last = since if kept not in WHOLE_WEEKS else monday_of(week_of(since) + 1) - timedelta(days=1)
    return last + timedelta(days=limits[kept] + 1)


def goes_entirely(limits: Limits, left_on: date) -> date:
    """Return the day on which nothing is left of somebody who left, not even the name."""
    longest = max(limits[kept] for kept in (Kept.AFTER_LEAVING, Kept.TRAINING, Kept.WORK))
    return left_on + timedelta(days=longest + 1)
