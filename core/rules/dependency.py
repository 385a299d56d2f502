"""Dependency flags: signs that one person leans on one supporter more than is good for both.

Closed weeks alone are judged, so that no flag comes and goes with the day of the week.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Final

from core.errors import InvalidValue
from core.rules.caseload import weight
from core.rules.flags import Finding, Verdict
from core.rules.gauges import reason
from core.rules.thresholds import Thresholds
from core.rules.words import apart, counted, day_words, number
from core.vocabulary import FlagKind, Frequency, Level

SPAN_WEEKS: Final = 4
"""Weeks of a share of hours, and of each span that contacts are compared over."""
SPANS: Final = 3
SIGN: Final = "dependency"
"""The sign of the checklist that is about a person relying on the supporter every day."""
_TOGETHER: Final = 2
_WATCH_SHARE: Final = "one_person_share.watch"
_HIGH_SHARE: Final = "one_person_share.high"
_MARGIN: Final = "one_person_share.margin"
_ENDING: Final = "plan_the_ending"
_STEPS: Final = ("review_meeting", _ENDING, "step_down_case", "widen_network")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What is known of one open case, up to the day that is judged."""

    id: str
    """Key of the case. Its code stays out of every sentence: coordinators may read those."""
    minutes: float
    """Minutes of the last four weeks; those of a contact with several people are split evenly."""
    contacts: tuple[int, int, int]
    """Contacts of three spans of four weeks, the last one last."""
    frequency: Frequency
    opened_on: date
    agreed_weeks: int | None = None

    def __post_init__(self) -> None:
        if min(self.minutes, *self.contacts) < 0:
            raise InvalidValue("Minutes and contacts of a case are never negative.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyFacts:
    """What the dependency rule reads of one supporter."""

    minutes: float
    """All minutes of support of the last four weeks."""
    people: int
    """Different people seen in them."""
    contacts: tuple[int, int, int]
    """All contacts of three spans of four weeks, the last one last."""
    cases: tuple[CaseFacts, ...]
    signs: tuple[date, ...] = ()
    """Days on which "somebody relies on me for daily decisions" was ticked lately."""


def dependency_verdicts(
    facts: DependencyFacts, thresholds: Thresholds, *, until: date
) -> list[Verdict]:
    """Return one flag for each open case with a reason; ``until`` is the first day not counted.

    The sign names no case. It joins the flag of the case that takes most of the hours, and by
    itself it stays a boundary concern: nobody guesses who was meant.
    """
    found = {case.id: _findings(case, facts, thresholds, until) for case in facts.cases}
    raised = [case for case in facts.cases if found[case.id]]
    if facts.signs and raised:
        most = max(raised, key=lambda case: (case.minutes, case.id))
        found[most.id].append(_sign(max(facts.signs)))
    return [_verdict(case, facts, found[case.id], thresholds, until) for case in raised]


def _findings(
    case: CaseFacts, facts: DependencyFacts, thresholds: Thresholds, until: date
) -> list[Finding]:
    found = (
        _share(case, facts, thresholds),
        _rising(case, facts, thresholds, until),
        _beyond(case, thresholds, until),
    )
    return [one for one in found if one is not None]


def _share(case: CaseFacts, facts: DependencyFacts, thresholds: Thresholds) -> Finding | None:
    key = _share_passed(case, facts, thresholds)
    if key is None:
        return None
    limit, fewest = thresholds[key], thresholds["one_person_share.people"]
    share, most = _share_of(case, facts), _most(key, case, facts, thresholds)
    said, said_limit = apart(share, most)
    explained = _agreed_share(case, facts)
    return reason(
        limit,
        rule="one_person_share",
        name="share of the hours",
        sentence=f"In the last four weeks {said} % of your support hours went to one person; "
        f"the limit here is {said_limit} %.",
        numbers={
            "share": round(share, 1),
            "limit": round(most, 1),
            "people": facts.people,
            "explained": round(explained, 1),
        },
        threshold=f"more than {number(limit.value)} % of the hours of four weeks, "
        f"{number(thresholds.value(_MARGIN))} points over the {number(explained)} % that the "
        f"agreed frequency explains; with {number(fewest.value)} or more people, "
        f"and there were {facts.people}",
    )


def _share_passed(case: CaseFacts, facts: DependencyFacts, thresholds: Thresholds) -> str | None:
    """Return the key of the limit that a share of the hours passes, if there is one."""
    if facts.people < thresholds.value("one_person_share.people") or not facts.minutes:
        return None
    share = _share_of(case, facts)
    keys = (_HIGH_SHARE, _WATCH_SHARE)
    return next((k for k in keys if share > _most(k, case, facts, thresholds)), None)


def _share_of(case: CaseFacts, facts: DependencyFacts) -> float:
    return 100 * case.minutes / facts.minutes


def _most(key: str, case: CaseFacts, facts: DependencyFacts, thresholds: Thresholds) -> float:
    explained = _agreed_share(case, facts) + thresholds.value(_MARGIN)
    return max(thresholds.value(key), explained)


def _agreed_share(case: CaseFacts, facts: DependencyFacts) -> float:
    """Return the percentage of the hours that the agreed frequencies of open cases suggest."""
    return 100 * weight(case.frequency) / sum(weight(one.frequency) for one in facts.cases)


def _rising(
    case: CaseFacts, facts: DependencyFacts, thresholds: Thresholds, until: date
) -> Finding | None:
    """Look for contacts that became more twice in a row, while those with others did not."""
    factor, more = thresholds["contacts_rising.factor"], thresholds["contacts_rising.more"]
    first, middle, last = case.contacts
    others = [all_of - own for all_of, own in zip(facts.contacts, case.contacts, strict=True)]
    known = case.opened_on <= until - timedelta(weeks=SPAN_WEEKS * SPANS)
    if not known or not 0 < first < middle < last or others[-1] > others[0]:
        return None
    if last < factor.value * first or last - first < more.value * SPAN_WEEKS:
        return None
    then, between, now = (number(count / SPAN_WEEKS) for count in case.contacts)
    return reason(
        factor,
        rule="contacts_rising",
        name="more and more contacts",
        sentence=f"Within {SPAN_WEEKS * SPANS} weeks, contacts with one person rose from "
        f"{then} a week to {between} and then {now}.",
        numbers={
            "first": float(then),
            "then": float(between),
            "now": float(now),
            "weeks": SPAN_WEEKS * SPANS,
        },
        threshold=f"more twice in a row over {SPAN_WEEKS * SPANS} weeks: "
        f"{number(factor.value)} times as many, and at least {number(more.value)} more a week; "
        "contacts with others did not rise",
    )


def _beyond(case: CaseFacts, thresholds: Thresholds, until: date) -> Finding | None:
    if case.agreed_weeks is None:
        return None
    limit = thresholds["beyond_agreed.weeks"]
    weeks = (until - case.opened_on - timedelta(weeks=case.agreed_weeks)).days // 7
    if weeks <= limit.value:
        return None
    past, agreed = (counted(n, "week", "weeks") for n in (weeks, case.agreed_weeks))
    return reason(
        limit,
        rule="beyond_agreed",
        name="beyond the agreed length",
        sentence=f"You have supported one person for {past} longer than the {agreed} you agreed.",
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


def _together(count: int) -> Finding:
    return Finding(
        rule="reasons_together",
        name="several reasons together",
        sentence=f"There are {count} reasons about the same person, so a talk is worth it.",
        numbers={"count": count},
        threshold=f"{_TOGETHER} or more reasons about one person",
        source="Each reason has its own source; that two of them weigh more is ours",
        is_default=True,
    )


def _verdict(
    case: CaseFacts,
    facts: DependencyFacts,
    reasons: Sequence[Finding],
    thresholds: Thresholds,
    until: date,
) -> Verdict:
    findings = list(reasons)
    if len(reasons) >= _TOGETHER:
        findings.append(_together(len(reasons)))
    red = _share_passed(case, facts, thresholds) == _HIGH_SHARE
    high = red or len(reasons) >= _TOGETHER
    return Verdict(
        kind=FlagKind.DEPENDENCY,
        subject=case.id,
        level=Level.HIGH if high else Level.WATCH,
        since=until,
        findings=tuple(findings),
        clears=_clears(case, facts, {one.rule for one in reasons}, thresholds, until),
        steps=_steps({one.rule for one in reasons}),
    )


def _clears(
    case: CaseFacts,
    facts: DependencyFacts,
    rules: Collection[str],
    thresholds: Thresholds,
    until: date,
) -> str:
    """Say for each reason at which figure it goes."""
    said = ["Clears when the support has ended, or on a Monday when none of these reasons holds."]
    if "one_person_share" in rules:
        most = number(_most(_WATCH_SHARE, case, facts, thresholds))
        said.append(f"For the hours: {most} % or less of those of four weeks.")
    if "contacts_rising" in rules:
        factor = number(thresholds.value("contacts_rising.factor"))
        said.append(f"For the contacts: under {factor} times those of eight weeks before.")
    if "beyond_agreed" in rules:
        seen = (until - case.opened_on).days // 7
        enough = max(1, ceil(seen - thresholds.value("beyond_agreed.weeks")))
        said.append(f"For the length: at least {counted(enough, 'week', 'weeks')} agreed.")
    return " ".join(said)


def _steps(rules: Collection[str]) -> tuple[str, ...]:
    """Return the steps; past the agreed length the ending comes first."""
    if "beyond_agreed" not in rules:
        return _STEPS
    return (_ENDING, *(key for key in _STEPS if key != _ENDING))
