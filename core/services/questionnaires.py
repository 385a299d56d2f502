"""Answering a questionnaire, putting off what is asked, and switching a questionnaire off."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, select
from sqlmodel import Session

from core.data.instruments import Pack
from core.errors import InvalidValue, NotFound
from core.models import (
    InstrumentOff,
    Prompt,
    Questionnaire,
    QuestionnaireAnswer,
    QuestionnaireScore,
)
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.questionnaires import asked_so_far, instruments_off
from core.queries.rows import rows
from core.rules.instruments import check_answers
from core.rules.newcomers import BUDDY, FIRST_MONTHS
from core.rules.rhythm import BOUNDARY_CHECK, PULSE, STOP_AFTER, Asked, may_answer_from
from core.rules.words import day_words
from core.services.audit import note_setting
from core.services.flags import refresh_flags
from core.services.locking import lock_person
from core.services.packs import packs
from core.services.questionnaire_rows import questionnaire_rows
from core.vocabulary import FlagKind

_GIVEN: Final = table_of(Questionnaire)
_ANSWER: Final = table_of(QuestionnaireAnswer)
_SCORE: Final = table_of(QuestionnaireScore)
_KINDS: Final = (FlagKind.BURNOUT_RISK,)
_ASKED: Final = (PULSE, BOUNDARY_CHECK, BUDDY, FIRST_MONTHS)


def record_answers(
    session: Session,
    actor: Actor,
    instrument_id: str,
    answers: Mapping[str, int | None],
    *,
    now: datetime,
) -> UUID:
    """Score and record a questionnaire of the actor's own; on the same day it replaces itself.

    Raises:
        NotFound: there is no such questionnaire, or it is switched off.
        InvalidValue: an answer is not offered, nothing was answered, or it is too early again.
    """
    actor.must(Permission.LOG_WORK)
    pack = _offered(session, instrument_id)
    given = check_answers(pack, answers)
    lock_person(session, actor.person_id)
    today = organisation(session).today(now)
    replaced = _forget(session, actor, pack.id, today)
    _check_interval(session, actor, pack, today)
    questionnaire_id = _write(session, actor, pack, given, now=now, today=today)
    refresh_flags(
        session,
        actor.person_id,
        now=now,
        kinds=_KINDS,
        edited_from=today if replaced else None,
    )
    return questionnaire_id


def delete_answers(
    session: Session, actor: Actor, questionnaire_id: UUID, *, now: datetime
) -> None:
    """Remove one answered questionnaire with its scores, and what rested on it.

    Raises:
        NotFound: it is not the actor's own.
    """
    actor.must(Permission.LOG_WORK)
    lock_person(session, actor.person_id)
    own = (_GIVEN.c.id == questionnaire_id) & (_GIVEN.c.person_id == actor.person_id)
    found = rows(session, select(_GIVEN.c.day).where(own))
    if not found:
        raise NotFound("questionnaire")
    session.connection().execute(delete(_GIVEN).where(own))
    refresh_flags(session, actor.person_id, now=now, kinds=_KINDS, edited_from=found[0].day)


def not_now(session: Session, actor: Actor, subject: str, *, now: datetime) -> bool:
    """Put off what is asked; after several times in a row it is asked less often, then never.

    Returns:
        Whether it will be asked again.

    Raises:
        NotFound: nothing of that name is ever asked.
    """
    actor.must(Permission.LOG_WORK)
    if subject not in (*_ASKED, *packs()):
        raise NotFound("question")
    lock_person(session, actor.person_id)
    today = organisation(session).today(now)
    asked = _asked(session, actor, subject, now=now)
    if asked.last_not_now == today:
        return not asked.stopped
    _keep(session, actor, subject, Asked(asked.last_done, today, asked.ignored + 1))
    return asked.ignored + 1 < STOP_AFTER


def note_seen(session: Session, actor: Actor, subject: str, *, now: datetime) -> None:
    """Keep the day on which something that is asked first stood on a screen.

    Left there for a week it counts as put off, without anybody pressing anything.

    Raises:
        NotFound: nothing of that name is ever asked.
    """
    actor.must(Permission.LOG_WORK)
    if subject not in (*_ASKED, *packs()):
        raise NotFound("question")
    lock_person(session, actor.person_id)
    asked = _asked(session, actor, subject, now=now)
    if asked.seen_on is None:
        today = organisation(session).today(now)
        _keep(session, actor, subject, replace(asked, seen_on=today))


def _asked(session: Session, actor: Actor, subject: str, *, now: datetime) -> Asked:
    today = organisation(session).today(now)
    return asked_so_far(session, actor, now=now).subjects.get(subject, Asked()).as_of(today)


def _keep(session: Session, actor: Actor, subject: str, asked: Asked) -> None:
    row = session.get(Prompt, (actor.person_id, subject)) or Prompt(
        person_id=actor.person_id, subject=subject
    )
    row.seen_on, row.not_now_on, row.ignored = asked.seen_on, asked.last_not_now, asked.ignored
    session.add(row)
    session.flush()


def switch_instrument(
    session: Session, actor: Actor, instrument_id: str, *, on: bool, now: datetime
) -> None:
    """Offer a questionnaire, or stop offering it; answers given before stay with their owners.

    Raises:
        NotFound: there is no such questionnaire.
    """
    actor.must(Permission.MANAGE_ORGANISATION)
    if instrument_id not in packs():
        raise NotFound("questionnaire")
    row = session.get(InstrumentOff, instrument_id)
    if on and row is not None:
        session.delete(row)
    if not on and row is None:
        session.add(
            InstrumentOff(instrument=instrument_id, changed_at=now, changed_by=actor.person_id)
        )
    session.flush()
    note_setting(session, actor, f"questionnaire {instrument_id}: {'on' if on else 'off'}", now=now)


def _offered(session: Session, instrument_id: str) -> Pack:
    pack = packs().get(instrument_id)
    if pack is None or instrument_id in instruments_off(session):
        raise NotFound("questionnaire")
    return pack


def _forget(session: Session, actor: Actor, instrument_id: str, day: date) -> bool:
    gone = session.connection().execute(
        delete(_GIVEN).where(
            _GIVEN.c.person_id == actor.person_id,
            _GIVEN.c.instrument == instrument_id,
            _GIVEN.c.day == day,
        )
    )
    return bool(gone.rowcount)


def _check_interval(session: Session, actor: Actor, pack: Pack, today: date) -> None:
    last = rows(
        session,
        select(func.max(_GIVEN.c.day).label("day")).where(
            _GIVEN.c.person_id == actor.person_id, _GIVEN.c.instrument == pack.id
        ),
    )[0].day
    again = may_answer_from(last, pack.min_interval_days)
    if again is not None and today < again:
        raise InvalidValue(
            f"You answered this on {day_words(last)}. Answers closer together say little; "
            f"please come back from {day_words(again)}."
        )


def _write(
    session: Session,
    actor: Actor,
    pack: Pack,
    given: Mapping[str, int],
    *,
    now: datetime,
    today: date,
) -> UUID:
    questionnaire_id = uuid4()
    rows_to_write = questionnaire_rows(
        pack,
        given,
        questionnaire_id=questionnaire_id,
        person_id=actor.person_id,
        day=today,
        at=now,
    )
    connection = session.connection()
    connection.execute(insert(_GIVEN), rows_to_write.given)
    connection.execute(insert(_ANSWER), rows_to_write.answers)
    connection.execute(insert(_SCORE), rows_to_write.scores)
    return questionnaire_id
