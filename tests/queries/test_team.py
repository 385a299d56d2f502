"""The work of a team by name: sums and agreements."""

from datetime import date, timedelta

import pytest

from core.errors import NotAllowed
from core.models import Agreement, Case, Meeting, Pause, Person, WorkWeek
from core.queries.team import team_overview
from core.rules.dates import week_of
from core.vocabulary import Frequency, MeetingKind, Role
from tests.support import NOW

pytestmark = pytest.mark.storage

TODAY = NOW.date()
WEEK = week_of(TODAY)


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


def only_member(session, actor):
    [member] = team_overview(session, actor, now=NOW).members
    return member


def test_hours_add_up_four_closed_weeks_and_never_the_running_one(session, ada, cleo):
    session.add_all(
        WorkWeek(week=WEEK - back, person_id=ada.person_id, minutes=60) for back in range(8)
    )
    session.flush()
    assert only_member(session, cleo).hours == 4


def test_open_cases_count_by_how_often_they_are_seen(session, ada, cleo):
    for frequency, closed in (
        (Frequency.WEEKLY, None),
        (Frequency.FORTNIGHTLY, None),
        (Frequency.WEEKLY, TODAY),
    ):
        session.add(
            Case(
                person_id=ada.person_id,
                code="Heron",
                frequency=frequency,
                opened_on=date(2026, 1, 1),
                closed_on=closed,
            )
        )
    session.flush()
    member = only_member(session, cleo)
    assert (member.cases, member.weighted, member.over_capacity) == (2, 1.5, False)


def test_the_newest_agreement_in_force_is_the_capacity(session, ada, cleo):
    for since, capacity in ((-40, 6.0), (-1, 1.0), (30, 9.0)):
        session.add(
            Agreement(
                person_id=ada.person_id,
                since=TODAY + timedelta(days=since),
                capacity=capacity,
                recorded_at=NOW,
            )
        )
    session.flush()
    member = only_member(session, cleo)
    assert (member.capacity, member.capacity_agreed) == (1.0, True)


def test_without_an_agreement_the_usual_limit_is_shown_as_a_default(session, ada, cleo):
    member = only_member(session, cleo)
    assert (member.capacity, member.capacity_agreed) == (5.0, False)


def test_pauses_ahead_and_talks_are_facts(session, ada, cleo):
    session.add(
        Pause(
            person_id=ada.person_id,
            starts_on=TODAY + timedelta(days=3),
            returns_on=TODAY + timedelta(days=9),
            recorded_at=NOW,
        )
    )
    session.add(
        Meeting(
            person_id=ada.person_id,
            day=TODAY,
            kind=MeetingKind.SUPERVISION,
            recorded_by=ada.person_id,
            recorded_at=NOW,
        )
    )
    session.flush()
    team = team_overview(session, cleo, now=NOW)
    [member] = team.pauses
    assert (member.on_pause, member.last_supervision, member.last_team_contact) == (
        False,
        TODAY,
        None,
    )
    assert team.active == 1


def test_another_team_is_not_there(session, add_actor, ada, cleo):
    add_actor(Role.SUPPORTER, name="Far", team="South")
    assert [m.name for m in team_overview(session, cleo, now=NOW).members] == ["Ada"]


def test_a_closed_account_is_not_there(session, ada, cleo):
    session.get(Person, ada.person_id).active = False
    session.flush()
    assert team_overview(session, cleo, now=NOW).members == ()


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.TRAINING_LEAD, Role.ADMINISTRATOR])
def test_only_coordinators_see_a_team(session, add_actor, role):
    with pytest.raises(NotAllowed):
        team_overview(session, add_actor(role, name="Rae"), now=NOW)
