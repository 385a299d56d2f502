"""Leaving: said beforehand, done at the end of the last day, and taken back until then."""

from datetime import timedelta

import pytest

from core.database import reading, transaction
from core.errors import InvalidValue, NotFound
from core.jobs.nightly import run_jobs
from core.models import Person
from core.queries.people import actor_for
from core.queries.retention import own_leaving
from core.services.leaving import call_off_leaving, leave, plan_leaving
from core.services.people import reactivate
from core.vocabulary import Role
from tests.support import NOW

pytestmark = pytest.mark.storage

TODAY = NOW.date()


@pytest.fixture
def ann(add_actor):
    return add_actor(Role.ADMINISTRATOR, name="Ann", team=None)


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


def plan(engine, by, whom, last_day=TODAY + timedelta(days=7), now=NOW):
    with transaction(engine) as session:
        plan_leaving(session, by, whom.person_id, last_day=last_day, now=now)


def is_open(engine, actor, now):
    with reading(engine) as session:
        return actor_for(session, actor.person_id, now=now) is not None


def test_the_account_is_open_on_the_last_day_and_closed_after_it(engine, ann, ada):
    plan(engine, ann, ada)
    run_jobs(engine, now=NOW + timedelta(days=7))
    assert is_open(engine, ada, NOW)
    run_jobs(engine, now=NOW + timedelta(days=8))
    assert not is_open(engine, ada, NOW)


def test_the_person_reads_when_what_goes(engine, ann, ada):
    plan(engine, ann, ada)
    with reading(engine) as session:
        told = own_leaving(session, ada)
        assert own_leaving(session, ann) is None
    assert told.left_on == TODAY + timedelta(days=8)
    assert told.wellbeing_goes_on == told.left_on + timedelta(days=31)
    assert told.training_goes_on < told.everything_goes_on


def test_it_can_be_taken_back_until_the_account_closes(engine, ann, ada):
    plan(engine, ann, ada)
    with transaction(engine) as session:
        call_off_leaving(session, ann, ada.person_id, now=NOW)
    run_jobs(engine, now=NOW + timedelta(days=9))
    assert is_open(engine, ada, NOW)
    with transaction(engine) as session, pytest.raises(NotFound):
        call_off_leaving(session, ann, ada.person_id, now=NOW)


def test_whoever_comes_back_is_no_leaver_any_more(engine, ann, ada):
    with transaction(engine) as session:
        leave(session, ada, now=NOW)
    assert not is_open(engine, ada, NOW)
    with transaction(engine) as session:
        reactivate(session, ann, ada.person_id, now=NOW)
    run_jobs(engine, now=NOW + timedelta(days=40))
    with reading(engine) as session:
        assert session.get(Person, ada.person_id).left_at is None
    assert is_open(engine, ada, NOW)


@pytest.mark.parametrize("days", [-1, 93])
def test_a_day_that_is_over_or_far_away_is_refused(engine, ann, ada, days):
    with pytest.raises(InvalidValue, match="last day"):
        plan(engine, ann, ada, TODAY + timedelta(days=days))


def test_a_coordinator_writes_it_down_for_their_own_supporters_alone(engine, add_actor, ada):
    cleo = add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))
    far = add_actor(Role.SUPPORTER, name="Far", team="South")
    plan(engine, cleo, ada)
    with pytest.raises(NotFound):
        plan(engine, cleo, far)


def test_the_last_administrator_cannot_leave(engine, ann):
    with transaction(engine) as session, pytest.raises(InvalidValue, match="last administrator"):
        leave(session, ann, now=NOW)


def test_two_planned_leavings_leave_an_administrator(engine, add_actor, ann):
    bea = add_actor(Role.ADMINISTRATOR, name="Bea", team=None)
    plan(engine, ann, bea)
    with pytest.raises(InvalidValue, match="last administrator"):
        plan(engine, bea, ann)
    with transaction(engine) as session, pytest.raises(InvalidValue, match="last administrator"):
        leave(session, ann, now=NOW)
    plan(engine, ann, bea, TODAY + timedelta(days=9))


def test_the_last_administrator_is_not_closed_when_the_day_comes(engine, add_actor, ann):
    bea = add_actor(Role.ADMINISTRATOR, name="Bea", team=None)
    with transaction(engine) as session:
        for each in (ann, bea):
            session.get(Person, each.person_id).left_at = NOW
    run_jobs(engine, now=NOW + timedelta(days=1))
    assert [is_open(engine, each, NOW) for each in (ann, bea)].count(True) == 1
    run_jobs(engine, now=NOW + timedelta(days=2))
    assert [is_open(engine, each, NOW) for each in (ann, bea)].count(True) == 1
