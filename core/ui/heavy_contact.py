"""What is said right after a heavy contact was saved, out of what was typed alone."""

from datetime import date, timedelta
from typing import Final

from core.services.contacts import ContactEntry, is_heavy
from core.ui.language import _
from core.vocabulary import Debrief

_STILL_NEAR: Final = timedelta(days=2)


def after_a_heavy_contact(entry: ContactEntry, *, today: date) -> str:
    """Return what helps now, or nothing: the contact was lighter, or it lies longer back."""
    if not is_heavy(entry) or today - entry.day > _STILL_NEAR:
        return ""
    if entry.debrief is not Debrief.NONE:
        return _("That was heavy. Leave a gap before the next one.")
    return _("That was heavy. Leave a gap before the next one; a debrief within two days helps.")
