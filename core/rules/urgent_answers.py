"""What in a questionnaire asks for help at once.

It is a flag of its own beside the strain flag. Were it a mark on that one, an answer that was
given a minute ago would inherit a share the person made of something else weeks before.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from core.rules.flags import Finding, Verdict
from core.rules.words import day_words, number
from core.vocabulary import FlagKind, Level

URGENT_DAYS: Final = 28
"""Days an urgent answer stands unless the questionnaire is answered again; a default of ours."""
RULE: Final = "urgent_answer"
SUBJECT: Final = "urgent_answer"
_STEPS: Final = ("contact_coordinator_today", "lighter_week", "supervision_this_week")


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentSign:
    """One answer, or one score, that asks for help at once."""

    about: str
    """The questionnaire as a sentence names it."""
    day: date
    value: float | None = None
    """The score; nothing when it is a single answer, which is never repeated in words."""
    part: str = ""
    """Title of the subscale that was scored."""
    question: int | None = None
    """Place of a single answer in its questionnaire; nothing where there is only one."""
    again_days: int = URGENT_DAYS
    """Days until the questionnaire may be answered again."""
    limit: str
    source: str
    is_default: bool

    @property
    def ends_on(self) -> date:
        """The first day on which it stands no more by itself."""
        return self.day + timedelta(days=URGENT_DAYS)


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
        clears=_clears(found),
        steps=_STEPS,
    )


def _clears(signs: Sequence[UrgentSign]) -> str:
    """Say on which day it goes by itself, and whether a calmer answer can come before."""
    ends = day_words(max(sign.ends_on for sign in signs))
    sooner = {sign.day + timedelta(days=sign.again_days) for sign in signs}
    by_itself = f"by itself on {ends}, {URGENT_DAYS} days after the answer"
    if len({(sign.about, sign.day) for sign in signs}) == 1 and min(sooner) < signs[0].ends_on:
        return f"Clears with a calmer answer from {day_words(min(sooner))} on, or {by_itself}."
    return f"Clears {by_itself}."


def _finding(sign: UrgentSign) -> Finding:
    day = day_words(sign.day)
    numbers: dict[str, float | str] = {"day": day, "about": sign.about}
    if sign.value is not None:
        numbers["value"] = round(sign.value, 1)
        part = f"“{sign.part}”" if sign.part else "a score"
        what = f"{part} came to {number(sign.value)} in {sign.about} of {day}."
    elif sign.question is not None:
        numbers["question"] = sign.question
        what = f"your answer to question {sign.question} of {sign.about} on {day} asks for it."
    else:
        what = f"your answer to {sign.about} on {day} asks for it."
    sentence = f"Please talk to somebody today: {what}"
    return Finding(
        rule=RULE,
        name="questionnaire result",
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
