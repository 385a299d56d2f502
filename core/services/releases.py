"""Closing a week: team figures are worked out once, checked, and never changed afterwards."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import exists, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from core.models import (
    Person,
    Release,
    ReleaseMember,
    StrainWeek,
    Team,
    TeamCoordinator,
)
from core.queries.people import organisation
from core.queries.rows import rows
from core.rules.dates import week_of
from core.rules.release import SMALLEST_GROUP, last_released_week, team_strain

TEAM_STRAIN: Final = "team_strain"


def release_closed_weeks(
    session: Session, *, now: datetime, smallest_group: int = SMALLEST_GROUP
) -> int:
    """Release the figures of all closed weeks that have none yet; return how many rows.

    A week closes on Monday 00:00 and is released at 06:00. It gets its row even when the figure
    is withheld, so entries that arrive later change nothing. A team's coordinators are left out
    of their own team's figure, because each knows their own value and could take it away.
    """
    place = organisation(session)
    last = last_released_week(now, week_of(place.today(now)), place.time_zone)
    teams = list(session.exec(select(Team.id)))
    newest = _newest(session)
    known = min((newest.get(team_id, 0) for team_id in teams), default=0)
    means = _weekly_means(session, after=known, until=last)
    earlier = _released_sets(session)
    made = 0
    for team_id in teams:
        first = newest.get(team_id, min(means[team_id], default=last) - 1) + 1
        for week in range(first, last + 1):
            people = means[team_id].get(week, {})
            value = team_strain(people, smallest_group=smallest_group, earlier=earlier[team_id])
            _freeze(session, team_id, week, value, people, now=now)
            if value is not None:
                earlier[team_id].append(frozenset(people))
            made += 1
    session.flush()
    return made


def _newest(session: Session) -> dict[UUID, int]:
    found = rows(
        session,
        columns(col(Release.team_id), func.max(col(Release.week)))
        .where(col(Release.measure) == TEAM_STRAIN)
        .group_by(col(Release.team_id)),
    )
    return dict(list(found))


def _weekly_means(
    session: Session, *, after: int, until: int
) -> defaultdict[UUID, dict[int, dict[UUID, float]]]:
    leads = exists().where(
        col(TeamCoordinator.person_id) == col(Person.id),
        col(TeamCoordinator.team_id) == col(Person.team_id),
    )
    found = rows(
        session,
        columns(
            col(Person.team_id),
            col(StrainWeek.week),
            col(StrainWeek.person_id),
            col(StrainWeek.toll_sum),
            col(StrainWeek.tolls),
        )
        .join(Person, col(Person.id) == col(StrainWeek.person_id))
        .where(
            col(StrainWeek.week) > after,
            col(StrainWeek.week) <= until,
            col(StrainWeek.tolls) > 0,
            col(Person.team_id).is_not(None),
            ~leads,
        ),
    )
    means: defaultdict[UUID, dict[int, dict[UUID, float]]] = defaultdict(dict)
    for team_id, week, person_id, total, tolls in found:
        means[team_id].setdefault(week, {})[person_id] = total / tolls
    return means


def _released_sets(session: Session) -> defaultdict[UUID, list[frozenset[UUID]]]:
    found = rows(
        session,
        columns(col(Release.id), col(Release.team_id), col(ReleaseMember.person_id))
        .join(ReleaseMember, col(ReleaseMember.release_id) == col(Release.id))
        .where(col(Release.measure) == TEAM_STRAIN),
    )
    members: dict[tuple[UUID, UUID], set[UUID]] = defaultdict(set)
    for release_id, team_id, person_id in found:
        members[team_id, release_id].add(person_id)
    sets: defaultdict[UUID, list[frozenset[UUID]]] = defaultdict(list)
    for (team_id, _release), people in members.items():
        sets[team_id].append(frozenset(people))
    return sets


def _freeze(
    session: Session,
    team_id: UUID,
    week: int,
    value: float | None,
    people: Collection[UUID],
    *,
    now: datetime,
) -> None:
    release = Release(measure=TEAM_STRAIN, week=week, team_id=team_id, value=value, released_at=now)
    session.add(release)
    session.flush()
    if value is not None:
        session.add_all(
            ReleaseMember(release_id=release.id, person_id=person_id) for person_id in people
        )
