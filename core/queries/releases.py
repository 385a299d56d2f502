"""Released team figures: frozen, and the only ones anybody sees."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import and_, select
from sqlmodel import Session, col

from core.models import Release, Team
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.rules.dates import monday_of, week_of
from core.rules.release import last_released_week

_TEAM_STRAIN: Final = "team_strain"


@dataclass(frozen=True, slots=True)
class ReleasedWeek:
    """One closed week of a team. No value means hidden: "none" and "too few" look alike."""

    monday: date
    value: float | None


@dataclass(frozen=True, slots=True)
class TeamStrain:
    """The strain of one team over closed weeks, oldest first."""

    team_id: UUID
    team: str
    weeks: tuple[ReleasedWeek, ...]


def released_strain(
    session: Session, actor: Actor, *, weeks: int, now: datetime
) -> list[TeamStrain]:
    """Return the last closed weeks of each of the actor's teams, by team name.

    Raises:
        NotAllowed: the actor may not see team figures.
    """
    actor.must(Permission.SEE_TEAM)
    place = organisation(session)
    last = last_released_week(now, week_of(place.today(now)), place.time_zone)
    found = rows(
        session,
        select(col(Team.id), col(Team.name), col(Release.week), col(Release.value))
        .join(
            Release,
            and_(
                col(Release.team_id) == col(Team.id),
                col(Release.measure) == _TEAM_STRAIN,
                col(Release.week) > last - weeks,
            ),
            isouter=True,
        )
        .where(col(Team.id).in_(actor.coordinates))
        .order_by(col(Team.name)),
    )
    teams: dict[UUID, tuple[str, dict[int, float | None]]] = {}
    for team_id, name, week, value in found:
        teams.setdefault(team_id, (name, {}))[1][week] = value
    period = range(last - weeks + 1, last + 1)
    return [
        TeamStrain(
            team_id,
            name,
            tuple(ReleasedWeek(monday_of(week), values.get(week)) for week in period),
        )
        for team_id, (name, values) in teams.items()
    ]
