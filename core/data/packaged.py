"""Reads the data files that are packaged with the product, and refuses a wrong one clearly."""

import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any


class WrongData(Exception):
    """A packaged file does not hold what it should; the sentence names file and entry."""


def packaged(name: str) -> dict[str, Any]:
    """Return the content of a packaged JSON file."""
    content = json.loads((files("core.data") / name).read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise WrongData(f"{name} does not hold an object.")
    return content


def unique(name: str, keys: Iterable[str]) -> None:
    """Refuse a file that names an entry twice."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise WrongData(f"{name} names {key} twice.")
        seen.add(key)
