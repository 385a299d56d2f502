"""A contact as plain values: what the fields of the form hold and what a draft keeps."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from core.queries.contacts import LogDefaults
from core.services.contacts import ContactEntry
from core.vocabulary import BoundaryTheme, Debrief, Format, Helped, Weight

CHIPS: Final = (10, 20, 30, 45, 60, 90)
OTHER: Final = 0
"""The chip for any other length."""
NO_CASE: Final = ""
NEW_CASE: Final = "new"

Values = dict[str, Any]


def fresh_values(defaults: LogDefaults) -> Values:
    """Return an empty form, with case, format and minutes as in the last contact."""
    case = str(defaults.case_id) if defaults.case_id else NO_CASE
    entry = ContactEntry(day=defaults.today, minutes=defaults.minutes, format=defaults.format)
    return values_of(entry) | {"case": case}


def values_of(entry: ContactEntry) -> Values:
    """Return the values of the fields for an entry."""
    first, *more = [str(case) for case in entry.case_ids] or [NO_CASE]
    return {
        "case": first,
        "new_code": entry.new_case_code,
        "more_cases": more,
        "day": entry.day.isoformat(),
        "minutes": entry.minutes if entry.minutes in CHIPS else OTHER,
        "other_minutes": entry.minutes,
        "format": entry.format.value,
        "toll": entry.toll,
        "weights": sorted(weight.value for weight in entry.weights),
        "helped": sorted(helped.value for helped in entry.helped),
        "glad_of": entry.glad_of,
        "note": entry.note,
        "grey_theme": entry.grey_theme.value if entry.grey_theme else None,
        "unplanned": not entry.planned,
        "incident": entry.incident,
        "outside_hours": entry.outside_hours,
        "no_contact_made": entry.no_contact_made,
        "debrief": entry.debrief.value,
    }


def entry_of(values: Mapping[str, Any]) -> ContactEntry:
    """Return the entry that the values of the fields describe."""
    case, chip = values["case"], values["minutes"]
    chosen = [] if case in (NO_CASE, NEW_CASE) else [case]
    chosen += [each for each in values["more_cases"] if each not in chosen]
    return ContactEntry(
        day=date.fromisoformat(values["day"]),
        minutes=values["other_minutes"] if chip == OTHER else chip,
        format=Format(values["format"]),
        case_ids=tuple(UUID(each) for each in chosen),
        new_case_code=values["new_code"] if case == NEW_CASE else "",
        toll=values["toll"],
        weights=frozenset(map(Weight, values["weights"])),
        helped=frozenset(map(Helped, values["helped"])),
        glad_of=values["glad_of"],
        note=values["note"],
        grey_theme=BoundaryTheme(values["grey_theme"]) if values["grey_theme"] else None,
        planned=not values["unplanned"],
        incident=values["incident"],
        outside_hours=values["outside_hours"],
        no_contact_made=values["no_contact_made"],
        debrief=Debrief(values["debrief"]),
    )


def what_is_missing(values: Mapping[str, Any]) -> str:
    """Return what has to be filled in before this can be saved, or nothing."""
    if values["case"] == NEW_CASE and not values["new_code"].strip():
        return "Please give the new case a code, or choose No case."
    return ""


def restored(draft: Mapping[str, Any], fresh: Values, known_cases: set[str]) -> Values:
    """Return the values of a draft; what no longer exists falls back to a fresh form."""
    values = fresh | {field: value for field, value in draft.items() if field in fresh}
    if values["case"] not in known_cases | {NO_CASE, NEW_CASE}:
        values["case"] = fresh["case"]
    values["more_cases"] = [each for each in values["more_cases"] if each in known_cases]
    return values


def as_last_time(saved: Mapping[str, Any], fresh: Values, today: date) -> Values:
    """Return an empty form of today with case, format and minutes as just saved."""
    same = ("case", "format", "minutes", "other_minutes")
    return fresh | {field: saved[field] for field in same} | {"day": today.isoformat()}


def kept_for_another(values: Mapping[str, Any], fresh: Values) -> Values:
    """Return the form for one more contact: same day, format and length, nothing else."""
    same = ("day", "format", "minutes", "other_minutes")
    return fresh | {field: values[field] for field in same}
