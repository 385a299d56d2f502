"""What rules would have read of one person at an earlier moment.

Each function says of the past what a query of the same facts says of the present: a test holds
the two together. What was entered later was not known then.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from core.queries.dependency_facts import dependency_of, weeks_compared
from core.queries.flag_facts import PersonFacts, support_of
from core.queries.load_facts import FORTNIGHT, RECENT, WEEK
from core.queries.past import Past
from core.queries.questionnaires import SCORED_WEEKS, scores_of, signs_of
from core.queries.training_facts import standings
from core.queries.wellbeing import LONGEST_HISTORY, WeekSums
from core.rules.boundaries import GreyTick, SignSeen
from core.rules.caseload import LoadFacts, days_without_break
from core.rules.contacts import HEAVY_TOLL
from core.rules.dates import monday_of, week_of
from core.rules.dependency import SIGN, DependencyFacts
from core.rules.heavy_contacts import TolledContact
from core.rules.pulses import CORE_ITEMS
from core.rules.strain import Score, WeekInput
from core.rules.support import SupportFacts
from core.rules.training import RequiredModule
from core.rules.urgent_answers import URGENT_DAYS, UrgentSign
from core.vocabulary import Debrief

_DAY: Final = timedelta(days=1)


class _About(NamedTuple):
    """A contact once for each of its cases, and once when it has none."""

    id: UUID
    day: date
    minutes: int
    no_contact_made: bool
    case_id: UUID | None


class _Talk(NamedTuple):
    kind: Any
    day: date


@dataclass(frozen=True, slots=True)
class AsOf:
    """One person's entries as they were known at a moment of a day."""

    past: Past
    at: datetime
    today: date

    def person(self) -> PersonFacts:
        """Return whether they paused, and what was agreed."""
        agreed = [one for one in self._known(self.past.agreements) if one.since <= self.today]
        paused = any(
            one.starts_on <= self.today and (one.returns_on is None or one.returns_on > self.today)
            for one in self._known(self.past.pauses)
        )
        capacity = agreed[-1].capacity if agreed else None
        return replace(self.past.person, paused=paused, capacity=capacity)

    def load(self, person: PersonFacts) -> LoadFacts:
        """Return what the rules of load read."""
        known = self._contacts()
        fortnight = [one for one in known if one.day >= self.today - FORTNIGHT]
        minutes = [one.minutes for one in fortnight if one.day >= self.today - WEEK]
        return LoadFacts(
            minutes_7d=sum(minutes),
            longest_minutes_7d=max(minutes, default=0),
            frequencies=tuple(sorted(case.frequency for case in self._cases())),
            capacity=person.capacity,
            outside_hours_14d=sum(one.outside_hours for one in fortnight),
            days_without_break=days_without_break({one.day for one in known}, today=self.today),
            joined_on=person.joined_on,
        )

    def tolled(self) -> list[TolledContact]:
        """Return the contacts of the last four weeks whose toll was given."""
        return [
            TolledContact(one.day, one.toll, one.debrief is not Debrief.NONE)
            for one in self._contacts(since=self.today - RECENT)
            if one.toll is not None
        ]

    def support(self, person: PersonFacts) -> SupportFacts:
        """Return what the support gap rule reads."""
        last: dict[Any, date] = {}
        for one in self._known(self.past.talks):
            if one.day <= self.today:
                last[one.kind] = max(one.day, last.get(one.kind, one.day))
        waiting = [
            one
            for one in self.past.events
            if one.raised_at <= self.at and (one.settled_at is None or one.settled_at > self.at)
        ]
        talks = [_Talk(kind, day) for kind, day in last.items()]
        return support_of(person, talks, waiting, now=self.at)

    def boundaries(self, *, since: date) -> tuple[list[SignSeen], list[GreyTick]]:
        """Return ticked signs and grey areas from a day on."""
        signs = [SignSeen(one.sign, one.day) for one in self._signs(since)]
        ticks = [
            GreyTick(one.grey_theme, one.day)
            for one in self._contacts(since=since)
            if one.grey_theme is not None
        ]
        return signs, ticks

    def dependency(self, *, signs_since: date) -> DependencyFacts:
        """Return what the dependency rule reads."""
        since, until = weeks_compared(self.today)
        cases_of = defaultdict[UUID, list[UUID]](list)
        for link in self.past.links:
            cases_of[link.contact_id].append(link.case_id)
        about = [
            _About(one.id, one.day, one.minutes, one.no_contact_made, case_id)
            for one in self._contacts(since=since)
            if one.day <= until
            for case_id in cases_of.get(one.id, [None])
        ]
        signs = [one.day for one in self._signs(signs_since) if one.sign == SIGN]
        return dependency_of(self._cases(), about, signs, today=self.today)

    def modules(self) -> list[RequiredModule]:
        """Return how the person stood with each module they need now."""
        done = [one for one in self.past.completed if one.recorded_at <= self.at]
        joined_on = self.past.person.joined_on
        return standings(self.past.modules, done, joined_on=joined_on, today=self.today)

    def weeks(self) -> list[WeekInput]:
        """Return the closed weeks that the strain detector reads."""
        until = week_of(self.today) - 1
        usual = [week_of(one.day) for one in self.past.usuals if one.entered <= self.at]
        first = max([until - LONGEST_HISTORY + 1, *usual[-1:]])
        return [one.as_input() for one in self._sums() if first <= one.week <= until]

    def scores(self) -> list[Score]:
        """Return the scores that the strain detector reads."""
        until = week_of(self.today)
        first, last = monday_of(until - SCORED_WEEKS), monday_of(until) - _DAY
        return scores_of(s for s in self._known(self.past.scores) if first <= s.day <= last)

    def urgent(self) -> list[UrgentSign]:
        """Return what in the newest answers asks for help at once."""
        since = self.today - timedelta(days=URGENT_DAYS - 1)
        given = self._known(self.past.answered)
        return signs_of(one for one in given if since <= one.day <= self.today)

    def _known(self, entries: Iterable[Any]) -> list[Any]:
        return [one for one in entries if one.entered <= self.at]

    def _contacts(self, *, since: date = date.min) -> list[Any]:
        known = self._known(self.past.contacts)
        return [one for one in known if since <= one.day <= self.today]

    def _signs(self, since: date) -> list[Any]:
        return [one for one in self._known(self.past.signs) if since <= one.day <= self.today]

    def _cases(self) -> list[Any]:
        """Return the cases that were open; one that a later contact opened was not there yet."""
        return [
            one
            for one in self.past.cases
            if one.opened_on <= self.today
            and (one.closed_on is None or one.closed_on > self.today)
            and (one.opened_with is None or self._was_there(one))
        ]

    def _was_there(self, case: Any) -> bool:
        entered = {one.id: one.entered for one in self.past.contacts}
        about = [link.contact_id for link in self.past.links if link.case_id == case.id]
        return any(entered[contact] <= self.at for contact in (case.opened_with, *about))

    def _sums(self) -> Iterable[WeekSums]:
        """Return the weekly sums without what was entered later."""
        contacts, pulses = defaultdict[int, list[Any]](list), defaultdict[int, list[Any]](list)
        for one in self.past.contacts:
            if one.entered > self.at:
                contacts[week_of(one.day)].append(one)
        for one in self.past.pulses:
            if one.entered > self.at:
                pulses[one.week].append(one)
        for sums in self.past.weeks:
            left = _without(sums, contacts.get(sums.week, ()), pulses.get(sums.week, ()))
            if left.contacts or left.tolls or left.pulse_items:
                yield left


def _without(sums: WeekSums, contacts: Sequence[Any], pulses: Sequence[Any]) -> WeekSums:
    tolls = [one.toll for one in contacts if one.toll is not None]
    answers = [getattr(pulse, item.value) for pulse in pulses for item in CORE_ITEMS]
    given = [answer for answer in answers if answer is not None]
    return replace(
        sums,
        tolls=sums.tolls - len(tolls),
        toll_sum=sums.toll_sum - sum(tolls),
        heavy=sums.heavy - sum(toll >= HEAVY_TOLL for toll in tolls),
        pulse_items=sums.pulse_items - len(given),
        pulse_sum=sums.pulse_sum - sum(given),
        contacts=sums.contacts - len(contacts),
        minutes=sums.minutes - sum(one.minutes for one in contacts),
    )
