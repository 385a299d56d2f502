"""Boundary flags: signs a person ticked and grey areas they marked, one flag for each theme."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from core.errors import InvalidValue
from core.rules.flags import Finding, Verdict
from core.rules.thresholds import Thresholds
from core.rules.words import day_words, number
from core.vocabulary import BoundaryTheme, FlagKind, Level

REFLECT: Final = 1
TALK: Final = 2
TODAY: Final = 3
"""Severities of a sign: think about it, talk within a week, contact the coordinator today."""


@dataclass(frozen=True, slots=True)
class SignSeen:
    """A sign of the checklist that a person ticked."""

    sign: str
    day: date


@dataclass(frozen=True, slots=True)
class GreyTick:
    """A contact that felt grey, with the theme the person chose."""

    theme: BoundaryTheme
    day: date


class ChecklistSign(Protocol):
    """What this rule needs to know of a sign; ``core.data.checklist.Sign`` has it."""

    @property
    def id(self) -> str:
        """Stable key."""

    @property
    def phrase(self) -> str:
        """The sign in a few words that fit into a sentence."""

    @property
    def severity(self) -> int:
        """1 reflect, 2 talk within a week, 3 contact the coordinator today."""

    @property
    def theme(self) -> str:
        """A value of ``BoundaryTheme``."""

    @property
    def steps(self) -> Sequence[str]:
        """Keys of suggested next steps."""


def boundary_verdicts(
    signs: Iterable[SignSeen],
    grey_ticks: Iterable[GreyTick],
    checklist: Iterable[ChecklistSign],
    *,
    today: date,
    thresholds: Thresholds,
) -> list[Verdict]:
    """Return one flag for each theme with a sign in the last 30 days."""
    raise NotImplementedError
