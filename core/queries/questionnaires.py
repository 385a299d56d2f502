"""What a person answered in questionnaires, and what was asked of them so far."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, exists, func, literal, select, union_all
from sqlmodel import Session

from core.models import (
    BoundaryCheck,
    InstrumentOff,
    Meeting,
    Pause,
    Person,
    Prompt,
    Pulse,
    Questionnaire,
    QuestionnaireScore,
)
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.rules.dates import monday_of, week_of
from core.rules.instruments import DETECTOR_SCALES
from core.rules.newcomers import BUDDY, FIRST_MONTHS
from core.rules.rhythm import BOUNDARY_CHECK, PULSE, Asked
from core.rules.strain_scores import Score
from core.rules.urgent_answers import URGENT_DAYS, UrgentSign
from core.vocabulary import MeetingKind

_GIVEN: Final = table_of(Questionnaire)
_SCORE: Final = table_of(QuestionnaireScore)
_PROMPT: Final = table_of(Prompt)
_OFF: Final = table_of(InstrumentOff)
_PULSE: Final = table_of(Pulse)
_CHECK: Final = table_of(BoundaryCheck)
_MEETING: Final = table_of(Meeting)
_PERSON: Final = table_of(Person)
_PAUSE: Final = table_of(Pause)
SCORED_WEEKS: Final = 104
"""Weeks the strain detector looks back."""
_DAY: Final = timedelta(days=1)

# Built once: the first screens ask for these in every run.
_ME: Final[BindParameter[UUID]] = bindparam("me")
_TODAY: Final[BindParameter[date]] = bindparam("today")
_STARTED: Final = select(
    _PERSON.c.joined_on,
    exists().where(
        _PAUSE.c.person_id == _ME,
        _PAUSE.c.starts_on <= _TODAY,
        _PAUSE.c.returns_on.is_(None) | (_PAUSE.c.returns_on > _TODAY),
    ),
).where(_PERSON.c.id == _ME)
_PUT_OFF: Final = select(_PROMPT).where(_PROMPT.c.person_id == _ME)
_LAST_DONE: Final[Any] = union_all(
    select(_GIVEN.c.instrument.label("subject"), func.max(_GIVEN.c.day).label("day"))
    .where(_GIVEN.c.person_id == _ME)
    .group_by(_GIVEN.c.instrument),
    *(
        select(literal(subject), func.max(table.c.day))
        .where(table.c.person_id == _ME)
        .having(func.count() > 0)
        for subject, table in ((PULSE, _PULSE), (BOUNDARY_CHECK, _CHECK))
    ),
    *(
        select(literal(subject), func.max(_MEETING.c.day))
        .where(_MEETING.c.person_id == _ME, _MEETING.c.kind == kind)
        .having(func.count() > 0)
        for subject, kind in ((BUDDY, MeetingKind.TEAM), (FIRST_MONTHS, MeetingKind.SUPERVISION))
    ),
)
_SCORES: Final = (
    select(_GIVEN.c.instrument, _SCORE.c.scale, _GIVEN.c.day, _SCORE.c.value, _GIVEN.c.version)
    .join(_SCORE, _SCORE.c.questionnaire_id == _GIVEN.c.id)
    .where(
        _GIVEN.c.person_id == _ME,
        _GIVEN.c.day.between(bindparam("first"), bindparam("last")),
        _GIVEN.c.instrument.in_([instrument for instrument, _scale in DETECTOR_SCALES]),
        _SCORE.c.value.is_not(None),
    )
    .order_by(_GIVEN.c.day, _GIVEN.c.recorded_at)
)
_OFF_NOW: Final = select(_OFF.c.instrument)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredScale:
    """The stored score of one subscale, readable without its pack."""

    scale: str
    title: str
    value: float | None
    band: str
    missing: int
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One questionnaire that a person answered."""

    id: UUID
    instrument: str
    version: int
    day: date
    urgent: bool
    scales: tuple[AnsweredScale, ...]


@dataclass(frozen=True, slots=True)
class AskedSoFar:
    """What decides what is asked next."""

    started_on: date
    paused: bool
    subjects: dict[str, Asked]


def own_answered(session: Session, actor: Actor) -> list[Answered]:
    """Return the questionnaires the actor answered, newest first."""
    actor.must(Permission.LOG_WORK)
    given = rows(
        session,
        select(_GIVEN)
        .where(_GIVEN.c.person_id == actor.person_id)
        .order_by(_GIVEN.c.day.desc(), _GIVEN.c.recorded_at.desc()),
    )
    scales = scales_of(session, _GIVEN.c.person_id == actor.person_id)
    return [
        Answered(
            id=row.id,
            instrument=row.instrument,
            version=row.version,
            day=row.day,
            urgent=bool(row.urgent),
            scales=tuple(scales[row.id]),
        )
        for row in given
    ]


def scales_of(session: Session, condition: Any) -> dict[UUID, list[AnsweredScale]]:
    """Return stored scores by questionnaire; for callers that checked who asks."""
    found: dict[UUID, list[AnsweredScale]] = defaultdict(list)
    for row in rows(
        session,
        select(_SCORE)
        .join(_GIVEN, _GIVEN.c.id == _SCORE.c.questionnaire_id)
        .where(condition)
        .order_by(_SCORE.c.place),
    ):
        found[row.questionnaire_id].append(
            AnsweredScale(
                scale=row.scale,
                title=row.title,
                value=row.value,
                band=row.band,
                missing=row.missing,
                asked=row.asked,
            )
        )
    return found


def asked_so_far(session: Session, actor: Actor, *, now: datetime) -> AskedSoFar:
    """Return when everything was last done or put off by the actor."""
    actor.must(Permission.LOG_WORK)
    me, today = actor.person_id, organisation(session).today(now)
    started_on, is_paused = rows(session, _STARTED, {"me": me, "today": today})[0]
    done = dict(list(rows(session, _LAST_DONE, {"me": me})))
    put_off = {row.subject: row for row in rows(session, _PUT_OFF, {"me": me})}
    return AskedSoFar(
        started_on,
        bool(is_paused),
        {
            subject: _asked(done.get(subject), put_off.get(subject))
            for subject in done.keys() | put_off.keys()
        },
    )


def instruments_off(session: Session) -> frozenset[str]:
    """Return the questionnaires that are switched off; no secret to anybody."""
    return frozenset(row.instrument for row in rows(session, _OFF_NOW))


def strain_scores(session: Session, person_id: UUID, *, until: int) -> list[Score]:
    """Return one person's scores that the strain detector reads, up to a week, oldest first.

    For callers that checked who asks.
    """
    days = {"first": monday_of(until - SCORED_WEEKS + 1), "last": monday_of(until + 1) - _DAY}
    return scores_of(rows(session, _SCORES, {"me": person_id, **days}))


def scores_of(found: Iterable[Any]) -> list[Score]:
    """Return scores as the strain detector reads them."""
    return [
        Score(week_of(day), DETECTOR_SCALES[instrument, scale], value, version)
        for instrument, scale, day, value, version, *_entered in found
        if (instrument, scale) in DETECTOR_SCALES
    ]


def urgent_signs(session: Session, person_id: UUID, *, today: date) -> list[UrgentSign]:
    """Return what in one person's newest answers asks for help at once; for checked callers."""
    found = rows(
        session,
        select(_GIVEN.c.instrument, _GIVEN.c.day, _GIVEN.c.urgent)
        .where(
            _GIVEN.c.person_id == person_id,
            _GIVEN.c.day.between(today - timedelta(days=URGENT_DAYS - 1), today),
        )
        .order_by(_GIVEN.c.day, _GIVEN.c.recorded_at),
    )
    return signs_of(found)


def signs_of(found: Iterable[Any]) -> list[UrgentSign]:
    """Return what in the newest answers to each questionnaire asks for help at once."""
    newest = {row.instrument: row for row in found}
    return [
        UrgentSign(day=row.day, **reason)
        for _name, row in sorted(newest.items())
        for reason in row.urgent
    ]


def _asked(done: date | None, put_off: Any) -> Asked:
    if put_off is None:
        return Asked(done)
    last = put_off.not_now_on
    counts = done is None or last is None or done < last
    return Asked(done, last, put_off.ignored if counts else 0, put_off.seen_on)
