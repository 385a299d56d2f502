"""A flag's life says when a limit it is judged by was changed; what is over keeps its own."""

from datetime import time, timedelta

import pytest

from core.models import Person
from core.queries.flag_life import flag_life
from core.queries.flags import own_flags
from core.services.agreements import agree
from core.services.boundary_checks import record_check
from core.services.cases import open_case
from core.services.contacts import log_contact
from core.services.flags import refresh_flags
from core.services.thresholds import change_threshold, restore_default
from core.vocabulary import FlagMoment, Frequency, Lane, Level, Role
from tests.services.work import entry
from tests.support import NOW

pytestmark = pytest.mark.storage
HOUR = timedelta(hours=1)
LIMIT, LEVEL = FlagMoment.LIMIT, FlagMoment.LEVEL


@pytest.fixture
def administrator(add_actor):
    return add_actor(Role.ADMINISTRATOR, name="Alex", team=None)


@pytest.fixture
def ada(add_actor, session):
    actor = add_actor(Role.SUPPORTER)
    session.get(Person, actor.person_id).joined_on = NOW.date() - timedelta(days=400)
    session.commit()
    return actor


@pytest.fixture
def change(session, administrator):
    """Return a function that changes a limit, after which Ada's flags are judged anew."""
    versions = {}

    def set_limit(actor, key, value, *, at):
        version = versions.setdefault(key, 1)
        change_threshold(session, administrator, key, value, version=version, now=at)
        versions[key] += 1
        refresh_flags(session, actor.person_id, now=at + HOUR)

    return set_limit


def work_hours(session, actor, hours, *, now=NOW):
    for _ in range(hours):
        log_contact(session, actor, entry(minutes=60), now=now)


def life(session, actor, *, subject="hours_week", lane=Lane.WORK, now=NOW + 9 * HOUR):
    views = [
        view
        for cleared in (False, True)
        for view in own_flags(session, actor, now=now, cleared=cleared)
        if view.subject == subject
    ]
    return flag_life(session, actor, lane, views[0].id, now=now)


def limits(steps):
    return [
        (step.limit.name, step.limit.before, step.limit.after, step.at - NOW)
        for step in steps
        if step.what is LIMIT
    ]


def test_a_changed_limit_stands_in_the_life_of_an_open_flag_before_what_it_did(
    session, ada, change
):
    work_hours(session, ada, 9)
    change(ada, "hours_week.high", 8.5, at=NOW + HOUR)

    steps = life(session, ada)

    assert [step.what for step in steps][:3] == [FlagMoment.RAISED, LIMIT, LEVEL]
    assert limits(steps) == [("Hours in a week, worth a talk", 12, 8.5, HOUR)]
    assert steps[1].limit.unit == "hours"
    assert steps[2].level is Level.HIGH


def test_each_change_says_what_the_limit_was_before(session, ada, administrator, change):
    work_hours(session, ada, 20)
    change(ada, "hours_week.high", 14, at=NOW + HOUR)
    later = NOW + 3 * HOUR
    restore_default(session, administrator, "hours_week.high", version=2, now=later)
    refresh_flags(session, ada.person_id, now=later)
    assert [(before, after) for _n, before, after, _at in limits(life(session, ada))] == [
        (12, 14),
        (14, 12),
    ]


def test_a_flag_that_a_changed_limit_ended_says_both(session, ada, change):
    work_hours(session, ada, 9)
    change(ada, "hours_week.watch", 10, at=NOW + HOUR)
    assert [step.what for step in life(session, ada)] == [
        FlagMoment.RAISED,
        LIMIT,
        FlagMoment.CLEARED,
    ]


def test_a_closed_flag_keeps_figure_version_and_source_and_hears_of_no_later_change(
    session, ada, change
):
    work_hours(session, ada, 9)
    over = NOW + timedelta(days=10)
    refresh_flags(session, ada.person_id, now=over)
    (before,) = own_flags(session, ada, now=over, cleared=True)
    change(ada, "hours_week.watch", 5, at=over + HOUR)

    (after,) = own_flags(session, ada, now=over + 2 * HOUR, cleared=True)

    assert after.findings == before.findings
    assert (after.findings[0].version, after.findings[0].numbers["limit"]) == (1, 8)
    assert limits(life(session, ada, now=over + 2 * HOUR)) == []


def test_what_was_changed_before_a_flag_was_raised_is_not_in_its_life(session, ada, change):
    change(ada, "hours_week.watch", 6, at=NOW - HOUR)
    work_hours(session, ada, 7)
    assert limits(life(session, ada)) == []


def test_a_limit_of_something_else_is_not_in_its_life(session, ada, change):
    work_hours(session, ada, 9)
    change(ada, "after_hours.watch", 1, at=NOW + HOUR)
    change(ada, "newcomer.factor", 0.5, at=NOW + HOUR)
    assert limits(life(session, ada)) == []


def test_the_share_of_first_days_is_in_the_life_of_a_newcomers_flag(session, ada, change):
    session.get(Person, ada.person_id).joined_on = NOW.date() - timedelta(days=30)
    session.commit()
    work_hours(session, ada, 9)
    change(ada, "newcomer.factor", 0.5, at=NOW + HOUR)
    assert limits(life(session, ada)) == [("Share of a limit in those first days", 0.7, 0.5, HOUR)]


@pytest.mark.parametrize("agreed", [False, True])
def test_the_usual_capacity_concerns_nobody_who_agreed_on_another(session, ada, change, agreed):
    if agreed:
        day = {"from_time": time(9), "until_time": time(20)}
        agree(session, ada, capacity=5, hours_per_week=8, now=NOW, **day)
    for code in "ABCDEFG":
        open_case(session, ada, code=code, frequency=Frequency.WEEKLY, now=NOW)
    change(ada, "weighted_people.capacity", 6, at=NOW + HOUR)
    said = limits(life(session, ada, subject="weighted_people"))
    assert len(said) == (0 if agreed else 1)


def test_a_boundary_flag_hears_of_the_limits_of_signs(session, ada, change):
    record_check(session, ada, ["special_case"], now=NOW)
    change(ada, "boundary.reflect_count", 2, at=NOW + HOUR)
    said = limits(life(session, ada, subject="need", lane=Lane.WELLBEING))
    assert [(before, after) for _name, before, after, _at in said] == [(3, 2)]
