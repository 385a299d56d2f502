"""What a flag ends with: self-care that fits it, and the training module about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from core.data.packaged import WrongData, packaged, unique
from core.data.steps import steps
from core.data.training_catalogue import training_catalogue

_FILE: Final = "steps_by_flag.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Last steps of one kind of flag, or of one subject within it."""

    self_care: tuple[str, ...]
    """Keys of steps, for a flag whose rule suggests no self-care of its own."""
    modules: tuple[str, ...]
    """Codes of the training catalogue."""


def ending(kind: str, subject: str) -> Ending:
    """Return the last steps of a flag: those of its subject, else those of its kind."""
    known = endings()
    return known.get((kind, subject)) or known[kind, ""]


@cache
def endings() -> Mapping[tuple[str, str], Ending]:
    """Return all packaged endings by kind and subject."""
    return read_endings(packaged(_FILE))


def read_endings(content: dict[str, Any]) -> Mapping[tuple[str, str], Ending]:
    """Build the endings from the content of their file, refusing what cannot be right."""
    entries = content["flags"]
    unique(_FILE, (f"{each['kind']} {each['subject']}" for each in entries))
    return MappingProxyType({(each["kind"], each["subject"]): _ending(each) for each in entries})


def _ending(entry: dict[str, Any]) -> Ending:
    name = f"{_FILE}: {entry['kind']} {entry['subject']}".strip()
    one = Ending(self_care=tuple(entry["self_care"]), modules=tuple(entry["modules"]))
    known = steps()
    for key in one.self_care:
        if key not in known or known[key].kind != "self_care":
            raise WrongData(f"{name} names {key}, which is no step of self-care.")
    codes = {module.code for module in training_catalogue()}
    for code in one.modules:
        if code not in codes:
            raise WrongData(f"{name} names {code}, which is no module of the catalogue.")
    return one
