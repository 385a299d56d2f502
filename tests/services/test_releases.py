"""Closing a week: worked out once, and never changed afterwards."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.models import Release, ReleaseMember, StrainWeek
from core.queries.releases import released_strain
from core.rules.dates import week_of
from core.services.releases import release_closed_weeks
from core.vocabulary import Role
from tests.support import NOW

pytestmark = pytest.mark.storage

LAST_WEEK = week_of(NOW.date()) - 1


@pytest.fixture
def people(add_actor):
    return [add_actor(Role.SUPPORTER, name=f"P{nth}") for nth in range(6)]


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


def log_week(session, people, tolls, week=LAST_WEEK):
    session.add_all(
        StrainWeek(week=week, person_id=person.person_id, tolls=2, toll_sum=2 * toll)
        for person, toll in zip(people, tolls, strict=False)
    )
    session.flush()


def shown(session, actor, weeks=2):
    [team] = released_strain(session, actor, weeks=weeks, now=NOW)
    return [week.value for week in team.weeks]


def test_a_closed_week_of_enough_people_gets_a_figure(session, people, cleo):
    log_week(session, people, [2, 3, 4, 5, 6, 7])
    release_closed_weeks(session, now=NOW)
    assert shown(session, cleo) == [None, 4.5]
    assert len(session.exec(select(ReleaseMember)).all()) == 6


def test_late_entries_change_nothing(session, people, cleo):
    log_week(session, people, [2, 3, 4, 5, 6, 7])
    release_closed_weeks(session, now=NOW)
    session.get(StrainWeek, (LAST_WEEK, people[0].person_id)).toll_sum = 20
    session.flush()
    assert release_closed_weeks(session, now=NOW) == 0
    assert shown(session, cleo) == [None, 4.5]


def test_a_withheld_week_stays_withheld_when_more_people_log_late(session, people, cleo):
    log_week(session, people[:4], [2, 3, 4, 5])
    release_closed_weeks(session, now=NOW)
    log_week(session, people[4:], [6, 7])
    release_closed_weeks(session, now=NOW)
    assert shown(session, cleo) == [None, None]


def test_too_few_and_none_look_the_same(session, people, cleo):
    log_week(session, people[:4], [2, 3, 4, 5], week=LAST_WEEK - 1)
    release_closed_weeks(session, now=NOW)
    assert shown(session, cleo) == [None, None]
    assert session.exec(select(ReleaseMember)).all() == []


def test_the_running_week_is_not_released(session, people, cleo):
    log_week(session, people, [2, 3, 4, 5, 6, 7], week=LAST_WEEK + 1)
    release_closed_weeks(session, now=NOW)
    assert session.exec(select(Release.week)).all() == [LAST_WEEK]
    assert shown(session, cleo, weeks=1) == [None]


def test_a_coordinator_is_left_out_of_their_own_teams_figure(session, people, cleo):
    log_week(session, [*people[:4], cleo], [2, 3, 4, 5, 6])
    release_closed_weeks(session, now=NOW)
    assert shown(session, cleo, weeks=1) == [None]


def test_missed_weeks_are_caught_up(session, people, cleo):
    log_week(session, people, [2, 3, 4, 5, 6, 7], week=LAST_WEEK - 1)
    log_week(session, people, [3, 4, 5, 6, 7, 8])
    assert release_closed_weeks(session, now=NOW) == 2
    assert shown(session, cleo) == [4.5, 5.5]
    log_week(session, people, [3, 4, 5, 6, 7, 8], week=LAST_WEEK + 1)
    assert release_closed_weeks(session, now=NOW + timedelta(days=7)) == 1


def test_nobody_sees_the_figure_of_another_team(session, add_actor, people, cleo):
    log_week(session, people, [2, 3, 4, 5, 6, 7])
    release_closed_weeks(session, now=NOW)
    session.commit()
    sol = add_actor(Role.COORDINATOR, name="Sol", team="South", coordinates=("South",))
    assert [team.team for team in released_strain(session, sol, weeks=1, now=NOW)] == ["South"]
