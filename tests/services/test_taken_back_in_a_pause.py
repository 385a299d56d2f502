"""A pause keeps new flags down; what was up before it stays up whatever is corrected."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from core.models import WorkFlag, WorkFlagChange
from core.queries.contacts import own_contact
from core.services.contacts import delete_contact, edit_contact, log_contact
from core.services.flags import refresh_flags
from core.services.pauses import start_pause
from core.vocabulary import FlagMoment, Level, Role
from tests.services.work import entry
from tests.support import NOW

pytestmark = pytest.mark.storage
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
RAISED = [(FlagMoment.RAISED, Level.WATCH)]


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def long_one(session, ada):
    """A contact that was too long, and an hour later a pause."""
    made = log_contact(session, ada, entry(minutes=200), now=NOW)
    start_pause(session, ada, starts_on=NOW.date(), returns_on=None, now=NOW + HOUR)
    return made


def correct(session, ada, contact_id, *, minutes, now):
    before = own_contact(session, ada, contact_id)
    after = replace(before.entry, minutes=minutes)
    edit_contact(session, ada, contact_id, after, version=before.version, now=now)


def up(session):
    """Return the life of every open flag."""
    told = select(WorkFlagChange.what, WorkFlagChange.level).order_by(WorkFlagChange.at)
    flags = session.exec(select(WorkFlag.id).where(WorkFlag.cleared_at.is_(None))).all()
    return [
        [tuple(step) for step in session.exec(told.where(WorkFlagChange.flag_id == flag))]
        for flag in flags
    ]


def test_an_entry_of_the_pause_is_deleted_beside_a_flag_from_the_day_it_began(
    session, ada, long_one
):
    made = log_contact(session, ada, entry(day=(NOW + DAY).date(), minutes=30), now=NOW + DAY)
    delete_contact(session, ada, made, now=NOW + DAY + MINUTE)
    assert up(session) == [RAISED]


def test_a_flag_from_the_day_the_pause_began_outlasts_a_correction(session, ada, long_one):
    correct(session, ada, long_one, minutes=190, now=NOW + 2 * HOUR)
    assert up(session) == [RAISED]


def test_a_level_of_the_pause_goes_with_the_entry_and_the_flag_from_before_stays(
    session, ada, long_one
):
    longer = log_contact(session, ada, entry(day=(NOW + DAY).date(), minutes=300), now=NOW + DAY)
    refresh_flags(session, ada.person_id, now=NOW + 2 * DAY)
    made = log_contact(session, ada, entry(day=(NOW + DAY).date(), minutes=30), now=NOW + 2 * DAY)
    delete_contact(session, ada, made, now=NOW + 2 * DAY + MINUTE)
    assert [*RAISED, (FlagMoment.LEVEL, Level.HIGH)] in up(session)
    delete_contact(session, ada, longer, now=NOW + 3 * DAY)
    assert up(session) == [RAISED]


def test_a_flag_that_grew_in_the_pause_outlasts_an_entry_that_came_after(session, ada, long_one):
    log_contact(session, ada, entry(day=(NOW + DAY).date(), minutes=300), now=NOW + DAY)
    day = NOW + 3 * DAY
    made = log_contact(session, ada, entry(day=day.date(), minutes=30), now=day)
    delete_contact(session, ada, made, now=day + MINUTE)
    assert [*RAISED, (FlagMoment.LEVEL, Level.HIGH)] in up(session)


def test_what_the_pause_keeps_down_is_not_raised_by_a_correction(session, ada):
    start_pause(session, ada, starts_on=NOW.date(), returns_on=None, now=NOW)
    made = log_contact(session, ada, entry(minutes=200), now=NOW + HOUR)
    assert up(session) == []
    correct(session, ada, made, minutes=300, now=NOW + DAY)
    assert up(session) == []
