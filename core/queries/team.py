"""The work of a team, by name: sums and agreements, never a single contact or week."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, func, or_, select
from sqlmodel import Session

from core.models import Agreement, Case, Meeting, Pause, Person, Team, WorkFlag, WorkWeek
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.queries.scopes import MY_PEOPLE, values_of
from core.queries.thresholds import thresholds_in_force
from core.rules.caseload import weighted_people
from core.rules.dates import monday_of, week_of
from core.rules.newcomers import first_talk_due, week_in_the_role
from core.rules.pauses import is_on
from core.vocabulary import FlagKind, Frequency, Level, MeetingKind

WEEKS: Final = 4
"""Closed weeks that are added up. The running one stays out: its sum grows by single contacts."""


_PERSON: Final = table_of(Person)
_TEAM: Final = table_of(Team)
_WEEK: Final = table_of(WorkWeek)
_CASE: Final = table_of(Case)
_AGREEMENT: Final = table_of(Agreement)
_PAUSE: Final = table_of(Pause)
_MEETING: Final = table_of(Meeting)
_FLAG: Final = table_of(WorkFlag)
_TODAY: Final[BindParameter[date]] = bindparam("today")
_NAMES: Final = (
    select(_PERSON.c.id, _PERSON.c.display_name, _TEAM.c.name, _PERSON.c.joined_on)
    .join(_TEAM, _TEAM.c.id == _PERSON.c.team_id, isouter=True)
    .where(_PERSON.c.id.in_(MY_PEOPLE))
    .order_by(_PERSON.c.display_name, _PERSON.c.id)
)
_MINUTES: Final = (
    select(_WEEK.c.person_id, func.sum(_WEEK.c.minutes))
    .where(
        _WEEK.c.week.between(bindparam("first_week"), bindparam("last_week")),
        _WEEK.c.person_id.in_(MY_PEOPLE),
    )
    .group_by(_WEEK.c.person_id)
)
_FREQUENCIES: Final = select(_CASE.c.person_id, _CASE.c.frequency).where(
    _CASE.c.closed_on.is_(None), _CASE.c.person_id.in_(MY_PEOPLE)
)
_CAPACITIES: Final = (
    select(_AGREEMENT.c.person_id, _AGREEMENT.c.capacity)
    .where(_AGREEMENT.c.since <= _TODAY, _AGREEMENT.c.person_id.in_(MY_PEOPLE))
    .order_by(_AGREEMENT.c.since, _AGREEMENT.c.recorded_at)
)
_PAUSES: Final = (
    select(_PAUSE.c.person_id, _PAUSE.c.starts_on, _PAUSE.c.returns_on)
    .where(
        or_(_PAUSE.c.returns_on.is_(None), _PAUSE.c.returns_on > _TODAY),
        _PAUSE.c.person_id.in_(MY_PEOPLE),
    )
    .order_by(_PAUSE.c.starts_on.desc())
)
_TALKS: Final = (
    select(_MEETING.c.person_id, _MEETING.c.kind, func.max(_MEETING.c.day))
    .where(_MEETING.c.person_id.in_(MY_PEOPLE))
    .group_by(_MEETING.c.person_id, _MEETING.c.kind)
)
_FACTS: Final = (
    select(
        _FLAG.c.person_id,
        _FLAG.c.kind,
        _FLAG.c.subject,
        _FLAG.c.level,
        _FLAG.c.since,
        _FLAG.c.findings,
    )
    .where(
        _FLAG.c.cleared_at.is_(None),
        _FLAG.c.kind.in_((FlagKind.CASELOAD, FlagKind.SUPPORT_GAP)),
        _FLAG.c.person_id.in_(MY_PEOPLE),
    )
    .order_by(_FLAG.c.since, _FLAG.c.id)
)


Load = Literal["over", "near", "within"]


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
    """Hours of support in the last four closed weeks, in halves."""
    cases: int
    weighted: float
    """Open cases in weekly cases: somebody seen every two weeks counts half."""
    capacity: float
    watch_share: float
    """Part of the capacity above which the load is near it, as the caseload flag sees it."""
    capacity_agreed: bool
    """Whether the capacity was agreed with the person; otherwise it is the usual limit."""
    pause_from: date | None
    """First day of a pause that is on or ahead."""
    returns_on: date | None
    on_pause: bool
    last_supervision: date | None
    last_team_contact: date | None
    flags: tuple[TeamFlag, ...]
    joined_on: date
    """First day in the role."""

    def new_week(self, today: date) -> int | None:
        """Return which week in the role it is, in the first 120 days."""
        return week_in_the_role(self.joined_on, today=today)

    def first_talk_due(self, today: date) -> bool:
        """Say whether the talk at week 16 in the role has not been held yet."""
        return first_talk_due(self.joined_on, self.last_supervision, today=today)

    @property
    def over_capacity(self) -> bool:
        """Whether open cases add up to more than the person can carry."""
        return self.weighted > self.capacity

    @property
    def load(self) -> Load:
        """How the open cases stand against the capacity."""
        if self.over_capacity:
            return "over"
        return "near" if self.weighted > round(self.capacity * self.watch_share, 2) else "within"


@dataclass(frozen=True, slots=True)
class TeamOverview:
    """The work of the actor's people."""

    members: tuple[TeamMember, ...]
    """By name."""
    hours_since: date
    """First day of the four closed weeks that are added up."""

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
    members = _members(session, values_of(actor), first_week, today)
    return TeamOverview(tuple(members), monday_of(first_week))


def _members(
    session: Session, mine: dict[str, object], first_week: int, today: date
) -> Iterator[TeamMember]:
    minutes = _minutes(session, mine, first_week)
    cases = _frequencies(session, mine)
    capacities = dict(list(rows(session, _CAPACITIES, mine | {"today": today})))
    pauses = _pauses(session, mine, today)
    talks = {(each[0], each[1]): each[2] for each in rows(session, _TALKS, mine)}
    flags = _flags(session, mine)
    limits = thresholds_in_force(session)
    for person_id, name, team, joined_on in rows(session, _NAMES, mine):
        away = pauses.get(person_id)
        yield TeamMember(
            person_id=person_id,
            name=name,
            team=team or "",
            hours=round(minutes.get(person_id, 0) / 30) / 2,
            cases=len(cases[person_id]),
            weighted=weighted_people(cases[person_id]),
            capacity=capacities.get(person_id, limits.value("weighted_people.capacity")),
            watch_share=limits.value("weighted_people.watch_share"),
            capacity_agreed=person_id in capacities,
            pause_from=away[0] if away else None,
            returns_on=away[1] if away else None,
            on_pause=away is not None and is_on(*away, today),
            last_supervision=talks.get((person_id, MeetingKind.SUPERVISION)),
            last_team_contact=talks.get((person_id, MeetingKind.TEAM)),
            flags=tuple(flags[person_id]),
            joined_on=joined_on,
        )


def _minutes(session: Session, mine: dict[str, object], first_week: int) -> dict[UUID, int]:
    weeks = {"first_week": first_week, "last_week": first_week + WEEKS - 1}
    return dict(list(rows(session, _MINUTES, mine | weeks)))


def _pauses(
    session: Session, mine: dict[str, object], today: date
) -> dict[UUID, tuple[date, date | None]]:
    found = rows(session, _PAUSES, mine | {"today": today})
    return {row.person_id: (row.starts_on, row.returns_on) for row in found}


def _frequencies(session: Session, mine: dict[str, object]) -> defaultdict[UUID, list[Frequency]]:
    cases: defaultdict[UUID, list[Frequency]] = defaultdict(list)
    for person_id, frequency in rows(session, _FREQUENCIES, mine):
        cases[person_id].append(frequency)
    return cases


def _flags(session: Session, mine: dict[str, object]) -> defaultdict[UUID, list[TeamFlag]]:
    flags: defaultdict[UUID, list[TeamFlag]] = defaultdict(list)
    for person_id, kind, subject, level, since, findings in rows(session, _FACTS, mine):
        sentences = tuple(str(finding["sentence"]) for finding in findings)
        flags[person_id].append(TeamFlag(kind, subject, level, since, sentences))
    return flags
