"""What is wrong with the head of a questionnaire pack, and how single values are checked."""

import re
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import Any, Final, TypeGuard

TEXTS: Final = (
    "title",
    "short",
    "citation",
    "licence_notice",
    "source_url",
    "instruction",
)
SOURCED: Final = {"source", "is_default"}
_RHYTHM: Final = {"every_days", "first_after_days", "extra_days"}
_ID: Final = re.compile(r"[a-z][a-z0-9_]{1,38}[a-z0-9]")
_RESERVED: Final = ("pulse", "boundary_check")
_LONGEST_DAYS: Final = 3660
"""Ten years: more is a slip, and would lead past the end of the calendar."""


def fields(what: str, content: Mapping[str, Any], wanted: set[str]) -> Iterator[str]:
    """Yield a sentence for each field that is missing and each that is not known."""
    for name in sorted(wanted - content.keys()):
        words = name.replace("_", " ")
        yield f"{what} has no {words}; please add the field {name}."
    for name in sorted(content.keys() - wanted):
        yield f"{what} has a field {name} that is not known; please remove it."


def values(
    what: str, content: Mapping[str, Any], *, texts: Iterable[str] = (), flags: Iterable[str] = ()
) -> Iterator[str]:
    """Yield a sentence for each text that is empty and each flag that is neither true nor false."""
    for name in texts:
        if name in content and not is_text(content[name]):
            yield f"{what} has an empty {name.replace('_', ' ')}; please write some words."
    for name in flags:
        if name in content and not isinstance(content[name], bool):
            yield f"{what} says neither true nor false for {name}."


def is_whole(value: Any, least: int, most: float = float("inf")) -> bool:
    """Say whether a value is a whole number within its limits."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def is_number(value: Any) -> TypeGuard[float]:
    """Say whether a value is a number that can be compared."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def is_text(value: Any) -> bool:
    """Say whether a value has words."""
    return isinstance(value, str) and bool(value.strip())


def head(content: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence for each fault of what stands before questions and scoring."""
    if not _ID.fullmatch(content["id"]) or content["id"] in _RESERVED:
        yield "The id is made of small letters, digits and _, and is not pulse or boundary_check."
    if not is_whole(content["version"], 1):
        yield "The version is a whole number from 1."
    for name in TEXTS:
        if not is_text(content[name]):
            yield f"The {name.replace('_', ' ')} is empty; it is shown with the questions."
    if is_text(content["source_url"]) and not content["source_url"].startswith("https://"):
        yield "The source url begins with https://."
    yield from values("The pack", content, flags=("adapted",))
    if not isinstance(content["adaptation"], str):
        yield "The adaptation is a text; it may be empty when nothing was changed."
    elif content["adapted"] and not content["adaptation"].strip():
        yield "The pack is adapted, so the adaptation has to say what was changed."
    yield from _days(content)


def _days(content: Mapping[str, Any]) -> Iterator[str]:
    for name in ("minutes", "min_interval_days"):
        if not is_whole(content[name], 1, _LONGEST_DAYS):
            yield f"The field {name} is a whole number from 1 to {_LONGEST_DAYS}."
    if content["recall_days"] is not None and not is_whole(
        content["recall_days"], 1, _LONGEST_DAYS
    ):
        yield f"The field recall_days is a whole number from 1 to {_LONGEST_DAYS}, or null."
    rhythm = content["rhythm"]
    wrong = list(fields("The rhythm", rhythm, _RHYTHM))
    yield from wrong or _rhythm(rhythm, content["min_interval_days"])


def _rhythm(rhythm: Mapping[str, Any], least_gap: Any) -> Iterator[str]:
    every, first, extra = (
        rhythm[name] for name in ("every_days", "first_after_days", "extra_days")
    )
    if not is_whole(every, 1, _LONGEST_DAYS):
        yield f"The rhythm needs every_days as a whole number from 1 to {_LONGEST_DAYS}."
    elif is_whole(least_gap, 1) and every < least_gap:
        yield "The rhythm offers it more often than min_interval_days allows."
    if not is_whole(first, 0, _LONGEST_DAYS):
        yield f"The rhythm needs first_after_days as a whole number from 0 to {_LONGEST_DAYS}."
    if not isinstance(extra, list) or not all(is_whole(day, 1, _LONGEST_DAYS) for day in extra):
        yield f"The rhythm needs extra_days as a list of whole numbers from 1 to {_LONGEST_DAYS}."
