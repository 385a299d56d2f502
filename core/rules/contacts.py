"""What a contact may hold. Every refusal names the field and the fix."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from core.errors import InvalidValue
from core.vocabulary import BoundaryTheme, Debrief, Format, Helped, Weight

LONGEST_MINUTES: Final = 720
HIGHEST_TOLL: Final = 10
HEAVY_TOLL: Final = 7
"""From this toll on a contact counts as heavy."""
DAYS_BACK: Final = 60
LONGEST_NOTE: Final = 4000
LONGEST_GLAD_OF: Final = 1000
LONGEST_CODE: Final = 40
MOST_CASES: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactEntry:
    """One contact as a person enters it: the work, and what it cost."""

    day: date
    minutes: int
    format: Format
    case_ids: tuple[UUID, ...] = ()
    new_case_code: str = ""
    """Opens this case in the same step and links it."""
    toll: int | None = None
    """0 (light) to 10 (very heavy); nothing when the person did not say."""
    weights: frozenset[Weight] = frozenset()
    helped: frozenset[Helped] = frozenset()
    glad_of: str = ""
    note: str = ""
    grey_theme: BoundaryTheme | None = None
    planned: bool = True
    incident: bool = False
    outside_hours: bool = False
    no_contact_made: bool = False
    debrief: Debrief = Debrief.NONE

    @property
    def says_what_it_cost(self) -> bool:
        """Whether anything of the wellbeing lane was filled in."""
        words = self.note.strip() or self.glad_of.strip()
        ticks = self.weights or self.helped or self.grey_theme is not None
        return self.toll is not None or bool(words) or bool(ticks)


def is_heavy(entry: ContactEntry) -> bool:
    """Return whether a contact was heavy or very heavy."""
    return entry.toll is not None and entry.toll >= HEAVY_TOLL


def check_entry(entry: ContactEntry, *, today: date) -> None:
    """Refuse an entry that cannot be true.

    Raises:
        InvalidValue: the day, minutes, toll, a text, a tag or the cases are out of range.
    """
    check_day(entry.day, today=today)
    _check_whole("Minutes run", entry.minutes, LONGEST_MINUTES)
    if entry.toll is not None:
        _check_whole("The toll runs", entry.toll, HIGHEST_TOLL)
    check_length("note", entry.note, LONGEST_NOTE)
    check_length("line about what you are glad of", entry.glad_of, LONGEST_GLAD_OF)
    check_code(entry.new_case_code)
    _check_tags(entry)
    if len(entry.case_ids) > MOST_CASES:
        raise InvalidValue(f"A contact links to at most {MOST_CASES} cases; please choose fewer.")


def check_day(day: date, *, today: date) -> None:
    """Refuse a day in the future or too long ago to remember well.

    Raises:
        InvalidValue: ``day`` is not within the last ``DAYS_BACK`` days.
    """
    if day > today:
        raise InvalidValue("The day is in the future; please choose today or an earlier day.")
    if day < today - timedelta(days=DAYS_BACK):
        raise InvalidValue(
            f"The day is more than {DAYS_BACK} days back; please choose a later day."
        )


def check_code(code: str) -> None:
    """Refuse a case code that is too long or cannot be shown; its look is the person's choice.

    Raises:
        InvalidValue: it has more than ``LONGEST_CODE`` characters, or a control character.
    """
    check_length("case code", code, LONGEST_CODE)
    if not code.strip().isprintable():
        raise InvalidValue("The case code holds a hidden character; please type it again.")


def check_length(field: str, text: str, longest: int) -> None:
    """Refuse a text that is too long.

    Raises:
        InvalidValue: ``text`` has more than ``longest`` characters.
    """
    if len(text.strip()) > longest:
        raise InvalidValue(
            f"The {field} has {len(text.strip())} characters; please keep it to {longest}."
        )


def _check_whole(field: str, value: int, highest: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidValue(f"{field} from 0 to {highest} in whole numbers; please correct it.")
    if not 0 <= value <= highest:
        raise InvalidValue(f"{field} from 0 to {highest}; please correct {value}.")


def _check_tags(entry: ContactEntry) -> None:
    choices = (
        ("format", (entry.format,), Format),
        ("debrief", (entry.debrief,), Debrief),
        ("what weighed", entry.weights, Weight),
        ("what helped", entry.helped, Helped),
        ("grey-area theme", (entry.grey_theme,) if entry.grey_theme else (), BoundaryTheme),
    )
    for field, chosen, known in choices:
        if any(value not in tuple(known) for value in chosen):
            raise InvalidValue(f"The choice under {field} is not one we know; please choose again.")
