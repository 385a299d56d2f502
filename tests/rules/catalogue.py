"""Every kind of sentence that the flags of strain, boundaries, load and support can say.

``sentences()`` is what ``docs/sentences.md`` is generated from.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from core.data.checklist import checklist
from core.rules.boundaries import GreyTick, SignSeen, boundary_verdicts
from core.rules.burnout import burnout_verdict
from core.rules.caseload import LoadFacts, caseload_verdicts
from core.rules.dates import week_of
from core.rules.flags import Finding, Verdict
from core.rules.strain import Score, WeekInput
from core.rules.support import OpenEvent, SupportFacts, support_verdicts
from core.rules.thresholds import Thresholds
from core.rules.urgent_answers import UrgentSign, with_urgent
from core.vocabulary import BoundaryTheme, Frequency, Instrument

TODAY = date(2026, 5, 13)
LAST = week_of(TODAY) - 1
LIMITS = Thresholds()

CALM = (4, 3, 4, 5, 4, 3, 5, 4)
RISING = (*CALM, 6, 7, 7, 8, 8)
EASING = (*CALM, 7, 8, 8, 8, 8, 5, 4)


def history(
    tolls: tuple[float | None, ...] = (),
    checks: tuple[float | None, ...] = (),
    minutes: tuple[float | None, ...] = (),
    *,
    silent: int = 0,
) -> list[WeekInput]:
    """Build weeks that end with the last closed one, or some silent weeks before it."""
    length = max(len(tolls), len(checks), len(minutes))
    first = LAST - silent - length + 1

    def at(values: tuple[float | None, ...], index: int) -> float | None:
        return values[index] if index < len(values) else None

    return [
        WeekInput(first + i, at(tolls, i), at(checks, i), at(minutes, i)) for i in range(length)
    ]


def load_facts(**changes) -> LoadFacts:
    """Build the facts of a person whose load is light."""
    facts = {
        "minutes_7d": 120,
        "longest_minutes_7d": 50,
        "frequencies": (Frequency.WEEKLY,),
        "capacity": None,
        "outside_hours_14d": 0,
        "days_without_break": 20,
        "started_on": TODAY - timedelta(days=400),
    }
    return LoadFacts(**{**facts, **changes})


def support_facts(**changes) -> SupportFacts:
    """Build the facts of a person who is well supported."""
    facts = {
        "started_on": TODAY - timedelta(days=400),
        "last_supervision": TODAY - timedelta(days=10),
        "last_team_contact": TODAY - timedelta(days=5),
    }
    return SupportFacts(**{**facts, **changes})


def strain_verdicts() -> Iterator[Verdict | None]:
    low = (4, 5, 4, 3, 4, 5, 3, 4, 5, 5, 5, 5.5, 5, 5.5)
    check = (3, 3.4, 2.8, 3.2, 3, 2.6, 3.2, 3, 3.6, 3.8, 3.6, 3.8, 3.6, 3.8)
    minutes = (120, 150, 90, 130, 110, 140, 120, 100, 130, 180, 220, 260, 300)
    yield burnout_verdict(history(RISING), today=TODAY)
    yield burnout_verdict(history(EASING), today=TODAY)
    yield burnout_verdict(history(RISING, silent=5), today=TODAY)
    yield burnout_verdict(history((), RISING), today=TODAY)
    yield burnout_verdict(history(low, check), today=TODAY)
    yield burnout_verdict(history(CALM + (4,) * 5, (), minutes), today=TODAY)
    for instrument in Instrument:
        worse = 30 if instrument is Instrument.WHO5 else 60
        bad = 20 if instrument is Instrument.WHO5 else 80
        fine = 100 - worse
        for value in (worse, bad):
            scores = [Score(LAST - 5, instrument, fine), Score(LAST, instrument, value)]
            yield burnout_verdict(history(RISING[:11]), scores, today=TODAY)


def urgent_examples() -> Iterator[Verdict | None]:
    common = {"about": "the ProQOL", "day": TODAY, "limit": "42 or more", "source": "ProQOL 5"}
    score = UrgentSign(**common, value=43, is_default=False)
    answer = UrgentSign(**common, is_default=True)
    yield with_urgent(None, [score, answer])
    yield with_urgent(burnout_verdict(history(RISING), today=TODAY), [answer])


def boundary_examples() -> Iterator[Verdict]:
    signs = checklist().signs
    for sign in signs:
        yield from boundary_verdicts(
            [SignSeen(sign.id, TODAY)], [], signs, today=TODAY, thresholds=LIMITS
        )
    for theme in BoundaryTheme:
        for ticks in (1, 3):
            yield from boundary_verdicts(
                [], [GreyTick(theme, TODAY)] * ticks, signs, today=TODAY, thresholds=LIMITS
            )


def work_examples() -> Iterator[Verdict]:
    heavy = {
        "minutes_7d": 800,
        "longest_minutes_7d": 300,
        "frequencies": (Frequency.WEEKLY,) * 6,
        "outside_hours_14d": 5,
        "days_without_break": 200,
    }
    newcomer = {"minutes_7d": 400, "started_on": TODAY - timedelta(days=30)}
    waiting = OpenEvent(TODAY - timedelta(days=3), 70)
    support = (
        {"last_supervision": TODAY - timedelta(days=80), "last_team_contact": None},
        {"last_supervision": None, "last_team_contact": None},
        {"open_incidents": (waiting,), "open_debriefs": (waiting,)},
        {"open_debriefs": (waiting, waiting)},
    )
    yield from caseload_verdicts(load_facts(**heavy), LIMITS, today=TODAY)
    yield from caseload_verdicts(load_facts(**newcomer), LIMITS, today=TODAY)
    for changes in support:
        yield from support_verdicts(support_facts(**changes), LIMITS, today=TODAY)


def verdicts() -> list[Verdict]:
    """Return one verdict, or more, for every rule."""
    strain = [verdict for verdict in (*strain_verdicts(), *urgent_examples()) if verdict]
    return [*strain, *boundary_examples(), *work_examples()]


def sentences() -> dict[str, list[Finding]]:
    """Return the findings of every kind of flag, each rule with its different wordings."""
    found: dict[str, dict[str, Finding]] = {}
    for verdict in verdicts():
        for finding in verdict.findings:
            found.setdefault(verdict.kind.value, {})[finding.sentence] = finding
    return {kind: list(rows.values()) for kind, rows in found.items()}
