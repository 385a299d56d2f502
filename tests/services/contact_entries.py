"""Contacts as a person might enter them."""

from datetime import date, timedelta
from uuid import UUID

from core.services.contacts import ContactEntry
from core.vocabulary import BoundaryTheme, Debrief, Format, Helped, Weight

TODAY = date(2026, 11, 18)
MANY_CASES = tuple(UUID(int=each) for each in range(41))
IMPOSSIBLE = {
    "a day in the future": ({"day": TODAY + timedelta(days=1)}, "The day is in the future"),
    "a day before the last 60": (
        {"day": TODAY - timedelta(days=61)},
        "The day is more than 60 days back",
    ),
    "more than 720 minutes": ({"minutes": 721}, "Minutes run from 0 to 720; please correct 721."),
    "fewer than 0 minutes": ({"minutes": -1}, "Minutes run from 0 to 720; please correct -1."),
    "half a minute": ({"minutes": 0.5}, "Minutes run from 0 to 720 in whole numbers"),
    "a toll above 10": ({"toll": 11}, "The toll runs from 0 to 10; please correct 11."),
    "a toll below 0": ({"toll": -1}, "The toll runs from 0 to 10; please correct -1."),
    "a toll in between": ({"toll": 2.5}, "The toll runs from 0 to 10 in whole numbers"),
    "a note that is too long": ({"note": "x" * 4001}, "The note has 4001 characters"),
    "glad words that are too long": ({"glad_of": "x" * 1001}, "glad of has 1001 characters"),
    "a code that is too long": ({"new_case_code": "x" * 41}, "The case code has 41 characters"),
    "a code nobody can see": ({"new_case_code": "K\x007"}, "The case code holds a hidden"),
    "a weight nobody knows": ({"weights": frozenset({"joy"})}, "what weighed"),
    "a help nobody knows": ({"helped": frozenset({"joy"})}, "what helped"),
    "a theme nobody knows": ({"grey_theme": "joy"}, "grey-area theme"),
    "a format nobody knows": ({"format": "pigeon"}, "format"),
    "more than 40 cases": (
        {"case_ids": tuple(UUID(int=each) for each in range(41))},
        "at most 40 cases",
    ),
}
"""What cannot be, and the words that name it: to be refused in every way a contact comes in."""


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
