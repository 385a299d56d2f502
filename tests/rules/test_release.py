"""When figures are released, and what counts for which week."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.dates import monday_of, week_of
from core.rules.release import (
    LATE_FOR,
    TolledContact,
    counts_in,
    last_released_week,
    main_format,
    people_needed,
    release_moment,
    role_age,
)
from core.vocabulary import Format, RoleAge

LONDON = "Europe/London"
MONDAY = date(2026, 11, 16)
WEEK = week_of(MONDAY)


def contact(day=MONDAY, entered=None, way=Format.PHONE, minutes=30):
    created = entered or datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
    return TolledContact(day, created, way, minutes, 5)


def test_a_week_is_released_on_monday_at_six_local_time():
    week = week_of(datetime(2026, 7, 8, tzinfo=UTC).date())
    assert release_moment(week, LONDON).astimezone(UTC) == datetime(2026, 7, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize(("hour", "back"), [(5, 2), (6, 1)])
def test_before_six_the_week_before_is_the_last_released(hour, back):
    monday = datetime(2026, 11, 16, hour, tzinfo=UTC)
    assert last_released_week(monday, WEEK, LONDON) == WEEK - back


def test_the_floor_can_be_raised_but_not_lowered():
    assert [people_needed(n) for n in (1, 5, 7)] == [6, 6, 8]
    assert [people_needed(n, outside=True) for n in (1, 12)] == [11, 13]


def test_a_contact_counts_in_its_own_week_until_that_is_released():
    late = datetime(2026, 11, 23, 5, 59, tzinfo=UTC)
    assert counts_in(contact(), LONDON) == WEEK
    assert counts_in(contact(entered=late), LONDON) == WEEK


def test_a_late_contact_counts_in_the_next_release_and_a_very_late_one_in_none():
    assert counts_in(contact(entered=datetime(2026, 11, 23, 6, tzinfo=UTC)), LONDON) == WEEK + 1
    after = monday_of(WEEK + LATE_FOR)
    last = datetime(after.year, after.month, after.day, 12, tzinfo=UTC)
    assert counts_in(contact(entered=last), LONDON) == WEEK + LATE_FOR
    assert counts_in(contact(entered=last + timedelta(weeks=1)), LONDON) is None


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 24 * 60))
def test_nothing_counts_in_a_week_that_was_released_before_it_came(day, hours):
    entered = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hours)
    week = counts_in(contact(day, entered), LONDON)
    if week is not None:
        assert week >= week_of(day)
        assert release_moment(week, LONDON) > entered


def test_a_person_is_counted_with_the_format_of_most_of_their_contacts():
    phone, text = contact(way=Format.PHONE), contact(way=Format.TEXT, minutes=90)
    assert main_format([phone, phone, text]) is Format.PHONE
    assert main_format([phone, text]) is Format.TEXT
    assert main_format([contact(way=Format.FORUM), contact(way=Format.VIDEO)]) is Format.VIDEO


@pytest.mark.parametrize(
    ("weeks", "age"),
    [(0, RoleAge.NEW), (25, RoleAge.NEW), (26, RoleAge.SETTLED), (104, RoleAge.LONG)],
)
def test_the_time_in_the_role_is_told_in_three_steps(weeks, age):
    assert role_age(MONDAY, WEEK + weeks) is age
