"""How a person stands with a module, in words that are read at a glance."""

from datetime import date
from typing import Final

from core.queries.training import Standing, notice
from core.ui.days import day_words
from core.ui.labels import label
from core.ui.language import _, plural
from core.vocabulary import TrainingState

ICONS: Final = {
    TrainingState.DONE: ":material/check_circle:",
    TrainingState.UNCONFIRMED: ":material/pending:",
    TrainingState.EXPIRING: ":material/schedule:",
    TrainingState.EXPIRED: ":material/event_busy:",
    TrainingState.MISSING: ":material/radio_button_unchecked:",
    TrainingState.NOT_REQUIRED: ":material/remove:",
}
_SIGNS: Final = {
    TrainingState.DONE: "✓",
    TrainingState.UNCONFIRMED: "…",
    TrainingState.EXPIRING: "△",
    TrainingState.EXPIRED: "✕",
    TrainingState.MISSING: "○",
    TrainingState.NOT_REQUIRED: "–",
}
_FAR: Final = 90


def status_words(standing: Standing) -> str:
    """Return the state with the days that are left, or that have passed."""
    match standing.state:
        case TrainingState.MISSING:
            return _missing_words(standing)
        case TrainingState.EXPIRED:
            return _expired_words(standing)
        case TrainingState.EXPIRING:
            words = _expiring_words(standing.days_left or 0)
            return (
                words if standing.confirmed else _("{words}, not confirmed yet").format(words=words)
            )
        case TrainingState.DONE | TrainingState.UNCONFIRMED:
            return _done_words(standing)
        case _:
            return label(standing.state)


def cell_words(standing: Standing) -> str:
    """Return sign and words for one cell of the matrix."""
    sign = _SIGNS[standing.state]
    if standing.state is TrainingState.NOT_REQUIRED:
        return sign
    return f"{sign} {status_words(standing)}"


def dates_words(standing: Standing) -> str:
    """Return both dates of the latest completion: when it was earned, and until when it counts."""
    if standing.earned_on is None:
        return ""
    earned = day_words(standing.earned_on)
    if standing.expires_on is None:
        return _("Done on {day}, no renewal").format(day=earned)
    until = day_words(standing.expires_on)
    return _("Done on {day}, counts until {until}").format(day=earned, until=until)


def renewal_words(renew_months: int, *, is_default: bool) -> str:
    """Return how often a module is renewed and whether that is a default."""
    if not renew_months:
        return _("Once")
    words = plural("Every month", "Every {n} months", renew_months)
    return _("{words} (default)").format(words=words) if is_default else words


def day_or_dash(day: date | None) -> str:
    """Return a day in words, or a dash."""
    return "–" if day is None else day_words(day)


def _missing_words(standing: Standing) -> str:
    days = standing.days_left
    if days is None or days == 0:
        return _("To do today")
    if days > 0:
        return plural("To do within {n} day", "To do within {n} days", days)
    if days < -_FAR and standing.due_on is not None:
        return _("Missing since {day}").format(day=day_words(standing.due_on))
    return plural("Missing, due {n} day ago", "Missing, due {n} days ago", -days)


def _expired_words(standing: Standing) -> str:
    days = -(standing.days_left or 0)
    if days > _FAR and standing.expires_on is not None:
        return _("Expired on {day}").format(day=day_words(standing.expires_on))
    return plural("Expired {n} day ago", "Expired {n} days ago", days)


def _expiring_words(days: int) -> str:
    if days == 0:
        return _("Expires today")
    return plural("Expires in {n} day", "Expires in {n} days", days)


def _done_words(standing: Standing) -> str:
    words = label(standing.state)
    if notice(standing.days_left) is None:
        return words
    return _("{words}, renew in {n} days").format(words=words, n=standing.days_left)
