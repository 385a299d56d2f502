"""What in a questionnaire asks for help at once.

It is a flag of its own beside the strain flag. Were it a mark on that one, an answer that was
given a minute ago would inherit a share the person made of something else weeks before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.rules.flags import Finding, Verdict
from core.rules.words import day_words, number
from core.vocabulary import FlagKind, Level

URGENT_DAYS: Final = 28
"""Days an urgent answer stands unless the questionnaire is answered again; a default of ours."""
RULE: Final = "urgent_answer"
SUBJECT: Final = "urgent_answer"
_STEPS: Final = ("contact_coordinator_today", "lighter_week", "supervision_this_week")
_CLEARS: Final = "Clears when the questionnaire is answered again and eases, or after {days} days."


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentSign:
    """One answer, or one score, that asks for help at once."""

    about: str
    """The questionnaire as a sentence names it."""
    day: date
    value: float | None = None
    """The score; nothing when it is a single answer, which is never repeated in words."""
    limit: str
    source: str
    is_default: bool


def urgent_verdict(signs: Iterable[UrgentSign]) -> Verdict | None:
    """Return the urgent flag while such answers stand; the strain flag keeps its own level."""
    found = tuple(signs)
    if not found:
        return None
    findings = tuple(_once(_finding(sign) for sign in found))
    return Verdict(
        kind=FlagKind.BURNOUT_RISK,
        subject=SUBJECT,
        level=Level.HIGH,
        urgent=True,
        since=min(sign.day for sign in found),
        findings=findings,
        clears=_CLEARS.format(days=URGENT_DAYS),
        steps=_STEPS,
    )


def _finding(sign: UrgentSign) -> Finding:
    day = day_words(sign.day)
    numbers: dict[str, float | str] = {"day": day}
    if sign.value is None:
        sentence = f"One answer in {sign.about} of {day} asks for a talk with somebody today."
    else:
        value = round(sign.value, 1)
        numbers["value"] = value
        sentence = (
            f"A score of {number(value)} in {sign.about} of {day} "
            "asks for a talk with somebody today."
        )
    return Finding(
        rule=RULE,
        name="questionnaire",
        sentence=sentence,
        numbers=numbers,
        threshold=sign.limit,
        source=sign.source,
        is_default=sign.is_default,
    )


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    seen: set[str] = set()
    for finding in findings:
        if finding.sentence not in seen:
            seen.add(finding.sentence)
            yield finding
