"""Closing a week: worked out once, and never changed afterwards."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import delete
from sqlmodel import Session, col, select

from core.models import (
    BoundaryCheck,
    BoundarySign,
    Contact,
    ContactToll,
    Person,
    Release,
    ReleaseKey,
    ReleaseMember,
    Team,
)
from core.models.base import table_of
from core.queries.release_proof import weeks_that_tell_too_much
from core.queries.releases import released_strain, released_themes, ways_of_meeting
from core.rules.dates import monday_of, week_of
from core.services.releases import release_closed_weeks
from core.vocabulary import BoundaryTheme, Format, Role, RoleAge, TeamMeasure
from tests.support import NOW

pytestmark = pytest.mark.storage

LAST_WEEK = week_of(NOW.date()) - 1
MIXED = [2, 3, 4, 5, 6, 7]


@pytest.fixture
def people(add_actor):
    return [add_actor(Role.SUPPORTER, name=f"P{nth}") for nth in range(6)]


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


def log(session, person, toll, *, week=LAST_WEEK, entered=None, way=Format.PHONE, minutes=60):
    day = monday_of(week) + timedelta(days=2)
    contact = Contact(
        person_id=person.person_id,
        day=day,
        minutes=minutes,
        format=way,
        created_at=entered or datetime.combine(day, time(20), UTC),
    )
    session.add(contact)
    session.flush()
    session.add(ContactToll(contact_id=contact.id, person_id=person.person_id, toll=toll))
    session.flush()
    return contact


def log_week(session, people, tolls=MIXED, **options):
    for person, toll in zip(people, tolls, strict=False):
        log(session, person, toll, **options)


def shown(session, actor, weeks=2, now=NOW, **options):
    [team] = released_strain(session, actor, weeks=weeks, now=now, **options)
    return [week.value for week in team.weeks]


def frozen(session):
    released = select(Release.measure, Release.week, Release.part, Release.value)
    return sorted(session.exec(released).all(), key=str), len(
        session.exec(select(ReleaseMember)).all()
    )


def test_a_closed_week_of_enough_people_gets_a_figure(session, people, cleo):
    log_week(session, people)
    release_closed_weeks(session, now=NOW)
    assert shown(session, cleo) == [None, 5]
    assert len(session.exec(select(ReleaseMember)).all()) == 6


def test_a_late_entry_changes_nothing_and_counts_in_the_next_release(session, people, cleo):
    log_week(session, people, [2, 2, 2, 8, 8, 8])
    release_closed_weeks(session, now=NOW)
    log(session, people[0], 10, entered=NOW)
    assert release_closed_weeks(session, now=NOW) == 0
    assert shown(session, cleo) == [None, 5]

    later = NOW + timedelta(days=7)
    log_week(session, people[1:], [0, 1, 4, 0, 1], week=LAST_WEEK + 1)
    release_closed_weeks(session, now=later)
    # 10, 0, 1, 4, 0 and 1: the late entry is the whole week of the first person.
    assert shown(session, cleo, now=later) == [5, None]
    assert len(session.exec(select(ReleaseMember)).all()) == 6


def test_a_late_entry_joins_the_persons_next_week(session, people, cleo):
    log_week(session, people)
    release_closed_weeks(session, now=NOW)
    later = NOW + timedelta(days=7)
    log(session, people[0], 10, entered=NOW)
    log_week(session, people, [0, 0, 9, 9, 9, 9], week=LAST_WEEK + 1)
    release_closed_weeks(session, now=later)
    assert shown(session, cleo, weeks=1, now=later) == [7]


def test_a_withheld_week_stays_withheld_when_more_people_log_late(session, people, cleo):
    log_week(session, people[:4])
    release_closed_weeks(session, now=NOW)
    log_week(session, people[4:], [6, 7])
    release_closed_weeks(session, now=NOW)
    assert shown(session, cleo) == [None, None]


def test_too_few_and_none_look_the_same(session, people, cleo):
    log_week(session, people[:5], week=LAST_WEEK - 1)
    release_closed_weeks(session, now=NOW)
    assert shown(session, cleo) == [None, None]
    assert session.exec(select(ReleaseMember)).all() == []
    assert session.exec(select(ReleaseKey)).all() == []


def test_the_running_week_is_not_released(session, people, cleo):
    log_week(session, people, week=LAST_WEEK + 1)
    release_closed_weeks(session, now=NOW)
    assert session.exec(select(Release.week)).all() == [LAST_WEEK]
    assert shown(session, cleo, weeks=1) == [None]


def test_whoever_sees_team_figures_is_in_none_of_them(session, add_actor, people, cleo):
    sol = add_actor(Role.COORDINATOR, name="Sol", team="North", coordinates=("South",))
    log_week(session, [*people[:4], cleo, sol])
    release_closed_weeks(session, now=NOW)
    assert shown(session, cleo, weeks=1) == [None]


def test_missed_weeks_are_caught_up(session, people, cleo):
    log_week(session, people, week=LAST_WEEK - 1)
    log_week(session, people, [3, 4, 5, 6, 7, 8])
    strain = select(Release.id).where(col(Release.measure) == TeamMeasure.STRAIN)
    release_closed_weeks(session, now=NOW)
    assert len(session.exec(strain).all()) == 2
    assert shown(session, cleo) == [5, 6]
    log_week(session, people, [3, 4, 5, 6, 7, 8], week=LAST_WEEK + 1)
    release_closed_weeks(session, now=NOW + timedelta(days=7))
    assert len(session.exec(strain).all()) == 3


def test_somebody_who_changes_teams_is_never_counted_twice_in_a_week(session, people, cleo):
    log_week(session, people)
    release_closed_weeks(session, now=NOW)
    south = Team(name="South")
    session.add(south)
    session.flush()
    for person in people:
        session.get(Person, person.person_id).team_id = south.id
    session.flush()
    release_closed_weeks(session, now=NOW + timedelta(days=7))
    of_south = select(Release.week).where(Release.team_id == south.id)
    assert set(session.exec(of_south).all()) == {LAST_WEEK + 1}


def test_nobody_sees_the_figure_of_another_team(session, add_actor, people, cleo):
    log_week(session, people)
    release_closed_weeks(session, now=NOW)
    session.commit()
    sol = add_actor(Role.COORDINATOR, name="Sol", team="South", coordinates=("South",))
    assert [team.team for team in released_strain(session, sol, weeks=1, now=NOW)] == ["South"]


@pytest.fixture
def two_ways(session, add_actor, people, cleo):
    """Six people on the phone and six in writing, newcomers all."""
    others = [add_actor(Role.SUPPORTER, name=f"T{nth}") for nth in range(6)]
    for person in (*people, *others):
        session.get(Person, person.person_id).joined_on = monday_of(LAST_WEEK)
    log_week(session, people, [4, 5, 6, 7, 8, 9])
    log_week(session, others, [0, 1, 2, 3, 4, 5], way=Format.TEXT, minutes=30)
    release_closed_weeks(session, now=NOW)
    return others


def test_a_filter_shows_the_people_who_mostly_met_in_that_way(session, two_ways, cleo):
    assert shown(session, cleo, weeks=1) == [4.5]
    assert shown(session, cleo, weeks=1, format=Format.PHONE) == [7]
    assert shown(session, cleo, weeks=1, format=Format.TEXT, role_age=RoleAge.NEW) == [3]


def test_a_refused_filter_looks_like_an_empty_one(session, two_ways, cleo):
    assert shown(session, cleo, weeks=1, format=Format.FORUM) == [None]
    assert shown(session, cleo, weeks=1, role_age=RoleAge.LONG) == [None]


def test_each_way_of_meeting_has_its_toll_and_its_share_of_the_hours(session, two_ways, cleo):
    [ways] = ways_of_meeting(session, cleo, weeks=4, now=NOW).values()
    known = {way.format: (way.toll, way.hours_share) for way in ways}
    assert known[Format.PHONE] == (7, 65)
    assert known[Format.TEXT] == (3, 35)
    assert known[Format.FORUM] == (None, None)


def test_only_figures_of_ten_others_leave_the_organisation(session, two_ways, cleo):
    [team] = released_strain(session, cleo, weeks=1, now=NOW, outside=True)
    assert [(week.value, week.people) for week in team.weeks] == [(4.5, 10)]
    assert shown(session, cleo, weeks=1, format=Format.PHONE, outside=True) == [None]


def test_promise_17_erasing_a_person_or_an_entry_leaves_released_figures_as_they_are(
    engine, people, cleo
):
    with Session(engine) as session:
        log_week(session, people)
        release_closed_weeks(session, now=NOW)
        before = frozen(session)
        gone = people[0].person_id
        [key] = session.exec(
            select(ReleaseKey.member_key).where(ReleaseKey.person_id == gone)
        ).all()
        connection = session.connection()
        for model in (ContactToll, Contact, ReleaseKey):
            table = table_of(model)
            connection.execute(delete(table).where(table.c.person_id == gone))
        session.expire_all()
        release_closed_weeks(session, now=NOW)

        assert frozen(session) == before
        assert weeks_that_tell_too_much(session) == 0
        # The audit still knows that somebody was there, and nothing says who.
        assert key in session.exec(select(ReleaseMember.member_key)).all()
        assert key not in session.exec(select(ReleaseKey.member_key)).all()


def test_the_proof_counts_a_week_that_tells_too_much(session, two_ways, cleo):
    assert weeks_that_tell_too_much(session) == 0
    leaving = session.exec(select(ReleaseMember).where(col(ReleaseMember.cell) == "phone+new"))
    session.delete(leaving.first())
    session.flush()
    assert weeks_that_tell_too_much(session) == 1


def test_the_proof_counts_somebody_who_is_in_two_teams_figures_of_a_week(
    session, add_actor, people, cleo
):
    log_week(session, people)
    release_closed_weeks(session, now=NOW)
    [whole] = session.exec(select(Release)).all()
    south = Team(name="South")
    session.add(south)
    session.flush()
    twice = Release(measure=TeamMeasure.STRAIN, week=whole.week, team_id=south.id, released_at=NOW)
    session.add(twice)
    session.flush()
    key = session.exec(select(ReleaseMember.member_key)).first()
    session.add(ReleaseMember(release_id=twice.id, member_key=key, cell="phone+new"))
    session.flush()
    assert weeks_that_tell_too_much(session) == 1


def check(session, person, *signs, week):
    made = BoundaryCheck(
        person_id=person.person_id,
        day=monday_of(week),
        checklist_version=1,
        recorded_at=NOW,
    )
    session.add(made)
    session.flush()
    session.add_all(BoundarySign(check_id=made.id, sign=sign) for sign in signs)
    session.flush()


def test_boundary_themes_are_told_for_a_closed_period_of_four_weeks(session, people, cleo):
    ended = (LAST_WEEK + 1) // 4 * 4 - 1
    for person in people[:2]:
        check(session, person, "hours_out", "always_on", week=ended)
    check(session, people[2], "gift", week=ended - 3)
    for person in people[3:]:
        check(session, person, week=ended)
    log_week(session, people, week=ended)
    release_closed_weeks(session, now=NOW)

    [team] = released_themes(session, cleo, now=NOW).values()

    assert team.until == monday_of(ended + 1)
    assert team.shares == ((BoundaryTheme.TIME_AND_PLACE, 30),)
