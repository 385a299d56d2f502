"""Recording one's own training, and vouching for that of others."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from core.errors import InvalidValue, NotAllowed, NotFound
from core.models import Completion, Module
from core.services.modules import retire_module, seed_catalogue
from core.services.training import (
    confirm_completions,
    record_completion,
    record_for,
    take_back_confirmation,
    withdraw_completion,
)
from core.vocabulary import Role
from tests.support import NOW

pytestmark = pytest.mark.storage
TODAY = NOW.date()


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def lead(add_actor):
    return add_actor(Role.TRAINING_LEAD, team=None, name="Lena")


@pytest.fixture
def module_id(session):
    seed_catalogue(session)
    session.commit()
    return session.exec(select(Module.id).where(Module.code == "t02")).one()


def test_an_own_completion_is_recorded_without_a_voucher(session, ada, module_id):
    record_completion(
        session, ada, module_id=module_id, completed_on=TODAY, evidence=" No 12 ", now=NOW
    )
    completion = session.exec(select(Completion)).one()
    assert (completion.person_id, completion.evidence) == (ada.person_id, "No 12")
    assert completion.confirmed_by is None


def test_a_day_of_another_century_is_refused_as_a_slip(session, ada, module_id):
    with pytest.raises(InvalidValue, match="day of completion is more than 50 years ago"):
        record_completion(
            session, ada, module_id=module_id, completed_on=date(1926, 11, 2), now=NOW
        )


def test_a_certificate_that_is_too_long_is_refused_by_the_name_of_its_field(
    session, ada, module_id
):
    with pytest.raises(InvalidValue, match="certificate or place runs to 200 characters"):
        record_completion(
            session, ada, module_id=module_id, completed_on=TODAY, evidence="a" * 5000, now=NOW
        )


def test_today_counts_and_tomorrow_is_refused(session, ada, module_id):
    record_completion(session, ada, module_id=module_id, completed_on=TODAY, now=NOW)
    with pytest.raises(InvalidValue, match="lies ahead"):
        record_completion(
            session, ada, module_id=module_id, completed_on=TODAY + timedelta(days=1), now=NOW
        )


def test_evidence_that_is_too_long_is_refused(session, ada, module_id):
    with pytest.raises(InvalidValue, match="200 characters"):
        record_completion(
            session, ada, module_id=module_id, completed_on=TODAY, evidence="x" * 201, now=NOW
        )


def test_the_same_module_on_the_same_day_is_recorded_once(session, ada, module_id):
    record_completion(session, ada, module_id=module_id, completed_on=TODAY, now=NOW)
    with pytest.raises(InvalidValue, match="already"):
        record_completion(session, ada, module_id=module_id, completed_on=TODAY, now=NOW)


def test_a_retired_module_cannot_be_recorded(session, ada, lead, module_id):
    retire_module(session, lead, module_id)
    with pytest.raises(NotFound, match="module"):
        record_completion(session, ada, module_id=module_id, completed_on=TODAY, now=NOW)


def test_a_training_lead_confirms_with_name_and_time(session, ada, lead, module_id):
    done = record_completion(session, ada, module_id=module_id, completed_on=TODAY, now=NOW)
    confirm_completions(session, lead, [done], now=NOW)
    completion = session.exec(select(Completion)).one()
    assert (completion.confirmed_by, completion.confirmed_at) == (lead.person_id, NOW)


def test_a_second_confirmation_does_not_replace_the_first(session, add_actor, ada, lead, module_id):
    done = record_completion(session, ada, module_id=module_id, completed_on=TODAY, now=NOW)
    confirm_completions(session, lead, [done], now=NOW)
    session.commit()
    other = add_actor(Role.TRAINING_LEAD, team=None, name="Noor")
    assert confirm_completions(session, other, [done], now=NOW + timedelta(days=1)) == 0
    assert session.exec(select(Completion.confirmed_by)).one() == lead.person_id


def test_many_are_confirmed_at_once_or_none_of_them(session, ada, lead, module_id):
    days = (TODAY, TODAY - timedelta(days=400))
    done = [
        record_completion(session, ada, module_id=module_id, completed_on=day, now=NOW)
        for day in days
    ]
    with pytest.raises(NotFound, match="completion"):
        confirm_completions(session, lead, [*done, ada.person_id], now=NOW)
    assert session.exec(select(Completion.confirmed_by)).all() == [None, None]
    assert confirm_completions(session, lead, done, now=NOW) == 2


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_only_a_training_lead_confirms(session, add_actor, ada, module_id, role):
    session.commit()
    other = add_actor(role, name="Omar")
    done = record_completion(session, ada, module_id=module_id, completed_on=TODAY, now=NOW)
    with pytest.raises(NotAllowed):
        confirm_completions(session, other, [done], now=NOW)


def test_two_training_leads_confirm_each_other_and_not_themselves(
    session, add_actor, lead, module_id
):
    session.commit()
    other = add_actor(Role.TRAINING_LEAD, team=None, name="Noor")
    done = record_completion(session, lead, module_id=module_id, completed_on=TODAY, now=NOW)
    with pytest.raises(InvalidValue, match="another training lead"):
        confirm_completions(session, lead, [done], now=NOW)
    confirm_completions(session, other, [done], now=NOW)


def test_the_only_training_lead_confirms_their_own(session, lead, module_id):
    done = record_completion(session, lead, module_id=module_id, completed_on=TODAY, now=NOW)
    confirm_completions(session, lead, [done], now=NOW)
    assert session.exec(select(Completion.confirmed_by)).one() == lead.person_id


def test_recording_for_somebody_else_confirms_at_once(session, ada, lead, module_id):
    record_for(
        session, lead, person_id=ada.person_id, module_id=module_id, completed_on=TODAY, now=NOW
    )
    completion = session.exec(select(Completion)).one()
    assert completion.person_id == ada.person_id
    assert completion.confirmed_by == completion.recorded_by == lead.person_id


def test_recording_for_somebody_else_is_no_way_around_confirming(session, lead, module_id):
    with pytest.raises(InvalidValue, match="My training"):
        record_for(
            session,
            lead,
            person_id=lead.person_id,
            module_id=module_id,
            completed_on=TODAY,
            now=NOW,
        )


def test_recording_what_waits_to_be_confirmed_says_where_it_waits(session, ada, lead, module_id):
    given = {"module_id": module_id, "completed_on": TODAY, "now": NOW}
    done = record_completion(session, ada, **given)
    with pytest.raises(InvalidValue, match="confirm it under To confirm"):
        record_for(session, lead, person_id=ada.person_id, **given)
    confirm_completions(session, lead, [done], now=NOW)
    with pytest.raises(InvalidValue, match="nothing more to do"):
        record_for(session, lead, person_id=ada.person_id, **given)


def test_a_lead_takes_back_what_they_recorded_by_mistake(session, ada, lead, module_id):
    done = record_for(
        session, lead, person_id=ada.person_id, module_id=module_id, completed_on=TODAY, now=NOW
    )
    take_back_confirmation(session, lead, done, now=NOW)
    assert session.exec(select(Completion)).all() == []


def test_a_confirmation_that_is_taken_back_waits_again(session, ada, lead, module_id):
    done = record_completion(session, ada, module_id=module_id, completed_on=TODAY, now=NOW)
    confirm_completions(session, lead, [done], now=NOW)
    take_back_confirmation(session, lead, done, now=NOW)
    kept = session.exec(select(Completion)).one()
    assert kept.confirmed_by is None
    assert kept.confirmed_at is None


def test_taking_back_ones_own_confirmation_keeps_what_one_did(session, lead, module_id):
    done = record_completion(session, lead, module_id=module_id, completed_on=TODAY, now=NOW)
    confirm_completions(session, lead, [done], now=NOW)
    take_back_confirmation(session, lead, done, now=NOW)
    assert session.exec(select(Completion.confirmed_at)).one() is None


def test_a_lead_takes_back_nothing_that_another_vouched_for(
    session, add_actor, ada, lead, module_id
):
    session.commit()
    other = add_actor(Role.TRAINING_LEAD, team=None, name="Noor")
    done = record_completion(session, ada, module_id=module_id, completed_on=TODAY, now=NOW)
    confirm_completions(session, other, [done], now=NOW)
    with pytest.raises(NotFound):
        take_back_confirmation(session, lead, done, now=NOW)


def test_an_unconfirmed_completion_can_be_taken_back(session, ada, module_id):
    done = record_completion(session, ada, module_id=module_id, completed_on=TODAY, now=NOW)
    withdraw_completion(session, ada, done, now=NOW)
    assert session.exec(select(Completion)).all() == []


def test_a_confirmed_completion_stays(session, ada, lead, module_id):
    done = record_completion(session, ada, module_id=module_id, completed_on=TODAY, now=NOW)
    confirm_completions(session, lead, [done], now=NOW)
    with pytest.raises(InvalidValue, match="confirmed"):
        withdraw_completion(session, ada, done, now=NOW)


def test_nobody_takes_back_what_somebody_else_completed(session, ada, lead, module_id):
    done = record_completion(session, ada, module_id=module_id, completed_on=TODAY, now=NOW)
    with pytest.raises(NotFound, match="completion"):
        withdraw_completion(session, lead, done, now=NOW)
