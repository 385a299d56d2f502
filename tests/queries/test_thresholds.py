"""Administrators see every limit with its ground, and counts that name nobody."""

from datetime import timedelta

import pytest

from core.errors import InvalidValue, NotAllowed, NotFound
from core.models import WellbeingFlag, WorkFlag
from core.queries.team import team_overview
from core.queries.thresholds import (
    Ground,
    flags_that_would_change,
    threshold_list,
    thresholds_in_force,
    usual_capacity,
)
from core.rules.thresholds import DEFAULTS
from core.services.cases import open_case
from core.services.contacts import log_contact
from core.services.thresholds import change_threshold, restore_default
from core.vocabulary import BoundaryTheme, FlagKind, Frequency, Level, Role
from tests.services.work import entry
from tests.support import NOW

pytestmark = pytest.mark.storage
WATCH = "hours_week.watch"
HIGH = "hours_week.high"
REFLECT = "boundary.reflect_count"


@pytest.fixture
def administrator(add_actor):
    return add_actor(Role.ADMINISTRATOR, name="Alex", team=None)


@pytest.fixture
def over_hours(session, add_actor):
    """Return a function that lets people work so many hours in a week."""

    def work(people, hours):
        for number in range(people):
            actor = add_actor(Role.SUPPORTER, name=f"Person {number}")
            for _ in range(hours):
                log_contact(session, actor, entry(minutes=60), now=NOW)
            session.commit()

    return work


def would_change(session, actor, key, value, **more):
    return flags_that_would_change(session, actor, key, value, now=NOW, **more)


def row_of(session, actor, key):
    return next(row for row in threshold_list(session, actor) if row.key == key)


def test_the_list_holds_every_limit_as_it_comes(session, administrator):
    found = threshold_list(session, administrator)
    assert [row.key for row in found] == list(DEFAULTS)
    for row in found:
        limit = DEFAULTS[row.key]
        assert (row.value, row.default, row.source) == (limit.value, limit.value, limit.source)
        assert row.ground is (Ground.DEFAULT if limit.is_default else Ground.LITERATURE)
        assert row.history == ()


def test_a_changed_limit_shows_who_when_and_what_it_was_before(session, administrator):
    change_threshold(session, administrator, HIGH, 14, version=1, now=NOW)
    later = NOW + timedelta(days=1)
    restore_default(session, administrator, HIGH, version=2, now=later)
    row = row_of(session, administrator, HIGH)
    assert (row.value, row.ground, row.version) == (12, Ground.LITERATURE, 3)
    assert [
        (each.version, each.value, each.ground, each.changed_by, each.changed_at)
        for each in row.history
    ] == [
        (3, 12, Ground.LITERATURE, "Alex", later),
        (2, 14, Ground.ORGANISATION, "Alex", NOW),
    ]


def test_a_changed_limit_still_shows_what_the_default_rests_on(session, administrator):
    change_threshold(session, administrator, HIGH, 14, version=1, now=NOW)
    row = row_of(session, administrator, HIGH)
    assert row.ground is Ground.ORGANISATION
    assert row.default_source == DEFAULTS[HIGH].source
    assert row.source != row.default_source


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.COORDINATOR, Role.TRAINING_LEAD])
def test_only_an_administrator_sees_the_table_and_tries_figures(session, add_actor, role):
    stranger = add_actor(role, name="Eve")
    with pytest.raises(NotAllowed):
        threshold_list(session, stranger)
    with pytest.raises(NotAllowed):
        would_change(session, stranger, WATCH, 9)


def test_flags_that_a_wider_limit_would_not_have_raised_are_counted(
    session, administrator, over_hours
):
    over_hours(6, 9)
    assert would_change(session, administrator, WATCH, 9) == 5
    assert would_change(session, administrator, WATCH, 8.5) is None
    assert would_change(session, administrator, HIGH, 8.5) == 5


def test_fewer_than_five_people_look_like_none(session, administrator, over_hours):
    assert would_change(session, administrator, WATCH, 9) is None
    session.commit()
    over_hours(4, 9)
    assert would_change(session, administrator, WATCH, 9) is None


def test_an_organisation_that_asks_for_more_people_sees_less(session, administrator, over_hours):
    over_hours(6, 9)
    assert would_change(session, administrator, WATCH, 9, smallest_group=10) is None


def test_one_person_with_many_flags_is_not_counted_out(session, administrator, add_actor):
    people = [add_actor(Role.SUPPORTER, name=f"Person {n}").person_id for n in range(5)]
    session.add_all(hours_flag(person) for person in people)
    session.add_all(hours_flag(people[0]) for _ in range(9))
    session.commit()
    assert would_change(session, administrator, WATCH, 9) is None


def test_flags_of_the_wellbeing_lane_are_counted_by_the_same_rule(
    session, administrator, add_actor
):
    people = [add_actor(Role.SUPPORTER, name=f"Person {n}").person_id for n in range(8)]
    session.add_all(boundary_flag(person) for person in people[:4])
    session.commit()
    assert would_change(session, administrator, REFLECT, 4) is None
    session.add_all(boundary_flag(person) for person in people[4:])
    session.commit()
    assert would_change(session, administrator, REFLECT, 4) == 10
    assert would_change(session, administrator, REFLECT, 2) is None


def test_flags_older_than_twelve_months_are_left_out(session, administrator, add_actor):
    people = [add_actor(Role.SUPPORTER, name=f"Person {n}").person_id for n in range(6)]
    session.add_all(hours_flag(person, raised_at=NOW - timedelta(days=366)) for person in people)
    session.commit()
    assert would_change(session, administrator, WATCH, 9) is None


def test_a_flag_is_tried_against_the_version_it_was_raised_with(session, administrator, add_actor):
    change_threshold(session, administrator, WATCH, 6, version=1, now=NOW)
    session.commit()
    people = [add_actor(Role.SUPPORTER, name=f"Person {n}").person_id for n in range(5)]
    # Newcomers: 0.7 times 6 hours; at 7 hours the limit would have been 4.9, at 7.5 5.25.
    session.add_all(hours_flag(one, value=5, limit=4.2, version=2) for one in people)
    session.commit()
    assert would_change(session, administrator, WATCH, 7) is None
    assert would_change(session, administrator, WATCH, 7.5) == 5


def test_a_figure_that_would_be_refused_is_refused_here_too(session, administrator):
    with pytest.raises(InvalidValue):
        would_change(session, administrator, WATCH, 13)
    with pytest.raises(NotFound):
        would_change(session, administrator, "speed", 13)


def test_a_limit_without_stored_numbers_is_said_not_to_be_countable(session, administrator):
    assert row_of(session, administrator, "newcomer.days").not_tried
    assert not row_of(session, administrator, WATCH).not_tried
    assert would_change(session, administrator, "newcomer.days", 90) is None


def test_the_capacity_that_counts_without_an_agreement_follows_its_limit(
    session, administrator, add_actor
):
    ada = add_actor(Role.SUPPORTER)
    nora = add_actor(Role.COORDINATOR, name="Nora", coordinates=("North",))
    assert usual_capacity(session, ada) == 5
    change_threshold(session, administrator, "weighted_people.capacity", 4, version=1, now=NOW)
    assert usual_capacity(session, ada) == 4
    overview = team_overview(session, nora, now=NOW)
    assert {member.capacity for member in overview.members} == {4}


def test_a_load_is_near_the_capacity_from_the_share_that_is_set(session, administrator, add_actor):
    ada = add_actor(Role.SUPPORTER)
    nora = add_actor(Role.COORDINATOR, name="Nora", coordinates=("North",))
    for code in ("A", "B", "C", "D"):
        open_case(session, ada, code=code, frequency=Frequency.WEEKLY, now=NOW)
    share = "weighted_people.watch_share"

    assert [member.load for member in team_overview(session, nora, now=NOW).members] == ["near"]
    change_threshold(session, administrator, share, 0.8, version=1, now=NOW)
    assert [member.load for member in team_overview(session, nora, now=NOW).members] == ["within"]


def test_trying_a_figure_changes_nothing(session, administrator, over_hours):
    over_hours(5, 9)
    would_change(session, administrator, WATCH, 9)
    assert thresholds_in_force(session).value(WATCH) == 8
    assert row_of(session, administrator, WATCH).history == ()


def hours_flag(person_id, *, value=9, limit=8, version=1, raised_at=NOW):
    return WorkFlag(
        person_id=person_id,
        kind=FlagKind.CASELOAD,
        subject="hours_week",
        level=Level.WATCH,
        since=raised_at.date(),
        raised_at=raised_at,
        changed_at=raised_at,
        findings=[finding("hours_week", {"value": value, "limit": limit}, version)],
    )


def boundary_flag(person_id):
    return WellbeingFlag(
        person_id=person_id,
        kind=FlagKind.BOUNDARY,
        subject=BoundaryTheme.NEED,
        level=Level.HIGH,
        since=NOW.date(),
        raised_at=NOW,
        changed_at=NOW,
        findings=[finding("signs_add_up", {"count": 3, "days": 30}, 1)],
    )


def finding(rule, numbers, version):
    return {
        "rule": rule,
        "name": rule,
        "sentence": "A sentence.",
        "numbers": numbers,
        "threshold": "",
        "source": "",
        "is_default": True,
        "version": version,
    }
