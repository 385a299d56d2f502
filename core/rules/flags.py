"""What a flag rule answers with. The rules themselves live beside this file, one subject each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.vocabulary import FlagKind, Lane, Level

LANES: Mapping[FlagKind, Lane] = {
    FlagKind.BURNOUT_RISK: Lane.WELLBEING,
    FlagKind.BOUNDARY: Lane.WELLBEING,
    FlagKind.DEPENDENCY: Lane.WELLBEING,
    FlagKind.CASELOAD: Lane.WORK,
    FlagKind.SUPPORT_GAP: Lane.WORK,
    FlagKind.TRAINING: Lane.WORK,
}

HEAVY_CONTACTS: Final = "heavy_contacts"
UNDEBRIEFED: Final = "undebriefed"
FROM_TOLLS: Final = frozenset({HEAVY_CONTACTS, UNDEBRIEFED})
"""Subjects of load and support that rest on tolls, so that they are the person's first."""


def lane_of(kind: FlagKind, subject: str) -> Lane:
    """Return the lane of a flag: that of its kind, unless it rests on tolls."""
    return Lane.WELLBEING if subject in FROM_TOLLS else LANES[kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One reason: a rule that holds, with the numbers it holds for."""

    rule: str
    """Stable key of the rule, for example ``hours_week``."""
    name: str
    """What it is called where numbers may not be shown, for example ``toll trend``."""
    sentence: str
    """One sentence with the numbers, at most 25 words, fit to show to a volunteer."""
    numbers: Mapping[str, float | str]
    """The numbers in the sentence, by name."""
    threshold: str
    """The limit in words, for example ``more than 8 hours in 7 days``."""
    source: str
    is_default: bool
    """Whether the limit is a default of ours rather than a figure from the literature."""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A flag that should be up now. No verdict means no flag."""

    kind: FlagKind
    subject: str
    """What within the kind: a boundary theme, an indicator. One open flag for each."""
    level: Level
    """``watch`` or ``high``."""
    urgent: bool = False
    since: date
    findings: tuple[Finding, ...]
    clears: str
    """What would clear it, in one sentence."""
    steps: tuple[str, ...]
    """Keys of ``core/data/steps``: load, role and support first, then self-care."""
