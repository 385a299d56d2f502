"""What the rules would have said at earlier moments, from the entries that are there now.

What a person entered is read once; for each moment it is put together as it was known then, and
judged by the very rules that judge the present.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, select, union
from sqlmodel import Session

from core.models import (
    Agreement,
    BoundaryCheck,
    Completion,
    Contact,
    Meeting,
    NewUsual,
    Pause,
    Pulse,
    Questionnaire,
    SupportEvent,
)
from core.models.base import table_of
from core.queries.flag_facts import PersonFacts
from core.queries.past import Past
from core.queries.past_facts import AsOf
from core.queries.people import OrganisationFacts
from core.rules.boundaries import days_looked_back
from core.rules.dates import day_begins
from core.rules.flags import Verdict
from core.services.verdicts import Facts, Moment, StrainFacts, judged
from core.vocabulary import FlagKind

_USUAL: Final = table_of(NewUsual)
_MOMENTS: Final[tuple[Column[Any], ...]] = (
    table_of(Contact).c.created_at,
    *(
        table_of(model).c.recorded_at
        for model in (
            Pulse,
            BoundaryCheck,
            Questionnaire,
            Meeting,
            Completion,
            Agreement,
            Pause,
        )
    ),
    _USUAL.c.said_at,
    _USUAL.c.taken_back_at,
    table_of(SupportEvent).c.settled_at,
)
"""When something that a rule reads was entered, said or settled."""
_LOAD: Final = frozenset({FlagKind.CASELOAD, FlagKind.SUPPORT_GAP})


@dataclass(frozen=True, slots=True)
class Then:
    """What the rules said at a moment."""

    verdicts: tuple[Verdict, ...]
    paused: bool


def moments_since(session: Session, person_id: UUID, since: datetime) -> set[datetime]:
    """Return when one person's entries were made, from a moment on: flags were looked at then."""
    asked = union(
        *(
            select(at.label("at")).where(at.table.c.person_id == person_id, at >= since)
            for at in _MOMENTS
        )
    )
    return {row.at for row in session.connection().execute(asked)}


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the rules of some kinds said about one person at earlier moments."""

    past: Past
    kinds: Collection[FlagKind]
    here: OrganisationFacts

    def at(self, moment: datetime) -> Then:
        """Return what they said at a moment."""
        today = self.here.today(moment)
        known = AsOf(self.past, moment, today)
        person, limits = known.person(), self.past.limits(moment)
        if not person.works:
            return Then((), person.paused)
        facts = facts_then(known, person, self.kinds, looked_back=days_looked_back(limits))
        verdicts = judged(facts, self.kinds, limits, Moment(moment, today))
        return Then(tuple(verdicts), person.paused)


def nights_between(one: datetime, other: datetime, here: OrganisationFacts) -> Iterator[datetime]:
    """Yield when days began between two moments: flags are looked at every night."""
    first, last = here.today(one), here.today(other)
    for ahead in range(1, (last - first).days + 1):
        yield day_begins(first + timedelta(days=ahead), here.time_zone)


def facts_then(
    known: AsOf, person: PersonFacts, kinds: Collection[FlagKind], *, looked_back: int
) -> Facts:
    """Return what the limits of these kinds were held against, with signs of so many days."""
    facts = Facts(joined_on=person.joined_on)
    if _LOAD.intersection(kinds):
        facts = replace(facts, tolled=known.tolled())
    if FlagKind.CASELOAD in kinds:
        facts = replace(facts, load=known.load(person))
    if FlagKind.SUPPORT_GAP in kinds:
        facts = replace(facts, support=known.support(person))
    if FlagKind.BOUNDARY in kinds:
        signs, ticks = known.boundaries(since=known.today - timedelta(days=looked_back))
        facts = replace(facts, signs=signs, ticks=ticks)
    if FlagKind.DEPENDENCY in kinds:
        since = known.today - timedelta(days=looked_back - 1)
        facts = replace(facts, dependency=known.dependency(signs_since=since))
    if FlagKind.TRAINING in kinds:
        facts = replace(facts, modules=known.modules())
    if FlagKind.BURNOUT_RISK in kinds:
        strain = StrainFacts(known.weeks(), known.scores(), known.urgent())
        facts = replace(facts, strain=strain)
    return facts
