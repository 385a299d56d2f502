"""What the first months in the role ask for: somebody to ring, and a talk at week 16.

Wellbeing fell in the first four months and supervision with a team of peers helped
(doi 10.1186/s12888-022-03999-9); which week the talk is in, and for how long it is asked, is ours.
"""

from datetime import date, timedelta
from typing import Final

from core.rules.rhythm import Offer

BUDDY: Final = "buddy"
FIRST_MONTHS: Final = "first_months"
NEW_DAYS: Final = 120
"""Days in the role for which somebody counts as new."""
CHECK_DAY: Final = 16 * 7
"""Days in the role from which the talk about them is asked."""
_ASKED_UNTIL: Final = 20 * 7
_ALREADY_HELD: Final = 14
"""Days before it is asked in which supervision counts as that talk."""

BUDDY_OFFER: Final = Offer(
    subject=BUDDY, every_days=NEW_DAYS, min_gap_days=NEW_DAYS, once=True, last_day=NEW_DAYS - 1
)
FIRST_MONTHS_OFFER: Final = Offer(
    subject=FIRST_MONTHS,
    every_days=_ASKED_UNTIL,
    min_gap_days=_ASKED_UNTIL,
    first_after_days=CHECK_DAY,
    last_day=_ASKED_UNTIL - 1,
    once=True,
    counts_from_day=CHECK_DAY - _ALREADY_HELD,
)


def first_talk_due(joined_on: date, last_supervision: date | None, *, today: date) -> bool:
    """Say whether the talk at week 16 has not been held and is due, a fact of the work lane."""
    days = (today - joined_on).days
    held = joined_on + timedelta(days=FIRST_MONTHS_OFFER.counts_from_day)
    if last_supervision is not None and last_supervision >= held:
        return False
    return CHECK_DAY <= days < _ASKED_UNTIL


def week_in_the_role(joined_on: date, *, today: date) -> int | None:
    """Return which week in the role it is for somebody who is new; nothing for anybody else."""
    days = (today - joined_on).days
    return days // 7 + 1 if 0 <= days < NEW_DAYS else None
