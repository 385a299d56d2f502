"""Closing a week: team figures are worked out once, checked, and never changed afterwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select
from sqlmodel import Session

from core.data.checklist import checklist
from core.models import Release, ReleaseKey, ReleaseMember, Team
from core.models.base import table_of
from core.queries.people import organisation
from core.queries.release_facts import entries_of_weeks, signs_of_period
from core.queries.rows import rows
from core.rules.dates import week_of
from core.rules.release import SMALLEST_GROUP, ends_period, last_released_week, people_needed
from core.rules.release_audit import View
from core.rules.release_figures import Entry, in_fives, team_figures, theme_shares
from core.vocabulary import BoundaryTheme, TeamMeasure

_RELEASE: Final = table_of(Release)
_MEMBER: Final = table_of(ReleaseMember)
_KEY: Final = table_of(ReleaseKey)
_WHOLE: Final = ""
_NEWEST: Final = select(func.max(_RELEASE.c.week)).where(_RELEASE.c.measure == TeamMeasure.STRAIN)


def release_closed_weeks(
    session: Session, *, now: datetime, smallest_group: int = SMALLEST_GROUP
) -> int:
    """Release the figures of all closed weeks that have none yet; return how many rows.

    A week closes for all teams at once, so that nobody who changes teams is counted in two.
    Its row is written even when the figure is withheld, so entries that arrive later change
    nothing: they count in the next week.
    """
    place = organisation(session)
    last = last_released_week(now, week_of(place.today(now)), place.time_zone)
    newest: int | None = session.connection().execute(_NEWEST).scalar_one()
    teams = [row.id for row in rows(session, select(table_of(Team).c.id))]
    if not teams or (newest is not None and newest >= last):
        return 0
    weeks = entries_of_weeks(session, after=newest, until=last, time_zone=place.time_zone)
    first = min((week for week, _team in weeks), default=last) if newest is None else newest + 1
    frozen = _Frozen(now, member_keys(session))
    for week in range(first, last + 1):
        for team_id in teams:
            frozen.add_week(team_id, week, weeks.get((week, team_id), {}), smallest_group)
        if ends_period(week):
            for team_id, people in signs_of_period(session, until=week).items():
                frozen.add_themes(team_id, week, people, smallest_group)
    frozen.write(session)
    return len(frozen.releases)


@dataclass(slots=True)
class _Frozen:
    """Rows of released figures until they are written, all of one night at once."""

    now: datetime
    keys: dict[UUID, UUID]
    releases: list[dict[str, Any]] = field(default_factory=list)
    members: list[dict[str, Any]] = field(default_factory=list)
    new_keys: list[dict[str, Any]] = field(default_factory=list)

    def add_week(
        self, team_id: UUID, week: int, people: Mapping[UUID, Entry], smallest_group: int
    ) -> None:
        figures = team_figures(list(people.values()), smallest_group=smallest_group)
        whole = self._add(TeamMeasure.STRAIN, team_id, week, _WHOLE)
        for view, figure in figures.items():
            row = {"value": figure.toll, "people_outside": figure.people_outside}
            if view.key == _WHOLE:
                whole |= row
            else:
                self._add(TeamMeasure.STRAIN, team_id, week, view.key, **row)
            if figure.hours_share is not None:
                row["value"] = figure.hours_share
                self._add(TeamMeasure.HOURS, team_id, week, view.key, **row)
        if figures:
            cells = {person: View(*entry.cell).key for person, entry in people.items()}
            self._add_members(whole["id"], cells)

    def add_themes(
        self,
        team_id: UUID,
        week: int,
        people: Mapping[UUID, Iterable[str]],
        smallest_group: int,
    ) -> None:
        themes = {sign.id: BoundaryTheme(sign.theme) for sign in checklist().signs}
        ticked = [frozenset(themes[s] for s in signs if s in themes) for signs in people.values()]
        shares = theme_shares(ticked, smallest_group=smallest_group)
        may_leave = len(people) >= people_needed(smallest_group, outside=True)
        outside = in_fives(len(people)) if may_leave else None
        whole = self._add(TeamMeasure.THEMES, team_id, week, _WHOLE)
        for theme, share in shares.items():
            row = {"value": share, "people_outside": outside}
            self._add(TeamMeasure.THEMES, team_id, week, theme.value, **row)
        if shares:
            self._add_members(whole["id"], dict.fromkeys(people, ""))

    def write(self, session: Session) -> None:
        connection = session.connection()
        for table, written in (
            (_RELEASE, self.releases),
            (_KEY, self.new_keys),
            (_MEMBER, self.members),
        ):
            if written:
                connection.execute(insert(table), written)

    def _add(
        self, measure: TeamMeasure, team_id: UUID, week: int, part: str, **figure: float | None
    ) -> dict[str, Any]:
        row: dict[str, Any] = {
            "id": uuid4(),
            "measure": measure,
            "team_id": team_id,
            "week": week,
            "part": part,
            "value": None,
            "people_outside": None,
            "released_at": self.now,
        }
        self.releases.append(row | figure)
        return self.releases[-1]

    def _add_members(self, release_id: UUID, cells: Mapping[UUID, str]) -> None:
        for person_id, cell in cells.items():
            if person_id not in self.keys:
                self.keys[person_id] = uuid4()
                self.new_keys.append({"person_id": person_id, "member_key": self.keys[person_id]})
            self.members.append(
                {"release_id": release_id, "member_key": self.keys[person_id], "cell": cell}
            )


def member_keys(session: Session) -> dict[UUID, UUID]:
    """Return whose member key is whose; for what is counted and never shown."""
    return {row.person_id: row.member_key for row in rows(session, select(_KEY))}
