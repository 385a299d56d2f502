"""What was entered by mistake and taken back leaves no trace in a flag, its life or its queue."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.errors import NotFound
from core.models import BoundaryCheck, BoundarySign, FollowUp, StandingShare, WellbeingFlag
from core.queries.flag_life import flag_life
from core.queries.flags import own_flags
from core.queries.wellbeing import own_checks
from core.services.boundary_checks import delete_check, record_check
from core.services.contacts import delete_contact, edit_contact, log_contact
from core.services.sharing import bring_up_shared
from core.vocabulary import (
    BoundaryTheme,
    FlagMoment,
    FollowUpReason,
    FollowUpState,
    Lane,
    Level,
    Role,
    ShareScope,
    ShareTopic,
)
from tests.services.work import TODAY, entry
from tests.support import NOW

pytestmark = pytest.mark.storage
LATER = NOW + timedelta(hours=3)
WATCH, HIGH = (Level.WATCH, False), (Level.HIGH, False)


def life(session, actor, view, *, now=LATER):
    steps = flag_life(session, actor, Lane.WELLBEING, view.id, now=now)
    return [(step.what, (step.level, step.urgent)) for step in steps]


def fresh(session, table):
    return session.exec(select(table).execution_options(populate_existing=True)).all()


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


def grey(session, ada, *, hours=0, back=0):
    marked = entry(grey_theme=BoundaryTheme.NEED, day=TODAY - timedelta(days=back))
    return log_contact(session, ada, marked, now=NOW + timedelta(hours=hours))


def test_a_level_that_rested_on_a_deleted_contact_is_gone_from_the_life(ada, session):
    grey(session, ada)
    grey(session, ada)
    third = grey(session, ada, hours=1)
    (view,) = own_flags(session, ada, now=LATER)
    assert life(session, ada, view) == [(FlagMoment.RAISED, WATCH), (FlagMoment.LEVEL, HIGH)]

    delete_contact(session, ada, third, now=LATER)

    (view,) = own_flags(session, ada, now=LATER)
    assert view.level is Level.WATCH
    assert life(session, ada, view) == [(FlagMoment.RAISED, WATCH)]
    assert fresh(session, WellbeingFlag)[0].changed_at == view.raised_at


def test_a_level_that_came_through_an_edit_is_told_until_it_is_taken_back(ada, session):
    grey(session, ada)
    grey(session, ada)
    plain = log_contact(session, ada, entry(), now=NOW)
    marked = entry(grey_theme=BoundaryTheme.NEED)
    edit_contact(session, ada, plain, marked, version=1, now=LATER)
    (view,) = own_flags(session, ada, now=LATER)
    assert life(session, ada, view)[1:] == [(FlagMoment.LEVEL, HIGH)]

    edit_contact(session, ada, plain, entry(), version=2, now=LATER)

    assert life(session, ada, view) == [(FlagMoment.RAISED, WATCH)]


def test_a_level_from_before_the_deleted_entry_stays_told(ada, session):
    for _ in range(3):
        grey(session, ada)
    next_day = NOW + timedelta(days=1)
    record_check(session, ada, ["dependency"], now=next_day)
    (view,) = own_flags(session, ada, now=next_day)
    before = life(session, ada, view)

    delete_check(session, ada, own_checks(session, ada)[0].id, now=next_day)

    assert life(session, ada, view) == before
    assert (FlagMoment.LEVEL, HIGH) in before


def test_a_flag_that_was_raised_too_loudly_was_never_more_than_it_is(ada, session):
    record_check(session, ada, ["only_me", "special_case"], now=NOW)
    record_check(session, ada, ["special_case"], now=NOW)
    (view,) = own_flags(session, ada, now=NOW)
    assert life(session, ada, view) == [(FlagMoment.RAISED, HIGH)]
    mistaken = next(check for check in own_checks(session, ada) if len(check.signs) == 2)

    delete_check(session, ada, mistaken.id, now=LATER)

    (view,) = own_flags(session, ada, now=LATER)
    assert (view.level, view.raised_at) == (Level.WATCH, NOW)
    assert life(session, ada, view) == [(FlagMoment.RAISED, WATCH)]


def test_a_mistaken_self_check_goes_with_its_urgent_flag_and_its_follow_up(add_actor, ada, session):
    add_actor(Role.COORDINATOR, name="Cora", coordinates=("North",))
    share = StandingShare(
        person_id=ada.person_id, topic=ShareTopic.BOUNDARY, scope=ShareScope.ANSWERS, from_at=NOW
    )
    session.add(share)
    record_check(session, ada, ["money_lend"], now=NOW)
    seen = NOW + timedelta(hours=49)
    bring_up_shared(session, [ada.person_id], now=seen)
    (asked,) = fresh(session, FollowUp)
    assert (asked.reason, asked.state) == (FollowUpReason.URGENT, FollowUpState.OPEN)
    record_check(session, ada, [], now=seen)

    mistaken = next(check for check in own_checks(session, ada) if check.signs)
    delete_check(session, ada, mistaken.id, now=seen)

    assert fresh(session, WellbeingFlag) == []
    assert fresh(session, FollowUp)[0].state is FollowUpState.WITHDRAWN
    assert fresh(session, BoundarySign) == []
    assert [check.signs for check in own_checks(session, ada)] == [()]


def test_nobody_deletes_a_self_check_of_somebody_else(add_actor, ada, session):
    bea = add_actor(Role.SUPPORTER, name="Bea")
    record_check(session, ada, ["gift"], now=NOW)
    (check,) = own_checks(session, ada)
    with pytest.raises(NotFound):
        delete_check(session, bea, check.id, now=NOW)
    assert len(fresh(session, BoundaryCheck)) == 1
