"""The work of a team, by name: sums and agreements, never a single contact or week."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

from core.models import Agreement, Case, Meeting, Pause, Person, Team, WorkFlag, WorkWeek
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.queries.sharing import people_i_coordinate
from core.rules.caseload import weighted_people
from core.rules.dates import monday_of, week_of
from core.rules.pauses import is_on
from core.rules.thresholds import DEFAULTS
from core.vocabulary import FlagKind, Frequency, Level, MeetingKind

WEEKS: Final = 4
"""Closed weeks that are added up, together with the week that is running."""


@dataclass(frozen=True, slots=True)
class TeamFlag:
    """A fact of the work lane about one person."""

    kind: FlagKind
    subject: str
    level: Level
    since: date
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    """One person as their coordinators see them."""

    person_id: UUID
    name: str
    team: str
    hours: float
    """Hours of support in the last four weeks and this one, in halves."""
    cases: int
    weighted: float
    """Open cases in weekly cases: somebody seen every two weeks counts half."""
    capacity: float
    capacity_agreed: bool
    """Whether the capacity was agreed with the person; otherwise it is the usual limit."""
    pause_from: date | None
    """First day of a pause that is on or ahead."""
    returns_on: date | None
    on_pause: bool
    last_supervision: date | None
    last_team_contact: date | None
    flags: tuple[TeamFlag, ...]

    @property
    def over_capacity(self) -> bool:
        """Whether open cases add up to more than the person can carry."""
        return self.weighted > self.capacity


@dataclass(frozen=True, slots=True)
class TeamOverview:
    """The work of the actor's people."""

    members: tuple[TeamMember, ...]
    """By name."""
    hours_since: date
    """First day of the hours that are added up."""

    @property
    def active(self) -> int:
        """People who are not on a pause."""
        return sum(not member.on_pause for member in self.members)

    @property
    def over_capacity(self) -> tuple[TeamMember, ...]:
        """Who carries more than their capacity, by name."""
        return tuple(member for member in self.members if member.over_capacity)

    @property
    def hours(self) -> float:
        """Hours of everybody together."""
        return sum(member.hours for member in self.members)

    @property
    def pauses(self) -> tuple[TeamMember, ...]:
        """Who is or will be on a pause, the earliest first."""
        away = [member for member in self.members if member.pause_from is not None]
        return tuple(sorted(away, key=lambda member: member.pause_from or date.max))


def team_overview(session: Session, actor: Actor, *, now: datetime) -> TeamOverview:
    """Return the work of the actor's people in a number of statements that never grows.

    Raises:
        NotAllowed: the actor does not coordinate.
    """
    actor.must(Permission.SEE_TEAM)
    today = organisation(session).today(now)
    first_week = week_of(today) - WEEKS
    people = people_i_coordinate(actor)
    minutes = _minutes(session, people, first_week)
    cases = _frequencies(session, people)
    capacities = _capacities(session, people, today)
    pauses = _pauses(session, people, today)
    talks = _talks(session, people)
    flags = _flags(session, people)
    usual = DEFAULTS["weighted_people.capacity"].value
    members = []
    for person_id, name, team in _people(session, people):
        away = pauses.get(person_id)
        members.append(
            TeamMember(
                person_id=person_id,
                name=name,
                team=team or "",
                hours=round(minutes.get(person_id, 0) / 30) / 2,
                cases=len(cases[person_id]),
                weighted=weighted_people(cases[person_id]),
                capacity=capacities.get(person_id, usual),
                capacity_agreed=person_id in capacities,
                pause_from=away[0] if away else None,
                returns_on=away[1] if away else None,
                on_pause=away is not None and is_on(*away, today),
                last_supervision=talks.get((person_id, MeetingKind.SUPERVISION)),
                last_team_contact=talks.get((person_id, MeetingKind.TEAM)),
                flags=tuple(flags[person_id]),
            )
        )
    return TeamOverview(tuple(members), monday_of(first_week))


def _people(session: Session, people: Any) -> Any:
    return rows(
        session,
        select(col(Person.id), col(Person.display_name), col(Team.name))
        .join(Team, col(Team.id) == col(Person.team_id), isouter=True)
        .where(col(Person.id).in_(people))
        .order_by(col(Person.display_name), col(Person.id)),
    )


def _minutes(session: Session, people: Any, first_week: int) -> dict[UUID, int]:
    found = rows(
        session,
        select(col(WorkWeek.person_id), func.sum(col(WorkWeek.minutes)))
        .where(
            col(WorkWeek.week) >= first_week,
            col(WorkWeek.person_id).in_(people),
        )
        .group_by(col(WorkWeek.person_id)),
    )
    return dict(list(found))


def _frequencies(session: Session, people: Any) -> defaultdict[UUID, list[Frequency]]:
    found = rows(
        session,
        select(col(Case.person_id), col(Case.frequency)).where(
            col(Case.closed_on).is_(None), col(Case.person_id).in_(people)
        ),
    )
    cases: defaultdict[UUID, list[Frequency]] = defaultdict(list)
    for person_id, frequency in found:
        cases[person_id].append(frequency)
    return cases


def _capacities(session: Session, people: Any, today: date) -> dict[UUID, float]:
    found = rows(
        session,
        select(col(Agreement.person_id), col(Agreement.capacity))
        .where(col(Agreement.since) <= today, col(Agreement.person_id).in_(people))
        .order_by(col(Agreement.since), col(Agreement.recorded_at)),
    )
    return dict(list(found))


def _pauses(session: Session, people: Any, today: date) -> dict[UUID, tuple[date, date | None]]:
    found = rows(
        session,
        select(col(Pause.person_id), col(Pause.starts_on), col(Pause.returns_on))
        .where(
            col(Pause.returns_on).is_(None) | (col(Pause.returns_on) > today),
            col(Pause.person_id).in_(people),
        )
        .order_by(col(Pause.starts_on).desc()),
    )
    return {person_id: (starts_on, returns_on) for person_id, starts_on, returns_on in found}


def _talks(session: Session, people: Any) -> dict[tuple[UUID, MeetingKind], date]:
    found = rows(
        session,
        select(col(Meeting.person_id), col(Meeting.kind), func.max(col(Meeting.day)))
        .where(col(Meeting.person_id).in_(people))
        .group_by(col(Meeting.person_id), col(Meeting.kind)),
    )
    return {(person_id, kind): day for person_id, kind, day in found}


def _flags(session: Session, people: Any) -> defaultdict[UUID, list[TeamFlag]]:
    found = rows(
        session,
        select(
            col(WorkFlag.person_id),
            col(WorkFlag.kind),
            col(WorkFlag.subject),
            col(WorkFlag.level),
            col(WorkFlag.since),
            col(WorkFlag.findings),
        )
        .where(
            col(WorkFlag.cleared_at).is_(None),
            col(WorkFlag.kind).in_((FlagKind.CASELOAD, FlagKind.SUPPORT_GAP)),
            col(WorkFlag.person_id).in_(people),
        )
        .order_by(col(WorkFlag.since), col(WorkFlag.id)),
    )
    flags: defaultdict[UUID, list[TeamFlag]] = defaultdict(list)
    for person_id, kind, subject, level, since, findings in found:
        sentences = tuple(str(finding["sentence"]) for finding in findings)
        flags[person_id].append(TeamFlag(kind, subject, level, since, sentences))
    return flags
