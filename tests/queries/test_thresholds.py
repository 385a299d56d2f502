"""Administrators see every limit with its ground."""

from datetime import timedelta

import pytest

from core.errors import NotAllowed
from core.queries.team import team_overview
from core.queries.thresholds import (
    Ground,
    threshold_list,
    usual_capacity,
)
from core.rules.thresholds import DEFAULTS
from core.services.cases import open_case
from core.services.thresholds import change_threshold, restore_default
from core.vocabulary import Frequency, Role
from tests.support import NOW

pytestmark = pytest.mark.storage
HIGH = "hours_week.high"


@pytest.fixture
def administrator(add_actor):
    return add_actor(Role.ADMINISTRATOR, name="Alex", team=None)


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
def test_only_an_administrator_sees_the_table(session, add_actor, role):
    stranger = add_actor(role, name="Eve")
    with pytest.raises(NotAllowed):
        threshold_list(session, stranger)


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
