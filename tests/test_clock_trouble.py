"""Clocks that jump or change do no harm."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from core import clock
from core.database import transaction
from core.jobs import schedule
from core.models import Contact, Person
from core.queries.access import session_person
from core.rules.dates import local_day, week_of
from core.services.access import start_session, token_hash
from core.services.contacts import log_contact
from core.vocabulary import Role
from tests.services.work import entry
from tests.support import NOW

LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
SHORT_DAY, LONG_DAY = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(("day", "hours"), [(SHORT_DAY, 23), (LONG_DAY, 25)])
def test_promise_33_a_day_of_23_or_25_hours_is_one_day(day, hours):
    midnight = datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(UTC)

    for nth in range(hours * 60):
        assert local_day(midnight + timedelta(minutes=nth), "Europe/London") == day
    assert local_day(midnight + timedelta(hours=hours), "Europe/London") == day + timedelta(1)
    assert local_day(midnight - timedelta(minutes=1), "Europe/London") == day - timedelta(1)


@given(st.integers(0, 15 * 366 * 24 * 60).map(lambda n: FIRST + timedelta(minutes=n)))
def test_promise_33_a_week_begins_on_the_organisations_monday(moment):
    for zone in ("Europe/London", "Pacific/Auckland", "America/St_Johns"):
        day = local_day(moment, zone)
        monday = day - timedelta(days=day.weekday())

        assert week_of(day) == week_of(monday) == week_of(monday + timedelta(days=6))
        assert week_of(monday) == week_of(monday - timedelta(days=1)) + 1


@pytest.mark.parametrize("jump", [timedelta(days=-30), timedelta(days=30), timedelta(days=-1)])
def test_promise_33_a_clock_that_jumps_lets_nobody_in_again(session, add_actor, jump):
    ada = add_actor(Role.SUPPORTER)
    token = start_session(session, person_id=ada.person_id, now=NOW)
    session.flush()

    assert session_person(session, token_hash(token), now=NOW + jump) is None


def test_promise_33_a_sign_in_outlives_clocks_that_differ_a_little(session, add_actor):
    ada = add_actor(Role.SUPPORTER)
    token = start_session(session, person_id=ada.person_id, now=NOW)
    session.flush()

    moment = NOW - timedelta(minutes=2)
    assert session_person(session, token_hash(token), now=moment) is not None


@pytest.mark.parametrize("days", [30, -30, 800])
def test_promise_33_a_clock_that_jumps_while_the_server_runs_deletes_nothing(
    engine, add_actor, days, caplog
):
    ada = add_actor(Role.SUPPORTER)
    moment = clock.utc_now()
    with transaction(engine) as session:
        today = local_day(moment, "Europe/London")
        log_contact(session, ada, entry(day=today, toll=3, note="still here"), now=moment)

    with time_machine.travel(moment + timedelta(days=days), tick=True):
        schedule._night(engine)

    assert "clock was moved" in caplog.text
    with transaction(engine) as session:
        assert session.exec(select(Contact.id)).all()
        assert session.exec(select(Person.active)).all() == [True]


def test_promise_33_a_clock_that_runs_as_it_should_has_not_jumped():
    assert abs(clock.clock_jump()) < timedelta(minutes=1)
