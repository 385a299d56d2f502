"""Old records leave by themselves: every class by its own limit, whenever the night comes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Integer, Select, and_, delete, exists, or_, select, update
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session

from core import models as m
from core.models.base import table_of
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.personal_data import Personal
from core.queries.personal_tables import PERSONAL
from core.queries.retention import limits_in_force
from core.rules.access import OWN_DEVICE_ABSOLUTE
from core.rules.dates import week_of
from core.rules.retention import (
    COMPARED_FOR,
    KNOWN_DEVICE,
    Limits,
    check_limit,
    first_kept,
)
from core.services.audit import expire_audit, write_audit
from core.services.locking import lock_organisation
from core.services.throttle import forget_old_tries
from core.vocabulary import AuditEvent, Kept, Lane

__all__ = ["EXPIRIES", "Night", "night_at", "set_limit"]

_CONTACT: Final = table_of(m.Contact)
_LINK: Final = table_of(m.ContactCase)
_CASE: Final = table_of(m.Case)
_TOLL: Final = table_of(m.ContactToll)
_TAG: Final = table_of(m.ContactTag)
_RING: Final = table_of(m.RingMe)
_FLAG: Final = table_of(m.WellbeingFlag)
_GIVEN: Final = table_of(m.Questionnaire)
_ANSWER: Final = table_of(m.QuestionnaireAnswer)
_PERSON: Final = table_of(m.Person)
_SIGN_IN: Final = table_of(m.LoginSession)
_DEVICE: Final = table_of(m.KnownDevice)
_ATTEMPT: Final = table_of(m.OutsideAttempt)


@dataclass(frozen=True, slots=True)
class Night:
    """When old records are looked for, and which are old."""

    now: datetime
    today: date
    time_zone: str
    limits: Limits

    def first_day(self, kept: Kept) -> date:
        """Return the earliest day of a class that stays."""
        return first_kept(kept, self.limits, self.today)

    def first_moment(self, kept: Kept) -> datetime:
        """Return the beginning of that day where the organisation is."""
        return datetime.combine(self.first_day(kept), time(), ZoneInfo(self.time_zone))


def set_limit(session: Session, actor: Actor, kept: Kept, days: int, *, now: datetime) -> None:
    """Choose how long a class of records is kept; what is older goes in the next night.

    Raises:
        InvalidValue: it is out of range, or does not fit the other limits.
    """
    actor.must(Permission.MANAGE_ORGANISATION)
    lock_organisation(session)
    before = limits_in_force(session)
    check_limit(kept, days, before)
    if before[kept] == days:
        return
    row = session.get(m.RetentionLimit, kept) or m.RetentionLimit(
        kept=kept, days=days, changed_at=now
    )
    row.days, row.changed_at, row.changed_by = days, now, actor.person_id
    session.add(row)
    session.flush()
    write_audit(
        session,
        AuditEvent.SETTINGS_CHANGED,
        actor_id=actor.person_id,
        detail=f"kept: {kept.value} {before[kept]} -> {days} days",
        now=now,
    )


def night_at(session: Session, *, now: datetime) -> Night:
    """Return what is old at a moment."""
    place = organisation(session)
    return Night(now, place.today(now), place.time_zone, limits_in_force(session))


def _expire_tables(session: Session, night: Night) -> int:
    gone = _with_contacts(session, night) + _questionnaires(session, night)
    for one in reversed(PERSONAL):
        if one.ages_by and one.kept is not None and one.model not in _OTHERWISE:
            gone += _delete(session, one, _is_old(one, one.kept, night))
    return gone


def _is_old(one: Personal, kept: Kept, night: Night) -> ColumnElement[bool]:
    column = one.table.c[one.ages_by]
    old: ColumnElement[bool]
    if isinstance(column.type, Integer):
        old = column < week_of(night.first_day(kept))
    elif isinstance(column.type, Date):
        old = column < night.first_day(kept)
    else:
        old = column < night.first_moment(kept)
    if one.model is m.RingMe:
        # Nobody answered yet: it is not over.
        old = and_(old, or_(_RING.c.answered_at.is_not(None), _RING.c.withdrawn_at.is_not(None)))
    if one.newest_stays is None:
        return old
    newer = one.table.alias()
    alike = [newer.c[name] == one.table.c[name] for name in (one.owner, *one.newest_stays)]
    return and_(old, exists().where(newer.c[one.ages_by] > column, *alike))


def _with_contacts(session: Session, night: Night) -> int:
    """Let tolls and tags go before their contacts, and links before their cases."""
    connection = session.connection()
    old = select(_CONTACT.c.id).where(_CONTACT.c.day < night.first_day(Kept.WELLBEING))
    gone = sum(
        int(connection.execute(delete(table).where(table.c.contact_id.in_(old))).rowcount)
        for table in (_TOLL, _TAG)
    )
    ended = select(_CASE.c.id).where(_CASE.c.closed_on < night.first_day(Kept.WORK))
    connection.execute(delete(_LINK).where(_LINK.c.case_id.in_(ended)))
    return gone


def _questionnaires(session: Session, night: Night) -> int:
    """Let answers go on time, and a score once it is no longer what the newest is compared with."""
    connection = session.connection()
    old = _GIVEN.c.day < night.first_day(Kept.WELLBEING)
    answers = delete(_ANSWER).where(_ANSWER.c.questionnaire_id.in_(select(_GIVEN.c.id).where(old)))
    gone = int(connection.execute(answers).rowcount)
    newer = _GIVEN.alias()
    later = exists().where(
        newer.c.person_id == _GIVEN.c.person_id,
        newer.c.instrument == _GIVEN.c.instrument,
        newer.c.day > _GIVEN.c.day,
    )
    compared = later.where(newer.c.day > night.today - COMPARED_FOR)
    long_ago = later.where(newer.c.day <= night.today - COMPARED_FOR)
    needed = and_(compared, ~long_ago)
    return gone + int(connection.execute(delete(_GIVEN).where(old, ~needed)).rowcount)


def _expire_words(session: Session, night: Night) -> int:
    day, moment = night.first_day(Kept.WORDS), night.first_moment(Kept.WORDS)
    old_contacts = select(_CONTACT.c.id).where(_CONTACT.c.day < day)
    blank: tuple[tuple[Any, dict[str, Any], ColumnElement[bool]], ...] = (
        (_TOLL, {"note": None, "glad_of": None}, _TOLL.c.contact_id.in_(old_contacts)),
        (_CASE, {"ending_note": None}, _CASE.c.closed_on < day),
        (_FLAG, {"answer_reason": None, "context": None}, _FLAG.c.cleared_at < moment),
        (_RING, {"best_time": ""}, _RING.c.asked_at < moment),
    )
    gone = 0
    for table, values, old in blank:
        said = or_(*(table.c[name].is_distinct_from(empty) for name, empty in values.items()))
        gone += int(
            session.connection().execute(update(table).where(old, said).values(values)).rowcount
        )
    return gone


def _expire_sign_ins(session: Session, night: Night) -> int:
    moment = night.now - timedelta(days=night.limits[Kept.SIGN_INS])
    over = or_(_SIGN_IN.c.ended_at < moment, _SIGN_IN.c.created_at < moment - OWN_DEVICE_ABSOLUTE)
    connection = session.connection()
    gone = connection.execute(delete(_SIGN_IN).where(over)).rowcount
    unused = _DEVICE.c.last_used_at < night.now - KNOWN_DEVICE
    gone += connection.execute(delete(_DEVICE).where(unused)).rowcount
    begun = _ATTEMPT.c.created_at < night.now - timedelta(days=1)
    return int(gone + connection.execute(delete(_ATTEMPT).where(begun)).rowcount)


def _expire_failed_sign_ins(session: Session, night: Night) -> int:
    return forget_old_tries(
        session, before=night.now - timedelta(days=night.limits[Kept.FAILED_SIGN_INS])
    )


def _expire_of_leavers(session: Session, night: Night) -> int:
    wellbeing = _left_before(night, Kept.AFTER_LEAVING)
    gone = sum(
        _delete(session, one, one.belongs_to(wellbeing))
        for one in reversed(PERSONAL)
        if one.lane is Lane.WELLBEING
    )
    no_words = update(_CASE).where(_CASE.c.person_id.in_(wellbeing)).values(ending_note=None)
    session.connection().execute(no_words)
    trained = _left_before(night, Kept.TRAINING)
    training = (one for one in PERSONAL if one.kept is Kept.TRAINING)
    return gone + sum(_delete(session, one, one.belongs_to(trained)) for one in training)


def _left_before(night: Night, kept: Kept) -> Select[Any]:
    return select(_PERSON.c.id).where(_PERSON.c.left_at < night.first_moment(kept))


def _expire_audit(session: Session, night: Night) -> int:
    return expire_audit(session, before=night.first_moment(Kept.AUDIT), now=night.now)


def _delete(session: Session, one: Personal, condition: ColumnElement[bool]) -> int:
    return int(session.connection().execute(delete(one.table).where(condition)).rowcount)


_OTHERWISE: Final = frozenset({m.LoginSession, m.Questionnaire})
"""Tables with a rule of their own for what is old."""
EXPIRIES: Final[tuple[Callable[[Session, Night], int], ...]] = (
    _expire_words,
    _expire_tables,
    _expire_of_leavers,
    _expire_sign_ins,
    _expire_failed_sign_ins,
    _expire_audit,
)
"""Each belongs in a transaction of its own, so that nobody waits long to save."""
