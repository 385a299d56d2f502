"""Released team figures: frozen, and the only ones anybody sees."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select
from sqlmodel import Session

from core.models import Release, Team
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.rules.dates import monday_of, week_of
from core.rules.release import THEME_WEEKS, last_released_week
from core.rules.release_audit import View
from core.vocabulary import BoundaryTheme, Format, RoleAge, TeamMeasure

_RELEASE: Final = table_of(Release)
_TEAM: Final = table_of(Team)
# Outer joins: a team without a figure is there as well.
_OF_TEAM: Final = and_(_RELEASE.c.team_id == _TEAM.c.id, _RELEASE.c.week >= bindparam("first"))
_THEIRS: Final = _TEAM.c.id.in_(bindparam("teams", expanding=True))


def _figures_of(*only: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    measured = and_(_OF_TEAM, _RELEASE.c.measure == bindparam("measure"), *only)
    return (
        select(
            _TEAM.c.id,
            _TEAM.c.name,
            _RELEASE.c.week,
            _RELEASE.c.part,
            _RELEASE.c.value,
            _RELEASE.c.people_outside,
        )
        .join_from(_TEAM, _RELEASE, measured, isouter=True)
        .where(_THEIRS)
        .order_by(_TEAM.c.name)
    )


_ALL_PARTS: Final = _figures_of()
_ONE_PART: Final = _figures_of(_RELEASE.c.part == bindparam("part"))
# Means of released figures alone, which say nothing that those do not.
_MEANS: Final = (
    select(
        _TEAM.c.id, _RELEASE.c.measure, _RELEASE.c.part, func.avg(_RELEASE.c.value).label("mean")
    )
    .join_from(
        _TEAM,
        _RELEASE,
        and_(
            _OF_TEAM,
            _RELEASE.c.measure.in_([TeamMeasure.STRAIN, TeamMeasure.HOURS]),
            _RELEASE.c.part.in_([View(way).key for way in Format]),
        ),
        isouter=True,
    )
    .where(_THEIRS)
    .group_by(_TEAM.c.id, _RELEASE.c.measure, _RELEASE.c.part)
)


@dataclass(frozen=True, slots=True)
class ReleasedWeek:
    """One closed week of a team. No value means hidden: "none" and "too few" look alike."""

    monday: date
    value: float | None
    people: int | None = None
    """About how many people, in fives; known only for what may leave the organisation."""


@dataclass(frozen=True, slots=True)
class TeamStrain:
    """The strain of one team over closed weeks, oldest first."""

    team_id: UUID
    team: str
    weeks: tuple[ReleasedWeek, ...]


@dataclass(frozen=True, slots=True)
class WayOfMeeting:
    """What is known of the people of a team who mostly met in one way, over some weeks."""

    format: Format
    toll: float | None
    """Mean of the released weeks; no value means hidden."""
    hours_share: float | None
    """Their part of the team's hours, in percent."""


@dataclass(frozen=True, slots=True)
class TeamThemes:
    """Boundary themes of one team in the last closed period, the most frequent first."""

    since: date
    until: date
    shares: tuple[tuple[BoundaryTheme, float], ...]
    """Of a hundred people who did the self-check; a theme that is hidden is not there."""


def released_strain(
    session: Session,
    actor: Actor,
    *,
    weeks: int,
    now: datetime,
    format: Format | None = None,
    role_age: RoleAge | None = None,
    outside: bool = False,
) -> list[TeamStrain]:
    """Return the last closed weeks of each of the actor's teams, by team name.

    Args:
        session: where to read.
        actor: who asks.
        weeks: how many.
        now: the current moment.
        format: only people who mostly met in this way.
        role_age: only people who have been in the role for so long.
        outside: only what may leave the organisation: ten people or more.

    Raises:
        NotAllowed: the actor may not see team figures.
    """
    actor.must(Permission.SEE_TEAM)
    last = _last_week(session, now)
    key = View(format, role_age).key
    found = _figures(session, actor, TeamMeasure.STRAIN, first=last - weeks + 1, part=key)
    return [
        TeamStrain(
            team_id,
            name,
            tuple(
                ReleasedWeek(monday_of(week), *_shown(figures.get((week, key)), outside=outside))
                for week in range(last - weeks + 1, last + 1)
            ),
        )
        for (team_id, name), figures in found.items()
    ]


def ways_of_meeting(
    session: Session, actor: Actor, *, weeks: int, now: datetime
) -> dict[UUID, list[WayOfMeeting]]:
    """Return for each of the actor's teams how each way of meeting weighed in the last weeks.

    Raises:
        NotAllowed: the actor may not see team figures.
    """
    actor.must(Permission.SEE_TEAM)
    first = _last_week(session, now) - weeks + 1
    found = rows(session, _MEANS, {"teams": list(actor.coordinates), "first": first})
    means = {(row.id, row.measure, row.part): row.mean for row in found}
    return {
        team_id: [
            WayOfMeeting(
                way,
                means.get((team_id, TeamMeasure.STRAIN, View(way).key)),
                means.get((team_id, TeamMeasure.HOURS, View(way).key)),
            )
            for way in Format
        ]
        for team_id in {row.id for row in found}
    }


def released_themes(session: Session, actor: Actor, *, now: datetime) -> dict[UUID, TeamThemes]:
    """Return the boundary themes of each of the actor's teams.

    Raises:
        NotAllowed: the actor may not see team figures.
    """
    actor.must(Permission.SEE_TEAM)
    until = (_last_week(session, now) + 1) // THEME_WEEKS * THEME_WEEKS
    found = _figures(session, actor, TeamMeasure.THEMES, first=until - 1)
    return {
        team_id: TeamThemes(
            monday_of(until - THEME_WEEKS), monday_of(until), tuple(_by_frequency(figures))
        )
        for (team_id, _name), figures in found.items()
    }


_Figure = tuple[float | None, int | None]
_Figures = dict[tuple[int, str], _Figure]


def _last_week(session: Session, now: datetime) -> int:
    place = organisation(session)
    return last_released_week(now, week_of(place.today(now)), place.time_zone)


def _figures(
    session: Session, actor: Actor, measure: TeamMeasure, *, first: int, part: str | None = None
) -> dict[tuple[UUID, str], _Figures]:
    """Return the figures of each of the actor's teams, by team name; also of those without."""
    asked = {"teams": list(actor.coordinates), "measure": measure, "first": first, "part": part}
    found = rows(session, _ALL_PARTS if part is None else _ONE_PART, asked)
    teams: defaultdict[tuple[UUID, str], _Figures] = defaultdict(dict)
    for row in found:
        teams[row.id, row.name][row.week, row.part] = row.value, row.people_outside
    return dict(teams)


def _shown(figure: _Figure | None, *, outside: bool) -> _Figure:
    value, people = figure or (None, None)
    if outside:
        return (value if people is not None else None), people
    return value, None


def _by_frequency(figures: _Figures) -> list[tuple[BoundaryTheme, float]]:
    known = [
        (BoundaryTheme(part), value)
        for (_week, part), (value, _people) in figures.items()
        if part and value is not None
    ]
    return sorted(known, key=lambda each: (-each[1], each[0].value))
