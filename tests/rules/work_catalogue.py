"""Every kind of sentence about load and support: both limits, and those of a newcomer."""

from collections.abc import Iterator
from datetime import date, timedelta

from core.rules.caseload import LoadFacts, caseload_verdicts
from core.rules.flags import Verdict
from core.rules.gauges import LimitsFor
from core.rules.heavy_contacts import TolledContact, heavy_verdicts
from core.rules.support import OpenEvent, SupportFacts, support_verdicts
from core.rules.thresholds import Thresholds
from core.vocabulary import Frequency

TODAY = date(2026, 5, 13)
LIMITS = Thresholds()
NEW = TODAY - timedelta(days=100)
LONG_AGO = TODAY - timedelta(days=400)


def load_facts(**changes) -> LoadFacts:
    """Build the facts of a person whose load is light."""
    facts = {
        "minutes_7d": 120,
        "longest_minutes_7d": 50,
        "frequencies": (Frequency.WEEKLY,),
        "capacity": None,
        "outside_hours_14d": 0,
        "days_without_break": 20,
        "joined_on": TODAY - timedelta(days=400),
    }
    return LoadFacts(**{**facts, **changes})


def support_facts(**changes) -> SupportFacts:
    """Build the facts of a person who is well supported."""
    facts = {
        "known_since": TODAY - timedelta(days=400),
        "last_supervision": TODAY - timedelta(days=10),
        "last_team_contact": TODAY - timedelta(days=5),
        "joined_on": TODAY - timedelta(days=400),
    }
    return SupportFacts(**{**facts, **changes})


def ago(days: int) -> date:
    """Return a day so many days before the one that is judged."""
    return TODAY - timedelta(days=days)


def load_examples() -> Iterator[LoadFacts]:
    """Yield a load over the upper limits, over the lower ones, and over a newcomer's."""
    for people, capacity in ((6, None), (4, None), (6, 5.5), (4, 5.5)):
        yield load_facts(frequencies=(Frequency.WEEKLY,) * people, capacity=capacity)
    for minutes, longest, outside, days in (
        (800, 300, 5, 200),
        (540, 210, 3, 100),
    ):
        yield load_facts(
            minutes_7d=minutes,
            longest_minutes_7d=longest,
            outside_hours_14d=outside,
            days_without_break=days,
        )
    yield load_facts(
        joined_on=NEW,
        minutes_7d=400,
        longest_minutes_7d=150,
        frequencies=(Frequency.WEEKLY, Frequency.WEEKLY, Frequency.FORTNIGHTLY),
        outside_hours_14d=2,
        days_without_break=70,
    )


def support_examples() -> Iterator[SupportFacts]:
    """Yield gaps over the upper limits, over the lower ones, and over a newcomer's."""

    def waiting(hours: float) -> OpenEvent:
        return OpenEvent(ago(int(hours // 24)), hours)

    yield support_facts(last_supervision=ago(80), last_team_contact=None)
    yield support_facts(last_supervision=None, last_team_contact=None)
    yield support_facts(last_supervision=ago(35), last_team_contact=ago(50))
    yield support_facts(last_supervision=ago(50), last_team_contact=None)
    for incident, debrief in ((70, 200), (14, 70)):
        yield support_facts(open_incidents=(waiting(incident),), open_debriefs=(waiting(debrief),))
    yield support_facts(open_debriefs=(waiting(70), waiting(60)))
    new = {"joined_on": NEW, "known_since": NEW}
    yield support_facts(**new, last_supervision=ago(35), last_team_contact=ago(35))
    yield support_facts(**new, open_incidents=(waiting(10),), open_debriefs=(waiting(40),))
    yield support_facts(**(new | {"known_since": ago(40)}), last_supervision=None)


def work_examples() -> Iterator[Verdict]:
    """Yield what each of these raises; every one raises something."""
    for load in load_examples():
        raised = caseload_verdicts(load, LIMITS, today=TODAY)
        assert raised, load
        yield from raised
    for support in support_examples():
        raised = support_verdicts(support, LIMITS, today=TODAY)
        assert raised, support
        yield from raised


def heavy_examples() -> Iterator[Verdict]:
    """Yield what heavy contacts raise: in a row, in share, and not talked through."""
    for joined_on, tolls, days, debriefed in (
        (LONG_AGO, (8, 8, 8, 8, 8), (6, 5, 4, 3, 0), False),
        (LONG_AGO, (8,), (4,), False),
        (LONG_AGO, (8,), (9,), False),
        (LONG_AGO, (3, 8, 8, 8), (4, 3, 2, 1), True),
        (LONG_AGO, (8, 3, 8, 3, 3), (5, 4, 3, 2, 1), True),
        (NEW, (8,), (2,), False),
        (NEW, (3, 8, 8, 8), (4, 3, 2, 1), True),
        (NEW, (8, 3, 8, 3, 3, 3), (6, 5, 4, 3, 2, 1), True),
    ):
        given = zip(tolls, days, strict=True)
        contacts = [TolledContact(ago(day), toll, debriefed) for toll, day in given]
        raised = heavy_verdicts(contacts, LimitsFor(LIMITS, joined_on, TODAY))
        assert raised, contacts
        yield from raised
