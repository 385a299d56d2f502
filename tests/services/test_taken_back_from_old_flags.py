"""A slip that is taken back leaves no trace in a flag older than what it first rested on."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.models import (
    Case,
    RetentionLimit,
    WellbeingFlag,
    WellbeingFlagChange,
    WorkFlag,
    WorkFlagChange,
)
from core.services.cases import edit_case, open_case
from core.services.contacts import delete_contact, log_contact
from core.services.flags import refresh_flags
from core.services.new_usual import say_new_usual, take_back_new_usual
from core.services.retention import EXPIRIES, night_at
from core.vocabulary import Debrief, FlagKind, FlagMoment, Frequency, Kept, Level, Role
from tests.services.work import at_week, entry, log_weeks
from tests.support import NOW

pytestmark = pytest.mark.storage
MINUTE = timedelta(minutes=1)
LATER = NOW + timedelta(weeks=40)


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def many_people(session, ada):
    """A flag that has stood at one level for forty weeks."""
    for code in ("one", "two", "three", "four"):
        open_case(session, ada, code=code, frequency=Frequency.WEEKLY, now=NOW)
    for now in (NOW, LATER):
        refresh_flags(session, ada.person_id, now=now)
    return flag(session)


def flag(session):
    asked = select(WorkFlag).where(WorkFlag.subject == "weighted_people")
    return session.exec(asked.execution_options(populate_existing=True)).one()


def life(session, of, changes=WorkFlagChange):
    told = select(changes.what, changes.level).where(changes.flag_id == of.id)
    return [tuple(step) for step in session.exec(told.order_by(changes.at))]


def slip(session, ada, code, *, now):
    made = entry(day=now.date(), new_case_code=code)
    return log_contact(session, ada, made, now=now)


def test_a_level_of_a_slip_is_gone_and_the_flag_as_old_as_it_was(session, ada, many_people):
    since, raised_at = many_people.since, many_people.raised_at
    slips = [slip(session, ada, f"new {n}", now=LATER + n * MINUTE) for n in (1, 2, 3)]
    assert flag(session).level is Level.HIGH
    for number, made in enumerate(slips):
        delete_contact(session, ada, made, now=LATER + (10 + number) * MINUTE)
    found = flag(session)
    assert (found.level, found.since, found.raised_at) == (Level.WATCH, since, raised_at)
    assert life(session, found) == [(FlagMoment.RAISED, Level.WATCH)]


def seen_less_often(session, ada, *, now):
    """Put right how often two of the cases are seen."""
    cases = session.exec(select(Case.id, Case.code, Case.version).order_by(Case.code)).all()
    for case_id, code, version in cases[:2]:
        told = {"code": code, "agreed_weeks": None, "version": version, "now": now}
        edit_case(session, ada, case_id, frequency=Frequency.QUARTERLY, **told)


def test_what_was_told_before_a_case_was_seen_less_often_stays_told(session, ada):
    """How often a case was seen earlier is not kept: judged anew it would never have been high."""
    for number, code in enumerate("abcdef"):
        at = NOW + number * MINUTE
        open_case(session, ada, code=code, frequency=Frequency.WEEKLY, now=at)
    day = NOW + timedelta(days=10)
    made = log_contact(session, ada, entry(day=day.date()), now=day)
    seen_less_often(session, ada, now=NOW + timedelta(days=15))

    delete_contact(session, ada, made, now=NOW + timedelta(days=20))

    found = flag(session)
    assert [level for _what, level in life(session, found)] == [
        Level.WATCH,
        Level.HIGH,
        Level.WATCH,
    ]
    assert (found.raised_at, found.cleared_at) == (NOW + 3 * MINUTE, None)


def test_a_flag_that_rested_on_how_often_a_case_is_seen_goes_when_that_is_put_right(session, ada):
    for code in "abcd":
        open_case(session, ada, code=code, frequency=Frequency.WEEKLY, now=NOW)
    seen_less_often(session, ada, now=NOW + timedelta(days=1))
    assert session.exec(select(WorkFlag.id)).all() == []


def test_a_flag_of_more_than_half_a_year_ends_when_that_is_put_right(session, ada, many_people):
    seen_less_often(session, ada, now=LATER)
    found = flag(session)
    assert (found.raised_at, found.cleared_at) == (many_people.raised_at, LATER)


def test_what_went_with_a_new_usual_and_came_back_is_told_as_it_was(session, ada):
    log_weeks(session, ada, [3] * 10 + [9] * 5, first=0)
    now = at_week(15)
    refresh_flags(session, ada.person_id, now=now)
    say_new_usual(session, ada, now=now + MINUTE)
    take_back_new_usual(session, ada, now=now + 2 * MINUTE)
    strain = select(WellbeingFlag).where(
        WellbeingFlag.kind == FlagKind.BURNOUT_RISK, WellbeingFlag.cleared_at.is_(None)
    )
    (before,) = session.exec(strain).all()
    told = life(session, before, WellbeingFlagChange)
    assert told[-1] == (FlagMoment.RAISED_AGAIN, Level.HIGH)

    day = now.date() - timedelta(days=10)
    made = log_contact(session, ada, entry(day=day, toll=9), now=now + 3 * MINUTE)
    delete_contact(session, ada, made, now=now + 4 * MINUTE)

    (after,) = session.exec(strain).all()
    assert after.id == before.id
    assert life(session, after, WellbeingFlagChange) == told


def test_what_a_flag_rested_on_expired_and_it_stays_as_it_was_told(session, ada):
    """Judged anew without the tolls that expired, it would never have been there."""
    session.add(RetentionLimit(kept=Kept.WELLBEING, days=183, changed_at=NOW))
    for days in (0, 1, 5):
        at = NOW + timedelta(days=days)
        told = entry(day=at.date(), toll=9, debrief=Debrief.TAKEN)
        log_contact(session, ada, told, now=at)
    light = log_contact(session, ada, entry(day=at.date(), minutes=20), now=at + MINUTE)
    refresh_flags(session, ada.person_id, now=at + timedelta(days=40))
    (before,) = heavy(session)
    assert before.cleared_at is not None
    later = at + timedelta(days=183)
    for expire in EXPIRIES:
        expire(session, night_at(session, now=later))

    delete_contact(session, ada, light, now=later)

    (after,) = heavy(session)
    assert (after.id, after.raised_at, after.cleared_at) == (
        before.id,
        before.raised_at,
        before.cleared_at,
    )


def heavy(session):
    asked = select(WellbeingFlag.id, WellbeingFlag.raised_at, WellbeingFlag.cleared_at)
    return session.exec(asked.where(WellbeingFlag.kind == FlagKind.CASELOAD)).all()
