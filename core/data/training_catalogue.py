"""The training catalogue that an organisation starts with."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("training_catalogue.json")


@dataclass(frozen=True, slots=True)
class RequiredBy:
    """A role that needs a module."""

    role: str
    before_first_contact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueModule:
    """One module of the starting catalogue."""

    code: str
    title: str
    renew_months: int
    """Months until it must be renewed; 0 means once."""
    covers: str
    source: str
    is_default: bool
    """Whether the renewal is a default of ours rather than a sourced figure."""
    required: tuple[RequiredBy, ...]


@lru_cache(maxsize=1)
def training_catalogue() -> tuple[CatalogueModule, ...]:
    """Return the packaged modules in the order of their codes."""
    modules = json.loads(_FILE.read_text(encoding="utf-8"))["modules"]
    return tuple(
        CatalogueModule(
            **{**module, "required": tuple(RequiredBy(**need) for need in module["required"])}
        )
        for module in modules
    )
