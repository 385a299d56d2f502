"""Questionnaire results that a person shares: the band word, and the score if they chose so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from core.models import Questionnaire, QuestionnaireScore
from core.models.base import table_of
from core.queries.people import organisation
from core.queries.rows import rows
from core.queries.sharers import Sharer
from core.rules.sharing import Visible, result_visibility
from core.vocabulary import ShareScope

RESULT_DAYS: Final = 182
"""Results older than half a year are not shown to anybody else."""
_GIVEN: Final = table_of(Questionnaire)
_SCORE: Final = table_of(QuestionnaireScore)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedResult:
    """The newest result of one subscale as a coordinator sees it."""

    title: str
    band: str
    day: date
    value: float | None
    """The score; nothing when only signals are shared."""
    shared_from: datetime
    """When coordinators began to see it; in a preview it may lie ahead."""


def shared_results(
    session: Session, sharers: Iterable[Sharer], *, until: datetime | None, now: datetime
) -> Mapping[UUID, list[SharedResult]]:
    """Return what each of these people shares of their newest questionnaires."""
    found: dict[UUID, list[SharedResult]] = defaultdict(list)
    sharing = {one.person_id: one for one in sharers if not one.paused and _shares_any(one, now)}
    if not sharing:
        return found
    newest: dict[tuple[UUID, str], UUID] = {}
    for row in _scores(session, list(sharing), now=now):
        seen = result_visibility(row.recorded_at, sharing[row.person_id].shares, now=now)
        if seen is None or (until is not None and seen.since > until):
            continue
        key = (row.person_id, row.instrument)
        if newest.setdefault(key, row.id) == row.id:
            found[row.person_id].append(as_shared_result(row, seen))
    return found


def as_shared_result(row: Any, seen: Visible) -> SharedResult:
    """Return of a result what its scope allows, and nothing else."""
    return SharedResult(
        title=row.title,
        band=row.band,
        day=row.day,
        value=row.value if seen.scope is ShareScope.ANSWERS else None,
        shared_from=seen.since,
    )


def _shares_any(sharer: Sharer, now: datetime) -> bool:
    return result_visibility(now, sharer.shares, now=now) is not None


def _scores(session: Session, person_ids: list[UUID], *, now: datetime) -> Any:
    """Read the scores there are, newest first; a scale without a score has nothing to show."""
    since = organisation(session).today(now) - timedelta(days=RESULT_DAYS)
    return rows(
        session,
        select(
            _GIVEN.c.id,
            _GIVEN.c.person_id,
            _GIVEN.c.instrument,
            _GIVEN.c.day,
            _GIVEN.c.recorded_at,
            _SCORE.c.title,
            _SCORE.c.band,
            _SCORE.c.value,
        )
        .join(_SCORE, _SCORE.c.questionnaire_id == _GIVEN.c.id)
        .where(
            _GIVEN.c.person_id.in_(person_ids),
            _GIVEN.c.day > since,
            _SCORE.c.value.is_not(None),
        )
        .order_by(_GIVEN.c.recorded_at.desc(), _GIVEN.c.id, _SCORE.c.place),
    )
