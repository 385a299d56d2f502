"""Dependency flags: signs that one person leans on one supporter more than is good for both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from core.errors import InvalidValue
from core.rules.flags import Finding, Verdict
from core.rules.gauges import reason
from core.rules.thresholds import Thresholds
from core.rules.words import counted, day_words, number
from core.vocabulary import FlagKind, Level

SPAN_DAYS: Final = 28
"""Days of a share of hours, and of each of the three spans that contacts are compared over."""
EARLIER_SPANS: Final = 2
SIGN: Final = "dependency"
"""The sign of the checklist that is about a person relying on the supporter every day."""
_TOGETHER: Final = 2
_STEPS: Final = ("review_meeting", "plan_the_ending", "step_down_case", "widen_network")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What is known of one open case, up to the day that is judged."""

    id: str
    """Key of the case. Its code stays out of every sentence: coordinators may read those."""
    minutes: float
    """Minutes of the last 28 days; those of a contact with several people are split evenly."""
    contacts: int
    """Contacts of the last 28 days."""
    contacts_before: int
    """Contacts of the 56 days before."""
    opened_on: date
    agreed_weeks: int | None = None

    def __post_init__(self) -> None:
        if min(self.minutes, self.contacts, self.contacts_before) < 0:
            raise InvalidValue("Minutes and contacts of a case are never negative.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyFacts:
    """What the dependency rule reads of one supporter."""

    minutes: float
    """All minutes of support of the last 28 days."""
    people: int
    """Different people seen in them."""
    cases: tuple[CaseFacts, ...]
    signs: tuple[date, ...] = ()
    """Days on which "somebody relies on me for daily decisions" was ticked lately."""


def dependency_verdicts(
    facts: DependencyFacts, thresholds: Thresholds, *, until: date
) -> list[Verdict]:
    """Return one flag for each open case with a reason; ``until`` is the last day counted.

    The sign names no case. It joins the flag of the case that takes most of the hours, and by
    itself it stays a boundary concern: nobody guesses who was meant.
    """
    found = {
        case.id: findings
        for case in facts.cases
        if (findings := _findings(case, facts, thresholds, until))
    }
    if facts.signs and found:
        most = max((c for c in facts.cases if c.id in found), key=lambda c: (c.minutes, c.id))
        found[most.id] = [*found[most.id], _sign(max(facts.signs))]
    return [_verdict(case, reasons, thresholds, until) for case, reasons in found.items()]


def _findings(
    case: CaseFacts, facts: DependencyFacts, thresholds: Thresholds, until: date
) -> list[Finding]:
    found = (
        _share(case, facts, thresholds),
        _rising(case, thresholds, until),
        _beyond(case, thresholds, until),
    )
    return [one for one in found if one is not None]


def _share(case: CaseFacts, facts: DependencyFacts, thresholds: Thresholds) -> Finding | None:
    fewest = thresholds["one_person_share.people"]
    if facts.people < fewest.value or not facts.minutes:
        return None
    share = 100 * case.minutes / facts.minutes
    edges = (thresholds["one_person_share.high"], thresholds["one_person_share.watch"])
    passed = next((edge for edge in edges if share > edge.value), None)
    if passed is None:
        return None
    numbers: dict[str, float | str] = {"share": round(share, 1), "limit": passed.value}
    return reason(
        passed,
        rule="one_person_share",
        name="share of the hours",
        sentence=f"One person took {number(share)} % of your hours in the last {SPAN_DAYS} days; "
        f"the limit is {number(passed.value)} %.",
        numbers=numbers,
        threshold=f"more than {number(passed.value)} % of the hours of {SPAN_DAYS} days, "
        f"with {number(fewest.value)} or more people",
    )


def _rising(case: CaseFacts, thresholds: Thresholds, until: date) -> Finding | None:
    factor, more = thresholds["contacts_rising.factor"], thresholds["contacts_rising.more"]
    if (until - case.opened_on).days < SPAN_DAYS * (1 + EARLIER_SPANS):
        return None
    weeks = SPAN_DAYS / 7
    now = case.contacts / weeks
    before = case.contacts_before / (weeks * EARLIER_SPANS)
    if not before or now < before * factor.value or now - before < more.value:
        return None
    return reason(
        factor,
        rule="contacts_rising",
        name="more and more contacts",
        sentence=f"Contacts with one person rose from {number(before)} to {number(now)} a week.",
        numbers={"before": round(before, 1), "now": round(now, 1)},
        threshold=f"{number(factor.value)} times as many a week as in the {number(weeks * 2)} "
        f"weeks before, and at least {number(more.value)} more",
    )


def _beyond(case: CaseFacts, thresholds: Thresholds, until: date) -> Finding | None:
    if case.agreed_weeks is None:
        return None
    limit = thresholds["beyond_agreed.weeks"]
    weeks = (until - case.opened_on - timedelta(weeks=case.agreed_weeks)).days // 7
    if weeks <= limit.value:
        return None
    past = counted(weeks, "week", "weeks")
    return reason(
        limit,
        rule="beyond_agreed",
        name="beyond the agreed length",
        sentence=f"The support of one person has gone on {past} "
        f"beyond the {case.agreed_weeks} weeks that were agreed.",
        numbers={"weeks": weeks, "agreed": case.agreed_weeks},
        threshold=f"more than {number(limit.value)} weeks beyond what was agreed",
    )


def _sign(day: date) -> Finding:
    said = day_words(day)
    return Finding(
        rule="relies_on_me",
        name="relied on every day",
        sentence=f"On {said} you ticked that somebody relies on you for daily decisions.",
        numbers={"day": said},
        threshold="this sign within the span of the self-check",
        source="Peer support guidance on dependency; how much it counts is ours",
        is_default=True,
    )


def _together(count: int, source: str) -> Finding:
    return Finding(
        rule="reasons_together",
        name="several reasons together",
        sentence=f"{count} reasons about one person hold together, which is worth a talk.",
        numbers={"count": count},
        threshold=f"{_TOGETHER} or more reasons about one person",
        source=source,
        is_default=True,
    )


def _verdict(case: str, reasons: Sequence[Finding], thresholds: Thresholds, until: date) -> Verdict:
    findings = list(reasons)
    if len(reasons) >= _TOGETHER:
        findings.append(_together(len(reasons), thresholds["one_person_share.watch"].source))
    most = thresholds.value("one_person_share.high")
    red = any(one.rule == "one_person_share" and one.numbers["limit"] == most for one in reasons)
    high = red or len(reasons) >= _TOGETHER
    return Verdict(
        kind=FlagKind.DEPENDENCY,
        subject=case,
        level=Level.HIGH if high else Level.WATCH,
        since=until + timedelta(days=1),
        findings=tuple(findings),
        clears="Clears when none of these reasons holds any more, or when the support has ended.",
        steps=_STEPS,
    )
