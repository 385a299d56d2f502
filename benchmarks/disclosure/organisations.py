"""Invented organisations over half a year: who is there, what they enter and what they undo."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from core.rules.dates import monday_of, week_of
from core.rules.release import TolledContact, counts_in, main_format, role_age
from core.rules.release_audit import Cell
from core.rules.release_figures import Entry
from core.vocabulary import Format

WEEKS: Final = 26
FIRST: Final = week_of(date(2026, 1, 5))
ZONE: Final = "UTC"
TEAMS: Final = {12: (1,), 20: (1, 2), 40: (1, 2, 3)}
"""Into how many teams an organisation of that size is divided."""
_LATE: Final = 0.08
_DELETED: Final = 0.04
_TURNOVER: Final = 0.25
"""Share of entries that come days late, that are deleted again, and of people who come or go."""
_USUAL_WAYS: Final = (
    (Format.PHONE, 6),
    (Format.IN_PERSON, 5),
    (Format.TEXT, 3),
    (Format.GROUP, 2),
    (Format.VIDEO, 2),
    (Format.FORUM, 1),
)


Team = dict[int, Entry]
"""One team's week: what counts for each person, by number."""
Week = tuple[int, dict[int, Team]]
"""A week and its teams."""


@dataclass(slots=True)
class Volunteer:
    """One invented person with a diary."""

    number: int
    team: int
    leads: bool
    joined: date
    from_week: int
    until_week: int
    contacts: list[tuple[TolledContact, datetime | None]] = field(default_factory=list)
    """Each with the moment it was deleted, if it was."""


def organisation(size: int, random: Random) -> list[Volunteer]:
    """Return the people of an organisation; each team is led by one or two of them."""
    teams = random.choice(TEAMS[size])
    people = []
    for number in range(size):
        team = number % teams
        comes = random.random() < _TURNOVER / 2
        goes = random.random() < _TURNOVER / 2
        from_week = random.randrange(2, WEEKS - 4) if comes else 0
        until_week = random.randrange(from_week + 3, WEEKS) if goes else WEEKS
        joined = monday_of(FIRST + from_week if comes else FIRST - random.randrange(0, 200))
        leads = number < teams * (1 if size < 20 else random.choice((1, 2)))
        person = Volunteer(number, team, leads, joined, from_week, until_week)
        _keep_diary(person, random)
        people.append(person)
    return people


def _keep_diary(person: Volunteer, random: Random) -> None:
    ways, weights = zip(*_USUAL_WAYS, strict=True)
    usual = random.choices(ways, weights)[0]
    diligence = random.uniform(0.55, 0.98)
    own_level = random.uniform(1, 7)
    for week in range(person.from_week, person.until_week):
        if random.random() > diligence:
            continue
        for _ in range(random.choice((1, 1, 2, 3, 4))):
            way = usual if random.random() < 0.75 else random.choices(ways, weights)[0]
            toll = min(10, max(0, round(random.gauss(own_level, 2))))
            day = monday_of(FIRST + week) + timedelta(days=random.randrange(7))
            person.contacts.append(_contact(day, way, toll, random))


def _contact(
    day: date, way: Format, toll: int, random: Random
) -> tuple[TolledContact, datetime | None]:
    late = random.randrange(5, 40) if random.random() < _LATE else 0
    created = datetime.combine(day + timedelta(days=late), time(20), UTC)
    deleted = None
    if random.random() < _DELETED:
        deleted = created + timedelta(days=random.randrange(0, 30))
    return TolledContact(day, created, way, random.choice((20, 45, 60)), toll), deleted


def closed_weeks(people: list[Volunteer]) -> Iterator[Week]:
    """Yield each week with the entries of each team as they stand when it is released."""
    diaries = {person.number: _by_week(person) for person in people if not person.leads}
    for week in range(FIRST, FIRST + WEEKS):
        moment = datetime.combine(monday_of(week + 1), time(6), UTC)
        teams: dict[int, Team] = {}
        for person in people:
            found = diaries.get(person.number, {}).get(week, [])
            counted = [contact for contact, deleted in found if deleted is None or deleted > moment]
            if counted:
                teams.setdefault(person.team, {})[person.number] = _entry(person, week, counted)
        yield week, teams


def _by_week(person: Volunteer) -> dict[int | None, list[tuple[TolledContact, datetime | None]]]:
    weeks: defaultdict[int | None, list[tuple[TolledContact, datetime | None]]] = defaultdict(list)
    for contact, deleted in person.contacts:
        weeks[counts_in(contact, ZONE)].append((contact, deleted))
    return weeks


def weeks_as_they_stand(people: list[Volunteer]) -> Iterator[Week]:
    """Yield each week as it stands when it closes, and again two and five weeks later."""
    for week in range(FIRST, FIRST + WEEKS):
        for later in (0, 2, 5):
            moment = datetime.combine(monday_of(week + 1 + later), time(6), UTC)
            teams: dict[int, Team] = {}
            for person in people:
                counted = [
                    contact
                    for contact, deleted in person.contacts
                    if week_of(contact.day) == week
                    and contact.created_at <= moment
                    and (deleted is None or deleted > moment)
                ]
                if counted and not person.leads:
                    teams.setdefault(person.team, {})[person.number] = _entry(person, week, counted)
            yield week, teams


def _entry(person: Volunteer, week: int, contacts: Sequence[TolledContact]) -> Entry:
    cell = Cell(main_format(contacts), role_age(person.joined, week))
    toll = sum(contact.toll for contact in contacts) / len(contacts)
    return Entry(cell, toll, sum(contact.minutes for contact in contacts))
