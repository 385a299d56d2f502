"""What is new about a flag that is shared already: the person's alone for 48 hours first."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.models import FollowUp, WellbeingFlag
from core.queries.flags import own_flags
from core.queries.shared import preview_for_coordinator, shared_with_me
from core.rules.sharing import FIRST_TO_THE_PERSON
from core.services.boundary_checks import record_check
from core.services.contacts import delete_contact, log_contact
from core.services.flags import answer_flag, refresh_flags, share_flag_now
from core.services.questionnaires import record_answers
from core.services.sharing import bring_up_shared, choose_sharing
from core.vocabulary import (
    Audience,
    BoundaryTheme,
    Debrief,
    FlagAnswer,
    FollowUpReason,
    Level,
    Role,
    ShareScope,
    ShareTopic,
)
from tests.services.work import TODAY, at_week, entry, log_weeks
from tests.support import NOW

pytestmark = pytest.mark.storage
STRAIN, BOUNDARY, CHECK_IN = ShareTopic.STRAIN, ShareTopic.BOUNDARY, ShareTopic.CHECK_IN
CALM = [4, 3, 4, 5, 4, 3, 5, 4, 4, 4]
HOUR = timedelta(hours=1)


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


@pytest.fixture
def ada(add_actor, session, cleo):
    made = add_actor(Role.SUPPORTER)
    choices = {STRAIN: ShareScope.ANSWERS, BOUNDARY: ShareScope.ANSWERS}
    choose_sharing(session, made, choices | {CHECK_IN: ShareScope.NOTHING}, now=NOW)
    return made


def later(days=0, hours=0):
    return NOW + timedelta(days=days, hours=hours)


def seen(session, cleo, at):
    found = shared_with_me(session, cleo, now=at)
    return list(found[0].flags) if found else []


def strain(session, actor, at):
    return next(one for one in own_flags(session, actor, now=at) if one.subject == "strain")


@pytest.fixture
def gift(ada, cleo, session):
    """A boundary concern that coordinators have read for some days."""
    record_check(session, ada, ["gift"], now=NOW)
    [flag] = seen(session, cleo, later(5))
    assert (flag.level, flag.urgent) == (Level.HIGH, False)
    return flag


def test_an_urgent_sign_inherits_no_share_of_an_older_flag_of_its_theme(gift, session, ada, cleo):
    record_check(session, ada, ["money_lend"], now=later(5))

    assert seen(session, cleo, later(5, 1)) == [gift]
    assert seen(session, cleo, later(6, 23)) == [gift]
    assert [flag.urgent for flag in seen(session, cleo, later(7))] == [False, True]


def test_a_second_urgent_sign_inherits_nothing_of_the_first(session, ada, cleo):
    record_check(session, ada, ["touch"], now=NOW)
    first = next(one for one in own_flags(session, ada, now=NOW) if one.urgent)
    share_flag_now(session, ada, first.id, now=NOW)
    record_check(session, ada, ["touch", "attraction"], now=later(3))

    [only] = seen(session, cleo, later(3))
    assert (only.id, only.subject) == (first.id, BoundaryTheme.CLOSENESS)
    assert len(only.sentences) == 1
    assert len([flag for flag in seen(session, cleo, later(5)) if flag.urgent]) == 2


def test_no_urgent_follow_up_is_opened_before_the_person_had_their_48_hours(gift, session, ada):
    record_check(session, ada, ["money_lend"], now=later(5))
    bring_up_shared(session, now=later(6))
    assert FollowUpReason.URGENT not in session.exec(select(FollowUp.reason)).all()

    bring_up_shared(session, now=later(7))
    assert FollowUpReason.URGENT in session.exec(select(FollowUp.reason)).all()


def test_refusing_an_urgent_sign_leaves_the_older_flag_as_it_was(gift, session, ada, cleo):
    record_check(session, ada, ["money_lend"], now=later(5))
    urgent = next(one for one in own_flags(session, ada, now=later(5)) if one.urgent)
    answer_flag(session, ada, urgent.id, FlagAnswer.PASSED, now=later(6))

    assert seen(session, cleo, later(20)) == [gift]


def test_the_signals_of_an_urgent_sign_name_its_theme_and_never_the_sign(session, ada, cleo):
    choose_sharing(session, ada, {BOUNDARY: ShareScope.SIGNALS}, now=NOW)
    record_check(session, ada, ["money_lend"], now=NOW)

    assert "lend" not in str(seen(session, cleo, later(2)))
    [flag] = seen(session, cleo, later(2))
    assert (flag.subject, flag.sentences) == (BoundaryTheme.MONEY_AND_FAVOURS, ())


def test_another_sign_under_a_shared_theme_is_the_persons_first_too(gift, session, ada, cleo):
    record_check(session, ada, ["favour"], now=later(5))

    assert seen(session, cleo, later(6)) == [gift]
    [now_told] = seen(session, cleo, later(7))
    assert len(now_told.sentences) == 2


@pytest.fixture
def watched(ada, cleo, session):
    """A burnout risk flag at the lower level that coordinators read."""
    log_weeks(session, ada, [*CALM, 6, 6, 6], first=0)
    at = at_week(13)
    refresh_flags(session, ada.person_id, now=at)
    own = strain(session, ada, at)
    assert own.level is Level.WATCH
    return own


def rise(session, ada, *, at=13):
    for week in (at, at + 1):
        talked = entry(day=TODAY + timedelta(weeks=week), toll=9, debrief=Debrief.TAKEN)
        log_contact(session, ada, talked, now=at_week(week))
    refresh_flags(session, ada.person_id, now=at_week(at + 2))
    return at_week(at + 2)


def test_a_shared_flag_that_rises_is_told_as_it_was_for_48_hours(watched, session, ada, cleo):
    [before] = seen(session, cleo, at_week(13) + FIRST_TO_THE_PERSON)
    risen = rise(session, ada)

    own = strain(session, ada, risen)
    [still] = seen(session, cleo, risen)
    assert (own.level, own.news_from) == (Level.HIGH, risen + FIRST_TO_THE_PERSON)
    assert own.audience is Audience.YOUR_COORDINATORS
    assert (still.level, still.since) == (before.level, before.since)
    assert seen(session, cleo, risen + FIRST_TO_THE_PERSON - HOUR) == [still]
    [then] = seen(session, cleo, risen + FIRST_TO_THE_PERSON)
    assert (then.level, then.id) == (Level.HIGH, own.id)


def test_share_now_tells_what_is_new_at_once(watched, session, ada, cleo):
    risen = rise(session, ada)
    share_flag_now(session, ada, watched.id, now=risen)

    [told] = seen(session, cleo, risen)
    assert told.level is Level.HIGH
    assert strain(session, ada, risen).news_from is None


def test_the_preview_shows_both_what_is_read_now_and_what_will_be(watched, session, ada, cleo):
    risen = rise(session, ada)
    choices = {STRAIN: ShareScope.ANSWERS, BOUNDARY: ShareScope.ANSWERS}

    now_read, ahead = preview_for_coordinator(session, ada, choices, now=risen).flags

    assert [now_read] == seen(session, cleo, risen)
    assert (ahead.level, ahead.shared_from) == (Level.HIGH, risen + FIRST_TO_THE_PERSON)


def test_looking_again_does_not_make_the_wait_longer(watched, session, ada, cleo):
    risen = rise(session, ada)
    refresh_flags(session, ada.person_id, now=risen + 30 * HOUR)

    [told] = seen(session, cleo, risen + FIRST_TO_THE_PERSON)
    assert told.level is Level.HIGH


def test_a_second_urgent_answer_is_not_told_under_the_share_of_the_first(session, ada, cleo):
    record_answers(session, ada, "single_item_burnout", {"B1": 5}, now=NOW)
    record_answers(session, ada, "cbi", {"P4": 100}, now=later(4))

    [told] = seen(session, cleo, later(4))
    assert len(told.sentences) == 1
    [then] = seen(session, cleo, later(6))
    assert len(then.sentences) == 2


def test_nothing_of_a_deleted_entry_is_kept_for_others(session, ada, cleo):
    grey = {"day": TODAY, "grey_theme": BoundaryTheme.MONEY_AND_FAVOURS}
    contact = log_contact(session, ada, entry(**grey), now=NOW)
    record_check(session, ada, ["gift"], now=later(3))
    [flag] = session.exec(select(WellbeingFlag)).all()
    assert [one["rule"] for one in flag.told["findings"]] == ["grey"]

    delete_contact(session, ada, contact, now=later(4))

    session.refresh(flag)
    assert flag.told["findings"] == []
    assert "grey" not in str(seen(session, cleo, later(4)))
