"""What every rule says about one person at one moment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from core.data.checklist import checklist
from core.queries.dependency_facts import dependency_facts
from core.queries.flag_facts import (
    PersonFacts,
    boundary_facts,
    strain_history,
    support_facts,
)
from core.queries.load_facts import load_facts, tolled_contacts
from core.queries.questionnaires import strain_scores, urgent_signs
from core.queries.thresholds import thresholds_in_force
from core.queries.training_facts import required_modules
from core.rules.boundaries import boundary_verdicts, days_looked_back
from core.rules.burnout import burnout_verdict
from core.rules.caseload import caseload_verdicts
from core.rules.dates import monday_of, week_of
from core.rules.dependency import dependency_verdicts
from core.rules.flags import Verdict
from core.rules.gauges import LimitsFor
from core.rules.heavy_contacts import heavy_verdicts
from core.rules.support import support_verdicts
from core.rules.thresholds import Thresholds
from core.rules.training import training_verdicts
from core.rules.urgent_answers import urgent_verdict
from core.vocabulary import FlagKind

KINDS = frozenset(FlagKind)
_LOAD_AND_SUPPORT = frozenset({FlagKind.CASELOAD, FlagKind.SUPPORT_GAP})


@dataclass(frozen=True, slots=True)
class Moment:
    """When a judgement is made."""

    now: datetime
    today: date


def verdicts_at(
    session: Session, person: PersonFacts, kinds: Collection[FlagKind], moment: Moment
) -> list[Verdict]:
    """Return the flags of these kinds that should be up for one person at a moment."""
    if not person.works or not kinds:
        return []
    limits = thresholds_in_force(session, at=moment.now)
    found: list[Verdict] = []
    if _LOAD_AND_SUPPORT.intersection(kinds):
        found += _load_and_support(session, person, kinds, limits, moment)
    if FlagKind.BOUNDARY in kinds:
        found += _boundaries(session, person, limits, today=moment.today)
    if FlagKind.DEPENDENCY in kinds:
        found += _dependency(session, person, limits, today=moment.today)
    if FlagKind.TRAINING in kinds:
        modules = required_modules(
            session, person.id, joined_on=person.joined_on, today=moment.today
        )
        found += training_verdicts(modules, limits, today=moment.today)
    if FlagKind.BURNOUT_RISK in kinds:
        history = strain_history(session, person.id, now=moment.now, today=moment.today)
        scores = strain_scores(session, person.id, until=week_of(moment.today) - 1)
        strain = burnout_verdict(history, scores, today=moment.today)
        urgent = urgent_verdict(urgent_signs(session, person.id, today=moment.today))
        found += [one for one in (strain, urgent) if one is not None]
    return found


def _load_and_support(
    session: Session,
    person: PersonFacts,
    kinds: Collection[FlagKind],
    limits: Thresholds,
    moment: Moment,
) -> list[Verdict]:
    """Judge load and support: facts of the work lane, and what heavy contacts ask of both."""
    today, found = moment.today, list[Verdict]()
    if FlagKind.CASELOAD in kinds:
        load, tolled = load_facts(session, person, today=today)
        found += caseload_verdicts(load, limits, today=today)
    else:
        tolled = tolled_contacts(session, person.id, today=today)
    if FlagKind.SUPPORT_GAP in kinds:
        support = support_facts(session, person, now=moment.now, today=today)
        found += support_verdicts(support, limits, today=today)
    heavy = heavy_verdicts(tolled, LimitsFor(limits, person.joined_on, today))
    return found + [one for one in heavy if one.kind in kinds]


def _boundaries(
    session: Session, person: PersonFacts, limits: Thresholds, *, today: date
) -> list[Verdict]:
    since = today - timedelta(days=days_looked_back(limits))
    signs, ticks = boundary_facts(session, person.id, since=since, until=today)
    if not signs and not ticks:
        return []
    return boundary_verdicts(signs, ticks, checklist().signs, today=today, thresholds=limits)


def _dependency(
    session: Session, person: PersonFacts, limits: Thresholds, *, today: date
) -> list[Verdict]:
    since = today - timedelta(days=int(limits.value("boundary.days")) - 1)
    facts = dependency_facts(session, person.id, today=today, signs_since=since)
    return dependency_verdicts(facts, limits, until=monday_of(week_of(today)))
