"""Asking to see: seldom, only by whom it would reach, and without a trace of the answer."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.errors import InvalidValue, NotAllowed, NotFound
from core.models import SeeRequest
from core.queries.today import own_today
from core.services.see_requests import ask_to_see, put_request_away
from core.services.sharing import FIRST_CHOICE, choose_sharing
from core.vocabulary import Role, ShareScope, ShareTopic
from tests.support import NOW

pytestmark = pytest.mark.storage


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER, name="Ada")


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


def test_the_person_reads_who_asks_for_what(session, ada, cleo):
    ask_to_see(session, cleo, ada.person_id, ShareTopic.STRAIN, now=NOW)

    asked = own_today(session, ada, now=NOW).asked
    assert (asked.asked_by, asked.topic) == ("Cleo", ShareTopic.STRAIN)


def test_a_person_is_asked_once_in_fourteen_days_by_all_coordinators_together(
    session, ada, cleo, add_actor
):
    other = add_actor(Role.COORDINATOR, name="Sol", coordinates=("North",))
    ask_to_see(session, cleo, ada.person_id, ShareTopic.STRAIN, now=NOW)

    just_before = NOW + timedelta(days=14) - timedelta(minutes=1)
    with pytest.raises(InvalidValue, match="Ada was asked"):
        ask_to_see(session, other, ada.person_id, ShareTopic.BOUNDARY, now=just_before)
    ask_to_see(session, other, ada.person_id, ShareTopic.BOUNDARY, now=NOW + timedelta(days=14))


def test_putting_it_away_leaves_nothing_that_the_coordinator_could_see(session, ada, cleo):
    ask_to_see(session, cleo, ada.person_id, ShareTopic.STRAIN, now=NOW)
    asked = own_today(session, ada, now=NOW).asked

    put_request_away(session, ada, asked.request_id, now=NOW)

    assert own_today(session, ada, now=NOW).asked is None
    with pytest.raises(InvalidValue):
        ask_to_see(session, cleo, ada.person_id, ShareTopic.STRAIN, now=NOW + timedelta(days=13))


def test_the_answer_to_a_request_is_the_same_whatever_is_shared(session, ada, cleo):
    choices = dict.fromkeys(FIRST_CHOICE, ShareScope.ANSWERS)
    choose_sharing(session, ada, choices, now=NOW)

    ask_to_see(session, cleo, ada.person_id, ShareTopic.STRAIN, now=NOW)

    assert session.exec(select(SeeRequest)).one().person_id == ada.person_id


def test_a_request_fades_after_fourteen_days(session, ada, cleo):
    ask_to_see(session, cleo, ada.person_id, ShareTopic.STRAIN, now=NOW)

    assert own_today(session, ada, now=NOW + timedelta(days=14)).asked is None


def test_only_a_coordinator_of_the_person_asks(session, ada, cleo, add_actor):
    stranger = add_actor(Role.COORDINATOR, name="Sol", team="South", coordinates=("South",))
    administrator = add_actor(Role.ADMINISTRATOR, team=None)

    with pytest.raises(NotFound):
        ask_to_see(session, stranger, ada.person_id, ShareTopic.STRAIN, now=NOW)
    with pytest.raises(NotFound):
        ask_to_see(session, cleo, cleo.person_id, ShareTopic.STRAIN, now=NOW)
    with pytest.raises(NotAllowed):
        ask_to_see(session, administrator, ada.person_id, ShareTopic.STRAIN, now=NOW)


def test_nobody_puts_away_what_was_asked_of_another(session, ada, cleo, add_actor):
    ask_to_see(session, cleo, ada.person_id, ShareTopic.STRAIN, now=NOW)
    asked = own_today(session, ada, now=NOW).asked

    with pytest.raises(NotFound):
        put_request_away(session, cleo, asked.request_id, now=NOW)
