"""How often somebody may be asked to share: seldom enough that it never becomes pressure."""

from datetime import datetime, timedelta
from typing import Final

from core.errors import InvalidValue

ASK_EVERY: Final = timedelta(days=14)
"""Time between two requests to one person, whoever of their coordinators asks."""


def must_not_press(last_asked_at: datetime | None, *, name: str, now: datetime) -> None:
    """Refuse a request that follows another too soon.

    Raises:
        InvalidValue: the person was asked less than 14 days ago; the sentence says until when.
    """
    if last_asked_at is not None and now - last_asked_at < ASK_EVERY:
        again = (last_asked_at + ASK_EVERY).date()
        raise InvalidValue(
            f"{name} was asked within the last {ASK_EVERY.days} days. "
            f"Please wait until {again.isoformat()}, so that it stays a free choice."
        )
