"""A limit is tried on how things are today, and only for what coordinators see by name anyway."""

import pytest

from core.errors import InvalidValue, NotAllowed, NotFound
from core.queries.thresholds import thresholds_in_force
from core.rules.thresholds import DEFAULTS
from core.services.contacts import log_contact
from core.services.pauses import start_pause
from core.services.threshold_trials import people_it_would_touch, tried_today
from core.vocabulary import Role
from tests.services.work import TODAY, entry
from tests.support import NOW

pytestmark = pytest.mark.storage
WATCH = "hours_week.watch"


@pytest.fixture
def administrator(add_actor):
    return add_actor(Role.ADMINISTRATOR, name="Alex", team=None)


@pytest.fixture
def workers(session, add_actor):
    """Return a function that lets people work so many hours this week."""

    def work(people, hours):
        found = []
        for number in range(people):
            actor = add_actor(Role.SUPPORTER, name=f"Person {number}")
            for _ in range(hours):
                log_contact(session, actor, entry(minutes=60), now=NOW)
            session.commit()
            found.append(actor)
        return found

    return work


def touched(session, actor, key, value, **more):
    return people_it_would_touch(session, actor, key, value, now=NOW, **more)


def test_a_stricter_limit_counts_whom_it_would_raise(session, administrator, workers):
    workers(6, 7)
    assert touched(session, administrator, WATCH, 6) == 5
    assert touched(session, administrator, WATCH, 7.5) is None


def test_a_wider_limit_counts_whom_it_would_spare(session, administrator, workers):
    workers(6, 9)
    assert touched(session, administrator, WATCH, 9) == 5


def test_fewer_than_five_people_look_like_none(session, administrator, workers):
    workers(4, 7)
    assert touched(session, administrator, WATCH, 6) is None
    assert touched(session, administrator, WATCH, 10) is None


def test_an_organisation_that_asks_for_more_people_sees_less(session, administrator, workers):
    workers(6, 7)
    assert touched(session, administrator, WATCH, 6, smallest_group=10) is None


def test_who_pauses_is_not_counted(session, administrator, workers):
    found = workers(5, 7)
    assert touched(session, administrator, WATCH, 6) == 5
    start_pause(session, found[0], starts_on=TODAY, returns_on=None, now=NOW)
    assert touched(session, administrator, WATCH, 6) is None


def test_limits_that_older_flags_cannot_answer_are_tried_on_today(session, administrator, workers):
    workers(6, 7)
    assert touched(session, administrator, "newcomer.days", 730) is None
    assert touched(session, administrator, "supervision_gap.watch", 1) is None


def test_trying_changes_nothing_and_refuses_what_saving_would(session, administrator, workers):
    workers(5, 7)
    touched(session, administrator, WATCH, 6)
    assert thresholds_in_force(session).value(WATCH) == 8
    with pytest.raises(InvalidValue):
        touched(session, administrator, WATCH, 13)


@pytest.mark.parametrize("key", ["speed", "boundary.reflect_count", "rest_low.watch"])
def test_wellbeing_is_never_tried_on_today(session, administrator, key):
    with pytest.raises(NotFound):
        touched(session, administrator, key, 3)


def test_what_is_tried_on_today_are_facts_of_the_work(session):
    assert tried_today("training_due.high")
    assert tried_today("weighted_people.capacity")
    assert not any(tried_today(key) for key in DEFAULTS if key.startswith("heavy_"))


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.COORDINATOR, Role.TRAINING_LEAD])
def test_only_an_administrator_tries_a_limit(session, add_actor, role):
    with pytest.raises(NotAllowed):
        touched(session, add_actor(role, name="Eve"), WATCH, 6)
