"""The people screen, for a coordinator and for an administrator."""

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import transaction
from core.models import Cover, Person
from core.queries.people import actor_for
from core.vocabulary import Role

SCREEN = "coordinator/people"


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


@pytest.fixture
def administrator(add_actor):
    return add_actor(Role.ADMINISTRATOR, name="Alex", team=None)


def button(app, label):
    (found,) = (each for each in app.button if each.label == label)
    return found


def show(app, view):
    return app.segmented_control(key="people_view").set_value(view).run()


def fill(app, name="Bo", email="bo@example.org"):
    app.text_input(key="person_add_name").set_value(name)
    app.text_input(key="person_add_email").set_value(email)
    return button(app, "Add and make a link").click().run()


def test_a_coordinator_adds_a_supporter_and_gets_a_link_to_pass_on(open_page, cleo, session):
    app = fill(show(open_page(cleo, SCREEN), "add"))
    assert not app.exception
    link = app.code[0].value
    assert "/invite/" in link
    person = session.exec(select(Person).where(Person.email == "bo@example.org")).one()
    assert person.team_id == cleo.team_id
    button(app, "I have passed it on").click().run()
    assert not app.code
    assert "invitation_link" not in app.session_state


def test_a_coordinator_is_offered_no_roles(open_page, cleo, administrator):
    assert not show(open_page(cleo, SCREEN), "add").pills
    assert show(open_page(administrator, SCREEN), "add").pills


def test_an_email_that_is_taken_is_said_beside_the_form(open_page, cleo):
    app = fill(show(open_page(cleo, SCREEN), "add"))
    app = fill(app, name="Bo again")
    assert "has an account already" in app.error[0].value
    assert app.text_input(key="person_add_name").value == "Bo again"


def test_a_coordinator_sees_own_supporters_and_nothing_about_work(open_page, add_actor, cleo):
    add_actor(Role.SUPPORTER, name="Ada")
    add_actor(Role.SUPPORTER, name="Sol", team="South")
    app = open_page(cleo, SCREEN)
    [shown] = [each.value for each in app.markdown if each.value.startswith("**Ada**")]
    assert shown == "**Ada** · Supporter · North · Invited, no password yet"
    app.session_state["roster_table"] = True
    table = app.run().dataframe[0].value
    assert list(table["Name"]) == ["Ada"]
    assert list(table.columns) == ["Name", "Account", "Team", "Roles", "E-mail"]


def test_closing_an_account_signs_the_person_out(open_page, engine, add_actor, cleo):
    ada = add_actor(Role.SUPPORTER, name="Ada")
    app = open_page(cleo, SCREEN)
    app.selectbox(key="account_chosen").set_value(str(ada.person_id)).run()
    button(app, "Yes, close it").click().run()
    assert not app.exception
    with transaction(engine) as session:
        assert actor_for(session, ada.person_id, now=utc_now()) is None
    button(app, "Open this account again").click().run()
    with transaction(engine) as session:
        assert actor_for(session, ada.person_id, now=utc_now()) is not None


def test_a_lost_link_is_made_anew(open_page, add_actor, cleo):
    ada = add_actor(Role.SUPPORTER, name="Ada")
    app = open_page(cleo, SCREEN)
    app.selectbox(key="account_chosen").set_value(str(ada.person_id)).run()
    button(app, "Make a new link").click().run()
    assert "/invite/" in app.code[0].value


def test_a_coordinator_arranges_cover_for_themselves(open_page, add_actor, cleo, session):
    sol = add_actor(Role.COORDINATOR, name="Sol", team="South", coordinates=("South",))
    app = show(open_page(cleo, SCREEN), "cover")
    app.selectbox(key="cover_cover").set_value(str(sol.person_id))
    button(app, "Arrange cover").click().run()
    assert not app.exception
    cover = session.exec(select(Cover)).one()
    session.commit()
    assert (cover.coordinator_id, cover.cover_id) == (cleo.person_id, sol.person_id)
    assert "Sol stands in for Cleo" in " ".join(each.value for each in app.markdown)
    app.button(key=f"end_{cover.id}").click().run()
    assert session.exec(select(Cover)).all() == []


def test_a_coordinator_names_their_own(open_page, add_actor, cleo, session):
    sol = add_actor(Role.COORDINATOR, name="Sol", team="South", coordinates=("South",))
    app = show(open_page(cleo, SCREEN), "cover")
    app.selectbox(key="own_coordinator").set_value(str(sol.person_id)).run()
    assert not app.exception
    assert session.get(Person, cleo.person_id).named_coordinator_id == sol.person_id


def test_before_there_is_a_team_an_administrator_is_led_to_make_one(open_page, administrator):
    app = show(open_page(administrator, SCREEN), "add")
    assert "no team yet" in app.info[0].value
    assert "Make a team" in [link.label for link in app.get("page_link")]


def test_a_coordinator_is_offered_no_teams_to_add(open_page, cleo):
    options = open_page(cleo, SCREEN).segmented_control(key="people_view").options
    assert "Teams" not in str(options)


def test_an_administrator_alone_is_told_the_first_steps_until_they_are_done(
    open_page, administrator, add_actor, cleo
):
    def steps(reader):
        return [m.value for m in open_page(reader, SCREEN).markdown if "First steps" in m.value]

    [told] = steps(administrator)
    assert "Make a team, under Accounts, Teams. Done." in told
    assert "heavy. Done." in told
    assert "password. Done." not in told
    assert steps(cleo) == []
    add_actor(Role.SUPPORTER, name="Ada")
    assert steps(administrator) == []


def test_without_a_team_the_first_steps_lead_to_making_one(open_page, administrator):
    app = open_page(administrator, SCREEN)
    assert "Done" not in " ".join(each.value for each in app.markdown)
    links = [link.label for link in app.get("page_link")]
    assert {"Make a team", "Check the numbers for urgent help"} <= set(links)
