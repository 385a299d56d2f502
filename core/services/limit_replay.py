"""The last twelve months of one person, judged again by other limits.

Only the counting of trials reads this. The flags themselves stay as they are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from core.models import SupportEvent
from core.models.base import table_of
from core.queries.flag_facts import person_facts
from core.queries.people import OrganisationFacts
from core.queries.rows import rows
from core.queries.strain_signs import sign_facts
from core.rules.boundaries import days_looked_back
from core.rules.dates import day_begins, local_day, monday_of
from core.rules.strain_signs import PULSE_DAYS, SignFacts, strain_signs
from core.rules.threshold_trials import (
    OUT_OF_ORDER,
    TRIED_WEEKS,
    Levels,
    Trial,
    flags_changed,
    kinds_judged_by,
    trials_of,
)
from core.rules.thresholds import Thresholds
from core.services.verdicts import KINDS, Facts, Moment, facts_at, judged
from core.vocabulary import FlagKind, Level

_EVENT: Final = table_of(SupportEvent)
_READ: Final = KINDS - {FlagKind.BURNOUT_RISK}
_A_MOMENT: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is tried, and instead of what."""

    week: int
    """The last closed week."""
    limits: Thresholds
    others: Mapping[Trial, Thresholds]
    """The limits with one of them set otherwise."""

    @classmethod
    def of(cls, limits: Thresholds, week: int) -> "Plan":
        """Return every trial of the limits in force."""
        others = {
            trial: Thresholds([*limits.values(), replace(limits[trial.key], value=trial.value)])
            for trial in trials_of(limits)
        }
        return cls(week, limits, others)

    @property
    def looked_back(self) -> int:
        """Days of signs that any of the limits asks for."""
        return max(map(days_looked_back, (self.limits, *self.others.values())))


@dataclass(frozen=True, slots=True)
class _Then:
    """What is known of a person at one moment of the year."""

    moment: Moment
    facts: Facts
    signs: SignFacts
    paused: bool
    """Nothing but what is urgent is raised then."""

    def levels(self, kinds: Collection[FlagKind], limits: Thresholds) -> Levels:
        """Return what is up under some limits."""
        found = {
            f"{one.kind}:{one.subject}": one.level
            for one in judged(self.facts, kinds, limits, self.moment)
            if one.urgent or not self.paused
        }
        if self.paused:
            return found
        return found | self._of_signs(limits) if FlagKind.BURNOUT_RISK in kinds else found

    def _of_signs(self, limits: Thresholds) -> dict[str, Level]:
        signs = strain_signs(self.signs, limits, another_domain=False, today=self.moment.today)
        # Two signs may share a rule: what supporting gives falls in check-ins or in a score.
        named = {f"{one.finding.rule}:{sorted(one.finding.numbers)}": one.level for one in signs}
        return {name: level for name, level in named.items() if level is not None}


def flags_it_would_change(
    session: Session, person_id: UUID, plan: Plan, place: OrganisationFacts
) -> dict[Trial, int]:
    """Return how many flags of one person each trial would change in the last twelve months."""
    year = list(_year(session, person_id, plan, place))
    changed: dict[Trial, int] = {}
    before = {
        kinds: [then.levels(kinds, plan.limits) for then in year]
        for kinds in {kinds_judged_by(trial.key) for trial in plan.others}
    }
    for side in _sides(plan.others):
        known = before[kinds_judged_by(side[0].key)]
        others = _judged_otherwise(year, known, side, plan)
        for trial, after in others.items():
            if flags := flags_changed(known, [after.get(n, one) for n, one in enumerate(known)]):
                changed[trial] = flags
    return changed


def _judged_otherwise(
    year: Sequence[_Then], before: Sequence[Levels], side: Sequence[Trial], plan: Plan
) -> dict[Trial, dict[int, Levels]]:
    """Return the moments at which something else would be up, for each trial of one side.

    What the farthest figure leaves as it is, one nearer to the limit in force leaves as well.
    """
    found: defaultdict[Trial, dict[int, Levels]] = defaultdict(dict)
    for number, then in enumerate(year):
        for trial in side:
            after = then.levels(kinds_judged_by(trial.key), plan.others[trial])
            if after != before[number]:
                found[trial][number] = after
            elif trial.key not in OUT_OF_ORDER:
                break
    return found


def _sides(trials: Collection[Trial]) -> Iterator[list[Trial]]:
    """Yield the trials of each limit below and above it, the farthest first."""
    sides: defaultdict[tuple[str, bool], list[Trial]] = defaultdict(list)
    for trial in trials:
        sides[trial.key, trial.value > trial.instead_of].append(trial)
    for side in sides.values():
        yield sorted(side, key=lambda one: -abs(one.value - one.instead_of))


def _year(
    session: Session, person_id: UUID, plan: Plan, place: OrganisationFacts
) -> Iterator[_Then]:
    moments = _moments(session, person_id, plan.week, place)
    since = moments[0].today - timedelta(days=PULSE_DAYS)
    signs = sign_facts(session, person_id, contacts=(), since=since)
    looked_back = plan.looked_back
    for moment in moments:
        person = person_facts(session, person_id, today=moment.today, time_zone=place.time_zone)
        if person is None or not person.works or moment.today < person.known_since:
            continue
        facts = facts_at(session, person, _READ, moment, looked_back=looked_back)
        yield _Then(moment, facts, _until(signs, moment), person.paused)


def _until(signs: SignFacts, moment: Moment) -> SignFacts:
    return replace(signs, pulses=[one for one in signs.pulses if one.day <= moment.today])


def _moments(
    session: Session, person_id: UUID, last: int, place: OrganisationFacts
) -> list[Moment]:
    """Return the ends of the closed weeks, and when something waited longest: as it was settled."""
    first = last - TRIED_WEEKS + 1
    ends = [day_begins(monday_of(week + 1), place.time_zone) for week in range(first, last + 1)]
    settled = rows(
        session,
        select(_EVENT.c.settled_at).where(
            _EVENT.c.person_id == person_id,
            _EVENT.c.settled_at.between(day_begins(monday_of(first), place.time_zone), ends[-1]),
        ),
    )
    moments = sorted({at - _A_MOMENT for at in [*ends, *(row.settled_at for row in settled)]})
    return [Moment(at, local_day(at, place.time_zone)) for at in moments]
