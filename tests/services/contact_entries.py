"""Contacts as a person might enter them."""

from datetime import date

from core.services.contacts import ContactEntry
from core.vocabulary import BoundaryTheme, Debrief, Format, Helped, Weight

TODAY = date(2026, 11, 18)


def entry(**changes) -> ContactEntry:
    return ContactEntry(**({"day": TODAY, "minutes": 45, "format": Format.PHONE} | changes))


def full_entry(**changes) -> ContactEntry:
    given = {
        "toll": 7,
        "weights": frozenset({Weight.LOSS, Weight.RISK}),
        "helped": frozenset({Helped.COLLEAGUE}),
        "glad_of": "a walk home",
        "note": "it was about his brother",
        "grey_theme": BoundaryTheme.NEED,
        "planned": False,
        "incident": True,
        "outside_hours": True,
        "no_contact_made": True,
        "debrief": Debrief.WANTED,
    }
    return entry(**(given | changes))
