"""The burnout risk flag: what the strain detector says, in sentences the person can check."""

from collections.abc import Iterable
from datetime import date

from core.rules.flags import Verdict
from core.rules.strain import Score, WeekInput


def burnout_verdict(
    history: Iterable[WeekInput], scores: Iterable[Score] = (), *, today: date
) -> Verdict | None:
    """Return the flag of the last closed week; nothing when steady or without enough data."""
    raise NotImplementedError
