"""What everybody reads about the organisation is changed by administrators, one at a time."""

import pytest
from sqlmodel import select

from core.errors import ChangedMeanwhile, InvalidValue, NotAllowed
from core.models import FlagsAsOf
from core.queries.people import organisation
from core.services.flags import refresh_flags
from core.services.organisation import change_organisation
from core.vocabulary import Role
from tests.support import NOW

pytestmark = pytest.mark.storage


@pytest.fixture
def administrator(add_actor):
    return add_actor(Role.ADMINISTRATOR, name="Alex", team=None)


def change(session, actor, *, opened=None, **wanted):
    place = organisation(session)
    given = {
        "name": place.name,
        "time_zone": place.time_zone,
        "ring_me_hours": place.ring_me_hours,
        "urgent_help": place.urgent_help,
        "now": NOW,
    }
    change_organisation(session, actor, opened=opened or place, **{**given, **wanted})


def test_everything_is_changed_and_read_by_everybody(session, administrator):
    change(
        session,
        administrator,
        name=" Harbour circle ",
        time_zone="Europe/Berlin",
        ring_me_hours=8,
        urgent_help="Emergency: 112\n",
    )
    place = organisation(session)
    assert (place.name, place.time_zone) == ("Harbour circle", "Europe/Berlin")
    assert (place.ring_me_hours, place.urgent_help) == (8, "Emergency: 112")


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"time_zone": "Europe/Atlantis"}, "time zone"),
        ({"time_zone": ""}, "time zone"),
        ({"ring_me_hours": 0}, "1 to 336"),
        ({"ring_me_hours": 337}, "1 to 336"),
        ({"urgent_help": "1" * 501}, "500"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_reason(session, administrator, wanted, reason):
    before = organisation(session)
    with pytest.raises(InvalidValue, match=reason):
        change(session, administrator, **wanted)
    assert organisation(session) == before


def test_of_two_who_opened_it_the_second_is_told(session, administrator):
    opened = organisation(session)
    change(session, administrator, name="First")
    with pytest.raises(ChangedMeanwhile):
        change(session, administrator, opened=opened, name="Second")
    assert organisation(session).name == "First"


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.COORDINATOR, Role.TRAINING_LEAD])
def test_only_an_administrator_changes_it(session, add_actor, role):
    with pytest.raises(NotAllowed):
        change(session, add_actor(role, name="Eve"), name="Mine")


def test_another_time_zone_lets_flags_be_computed_again(session, administrator, add_actor):
    refresh_flags(session, add_actor(Role.SUPPORTER).person_id, now=NOW)
    change(session, administrator, name="Another name")
    assert len(session.exec(select(FlagsAsOf)).all()) == 1
    change(session, administrator, time_zone="Pacific/Auckland")
    assert session.exec(select(FlagsAsOf)).all() == []
