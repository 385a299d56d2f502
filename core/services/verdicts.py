"""What every rule says about one person at one moment.

What the limits are held against is read first and judged afterwards, so that the same facts can
be judged by other limits.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
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
from core.rules.boundaries import GreyTick, SignSeen, boundary_verdicts, days_looked_back
from core.rules.burnout import burnout_verdict
from core.rules.caseload import LoadFacts, caseload_verdicts
from core.rules.dates import monday_of, week_of
from core.rules.dependency import DependencyFacts, dependency_verdicts
from core.rules.flags import Verdict
from core.rules.gauges import LimitsFor
from core.rules.heavy_contacts import TolledContact, heavy_verdicts
from core.rules.strain import Score, WeekInput
from core.rules.support import SupportFacts, support_verdicts
from core.rules.thresholds import Thresholds
from core.rules.training import RequiredModule, training_verdicts
from core.rules.urgent_answers import UrgentSign, urgent_verdict
from core.vocabulary import FlagKind

KINDS = frozenset(FlagKind)
_LOAD_AND_SUPPORT = frozenset({FlagKind.CASELOAD, FlagKind.SUPPORT_GAP})


@dataclass(frozen=True, slots=True)
class Moment:
    """When a judgement is made."""

    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class StrainFacts:
    """What burnout risk is judged by; no limit of the table is held against it."""

    weeks: Sequence[WeekInput]
    scores: Sequence[Score]
    urgent: Sequence[UrgentSign]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What limits are held against; nothing of a kind that was not asked for."""

    joined_on: date
    load: LoadFacts | None = None
    support: SupportFacts | None = None
    tolled: Sequence[TolledContact] = ()
    signs: Sequence[SignSeen] = ()
    ticks: Sequence[GreyTick] = ()
    dependency: DependencyFacts | None = None
    modules: Sequence[RequiredModule] = ()
    strain: StrainFacts | None = None


def verdicts_at(
    session: Session, person: PersonFacts, kinds: Collection[FlagKind], moment: Moment
) -> list[Verdict]:
    """Return the flags of these kinds that should be up for one person at a moment."""
    if not person.works or not kinds:
        return []
    limits = thresholds_in_force(session, at=moment.now)
    facts = facts_at(session, person, kinds, moment, looked_back=days_looked_back(limits))
    return judged(facts, kinds, limits, moment)


def facts_at(
    session: Session,
    person: PersonFacts,
    kinds: Collection[FlagKind],
    moment: Moment,
    *,
    looked_back: int,
) -> Facts:
    """Read what the limits of these kinds are held against, with signs of so many days."""
    facts = Facts(joined_on=person.joined_on)
    today = moment.today
    if _LOAD_AND_SUPPORT.intersection(kinds):
        facts = _load_and_support(session, person, facts, kinds, moment)
    if FlagKind.BOUNDARY in kinds:
        since = today - timedelta(days=looked_back)
        signs, ticks = boundary_facts(session, person.id, since=since, until=today)
        facts = replace(facts, signs=signs, ticks=ticks)
    if FlagKind.DEPENDENCY in kinds:
        since = today - timedelta(days=looked_back - 1)
        dependency = dependency_facts(session, person.id, today=today, signs_since=since)
        facts = replace(facts, dependency=dependency)
    if FlagKind.TRAINING in kinds:
        modules = required_modules(session, person.id, joined_on=person.joined_on, today=today)
        facts = replace(facts, modules=modules)
    if FlagKind.BURNOUT_RISK in kinds:
        strain = StrainFacts(
            strain_history(session, person.id, now=moment.now, today=today),
            strain_scores(session, person.id, until=week_of(today) - 1),
            urgent_signs(session, person.id, today=today),
        )
        facts = replace(facts, strain=strain)
    return facts


def judged(
    facts: Facts, kinds: Collection[FlagKind], limits: Thresholds, moment: Moment
) -> list[Verdict]:
    """Return the flags of these kinds that the facts raise."""
    today, found = moment.today, list[Verdict]()
    if FlagKind.CASELOAD in kinds and facts.load is not None:
        found += caseload_verdicts(facts.load, limits, today=today)
    if FlagKind.SUPPORT_GAP in kinds and facts.support is not None:
        found += support_verdicts(facts.support, limits, today=today)
    if facts.tolled and _LOAD_AND_SUPPORT.intersection(kinds):
        heavy = heavy_verdicts(facts.tolled, LimitsFor(limits, facts.joined_on, today))
        found += [one for one in heavy if one.kind in kinds]
    if FlagKind.BOUNDARY in kinds and (facts.signs or facts.ticks):
        every = checklist().signs
        found += boundary_verdicts(facts.signs, facts.ticks, every, today=today, thresholds=limits)
    if FlagKind.DEPENDENCY in kinds and facts.dependency is not None:
        found += _dependency(facts.dependency, limits, today)
    if FlagKind.TRAINING in kinds:
        found += training_verdicts(facts.modules, limits, today=today)
    if FlagKind.BURNOUT_RISK in kinds and facts.strain is not None:
        strain = burnout_verdict(facts.strain.weeks, facts.strain.scores, today=today)
        found += [one for one in (strain, urgent_verdict(facts.strain.urgent)) if one is not None]
    return found


def _load_and_support(
    session: Session,
    person: PersonFacts,
    facts: Facts,
    kinds: Collection[FlagKind],
    moment: Moment,
) -> Facts:
    """Read load and support: facts of the work lane, and what heavy contacts ask of both."""
    if FlagKind.CASELOAD in kinds:
        load, tolled = load_facts(session, person, today=moment.today)
        facts = replace(facts, load=load, tolled=tolled)
    else:
        tolled = tolled_contacts(session, person.id, today=moment.today)
        facts = replace(facts, tolled=tolled)
    if FlagKind.SUPPORT_GAP in kinds:
        support = support_facts(session, person, now=moment.now, today=moment.today)
        facts = replace(facts, support=support)
    return facts


def _dependency(facts: DependencyFacts, limits: Thresholds, today: date) -> list[Verdict]:
    since = today - timedelta(days=int(limits.value("boundary.days")) - 1)
    lately = replace(facts, signs=tuple(day for day in facts.signs if day >= since))
    return dependency_verdicts(lately, limits, until=monday_of(week_of(today)))
