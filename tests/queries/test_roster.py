"""The roster: as far as the reader's arm reaches, and never into work or wellbeing."""

from dataclasses import fields
from datetime import timedelta

import pytest

from core.errors import NotAllowed
from core.queries.roster import RosterPerson, own_account_changes, roster
from core.services.people import add_person, deactivate
from core.services.teams import end_cover, set_roles_and_teams, start_cover
from core.vocabulary import AccountEvent, Role
from tests.support import NOW

pytestmark = pytest.mark.storage


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", team=None, coordinates=("North",))


@pytest.fixture
def administrator(add_actor):
    return add_actor(Role.ADMINISTRATOR, name="Alex", team=None)


def test_a_coordinator_sees_supporters_of_own_teams(session, add_actor, cleo):
    add_actor(Role.SUPPORTER, name="Ada")
    add_actor(Role.SUPPORTER, Role.TRAINING_LEAD, name="Lena")
    add_actor(Role.SUPPORTER, name="Sol", team="South")
    seen = roster(session, cleo, now=NOW)
    assert [person.name for person in seen.people] == ["Ada"]
    assert [team.name for team in seen.teams] == ["North"]


def test_an_administrator_sees_every_account_closed_ones_last(
    session, add_actor, cleo, administrator
):
    ada = add_actor(Role.SUPPORTER, name="Ada")
    add_actor(Role.SUPPORTER, name="Sol", team="South")
    deactivate(session, administrator, ada.person_id, now=NOW)
    seen = roster(session, administrator, now=NOW)
    assert [person.name for person in seen.people] == ["Alex", "Cleo", "Sol", "Ada"]
    assert not seen.people[-1].active
    assert seen.people[1].coordinates == cleo.coordinates
    assert [team.name for team in seen.teams] == ["North", "South"]


def test_a_roster_holds_no_work_and_no_wellbeing():
    assert {field.name for field in fields(RosterPerson)} == {
        "id",
        "name",
        "email",
        "team_id",
        "team",
        "roles",
        "coordinates",
        "active",
        "invited",
        "linked",
        "joined_on",
        "left_at",
        "version",
    }


def test_an_account_waits_until_its_owner_chose_a_password(session, cleo):
    (team,) = cleo.coordinates
    add_person(
        session,
        cleo,
        display_name="Bo",
        email="bo@example.org",
        roles={Role.SUPPORTER},
        team_id=team,
        now=NOW,
    )
    assert roster(session, cleo, now=NOW).people[0].invited


def test_cover_is_seen_by_both_and_ended_by_the_one_away(session, add_actor, cleo):
    sol = add_actor(Role.COORDINATOR, name="Sol", team="South", coordinates=("South",))
    other = add_actor(Role.COORDINATOR, name="Una", team="West", coordinates=("West",))
    start_cover(
        session,
        cleo,
        coordinator_id=cleo.person_id,
        cover_id=sol.person_id,
        from_day=NOW.date(),
        until_day=NOW.date(),
        now=NOW,
    )
    assert [c.ends_by_me for c in roster(session, cleo, now=NOW).covers] == [True]
    assert [c.ends_by_me for c in roster(session, sol, now=NOW).covers] == [False]
    assert roster(session, other, now=NOW).covers == ()
    assert roster(session, cleo, now=NOW + timedelta(days=1)).covers == ()


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.TRAINING_LEAD])
def test_others_see_no_roster(session, add_actor, role):
    with pytest.raises(NotAllowed):
        roster(session, add_actor(role), now=NOW)


def test_what_was_changed_about_an_account_is_shown_to_its_owner_alone(
    session, add_actor, administrator
):
    ada = add_actor(Role.SUPPORTER, name="Ada")
    other = add_actor(Role.SUPPORTER, name="Bo")
    set_roles_and_teams(
        session,
        administrator,
        ada.person_id,
        roles={Role.SUPPORTER, Role.TRAINING_LEAD},
        team_id=ada.team_id,
        coordinates=(),
        version=1,
        now=NOW,
    )
    (change,) = own_account_changes(session, ada)
    assert (change.event, change.changed_by) == (AccountEvent.ROLES_AND_TEAMS, "Alex")
    assert change.roles == (Role.SUPPORTER, Role.TRAINING_LEAD)
    assert change.teams == "North"
    assert own_account_changes(session, other) == ()


@pytest.mark.parametrize("arranged_by", ["Cleo", "Alex"])
def test_promise_19_a_cover_and_its_end_are_shown_to_both_coordinators(
    session, add_actor, cleo, administrator, arranged_by
):
    sol = add_actor(Role.COORDINATOR, name="Sol", team="South", coordinates=("South",))
    bystander = add_actor(Role.COORDINATOR, name="Bo", coordinates=("North",))
    arranges = {"Cleo": cleo, "Alex": administrator}[arranged_by]
    arranged = start_cover(
        session,
        arranges,
        coordinator_id=cleo.person_id,
        cover_id=sol.person_id,
        from_day=NOW.date(),
        until_day=NOW.date() + timedelta(days=3),
        now=NOW,
    )
    end_cover(session, arranges, arranged, now=NOW + timedelta(hours=1))

    def told(actor):
        return [
            (each.event, each.changed_by, each.other, each.from_day, each.until_day, each.teams)
            for each in own_account_changes(session, actor)
        ]

    days = (NOW.date(), NOW.date() + timedelta(days=3))
    assert told(sol) == [
        (event, arranged_by, "Cleo", *days, "North")
        for event in (AccountEvent.STANDS_IN_ENDED, AccountEvent.STANDS_IN)
    ]
    assert told(cleo) == [
        (event, arranged_by, "Sol", *days, "North")
        for event in (AccountEvent.COVERED_ENDED, AccountEvent.COVERED)
    ]
    assert told(bystander) == []
