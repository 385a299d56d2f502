"""Ids of other people's records, forged over the live connection itself, reach nothing."""

from uuid import uuid4

import pytest
from sqlmodel import select
from streamlit.proto.WidgetStates_pb2 import WidgetState

from core.clock import utc_now
from core.database import transaction
from core.models import Contact, Person, Team, TeamCoordinator
from core.queries.people import actor_for
from core.rules.dates import local_day
from core.services.cases import open_case
from core.services.contacts import log_contact
from core.vocabulary import Frequency, Role
from tests.door.live import live
from tests.services.work import entry

SECRET = "Kittiwake"


@pytest.fixture
def ada(house):
    """Somebody of another team with a case, a contact and a name that stands nowhere else."""
    person = house.add_person(Role.SUPPORTER)
    with transaction(house.engine) as session:
        team = Team(name=f"{SECRET} team {uuid4().hex[:6]}")
        session.add(team)
        session.flush()
        row = session.get_one(Person, person.id)
        row.display_name, row.team_id = f"{SECRET} Ada", team.id
        row.sharing_chosen_at = utc_now()
        session.flush()
        actor = actor_for(session, person.id, now=utc_now())
        case = open_case(
            session,
            actor,
            code=f"{SECRET}7",
            frequency=Frequency.WEEKLY,
            agreed_weeks=None,
            now=utc_now(),
        )
        day = local_day(utc_now(), "Europe/London")
        contact = log_contact(
            session, actor, entry(day=day, toll=4, note=f"{SECRET} note"), now=utc_now()
        )
    return person, case, contact


@pytest.fixture
def bo(house):
    """A supporter who has chosen, with a contact of their own."""
    person = house.add_person(Role.SUPPORTER)
    with transaction(house.engine) as session:
        session.get_one(Person, person.id).sharing_chosen_at = utc_now()
        session.flush()
        actor = actor_for(session, person.id, now=utc_now())
        day = local_day(utc_now(), "Europe/London")
        own = log_contact(session, actor, entry(day=day, toll=2), now=utc_now())
    return person, own


@pytest.fixture
def dee(house):
    """A coordinator of a team that is not Ada's."""
    person = house.add_person(Role.COORDINATOR)
    with transaction(house.engine) as session:
        team = Team(name=f"Elsewhere {uuid4().hex[:6]}")
        session.add(team)
        session.flush()
        session.add(TeamCoordinator(team_id=team.id, person_id=person.id))
    return person


def id_of(value) -> str:
    return str(getattr(value, "id", value))


@pytest.mark.parametrize(
    "screen",
    ["coordinator-team_overview", "coordinator-people", "training-completion", "admin-audit"],
)
def test_promise_11_a_screen_asked_for_by_name_shows_nothing(house, server, ada, bo, screen):
    with live(server, house.cookie_for(bo[0])) as opened:
        opened.run()
        sent = opened.forge(screen)

    assert SECRET.encode() not in sent


def test_promise_11_a_button_with_somebody_elses_id_does_nothing(house, server, ada, bo):
    _person, _case, contact = ada
    with live(server, house.cookie_for(bo[0])) as opened:
        opened.run(page="supporter-my_contacts")
        own = [each for each, _ in opened.buttons.values() if id_of(bo[1]) in each]
        assert own, opened.buttons
        for button in own:
            forged = button.replace(id_of(bo[1]), id_of(contact))
            sent = opened.forge("supporter-my_contacts", WidgetState(id=forged, trigger_value=True))
            assert SECRET.encode() not in sent

    with transaction(house.engine) as session:
        assert session.exec(select(Contact).where(Contact.id == contact)).one()


@pytest.mark.parametrize("what", ["id", "words"])
def test_promise_11_a_choice_that_was_not_offered_shows_nothing(house, server, ada, dee, what):
    person, _case, _contact = ada
    chosen = str(person.id) if what == "id" else f"{SECRET} Ada ({person.email})"
    with live(server, house.cookie_for(dee)) as opened:
        opened.run(page="coordinator-people")
        field = opened.fields["Change an account"]
        sent = opened.forge("coordinator-people", WidgetState(id=field, string_value=chosen))

    assert b"Close this account" not in sent
    assert SECRET.encode() not in sent


def test_promise_11_somebody_elses_case_cannot_be_logged_on(house, server, ada, bo):
    _person, case, _contact = ada
    with live(server, house.cookie_for(bo[0])) as opened:
        opened.run(page="supporter-log_contact")
        states = [WidgetState(id=each, string_value=id_of(case)) for each in opened.fields.values()]
        sent = opened.forge("supporter-log_contact", *states)

    assert SECRET.encode() not in sent
