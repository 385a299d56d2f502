"""The boundary checklist: signs in plain words, how serious each is, and what to do."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from core.data.packaged import WrongData, packaged, unique

_FILE: Final = "boundary_checklist.json"
_SEVERITIES: Final = (1, 2, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One sign that a person may tick."""

    id: str
    label: str
    """Goes on from the question "In the last month, did it happen that…"."""
    phrase: str
    """The sign in a few words that fit into a sentence."""
    severity: int
    """1 reflect, 2 talk within a week, 3 contact the coordinator today."""
    theme: str
    """A value of ``BoundaryTheme``."""
    action: str
    """What to do, shown as soon as the sign is ticked."""
    steps: tuple[str, ...]
    """Keys of ``core.data.steps``."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """All signs of one version, in the order of the self-check."""

    version: int
    question: str
    source: str
    signs: tuple[Sign, ...]

    def sign(self, sign_id: str) -> Sign:
        """Return a sign; ``KeyError`` when this version does not hold it."""
        for sign in self.signs:
            if sign.id == sign_id:
                return sign
        raise KeyError(sign_id)


@cache
def checklist() -> Checklist:
    """Return the packaged checklist."""
    return read_checklist(packaged(_FILE))


def read_checklist(content: dict[str, Any]) -> Checklist:
    """Build a checklist from the content of its file, refusing what cannot be right."""
    signs = tuple(_sign(entry) for entry in content["signs"])
    unique(_FILE, (sign.id for sign in signs))
    return Checklist(content["version"], content["question"], content["source"], signs)


def _sign(entry: dict[str, Any]) -> Sign:
    try:
        sign = Sign(**{**entry, "steps": tuple(entry["steps"])})
    except (KeyError, TypeError) as problem:
        name = entry.get("id", "a sign without an id")
        raise WrongData(f"{_FILE}: {name} lacks a field or has one too many.") from problem
    if sign.severity not in _SEVERITIES:
        raise WrongData(f"{_FILE}: {sign.id} has severity {sign.severity}; it is 1, 2 or 3.")
    if not all((sign.id, sign.label, sign.phrase, sign.theme, sign.action, sign.steps)):
        raise WrongData(f"{_FILE}: {sign.id} has an empty field.")
    return sign
