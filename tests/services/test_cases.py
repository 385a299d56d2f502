"""Cases of one's own, what one agreed to carry, and the talks that carry oneself."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from core.errors import ChangedMeanwhile, InvalidValue, NotAllowed, NotFound
from core.models import Agreement, Case, Meeting
from core.queries.cases import own_agreement, own_cases, own_meetings
from core.services.agreements import agree
from core.services.cases import close_case, edit_case, open_case
from core.services.contacts import log_contact
from core.services.meetings import record_meeting, take_back_meeting
from core.vocabulary import Frequency, MeetingKind, Role
from tests.services.work import TODAY, entry
from tests.support import NOW

pytestmark = pytest.mark.storage


def open_one(session, actor, code="K-1", frequency=Frequency.WEEKLY):
    return open_case(session, actor, code=code, frequency=frequency, now=NOW)


def test_a_case_shows_its_weight_and_its_recent_contacts(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    case = open_one(session, ada, " K-1 ", Frequency.FORTNIGHTLY)
    for back in (0, 27, 28):
        day = TODAY - timedelta(days=back)
        log_contact(session, ada, entry(day=day, case_ids=(case,)), now=NOW)

    (row,) = own_cases(session, ada, now=NOW)

    assert (row.code, row.weight, row.opened_on) == ("K-1", 0.5, TODAY)
    assert (row.contacts_28d, row.last_contact_on) == (2, TODAY)


@pytest.mark.parametrize(
    ("code", "weeks", "words"),
    [
        (" ", None, "case code is empty"),
        ("x" * 41, None, "has 41 characters"),
        ("K-1", 0, "1 to 260 weeks"),
        ("K-1", 261, "please correct 261"),
    ],
)
def test_a_case_that_cannot_be_right_is_refused(add_actor, session, code, weeks, words):
    ada = add_actor(Role.SUPPORTER)
    with pytest.raises(InvalidValue, match=words):
        open_case(session, ada, code=code, frequency=Frequency.WEEKLY, agreed_weeks=weeks, now=NOW)


def test_two_open_cases_never_share_a_code(add_actor, session):
    ada, bea = add_actor(Role.SUPPORTER), add_actor(Role.SUPPORTER, name="Bea")
    first = open_one(session, ada)
    other = open_one(session, ada, "K-2")
    open_one(session, bea)
    with pytest.raises(InvalidValue, match="already have an open case"):
        open_one(session, ada, "k-1")
    with pytest.raises(InvalidValue, match="already have an open case"):
        edit_case(
            session,
            ada,
            other,
            code="K-1",
            frequency=Frequency.WEEKLY,
            agreed_weeks=None,
            version=1,
            now=NOW,
        )
    close_case(session, ada, first, now=NOW)
    open_one(session, ada)


def test_an_edit_changes_a_case_unless_another_tab_was_faster(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    case = open_one(session, ada)
    change = {"code": "K-9", "frequency": Frequency.MONTHLY, "agreed_weeks": 12, "version": 1}
    edit_case(session, ada, case, **change, now=NOW)
    (row,) = own_cases(session, ada, now=NOW)
    assert (row.code, row.weight, row.agreed_weeks, row.version) == ("K-9", 0.25, 12, 2)
    with pytest.raises(ChangedMeanwhile):
        edit_case(session, ada, case, **change, now=NOW)


def test_a_closed_case_keeps_its_ending_in_private_words(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    case = open_one(session, ada)
    close_case(session, ada, case, ending_note="a good goodbye", now=NOW)
    assert own_cases(session, ada, now=NOW) == []
    (row,) = own_cases(session, ada, now=NOW, closed=True)
    assert (row.closed_on, row.ending_note) == (TODAY, "a good goodbye")
    assert b"goodbye" not in session.exec(select(Case.ending_note)).one()
    with pytest.raises(NotFound):
        close_case(session, ada, case, now=NOW)


def test_somebody_elses_case_is_not_found(add_actor, session):
    ada, bea = add_actor(Role.SUPPORTER), add_actor(Role.SUPPORTER, name="Bea")
    case = open_one(session, ada)
    with pytest.raises(NotFound):
        close_case(session, bea, case, now=NOW)
    with pytest.raises(NotFound):
        edit_case(
            session,
            bea,
            case,
            code="B",
            frequency=Frequency.WEEKLY,
            agreed_weeks=None,
            version=1,
            now=NOW,
        )
    assert own_cases(session, bea, now=NOW) == []


def agreed(session, actor, **changes):
    given = {
        "capacity": 3.5,
        "hours_per_week": 6,
        "from_time": time(10),
        "until_time": time(18),
    }
    agree(session, actor, **(given | changes), now=NOW)


def test_the_newest_agreement_is_in_force_and_one_day_holds_one(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    assert own_agreement(session, ada) is None
    agreed(session, ada)
    agreed(session, ada, capacity=2)
    view = own_agreement(session, ada)
    assert (view.capacity, view.hours_per_week, view.since) == (2, 6, TODAY)
    assert len(session.exec(select(Agreement)).all()) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"capacity": 0.1}, "Capacity runs from 0.25 to 40"),
        ({"hours_per_week": 61}, "Hours a week run from 0.5 to 60; please correct 61"),
        ({"until_time": time(10)}, "must end after they start"),
    ],
)
def test_an_agreement_that_cannot_be_kept_is_refused(add_actor, session, changes, words):
    ada = add_actor(Role.SUPPORTER)
    with pytest.raises(InvalidValue, match=words):
        agreed(session, ada, **changes)


def meet(session, actor, person_id, *, day: date = TODAY):
    return record_meeting(
        session, actor, person_id=person_id, kind=MeetingKind.SUPERVISION, day=day, now=NOW
    )


def test_supervision_recorded_by_both_sides_counts_once(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    cora = add_actor(Role.COORDINATOR, name="Cora", coordinates=("North",))
    assert meet(session, cora, ada.person_id) == meet(session, ada, ada.person_id)
    (row,) = own_meetings(session, ada)
    assert not row.recorded_by_me
    assert len(session.exec(select(Meeting)).all()) == 1


def test_a_coordinator_records_nothing_for_other_teams(add_actor, session):
    far = add_actor(Role.SUPPORTER, name="Fay", team="South")
    cora = add_actor(Role.COORDINATOR, name="Cora", coordinates=("North",))
    for person_id in (far.person_id, uuid4()):
        with pytest.raises(NotFound):
            meet(session, cora, person_id)


def test_a_supporter_records_only_own_talks_and_none_in_the_future(add_actor, session):
    ada, bea = add_actor(Role.SUPPORTER), add_actor(Role.SUPPORTER, name="Bea")
    with pytest.raises(NotAllowed):
        meet(session, ada, bea.person_id)
    with pytest.raises(InvalidValue, match="in the future"):
        meet(session, ada, ada.person_id, day=TODAY + timedelta(days=1))


def unmeet(session, actor, person_id, *, now=NOW):
    talk = {"person_id": person_id, "kind": MeetingKind.SUPERVISION, "day": TODAY}
    take_back_meeting(session, actor, **talk, now=now)


def test_a_talk_recorded_by_a_slip_is_taken_back_by_who_recorded_it_on_the_same_day(
    add_actor, session
):
    ada = add_actor(Role.SUPPORTER)
    cora = add_actor(Role.COORDINATOR, name="Cora", coordinates=("North",))
    meet(session, cora, ada.person_id)
    for actor, now in ((ada, NOW), (cora, NOW + timedelta(days=1))):
        with pytest.raises(InvalidValue, match="on the same day"):
            unmeet(session, actor, ada.person_id, now=now)
    assert len(own_meetings(session, ada)) == 1

    unmeet(session, cora, ada.person_id)

    assert own_meetings(session, ada) == []


def test_nobody_takes_back_a_talk_of_another_team_or_of_a_fellow_supporter(add_actor, session):
    far = add_actor(Role.SUPPORTER, name="Fay", team="South")
    ada = add_actor(Role.SUPPORTER)
    cora = add_actor(Role.COORDINATOR, name="Cora", coordinates=("North",))
    meet(session, far, far.person_id)
    with pytest.raises(NotFound):
        unmeet(session, cora, far.person_id)
    with pytest.raises(NotAllowed):
        unmeet(session, ada, far.person_id)
    assert len(own_meetings(session, far)) == 1
