"""Words for how long things are kept."""

from typing import Final

from core.ui.language import _, plural
from core.vocabulary import Kept

_WORDS: Final = {
    Kept.WORDS: "Your private words",
    Kept.WELLBEING: "Tolls, check-ins, answers and flags about how you are",
    Kept.WORK: "Contacts, closed cases, talks, pauses and follow-ups",
    Kept.TRAINING: "Training, after you left",
    Kept.AFTER_LEAVING: "How you were, after you left",
    Kept.SIGN_INS: "Sign-ins, after they ended",
    Kept.FAILED_SIGN_INS: "Failed tries to sign in",
    Kept.AUDIT: "Who looked, what was shared and changed, and the audit log",
}
_MONTH: Final = 30.44
_SHORTEST_IN_MONTHS: Final = 90


def kept_words(kept: Kept) -> str:
    """Return what a class of records is called."""
    return _(_WORDS[kept])


def days_words(days: int) -> str:
    """Return a number of days as it is said: in months where they are many."""
    if days < _SHORTEST_IN_MONTHS:
        return plural("{n} day", "{n} days", days)
    return plural("{n} month", "{n} months", round(days / _MONTH))
