"""Releases over weeks of a changing organisation, attacked from what the database holds."""

from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest
from sqlmodel import col, delete, select

from benchmarks.disclosure.attack import smallest_groups
from core.models import Contact, ContactToll, Person, PersonRole, Release, ReleaseKey, ReleaseMember
from core.queries.release_proof import weeks_that_tell_too_much
from core.rules.dates import monday_of, week_of
from core.rules.release import release_moment
from core.services.releases import release_closed_weeks
from core.vocabulary import Format, Role, TeamMeasure
from tests.support import NOW

pytestmark = pytest.mark.storage

WEEKS = 8
FIRST = week_of(NOW.date()) - WEEKS
WAYS = [Format.PHONE] * 5 + [Format.IN_PERSON] * 4 + [Format.TEXT]


@pytest.fixture
def people(add_actor):
    north = [add_actor(Role.SUPPORTER, name=f"N{n}") for n in range(16)]
    south = [add_actor(Role.SUPPORTER, name=f"S{n}", team="South") for n in range(12)]
    return north + south


def live_a_week(session, people, week, random):
    """Let most people log, some of them for last week, and let some delete what they logged."""
    for person in people:
        if random.random() < 0.2:
            continue
        for back in random.choice(([0], [0], [0, 0], [0, 1], [1])):
            day = monday_of(week - back) + timedelta(days=random.randrange(7))
            entered = datetime.combine(monday_of(week), time(20), UTC) + timedelta(days=6)
            contact = Contact(
                person_id=person.person_id,
                day=day,
                minutes=random.choice((20, 45, 60)),
                format=random.choice(WAYS),
                created_at=entered,
            )
            session.add(contact)
            session.flush()
            session.add(
                ContactToll(
                    contact_id=contact.id,
                    person_id=person.person_id,
                    toll=random.randrange(11),
                )
            )
    session.flush()
    old = session.exec(select(Contact.id).where(col(Contact.day) < monday_of(week))).all()
    gone = random.sample(old, len(old) // 20)
    session.exec(delete(ContactToll).where(col(ContactToll.contact_id).in_(gone)))
    session.exec(delete(Contact).where(col(Contact.id).in_(gone)))


def change_people(session, people, week, random):
    """Move somebody to the other team, make somebody a coordinator, erase somebody's key."""
    one, other = random.sample(people, 2)
    first, second = session.get(Person, one.person_id), session.get(Person, other.person_id)
    first.team_id, second.team_id = second.team_id, first.team_id
    if week % 4 == 0:
        session.add(PersonRole(person_id=people.pop().person_id, role=Role.COORDINATOR))
    session.exec(delete(ReleaseKey).where(col(ReleaseKey.person_id) == one.person_id))
    session.flush()


def figures(session):
    rows = session.exec(
        select(Release).order_by(
            col(Release.week), col(Release.team_id), col(Release.part), col(Release.measure)
        )
    )
    return [(r.measure, r.week, r.team_id, r.part, r.value) for r in rows]


def sums_shown(session):
    """Return whose values every figure adds up, as the members kept with it say."""
    released = session.exec(
        select(Release).where(
            Release.measure == TeamMeasure.STRAIN, col(Release.value).is_not(None)
        )
    ).all()
    wholes = {(r.week, r.team_id): r.id for r in session.exec(select(Release)) if not r.part}
    members = session.exec(select(ReleaseMember)).all()
    for release in released:
        whole = wholes[release.week, release.team_id]
        way, _plus, age = release.part.partition("+")
        yield frozenset(
            (release.week, m.member_key)
            for m in members
            if m.release_id == whole and m.cell.startswith(way) and m.cell.endswith(age)
        )


@pytest.mark.parametrize("seed", [1, 2])
def test_promise_17_nobody_can_be_worked_out_while_people_and_entries_come_and_go(
    session, people, seed
):
    random = Random(seed)
    frozen = []
    for week in range(FIRST, FIRST + WEEKS):
        live_a_week(session, people, week, random)
        release_closed_weeks(session, now=release_moment(week, "Europe/London"))
        session.expire_all()
        now = figures(session)
        # What was told stays told, whatever was entered or deleted since.
        assert now[: len(frozen)] == frozen
        frozen = now
        change_people(session, people, week, random)

    sums = list(sums_shown(session))

    assert len(sums) > WEEKS
    assert min(map(len, sums)) >= 6
    assert smallest_groups(sums, at_most=5) == []
    assert weeks_that_tell_too_much(session) == 0
