"""How the team is, on the coordinator's first screen: released figures and nothing else."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import Contact, ContactToll, Person, Release, Team
from core.rules.dates import monday_of, week_of
from core.rules.release import last_released_week
from core.services.releases import release_closed_weeks
from core.vocabulary import Format, Role, TeamMeasure

SCREEN = "coordinator/team_overview"
TOO_FEW = "Too few people to show a figure without giving somebody away."


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


@pytest.fixture
def closed_week(engine, add_actor, cleo):
    """Seven people on the phone, six in writing, and one online: a week that has closed."""
    week = week_of(utc_now().date()) - 2
    ways = [Format.PHONE] * 7 + [Format.TEXT] * 6 + [Format.FORUM]
    tolls = [5, 6, 7, 8, 9, 4, 5, 0, 1, 2, 3, 4, 5, 5]
    people = [add_actor(Role.SUPPORTER, name=f"P{nth}") for nth in range(len(ways))]
    with transaction(engine) as session:
        for person, way, toll in zip(people, ways, tolls, strict=True):
            session.get(Person, person.person_id).joined_on = monday_of(week)
            contact = Contact(
                person_id=person.person_id,
                day=monday_of(week),
                minutes=60,
                format=way,
                created_at=datetime.combine(monday_of(week), time(20), UTC),
            )
            session.add(contact)
            session.flush()
            row = ContactToll(contact_id=contact.id, person_id=person.person_id, toll=toll)
            session.add(row)
        session.flush()
        release_closed_weeks(session, now=utc_now() + timedelta(days=7))


def texts(app):
    return [e.value for kind in ("markdown", "text", "caption") for e in app.get(kind)]


def table(app, column):
    for each in app.expander:
        if each.label.startswith("Show as table"):
            app.session_state[each.key] = True
    app.run()
    return next((t.value for t in app.dataframe if column in t.value.columns), None)


def choose(app, key, value):
    return app.selectbox(key=key).set_value(value).run()


def strain(app):
    found = table(app, "Team strain")
    return None if found is None else set(found["Team strain"])


def test_the_whole_team_is_shown_first_and_a_filter_chooses_people(open_page, closed_week, cleo):
    app = open_page(cleo, SCREEN)
    assert not app.exception
    assert strain(app) == {"4.5 · moderate", "too few to show"}

    choose(app, "figures_way", "phone")

    assert not app.exception
    assert strain(app) == {"6 · heavy", "too few to show"}


@pytest.mark.parametrize(
    ("way", "age"),
    [("text", ""), ("forum", ""), ("video", ""), ("", "long"), ("phone", "long")],
    ids=["rest too small", "one person", "nobody", "nobody so long", "empty combination"],
)
def test_a_refused_filter_looks_the_same_as_an_empty_one(open_page, closed_week, cleo, way, age):
    app = open_page(cleo, SCREEN)
    choose(app, "figures_way", way)
    choose(app, "figures_age", age)

    assert not app.exception
    assert strain(app) is None
    assert TOO_FEW in texts(app)


def test_the_map_says_where_it_weighs_and_what_could_change(open_page, closed_week, cleo):
    app = open_page(cleo, SCREEN)

    ways = table(app, "Part of the hours").set_index("Mostly met")

    assert ways.loc["Phone"].tolist() == ["6.0 · heavy", "about 50 % of the hours"]
    assert ways.loc["Online forum"].tolist() == ["too few to show", "too few to show"]
    assert ways.loc["Video"].tolist() == ["too few to show", "too few to show"]
    assert any(text.startswith("What could change, phone:") for text in texts(app))


def test_boundary_themes_are_told_in_tenths(open_page, engine, add_actor, cleo):
    add_actor(Role.SUPPORTER)
    moment = utc_now()
    closed = last_released_week(moment, week_of(moment.date()), "Europe/London")
    [team_id] = cleo.coordinates
    with transaction(engine) as session:
        session.add(
            Release(
                measure=TeamMeasure.THEMES,
                week=(closed + 1) // 4 * 4 - 1,
                team_id=team_id,
                part="time_and_place",
                value=30,
                released_at=moment,
            )
        )
    app = open_page(cleo, SCREEN)
    assert "Time and place: about 3 in 10 who did the self-check" in texts(app)


def test_a_coordinator_of_two_teams_can_look_at_one(open_page, engine, add_actor, closed_week):
    add_actor(Role.SUPPORTER, name="Far", team="South")
    both = add_actor(Role.COORDINATOR, name="Bo", coordinates=("North", "South"))
    app = open_page(both, SCREEN)
    assert "**North**" in texts(app)
    assert "**South**" in texts(app)

    with reading(engine) as session:
        south = session.exec(select(Team.id).where(Team.name == "South")).one()
    choose(app, "figures_team", str(south))

    assert strain(app) is None
    assert TOO_FEW in texts(app)
