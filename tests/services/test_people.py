"""Accounts: who may add, close and open whom, and what happens at once."""

import pytest
from sqlmodel import select

from core.errors import InvalidValue, NotAllowed, NotFound
from core.models import (
    AccountChange,
    LoginSession,
    OneTimeToken,
    Person,
    PersonRole,
    Team,
    TeamCoordinator,
)
from core.services.access import set_first_password, start_session
from core.services.people import (
    add_person,
    add_person_from_console,
    deactivate,
    reactivate,
    renew_invitation,
)
from core.vocabulary import AccountEvent, Role
from tests.support import NOW

pytestmark = pytest.mark.storage


@pytest.fixture
def coordinator(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


@pytest.fixture
def administrator(add_actor):
    return add_actor(Role.ADMINISTRATOR, name="Alex", team=None)


@pytest.fixture
def elsewhere(add_actor):
    return add_actor(Role.SUPPORTER, name="Elsa", team="South")


def add(session, actor, **changes):
    wanted = {
        "display_name": "Bo",
        "email": "bo@example.org",
        "roles": {Role.SUPPORTER},
        "team_id": actor.team_id,
        "now": NOW,
    }
    return add_person(session, actor, **{**wanted, **changes})


def test_a_coordinator_adds_a_supporter_to_an_own_team(session, coordinator):
    invitation = add(session, coordinator, display_name=" Bo ", email="Bo@Example.org ")
    person = session.get(Person, invitation.person_id)
    assert (person.display_name, person.email) == ("Bo", "bo@example.org")
    assert person.team_id == coordinator.team_id
    assert person.joined_on == NOW.date()
    assert person.password_hash is None
    assert person.sharing_chosen_at is None


def test_the_link_is_stored_only_as_a_hash_and_works_once(session, coordinator):
    invitation = add(session, coordinator)
    assert invitation.token not in str(session.exec(select(OneTimeToken.token_hash)).all())
    assert invitation.token not in repr(invitation)
    set_first_password(session, invitation.token, password_hash="hash", now=NOW)
    with pytest.raises(NotFound, match="invitation"):
        set_first_password(session, invitation.token, password_hash="other", now=NOW)


def test_a_coordinator_adds_nobody_to_another_team(session, coordinator, elsewhere):
    with pytest.raises(NotFound, match="team"):
        add(session, coordinator, team_id=elsewhere.team_id)
    with pytest.raises(NotFound, match="team"):
        add(session, coordinator, team_id=None)


@pytest.mark.parametrize(
    "roles",
    [{Role.COORDINATOR}, {Role.SUPPORTER, Role.ADMINISTRATOR}, {Role.TRAINING_LEAD}, set()],
)
def test_a_coordinator_hands_out_no_other_role(session, coordinator, roles):
    with pytest.raises(NotAllowed):
        add(session, coordinator, roles=roles)


def test_a_coordinator_makes_nobody_a_coordinator_by_way_of_teams(session, coordinator):
    with pytest.raises(NotAllowed):
        add(session, coordinator, coordinates={coordinator.team_id})


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.TRAINING_LEAD])
def test_others_add_nobody(session, add_actor, role):
    with pytest.raises(NotAllowed):
        add(session, add_actor(role))


def test_an_administrator_adds_anybody_anywhere(session, administrator, elsewhere):
    invitation = add(
        session,
        administrator,
        roles={Role.COORDINATOR, Role.SUPPORTER},
        team_id=elsewhere.team_id,
        coordinates={elsewhere.team_id},
    )
    roles = session.exec(
        select(PersonRole.role).where(PersonRole.person_id == invitation.person_id)
    )
    assert set(roles) == {Role.COORDINATOR, Role.SUPPORTER}
    led = select(TeamCoordinator.team_id).where(TeamCoordinator.person_id == invitation.person_id)
    assert session.exec(led).one() == elsewhere.team_id


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"display_name": "  "}, "name"),
        ({"display_name": "x" * 81}, "name"),
        ({"email": "bo"}, "e-mail"),
        ({"email": "bo@example"}, "e-mail"),
        ({"email": "bo by@example.org"}, "e-mail"),
        ({"email": f"{'x' * 250}@example.org"}, "e-mail"),
        ({"roles": set()}, "role"),
        ({"roles": {Role.COORDINATOR}}, "team to coordinate"),
        ({"team_id": None}, "belongs to a team"),
    ],
)
def test_what_does_not_fit_together_is_refused_by_name(session, administrator, changes, words):
    team = Team(name="North")
    session.add(team)
    session.flush()
    with pytest.raises(InvalidValue, match=words):
        add(session, administrator, **{"team_id": team.id, **changes})


def test_an_email_is_used_once_whatever_its_case(session, coordinator):
    add(session, coordinator)
    with pytest.raises(InvalidValue, match="has an account already"):
        add(session, coordinator, email="BO@example.org")


def test_closing_an_account_ends_its_sign_ins_and_links_at_once(session, coordinator):
    invitation = add(session, coordinator)
    start_session(session, person_id=invitation.person_id, now=NOW)
    deactivate(session, coordinator, invitation.person_id, now=NOW)
    assert not session.get(Person, invitation.person_id).active
    assert session.exec(select(LoginSession.ended_at)).all() == [NOW]
    with pytest.raises(NotFound, match="invitation"):
        set_first_password(session, invitation.token, password_hash="hash", now=NOW)


def test_closing_one_account_leaves_other_sign_ins_alone(session, coordinator):
    invitation = add(session, coordinator)
    start_session(session, person_id=coordinator.person_id, now=NOW)
    deactivate(session, coordinator, invitation.person_id, now=NOW)
    assert session.exec(select(LoginSession.ended_at)).all() == [None]


def test_an_account_opens_again(session, coordinator):
    invitation = add(session, coordinator)
    deactivate(session, coordinator, invitation.person_id, now=NOW)
    reactivate(session, coordinator, invitation.person_id, now=NOW)
    assert session.get(Person, invitation.person_id).active
    with pytest.raises(NotFound, match="invitation"):  # A link from before stays dead.
        set_first_password(session, invitation.token, password_hash="hash", now=NOW)


@pytest.mark.parametrize("act", [deactivate, reactivate, renew_invitation])
def test_a_coordinator_reaches_no_account_of_another_team(session, coordinator, elsewhere, act):
    with pytest.raises(NotFound, match="person"):
        act(session, coordinator, elsewhere.person_id, now=NOW)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR, Role.TRAINING_LEAD])
def test_a_coordinator_closes_nobody_who_is_more_than_a_supporter(
    session, add_actor, coordinator, role
):
    other = add_actor(Role.SUPPORTER, role, name="Mo")
    with pytest.raises(NotFound, match="person"):
        deactivate(session, coordinator, other.person_id, now=NOW)


def test_nobody_closes_their_own_account_by_accident(session, add_actor, administrator):
    add_actor(Role.ADMINISTRATOR, name="Second", team=None)
    with pytest.raises(InvalidValue, match="own account"):
        deactivate(session, administrator, administrator.person_id, now=NOW)


def test_a_new_link_ends_the_old_one(session, coordinator):
    first = add(session, coordinator)
    second = renew_invitation(session, coordinator, first.person_id, now=NOW)
    with pytest.raises(NotFound, match="invitation"):
        set_first_password(session, first.token, password_hash="hash", now=NOW)
    set_first_password(session, second.token, password_hash="hash", now=NOW)


def test_an_invitation_is_no_way_into_an_account_that_has_a_password(session, coordinator):
    first = add(session, coordinator)
    set_first_password(session, first.token, password_hash="hash", now=NOW)
    with pytest.raises(InvalidValue, match="signs in already"):
        renew_invitation(session, coordinator, first.person_id, now=NOW)


def test_a_closed_account_gets_no_link(session, coordinator):
    first = add(session, coordinator)
    deactivate(session, coordinator, first.person_id, now=NOW)
    with pytest.raises(InvalidValue, match="closed"):
        renew_invitation(session, coordinator, first.person_id, now=NOW)


def test_the_console_makes_the_team_it_is_told(session):
    invitation = add_person_from_console(
        session,
        display_name="Ros",
        email="ros@example.org",
        roles={Role.SUPPORTER, Role.COORDINATOR},
        team="Harbour",
        now=NOW,
    )
    team = session.exec(select(Team)).one()
    assert team.name == "Harbour"
    assert session.exec(select(TeamCoordinator.team_id)).one() == team.id
    change = session.exec(select(AccountChange)).one()
    assert change.person_id == invitation.person_id
    assert change.changed_by is None


def test_the_console_uses_a_team_that_exists(session, coordinator):
    add_person_from_console(
        session,
        display_name="Ros",
        email="ros@example.org",
        roles={Role.SUPPORTER},
        team="North",
        now=NOW,
    )
    assert session.exec(select(Team.name)).all() == ["North"]


def test_every_step_of_an_account_is_written_down_with_its_author(session, coordinator):
    invitation = add(session, coordinator)
    renew_invitation(session, coordinator, invitation.person_id, now=NOW)
    deactivate(session, coordinator, invitation.person_id, now=NOW)
    reactivate(session, coordinator, invitation.person_id, now=NOW)
    changes = session.exec(select(AccountChange)).all()
    assert {change.changed_by for change in changes} == {coordinator.person_id}
    assert {change.event for change in changes} == {
        AccountEvent.ADDED,
        AccountEvent.LINK_RENEWED,
        AccountEvent.DEACTIVATED,
        AccountEvent.REACTIVATED,
    }
    assert {(change.roles, change.teams) for change in changes} == {("supporter", "North")}
