"""Limits are tried on twelve months, once a week, and what was told stays as it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from core.errors import InvalidValue, NotAllowed, NotFound
from core.models import LimitTrial, LimitTrialMember, Person, ReleaseKey, SupportEvent, WorkFlag
from core.queries.people import organisation
from core.queries.threshold_trials import figures_tried, nearest
from core.queries.thresholds import thresholds_in_force
from core.rules.dates import monday_of, week_of
from core.rules.threshold_trials import Trial
from core.rules.thresholds import DEFAULTS, Thresholds
from core.services.boundary_checks import record_check
from core.services.contacts import log_contact
from core.services.limit_replay import Plan, flags_it_would_change
from core.services.pauses import start_pause
from core.services.pulses import record_pulse
from core.services.threshold_trials import count_flags, tell_trials, trials_due
from core.services.thresholds import change_threshold
from core.vocabulary import EventKind, PulseItem, Role
from tests.services.work import entry
from tests.support import NOW

pytestmark = pytest.mark.storage
WATCH = "hours_week.watch"
LAST_WEEK = week_of(NOW.date()) - 1
LATELY = NOW - timedelta(weeks=3)
"""When people get their account, if nothing is asked of the weeks before."""


@pytest.fixture
def administrator(add_actor):
    return add_actor(Role.ADMINISTRATOR, name="Alex", team=None)


@pytest.fixture
def add_worker(session, add_actor):
    """Return a function that adds somebody whose flags count from a moment on."""

    def add(name="Ada", *roles, since=LATELY):
        session.commit()  # nobody is added while something is being written
        actor = add_actor(*(roles or (Role.SUPPORTER,)), name=name)
        person = session.get(Person, actor.person_id)
        person.created_at, person.joined_on = since, NOW.date() - timedelta(weeks=80)
        session.commit()
        return actor

    return add


@pytest.fixture
def workers(session, add_worker):
    """Return a function that lets people work so many hours in one week."""

    def work(people, hours, *, week=LAST_WEEK, name="Person"):
        found = [add_worker(f"{name} {number}") for number in range(people)]
        for actor in found:
            work_hours(session, actor, hours, week=week)
        session.commit()
        return found

    return work


def work_hours(session, actor, hours, *, week=LAST_WEEK, **more):
    day = monday_of(week) + timedelta(days=2)
    at = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
    for _ in range(hours):
        log_contact(session, actor, entry(day=day, minutes=60, **more), now=at)


def try_all(session, *, now=NOW, **more):
    plan = trials_due(session, now=now)
    if plan is None:
        return 0
    everybody = list(session.exec(select(Person.id)).all())
    done = tell_trials(session, count_flags(session, everybody, plan), plan, now=now, **more)
    session.commit()
    return done


def told(session, administrator, key=WATCH, *, value=None):
    value = DEFAULTS[key].value if value is None else value
    tried = figures_tried(session, administrator, key, value)
    return {one.value: one.flags for one in tried}


def changes(session, actor, *keys, week=LAST_WEEK):
    """Return what the trials of some limits would change for one person."""
    plan = Plan.of(Thresholds(), week)
    found = flags_it_would_change(session, actor.person_id, plan, organisation(session))
    return {(each.key, each.value): flags for each, flags in found.items() if each.key in keys}


def test_a_wider_limit_counts_the_flags_that_would_be_gone(session, administrator, workers):
    workers(6, 9)
    try_all(session)
    assert told(session, administrator) == {4: None, 6: None, 7: None, 9: 5, 10: 5, 12: 5}


def test_a_stricter_limit_counts_the_flags_that_would_come_on_top(session, administrator, workers):
    workers(6, 7)
    try_all(session)
    assert told(session, administrator) == {4: 5, 6: 5, 7: None, 9: None, 10: None, 12: None}


def test_nothing_is_written_into_the_flags_themselves(session, workers):
    workers(6, 9)
    before = session.exec(select(WorkFlag.id, WorkFlag.level, WorkFlag.changed_at)).all()
    try_all(session)
    assert session.exec(select(WorkFlag.id, WorkFlag.level, WorkFlag.changed_at)).all() == before
    assert thresholds_in_force(session).value(WATCH) == 8


@pytest.mark.parametrize("people", [0, 1, 5])
def test_none_and_too_few_look_the_same(session, administrator, workers, people):
    workers(people, 9)
    try_all(session)
    assert set(told(session, administrator).values()) == {None}
    assert session.exec(select(LimitTrialMember)).all() == []
    assert session.exec(select(ReleaseKey)).all() == []


def test_an_organisation_that_asks_for_more_people_is_told_less(session, administrator, workers):
    workers(6, 9)
    try_all(session, smallest_group=10)
    assert set(told(session, administrator).values()) == {None}


def test_administrators_are_counted_in_no_figure_they_read(
    session, administrator, workers, add_worker
):
    workers(5, 9)
    both = add_worker("Both", Role.SUPPORTER, Role.ADMINISTRATOR)
    work_hours(session, both, 9)
    session.commit()
    try_all(session)
    assert set(told(session, administrator).values()) == {None}


def test_a_figure_is_told_once_a_week_however_often_somebody_asks(session, administrator, workers):
    workers(6, 9)
    assert try_all(session) > 0
    workers(6, 9, name="Late")
    assert trials_due(session, now=NOW) is None
    assert told(session, administrator)[9] == 5


def test_one_person_more_does_not_move_a_figure_and_six_do(session, administrator, workers):
    workers(7, 9)
    try_all(session)
    assert told(session, administrator)[9] == 5
    workers(1, 9, name="New")
    try_all(session, now=NOW + timedelta(days=7))
    assert told(session, administrator)[9] == 5, "8 would be told as 10"

    workers(5, 9, name="More")
    try_all(session, now=NOW + timedelta(days=14))
    assert told(session, administrator)[9] == 15


def test_neighbouring_figures_are_told_only_where_six_people_are_between_them(
    session, administrator, workers
):
    workers(6, 9)
    workers(1, 10, name="More")
    try_all(session)
    found = told(session, administrator)
    assert (found[9], found[10]) == (None, 5), "one person is between them"
    workers(6, 10, name="Six")
    try_all(session, now=NOW + timedelta(days=7))
    found = told(session, administrator)
    assert (found[9], found[10]) == (None, 15), "and one from what was told a week ago"


def test_two_limits_are_compared_with_each_other(session, administrator, workers):
    # To watch nobody under 12, or to talk with everybody over 9: the same flags and one more.
    workers(6, 10)
    workers(1, 9, name="Just over")
    try_all(session)
    assert told(session, administrator)[12] == 5
    assert told(session, administrator, "hours_week.high")[9] is None


def test_what_was_told_is_forgotten_when_none_of_its_weeks_is_tried(
    session, administrator, workers
):
    workers(6, 9)
    try_all(session)
    members = session.exec(select(LimitTrialMember)).all()
    assert members
    plan = Plan.of(Thresholds(), LAST_WEEK + 51)
    tell_trials(session, {}, plan, now=NOW)
    assert told(session, administrator)[9] == 5
    assert session.exec(select(LimitTrialMember)).all() == members
    tell_trials(session, {}, replace(plan, week=LAST_WEEK + 52), now=NOW)
    assert set(told(session, administrator).values()) == {None}
    assert session.exec(select(LimitTrialMember)).all() == []


def test_after_a_change_the_new_figure_is_tried_on_the_next_monday(session, administrator, workers):
    workers(6, 10)
    try_all(session)
    change_threshold(session, administrator, WATCH, 10, version=1, now=NOW)
    session.commit()
    assert told(session, administrator, value=9) == {}
    try_all(session, now=NOW + timedelta(days=7))
    assert told(session, administrator, value=9)[9] == 5


def test_an_erased_person_stays_in_what_was_told_under_a_key_that_leads_to_nobody(session, workers):
    gone = workers(6, 9)[0].person_id
    try_all(session)
    key = session.exec(select(ReleaseKey).where(ReleaseKey.person_id == gone)).one()
    mine = key.member_key
    session.delete(key)
    session.flush()
    assert mine in session.exec(select(LimitTrialMember.member_key)).all()
    assert mine not in session.exec(select(ReleaseKey.member_key)).all()


def test_the_same_list_is_read_whatever_is_typed_and_the_nearest_figure_answers(
    session, administrator, workers
):
    workers(6, 9)
    try_all(session)
    some = figures_tried(session, administrator, WATCH, 9)
    assert some == figures_tried(session, administrator, WATCH, 4)
    assert nearest(some, 8, 8.5).value == 9
    assert nearest(some, 8, 7.5).value == 7
    assert nearest(some, 8, 1).value == 4
    assert nearest([], 8, 9) is None
    assert some[0].until == monday_of(LAST_WEEK + 1)


def test_a_figure_that_would_be_refused_is_not_answered(session, administrator):
    with pytest.raises(InvalidValue):
        figures_tried(session, administrator, WATCH, 13)
    with pytest.raises(NotFound):
        figures_tried(session, administrator, "speed", 3)


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.COORDINATOR, Role.TRAINING_LEAD])
def test_only_an_administrator_reads_what_was_tried(session, add_actor, role):
    with pytest.raises(NotAllowed):
        figures_tried(session, add_actor(role, name="Eve"), WATCH, 6)


def test_flags_older_than_twelve_months_are_not_judged(session, add_worker):
    ada = add_worker(since=NOW - timedelta(weeks=54))
    work_hours(session, ada, 9, week=LAST_WEEK - 52)
    assert (WATCH, 9) not in changes(session, ada, WATCH)
    assert changes(session, ada, WATCH, week=LAST_WEEK - 1)[WATCH, 9] == 1


def test_what_was_before_somebody_had_an_account_is_not_judged(session, add_worker):
    ada = add_worker()
    work_hours(session, ada, 9, week=LAST_WEEK - 4)
    session.get(Person, ada.person_id).created_at = NOW - timedelta(weeks=2)
    session.flush()
    assert changes(session, ada, WATCH) == {}


def test_a_pause_silences_the_flags_of_its_weeks(session, add_worker):
    ada = add_worker()
    work_hours(session, ada, 9)
    assert changes(session, ada, WATCH)[WATCH, 9] == 1
    monday = monday_of(LAST_WEEK)
    start_pause(session, ada, starts_on=NOW.date(), returns_on=None, now=NOW)
    assert changes(session, ada, WATCH)[WATCH, 9] == 1
    session.connection().exec_driver_sql(f"UPDATE pause SET starts_on = '{monday}'")
    assert changes(session, ada, WATCH) == {}


@pytest.mark.parametrize(("sign", "counted"), [("money_lend", True), ("gift", False)])
def test_a_pause_does_not_silence_what_is_urgent(session, add_worker, sign, counted):
    ada = add_worker(since=NOW - timedelta(weeks=12))
    begins = NOW - timedelta(weeks=10)
    start_pause(session, ada, starts_on=begins.date(), returns_on=None, now=begins)
    record_check(session, ada, [sign], now=NOW - timedelta(weeks=9))
    assert bool(changes(session, ada, "boundary.days")) is counted


def test_an_incident_is_judged_as_it_was_settled(session, add_worker):
    ada = add_worker(since=NOW - timedelta(weeks=12))
    raised = NOW - timedelta(days=40, hours=30)
    session.add(
        SupportEvent(
            person_id=ada.person_id,
            kind=EventKind.INCIDENT,
            happened_on=raised.date(),
            raised_at=raised,
            settled_at=raised + timedelta(hours=14),
        )
    )
    session.flush()
    found = changes(session, ada, "incident_open.watch", "incident_open.high")
    assert found["incident_open.watch", 15] == 1, "it waited for fourteen hours"
    assert ("incident_open.watch", 13) not in found
    assert found["incident_open.high", 12] == 1


def test_days_of_signs_are_tried_on_the_signs_themselves(session, add_worker):
    ada = add_worker(since=NOW - timedelta(weeks=12))
    for days in (58, 53, 20):
        record_check(session, ada, ["special_case"], now=NOW - timedelta(days=days))
    found = changes(session, ada, "boundary.days")
    assert found["boundary.days", 45] == 1, "the three add up over 38 days"
    assert ("boundary.days", 38) not in found


def test_weeks_of_a_drift_are_tried_on_the_signs_themselves(session, add_worker):
    ada = add_worker(since=NOW - timedelta(weeks=12))
    for days in (63, 8, 5):
        record_check(session, ada, ["special_case"], now=NOW - timedelta(days=days))
    found = changes(session, ada, "boundary.drift_weeks")
    assert found["boundary.drift_weeks", 10] == 1, "nine weeks ago there was one, and now two"


def test_tolls_are_tried_too(session, add_worker):
    ada = add_worker(since=NOW - timedelta(weeks=12))
    work_hours(session, ada, 3, toll=8)
    found = changes(session, ada, "heavy_run.watch", "heavy_share.contacts", "undebriefed.count")
    assert found["heavy_run.watch", 4] == 1
    assert found["heavy_share.contacts", 3] == 1


def test_signs_beside_the_flag_are_tried_too(session, add_worker):
    ada = add_worker(since=NOW - timedelta(weeks=12))
    for weeks in (4, 3, 2):
        at = NOW - timedelta(weeks=weeks)
        record_pulse(session, ada, {PulseItem.SLEEP: 1}, now=at)
    found = changes(session, ada, "rest_low.watch", "rest_low.high")
    assert found["rest_low.watch", 4] == 1
    assert found["rest_low.high", 3] == 1
    assert found["rest_low.watch", 3] == 1


def test_every_limit_has_a_row_each_week_also_when_nothing_is_told(session, workers):
    workers(6, 9)
    try_all(session)
    rows = session.exec(select(LimitTrial.key, LimitTrial.instead_of, LimitTrial.value)).all()
    assert {Trial(*row) for row in rows} == set(Plan.of(Thresholds(), LAST_WEEK).others)
    assert {key for key, _now, _value in rows} == set(DEFAULTS)
