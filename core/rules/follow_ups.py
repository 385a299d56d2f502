"""How soon somebody is promised an answer, and what may happen to a follow-up next."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from core.errors import InvalidValue
from core.rules.thresholds import Thresholds
from core.vocabulary import FollowUpReason, FollowUpState

URGENT_HOURS: Final = 4
_HOURS: Final[Mapping[FollowUpReason, int]] = {
    FollowUpReason.SHARED_FLAG: 72,
    FollowUpReason.SUPPORT_GAP: 7 * 24,
    FollowUpReason.CASELOAD: 7 * 24,
    FollowUpReason.TRAINING: 14 * 24,
}
_LIMITS: Final[Mapping[FollowUpReason, str]] = {
    FollowUpReason.INCIDENT: "incident_open.watch",
    FollowUpReason.DEBRIEF_WANTED: "debrief_open.watch",
}
"""The limit that raises a flag while nobody answers: the promise is the same figure."""
LONGEST_NOTE: Final = 2000
LONGEST_SNOOZE_DAYS: Final = 60

UNFINISHED: Final = frozenset({FollowUpState.OPEN, FollowUpState.TAKEN, FollowUpState.SNOOZED})
SHARED_REASONS: Final = frozenset({FollowUpReason.SHARED_FLAG, FollowUpReason.URGENT})
"""Reasons that rest on a shared flag: they show only what is shared at this moment."""
SILENT_IN_A_PAUSE: Final = frozenset(
    {
        FollowUpReason.SHARED_FLAG,
        FollowUpReason.CASELOAD,
        FollowUpReason.SUPPORT_GAP,
        FollowUpReason.TRAINING,
    }
)
"""What a pause silences; a request, an incident and an urgent flag still come through."""


def promised_hours(reason: FollowUpReason, ring_me_hours: int, limits: Thresholds) -> float:
    """Return within how many hours an answer is promised.

    Never later than the limit that raises a flag over it, and otherwise no sooner than an answer
    to "please ring me", except what is urgent.
    """
    if reason in _LIMITS:
        return limits.value(_LIMITS[reason])
    if reason is FollowUpReason.URGENT:
        return min(URGENT_HOURS, ring_me_hours)
    if reason is FollowUpReason.RING_ME:
        return ring_me_hours
    return max(_HOURS[reason], ring_me_hours)


def due_at(
    reason: FollowUpReason, opened_at: datetime, ring_me_hours: int, limits: Thresholds
) -> datetime:
    """Return the moment by which an answer is promised."""
    return opened_at + timedelta(hours=promised_hours(reason, ring_me_hours, limits))


def check_step(state: FollowUpState, new: FollowUpState) -> None:
    """Refuse a step that does not follow from where a follow-up stands.

    Raises:
        InvalidValue: it is finished and must be reopened first, or it is not finished.
    """
    reopening = new is FollowUpState.OPEN
    if reopening and state is not FollowUpState.RESOLVED:
        raise InvalidValue("Only a resolved follow-up can be reopened.")
    if not reopening and state not in UNFINISHED:
        raise InvalidValue("This follow-up is finished. Reopen it first.")
