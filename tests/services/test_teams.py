"""Roles, teams, cover, and a coordinator's own coordinator."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.errors import ChangedMeanwhile, InvalidValue, NotAllowed, NotFound
from core.models import AccountChange, AuditEntry, Cover, LoginSession, Person, PersonRole, Team
from core.queries.people import actor_for
from core.services.access import start_session
from core.services.people import deactivate
from core.services.teams import (
    add_team,
    end_cover,
    name_coordinator,
    set_roles_and_teams,
    start_cover,
)
from core.vocabulary import Role
from tests.support import NOW

pytestmark = pytest.mark.storage
TODAY = NOW.date()


@pytest.fixture
def north(add_actor):
    return add_actor(Role.COORDINATOR, name="Nora", coordinates=("North",))


@pytest.fixture
def south(add_actor):
    return add_actor(Role.COORDINATOR, name="Sol", team="South", coordinates=("South",))


@pytest.fixture
def administrator(add_actor):
    return add_actor(Role.ADMINISTRATOR, name="Alex", team=None)


def change(session, actor, person_id, **wanted):
    person = session.get(Person, person_id)
    given = {
        "roles": {Role.SUPPORTER},
        "team_id": person.team_id,
        "coordinates": (),
        "version": person.version,
        "now": NOW,
    }
    set_roles_and_teams(session, actor, person_id, **{**given, **wanted})


def cover(session, actor, away, stands_in, *, start=0, end=7):
    return start_cover(
        session,
        actor,
        coordinator_id=away.person_id,
        cover_id=stands_in.person_id,
        from_day=TODAY + timedelta(days=start),
        until_day=TODAY + timedelta(days=end),
        now=NOW,
    )


def test_an_administrator_changes_roles_and_the_sign_ins_end(session, administrator, north):
    start_session(session, person_id=north.person_id, now=NOW)
    change(session, administrator, north.person_id)
    assert actor_for(session, north.person_id, now=NOW).roles == {Role.SUPPORTER}
    assert session.exec(select(LoginSession.ended_at)).all() == [NOW]


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.COORDINATOR, Role.TRAINING_LEAD])
def test_nobody_else_changes_roles(session, add_actor, north, role):
    with pytest.raises(NotAllowed):
        change(session, add_actor(role, name="Bo"), north.person_id)


def test_an_administrator_may_take_another_role_and_sees_it_written_down(session, administrator):
    roles = {Role.ADMINISTRATOR, Role.TRAINING_LEAD}
    start_session(session, person_id=administrator.person_id, now=NOW)
    change(session, administrator, administrator.person_id, roles=roles)
    written = session.exec(select(AccountChange)).one()
    assert written.person_id == written.changed_by == administrator.person_id
    assert written.roles == "administrator,training_lead"
    assert session.exec(select(LoginSession.ended_at)).all() == [NOW]


def test_nobody_opens_a_team_to_themselves_while_somebody_else_can(
    session, add_actor, administrator, north, south
):
    second = add_actor(Role.ADMINISTRATOR, name="Second", team=None)
    both = {Role.ADMINISTRATOR, Role.COORDINATOR}
    me, lead = administrator.person_id, {"roles": both, "coordinates": north.coordinates}
    with pytest.raises(InvalidValue, match="ask another administrator"):
        change(session, administrator, me, **lead)
    change(session, second, me, **lead)
    change(session, administrator, me, **lead)
    more = {"roles": both, "coordinates": north.coordinates | south.coordinates}
    with pytest.raises(InvalidValue, match="ask another administrator"):
        change(session, administrator, me, **more)
    deactivate(session, administrator, second.person_id, now=NOW)
    change(session, administrator, me, **more)
    assert actor_for(session, me, now=NOW).coordinates == more["coordinates"]


def test_nobody_lets_themselves_stand_in_while_somebody_else_can(
    session, add_actor, administrator, north, south
):
    both = add_actor(
        Role.ADMINISTRATOR, Role.COORDINATOR, name="Both", team=None, coordinates=("North",)
    )
    with pytest.raises(InvalidValue, match="ask another administrator"):
        cover(session, both, south, both)
    assert actor_for(session, both.person_id, now=NOW).coordinates == north.coordinates
    cover(session, both, both, south)
    deactivate(session, both, administrator.person_id, now=NOW)
    cover(session, both, south, both)
    assert actor_for(session, both.person_id, now=NOW).coordinates > north.coordinates


def test_the_last_administrator_stays_one(session, add_actor, administrator):
    with pytest.raises(InvalidValue, match="last administrator"):
        change(session, administrator, administrator.person_id, roles={Role.TRAINING_LEAD})
    session.rollback()
    second = add_actor(Role.ADMINISTRATOR, name="Second", team=None)
    change(session, administrator, administrator.person_id, roles={Role.TRAINING_LEAD})
    assert actor_for(session, second.person_id, now=NOW).roles == {Role.ADMINISTRATOR}


def test_a_closed_administrator_does_not_count(session, add_actor, administrator):
    second = add_actor(Role.ADMINISTRATOR, name="Second", team=None)
    deactivate(session, administrator, second.person_id, now=NOW)
    with pytest.raises(InvalidValue, match="last administrator"):
        change(session, administrator, administrator.person_id, roles={Role.TRAINING_LEAD})


def test_two_people_editing_one_account_do_not_lose_each_other(session, administrator, north):
    change(session, administrator, north.person_id, version=1)
    with pytest.raises(ChangedMeanwhile):
        change(session, administrator, north.person_id, version=1)


def test_who_is_no_coordinator_any_more_has_named_nobody(session, administrator, north, south):
    name_coordinator(session, north, coordinator_id=south.person_id, now=NOW)
    change(session, administrator, north.person_id)
    assert session.get(Person, north.person_id).named_coordinator_id is None


def test_a_cover_sees_the_teams_from_the_first_to_the_last_day(session, north, south):
    cover(session, north, north, south, start=1, end=2)

    def teams(days):
        return actor_for(session, south.person_id, now=NOW + timedelta(days=days)).coordinates

    assert teams(0) == teams(3) == south.coordinates
    assert teams(1) == teams(2) == south.coordinates | north.coordinates


def test_a_coordinator_arranges_cover_for_themselves_only(session, north, south):
    with pytest.raises(NotAllowed):
        cover(session, south, north, south)


def test_an_administrator_arranges_cover_for_anybody(session, administrator, north, south):
    cover(session, administrator, north, south)
    assert len(session.exec(select(Cover)).all()) == 1


def test_only_a_coordinator_stands_in(session, add_actor, north):
    with pytest.raises(NotFound, match="coordinator"):
        cover(session, north, north, add_actor(Role.SUPPORTER, name="Bo"))


@pytest.mark.parametrize(("start", "end"), [(2, 1), (-5, -1), (0, 400)])
def test_cover_runs_forwards_and_not_into_the_past_or_for_ever(session, north, south, start, end):
    with pytest.raises(InvalidValue, match="Cover ends"):
        cover(session, north, north, south, start=start, end=end)


def test_nobody_stands_in_for_themselves(session, north):
    with pytest.raises(InvalidValue, match="Somebody else"):
        cover(session, north, north, north)


def test_the_cover_cannot_end_what_the_coordinator_arranged(session, north, south):
    arranged = cover(session, north, north, south)
    with pytest.raises(NotFound, match="cover"):
        end_cover(session, south, arranged, now=NOW)
    end_cover(session, north, arranged, now=NOW)
    assert session.exec(select(Cover)).all() == []


def test_both_ends_of_a_cover_are_in_the_audit_log(session, administrator, north, south):
    arranged = cover(session, administrator, north, south)
    end_cover(session, north, arranged, now=NOW)
    days = f"from {TODAY} to {TODAY + timedelta(days=7)}"
    written = select(AuditEntry).order_by(AuditEntry.position)
    assert [(e.actor_id, e.subject_id, e.detail) for e in session.exec(written)] == [
        (administrator.person_id, south.person_id, f"cover {days}"),
        (north.person_id, south.person_id, f"cover ended {days}"),
    ]


def test_a_coordinator_names_one_of_another_team_and_takes_it_back(session, north, south):
    name_coordinator(session, north, coordinator_id=south.person_id, now=NOW)
    assert session.get(Person, north.person_id).named_coordinator_id == south.person_id
    name_coordinator(session, north, coordinator_id=None, now=NOW)
    assert session.get(Person, north.person_id).named_coordinator_id is None


def test_a_coordinator_of_the_same_team_cannot_be_named(session, add_actor, north):
    beside = add_actor(Role.COORDINATOR, name="Bea", coordinates=("North", "South"))
    for other in (beside, north):
        with pytest.raises(InvalidValue, match="another team"):
            name_coordinator(session, north, coordinator_id=other.person_id, now=NOW)


def test_a_team_is_added_once(session, administrator):
    add_team(session, administrator, name=" Harbour ")
    assert session.exec(select(Team.name)).all() == ["Harbour"]
    with pytest.raises(InvalidValue, match="already"):
        add_team(session, administrator, name="Harbour")
    with pytest.raises(InvalidValue, match="characters"):
        add_team(session, administrator, name=" ")


def test_a_role_is_kept_once_per_person(session, administrator, north):
    change(session, administrator, north.person_id, roles=[Role.SUPPORTER, Role.SUPPORTER])
    roles = select(PersonRole.role).where(PersonRole.person_id == north.person_id)
    assert session.exec(roles).all() == [Role.SUPPORTER]
