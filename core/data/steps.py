"""Next steps that a flag may suggest: what to change in load, role and support, then self-care."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from core.data.packaged import WrongData, packaged, unique

_FILE: Final = "steps.json"
KINDS: Final = ("load", "role", "support", "self_care")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do."""

    key: str
    kind: str
    """``load``, ``role``, ``support`` or ``self_care``."""
    title: str
    text: str
    minutes: int | None
    """How long it takes; nothing when it cannot be said."""
    source: str


def step(key: str) -> Step:
    """Return a step; ``KeyError`` when there is none of this name."""
    return steps()[key]


@cache
def steps() -> Mapping[str, Step]:
    """Return all packaged steps by key, in the order of the file."""
    return read_steps(packaged(_FILE))


def read_steps(content: dict[str, Any]) -> Mapping[str, Step]:
    """Build the steps from the content of their file, refusing what cannot be right."""
    found = [_step(entry) for entry in content["steps"]]
    unique(_FILE, (one.key for one in found))
    return MappingProxyType({one.key: one for one in found})


def _step(entry: dict[str, Any]) -> Step:
    try:
        one = Step(**entry)
    except TypeError as problem:
        name = entry.get("key", "a step without a key")
        raise WrongData(f"{_FILE}: {name} lacks a field or has one too many.") from problem
    if one.kind not in KINDS:
        raise WrongData(f"{_FILE}: {one.key} has the unknown kind {one.kind}.")
    if one.minutes is not None and not 0 < one.minutes <= 240:
        raise WrongData(f"{_FILE}: {one.key} takes {one.minutes} minutes; 1 to 240 are possible.")
    if not all((one.key, one.title, one.text, one.source)):
        raise WrongData(f"{_FILE}: {one.key} has an empty field.")
    return one
