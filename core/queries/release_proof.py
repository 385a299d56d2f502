"""Proving, from what was kept of every release, that nobody can be worked out from all of them."""

from collections import Counter, defaultdict
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from core.models import Release, ReleaseMember
from core.models.base import table_of
from core.queries.rows import rows
from core.rules.release import SMALLEST_GROUP, people_needed
from core.rules.release_audit import WHOLE_TEAM, Cell, View, every_view, smallest_reachable
from core.vocabulary import TeamMeasure

_RELEASE: Final = table_of(Release)
_MEMBER: Final = table_of(ReleaseMember)
_VIEWS: Final = {view.key: view for view in every_view()}
_CELLS: Final = {view.key: Cell(*view) for view in every_view() if view.is_cell}  # type: ignore[arg-type]


def weeks_that_tell_too_much(session: Session) -> int:
    """Return how many team weeks, as they were released, would let somebody be worked out.

    Everybody counts in one team each week, so weeks and teams say nothing about each other and
    each is proven alone. People who were erased since still count, by keys that lead to nobody.
    """
    cells, seen = _members(session)
    weak = 0
    for team_week, shown in _shown(session).items():
        inside = {view for view, _people in shown}
        outside = {view for view, people in shown if people is not None}
        people = cells.get(team_week, Counter())
        weak += not (
            _is_safe(inside, people, outside=False) and _is_safe(outside, people, outside=True)
        )
    return weak + sum(times - 1 for times in seen.values())


def _is_safe(views: set[View], cells: Counter[Cell], *, outside: bool) -> bool:
    needed = people_needed(SMALLEST_GROUP, outside=outside)
    return not views or smallest_reachable({WHOLE_TEAM} | views, cells) >= needed


def _shown(session: Session) -> dict[tuple[int, UUID], list[tuple[View, int | None]]]:
    shown: defaultdict[tuple[int, UUID], list[tuple[View, int | None]]] = defaultdict(list)
    statement = select(_RELEASE).where(
        _RELEASE.c.measure.in_((TeamMeasure.STRAIN, TeamMeasure.HOURS)),
        _RELEASE.c.value.is_not(None),
    )
    for row in rows(session, statement):
        shown[row.week, row.team_id].append((_VIEWS[row.part], row.people_outside))
    return dict(shown)


def _members(
    session: Session,
) -> tuple[dict[tuple[int, UUID], Counter[Cell]], Counter[tuple[int, UUID]]]:
    """Return people by cell for each team week, and how often each is counted in each week."""
    cells: defaultdict[tuple[int, UUID], Counter[Cell]] = defaultdict(Counter)
    seen: Counter[tuple[int, UUID]] = Counter()
    statement = (
        select(_RELEASE.c.week, _RELEASE.c.team_id, _MEMBER.c.member_key, _MEMBER.c.cell)
        .join_from(_MEMBER, _RELEASE, _RELEASE.c.id == _MEMBER.c.release_id)
        .where(_RELEASE.c.measure == TeamMeasure.STRAIN)
    )
    for row in rows(session, statement):
        cells[row.week, row.team_id][_CELLS[row.cell]] += 1
        seen[row.week, row.member_key] += 1
    return dict(cells), seen
