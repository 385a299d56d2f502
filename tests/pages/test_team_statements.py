"""The coordinator's first screen asks the database as often for 200 people as for 10.

That holds as long as the flags are as of today, as the nightly job leaves them at 06:05. The first
look after midnight and before that job computes the flags of everybody whose day is old, which is
work for each of them, and the job does it without anybody waiting.
"""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import event
from sqlmodel import select

from core.database import transaction
from core.models import Case, Person, PersonRole, WorkFlag, WorkWeek
from core.rules.dates import week_of
from core.services.follow_ups import open_follow_up
from core.services.sharing import bring_up_shared
from core.vocabulary import FlagKind, FollowUpReason, Frequency, Level, Role
from tests.shared_flags import raise_flag, up_to_date
from tests.support import NOW

pytestmark = pytest.mark.storage

SCREEN = "coordinator/team_overview"


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


@pytest.fixture(autouse=True)
def _wednesday_morning():
    with time_machine.travel(NOW):
        yield


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
            session.add(WorkWeek(week=week_of(NOW.date()), person_id=person.id, minutes=60))
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
                since=NOW.date(),
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


def night(engine, *, days_ago=0):
    """Leave the flags of everybody as the nightly job did so many days ago."""
    moment = NOW - timedelta(days=days_ago)
    with transaction(engine) as session:
        up_to_date(session, *session.exec(select(Person.id)).all(), now=moment)
        bring_up_shared(session, now=moment)


def counted(look, engine):
    """Return the screen and how many statements it took."""
    statements = []

    def count(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        app = look()
    finally:
        event.remove(engine, "before_cursor_execute", count)
    assert not app.exception
    return app, len(statements)


def people_and_statements(open_page, engine, cleo):
    """Open the screen twice: the first look is written down, the second within the hour not."""
    app, first = counted(lambda: open_page(cleo, SCREEN), engine)
    app, second = counted(app.run, engine)
    people = app.button(key="tile_people").label
    return people, first, second


def test_the_number_of_statements_does_not_grow_with_the_team(open_page, engine, cleo):
    [team_id] = cleo.coordinates
    fill(engine, team_id, 10)
    night(engine)
    few = people_and_statements(open_page, engine, cleo)
    fill(engine, team_id, 190)
    night(engine)
    many = people_and_statements(open_page, engine, cleo)

    assert (few[0], many[0]) == ("**10** people active", "**200** people active")
    assert many[1] <= few[1]
    assert few[2] == many[2] <= 36


def test_the_first_look_of_a_day_before_the_job_computes_flags_and_the_next_does_not(
    open_page, engine, cleo
):
    [team_id] = cleo.coordinates
    fill(engine, team_id, 3)
    night(engine)
    _people, computed, usual = people_and_statements(open_page, engine, cleo)
    fill(engine, team_id, 3)
    night(engine, days_ago=1)
    _people, stale, after = people_and_statements(open_page, engine, cleo)

    assert stale > computed + 6
    assert after <= usual
