"""The work of a team by name, in a number of statements that does not grow."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event

from core.database import reading, transaction
from core.errors import NotAllowed
from core.models import Agreement, Case, Meeting, Pause, Person, PersonRole, WorkFlag, WorkWeek
from core.queries.follow_ups import needs_you
from core.queries.releases import released_strain
from core.queries.team import team_overview
from core.rules.dates import week_of
from core.services.follow_ups import open_follow_up
from core.vocabulary import FlagKind, FollowUpReason, Frequency, Level, MeetingKind, Role
from tests.shared_flags import raise_flag
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


def fill(engine, team_id, people):
    with transaction(engine) as session:
        for nth in range(people):
            person = Person(
                team_id=team_id,
                email=f"{uuid4().hex}@example.org",
                display_name=f"Person {nth}",
                joined_on=date(2024, 1, 1),
                created_at=NOW,
            )
            session.add(person)
            session.flush()
            session.add(PersonRole(person_id=person.id, role=Role.SUPPORTER))
            session.add(WorkWeek(week=WEEK, person_id=person.id, minutes=60))
            session.add(
                Case(
                    person_id=person.id,
                    code="Heron",
                    frequency=Frequency.WEEKLY,
                    opened_on=date(2026, 1, 1),
                )
            )
            flag = WorkFlag(
                person_id=person.id,
                kind=FlagKind.CASELOAD,
                subject="hours_week",
                level=Level.WATCH,
                since=TODAY,
                raised_at=NOW,
                changed_at=NOW,
                findings=[{"sentence": "9 hours of support in the last 7 days."}],
            )
            session.add(flag)
            session.flush()
            open_follow_up(
                session,
                person_id=person.id,
                reason=FollowUpReason.CASELOAD,
                source_id=flag.id,
                now=NOW,
            )
            raise_flag(session, person.id, raised_at=NOW - timedelta(days=5), shared_now_at=NOW)


def statements(engine, actor):
    counted = []

    def count(_connection, _cursor, statement, *_rest):
        counted.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        with reading(engine) as session:
            team = team_overview(session, actor, now=NOW)
            queue = needs_you(session, actor, now=NOW)
            released_strain(session, actor, weeks=26, now=NOW)
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(team.members), len(queue), len(counted)


def test_the_number_of_statements_does_not_grow_with_the_team(engine, cleo):
    [team_id] = cleo.coordinates
    fill(engine, team_id, 10)
    few = statements(engine, cleo)
    fill(engine, team_id, 190)
    many = statements(engine, cleo)
    assert (few[0], many[0]) == (10, 200)
    assert (few[1], many[1]) == (20, 400)
    assert few[2] == many[2] <= 30
