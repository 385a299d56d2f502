"""What was entered by mistake and taken back leaves no trace in a flag, its life or its queue."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlmodel import select

from core.errors import NotFound
from core.models import (
    BoundaryCheck,
    BoundarySign,
    FollowUp,
    OneOffShare,
    StandingShare,
    WellbeingFlag,
    WorkFlag,
)
from core.queries.flag_answers import own_answers
from core.queries.flag_life import flag_life
from core.queries.flags import own_flags
from core.queries.wellbeing import own_checks
from core.rules.flags import HEAVY_CONTACTS
from core.services.boundary_checks import delete_check, record_check
from core.services.contacts import delete_contact, edit_contact, log_contact
from core.services.flags import answer_flag, refresh_flags
from core.services.sharing import bring_up_shared
from core.vocabulary import (
    BoundaryTheme,
    Debrief,
    FlagAnswer,
    FlagKind,
    FlagMoment,
    FollowUpReason,
    FollowUpState,
    Lane,
    Level,
    NotRight,
    Role,
    ShareScope,
    ShareTopic,
)
from tests.services.work import TODAY, entry
from tests.support import NOW

pytestmark = pytest.mark.storage
LATER = NOW + timedelta(hours=3)
WATCH, HIGH = (Level.WATCH, False), (Level.HIGH, False)
FADED = datetime.combine(TODAY + timedelta(days=30), time.min, UTC)
"""When a grey area of today is not counted any more."""


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


def heavy(session, ada, *, toll=8, hours=0, back=0):
    told = entry(toll=toll, day=TODAY - timedelta(days=back), debrief=Debrief.TAKEN)
    return log_contact(session, ada, told, now=NOW + timedelta(hours=hours))


def load_flag(session, actor, *, now):
    refresh_flags(session, actor.person_id, now=now)
    found = [one for one in own_flags(session, actor, now=now) if one.subject == HEAVY_CONTACTS]
    return found[0] if found else None


def three_heavy(session, ada):
    for back in (4, 3, 2):
        heavy(session, ada, back=back)
    return load_flag(session, ada, now=NOW)


@pytest.mark.parametrize("changed", [False, True], ids=["light from the start", "made light"])
def test_a_flag_that_ended_through_a_lighter_contact_is_itself_again_without_it(
    ada, session, changed
):
    raised = three_heavy(session, ada)
    answer_flag(session, ada, raised.id, FlagAnswer.NOT_RIGHT, why=NotRight.OTHER_CAUSE, now=LATER)
    fourth = heavy(session, ada, toll=8 if changed else 2, hours=4, back=1)
    if changed:
        light = entry(toll=2, day=TODAY - timedelta(days=1))
        at = NOW + timedelta(hours=5)
        edit_contact(session, ada, fourth, light, version=1, now=at)
    later = NOW + timedelta(hours=6)
    assert load_flag(session, ada, now=later) is None
    assert len(own_flags(session, ada, now=later, cleared=True)) == 1

    delete_contact(session, ada, fourth, now=later)

    again = load_flag(session, ada, now=later)
    assert (again.id, again.raised_at, again.since) == (raised.id, raised.raised_at, raised.since)
    assert again.answer is FlagAnswer.NOT_RIGHT
    assert own_answers(session, ada, [again.id])[again.id].doubt.reason is NotRight.OTHER_CAUSE
    assert life(session, ada, again, now=later) == [
        (FlagMoment.RAISED, WATCH),
        (FlagMoment.ANSWERED, WATCH),
    ]


def ended_and_raised_anew(session, ada, *, contacts=3):
    """A flag, the entry that ended it, and the one that came up some days later."""
    raised = three_heavy(session, ada)
    light = heavy(session, ada, toll=2, hours=1, back=2)
    assert load_flag(session, ada, now=LATER) is None
    days = [NOW + timedelta(days=each) for each in range(1, 1 + contacts)]
    for day in days:
        told = entry(toll=9, day=day.date(), debrief=Debrief.TAKEN)
        log_contact(session, ada, told, now=day)
    second = load_flag(session, ada, now=days[-1])
    assert second.id != raised.id
    return raised, light, second, days


def test_this_has_passed_said_to_the_one_raised_anew_stands_for_the_whole(ada, session):
    raised, light, second, days = ended_and_raised_anew(session, ada, contacts=5)
    assert second.level is Level.HIGH
    answer_flag(session, ada, second.id, FlagAnswer.PASSED, now=days[-1])

    delete_contact(session, ada, light, now=days[-1] + timedelta(hours=1))

    again = load_flag(session, ada, now=days[-1] + timedelta(hours=1))
    assert (again.id, again.answer) == (raised.id, FlagAnswer.PASSED)


def test_what_is_new_about_two_flags_that_are_one_is_the_persons_first(ada, session):
    _raised, light, _second, days = ended_and_raised_anew(session, ada, contacts=5)
    later = days[-1] + timedelta(hours=1)

    delete_contact(session, ada, light, now=later)

    (flag,) = fresh(session, WellbeingFlag)
    assert (flag.level, flag.told["level"], flag.news_at) == (Level.HIGH, Level.WATCH, later)


def test_a_flag_that_was_ended_and_raised_anew_around_a_deleted_entry_is_one(ada, session):
    raised, light, second, days = ended_and_raised_anew(session, ada)
    why = NotRight.OTHER_CAUSE
    answer_flag(session, ada, second.id, FlagAnswer.NOT_RIGHT, why=why, now=days[-1])
    share = OneOffShare(
        person_id=ada.person_id,
        flag_id=second.id,
        scope=ShareScope.SIGNALS,
        from_at=days[-1],
        until_at=days[-1] + timedelta(days=30),
    )
    session.add(share)
    session.flush()

    delete_contact(session, ada, light, now=days[-1] + timedelta(hours=1))

    again = load_flag(session, ada, now=days[-1] + timedelta(hours=1))
    assert (again.id, again.raised_at) == (raised.id, raised.raised_at)
    assert again.answer is FlagAnswer.NOT_RIGHT
    assert own_answers(session, ada, [again.id])[again.id].doubt.reason is why
    assert [row.flag_id for row in fresh(session, OneOffShare)] == [raised.id]
    assert own_flags(session, ada, now=days[-1], cleared=True) == []


def test_a_high_that_calmed_by_itself_is_gone_with_the_entry_it_rested_on(ada, session):
    grey(session, ada)
    record_check(session, ada, ["only_me"], now=NOW + timedelta(hours=1))
    (view,) = own_flags(session, ada, now=LATER)
    assert view.level is Level.HIGH
    tenth, later = NOW + timedelta(days=10), NOW + timedelta(days=30)
    marked = entry(grey_theme=BoundaryTheme.NEED, day=tenth.date())
    log_contact(session, ada, marked, now=tenth)
    refresh_flags(session, ada.person_id, now=later)
    assert [level for _what, level in life(session, ada, view, now=later)] == [WATCH, HIGH, WATCH]

    delete_check(session, ada, own_checks(session, ada)[0].id, now=later)

    assert life(session, ada, view, now=later) == [(FlagMoment.RAISED, WATCH)]


def test_a_flag_is_as_old_as_the_oldest_entry_it_still_rests_on(ada, session):
    first = grey(session, ada)
    grey(session, ada, hours=2)
    (view,) = own_flags(session, ada, now=LATER)
    assert view.raised_at == NOW

    delete_contact(session, ada, first, now=LATER)

    (again,) = own_flags(session, ada, now=LATER)
    assert (again.id, again.raised_at) == (view.id, NOW + timedelta(hours=2))
    assert fresh(session, WellbeingFlag)[0].changed_at == NOW + timedelta(hours=2)


def test_a_flag_that_somebody_answered_was_there_by_then(ada, session):
    first = grey(session, ada)
    (view,) = own_flags(session, ada, now=NOW)
    answered = NOW + timedelta(hours=1)
    answer_flag(session, ada, view.id, FlagAnswer.PASSED, now=answered)
    grey(session, ada, hours=2)

    delete_contact(session, ada, first, now=LATER)

    (again,) = own_flags(session, ada, now=LATER)
    assert (again.raised_at, again.answer) == (answered, FlagAnswer.PASSED)


def test_this_has_passed_stands_again_when_what_reset_it_is_deleted(ada, session):
    grey(session, ada)
    grey(session, ada)
    (view,) = own_flags(session, ada, now=NOW)
    answer_flag(session, ada, view.id, FlagAnswer.PASSED, now=NOW + timedelta(hours=1))
    third = grey(session, ada, hours=2)
    (louder,) = own_flags(session, ada, now=LATER)
    assert (louder.level, louder.answer) == (Level.HIGH, FlagAnswer.NONE)

    delete_contact(session, ada, third, now=LATER)

    (again,) = own_flags(session, ada, now=LATER)
    assert (again.level, again.answer) == (Level.WATCH, FlagAnswer.PASSED)


def test_history_tells_its_end_without_the_entry_that_was_deleted(ada, session):
    grey(session, ada)
    second = grey(session, ada, hours=1)
    later = NOW + timedelta(days=40)
    refresh_flags(session, ada.person_id, now=later)
    (old,) = own_flags(session, ada, now=later, cleared=True)
    assert "2 contacts" in old.findings[0].sentence

    delete_contact(session, ada, second, now=later)

    (old,) = own_flags(session, ada, now=later, cleared=True)
    assert "2 contacts" not in old.findings[0].sentence
    assert (old.raised_at, old.cleared_at) == (NOW, FADED)


def test_history_ends_on_the_day_on_which_it_would_have_without_the_deleted_entry(ada, session):
    """Nothing was entered on that day, and nobody but the night looked."""
    grey(session, ada)
    fifth = NOW + timedelta(days=5)
    marked = entry(grey_theme=BoundaryTheme.NEED, day=fifth.date())
    second = log_contact(session, ada, marked, now=fifth)
    for days in range(6, 40):
        night = (NOW + timedelta(days=days)).replace(hour=2)
        refresh_flags(session, ada.person_id, now=night)
    (old,) = own_flags(session, ada, now=night, cleared=True)
    assert old.cleared_at.date() == FADED.date() + timedelta(days=5)

    delete_contact(session, ada, second, now=night)

    (old,) = own_flags(session, ada, now=night, cleared=True)
    assert (old.raised_at, old.cleared_at) == (NOW, FADED)


def test_a_level_calms_on_the_day_on_which_it_would_have_without_the_deleted_entry(ada, session):
    made = []
    for days in (0, 1, 2, 5):
        at = NOW + timedelta(days=days)
        marked = entry(grey_theme=BoundaryTheme.NEED, day=at.date())
        made.append(log_contact(session, ada, marked, now=at))
    night = (NOW + timedelta(days=31)).replace(hour=2)
    refresh_flags(session, ada.person_id, now=night)

    delete_contact(session, ada, made[-1], now=night)

    (view,) = boundaries(session, ada, now=night)
    steps = flag_life(session, ada, Lane.WELLBEING, view.id, now=night)
    assert [step.level for step in steps] == [Level.WATCH, Level.HIGH, Level.WATCH]
    assert steps[-1].at == FADED


def test_what_another_entry_kept_up_meanwhile_is_history_of_its_own(ada, session):
    """Without the one between them, the flag ended and was raised again."""
    made = []
    for day, marked in ((0, True), (20, True), (35, False), (40, True)):
        moment = NOW + timedelta(days=day)
        refresh_flags(session, ada.person_id, now=moment)
        theme = BoundaryTheme.NEED if marked else None
        told = entry(day=moment.date(), grey_theme=theme)
        made.append(log_contact(session, ada, told, now=moment))
    (view,) = boundaries(session, ada, now=moment)

    delete_contact(session, ada, made[1], now=moment)

    (again,) = boundaries(session, ada, now=moment)
    (old,) = boundaries(session, ada, now=moment, cleared=True)
    assert (again.id, again.raised_at) == (view.id, moment)
    assert (old.raised_at, old.cleared_at) == (NOW, FADED)
    assert len(old.findings) == 1


def test_what_somebody_said_while_it_was_one_is_never_split(ada, session):
    """Told as two, it would be told that the answer was given to a flag that was over."""
    made = []
    for day, marked in ((0, True), (20, True), (35, False), (40, True)):
        moment = NOW + timedelta(days=day)
        refresh_flags(session, ada.person_id, now=moment)
        theme = BoundaryTheme.NEED if marked else None
        told = entry(day=moment.date(), grey_theme=theme)
        made.append(log_contact(session, ada, told, now=moment))
        if day == 35:
            (view,) = boundaries(session, ada, now=moment)
            answer_flag(session, ada, view.id, FlagAnswer.PASSED, now=moment)

    delete_contact(session, ada, made[1], now=moment)

    (again,) = boundaries(session, ada, now=moment)
    assert (again.id, again.raised_at, again.answer) == (view.id, NOW, FlagAnswer.PASSED)
    assert boundaries(session, ada, now=moment, cleared=True) == []


def boundaries(session, actor, *, now, cleared=False):
    found = own_flags(session, actor, now=now, cleared=cleared)
    return [view for view in found if view.kind is FlagKind.BOUNDARY]


def test_a_coordinator_is_not_asked_any_more_about_a_level_that_never_was(add_actor, ada, session):
    add_actor(Role.COORDINATOR, name="Cora", coordinates=("North",))
    log_contact(session, ada, entry(minutes=200), now=NOW)
    longer = log_contact(session, ada, entry(minutes=300), now=NOW + timedelta(hours=1))
    (asked,) = fresh(session, FollowUp)
    assert (asked.reason, asked.state) == (FollowUpReason.CASELOAD, FollowUpState.OPEN)

    delete_contact(session, ada, longer, now=LATER)

    assert fresh(session, FollowUp)[0].state is FollowUpState.WITHDRAWN


def test_a_coordinator_stays_asked_when_two_flags_turn_out_to_be_one(add_actor, ada, session):
    add_actor(Role.COORDINATOR, name="Cora", coordinates=("North",))
    made = []
    for days, minutes in ((0, 300), (4, 30), (9, 300)):
        at = NOW + timedelta(days=days)
        refresh_flags(session, ada.person_id, now=at)
        told = entry(day=at.date(), minutes=minutes)
        made.append(log_contact(session, ada, told, now=at))
    later = at + timedelta(hours=1)
    long_one = entry(day=(NOW + timedelta(days=4)).date(), minutes=300)

    edit_contact(session, ada, made[1], long_one, version=1, now=later)

    (flag,) = [flag for flag in fresh(session, WorkFlag) if flag.subject == "session_len"]
    assert (flag.raised_at, flag.cleared_at, flag.level) == (NOW, None, Level.HIGH)
    open_ones = [one for one in fresh(session, FollowUp) if one.state is FollowUpState.OPEN]
    assert [one.source_id for one in open_ones] == [flag.id]


def test_time_that_passed_ends_a_flag_even_when_something_else_was_deleted(ada, session):
    """Only what the deleted entry could have raised goes with it; the rest is history."""
    record_check(session, ada, ["hours_out"], now=NOW)
    later = NOW + timedelta(days=31)
    plain = log_contact(session, ada, entry(day=later.date(), toll=2), now=later)

    delete_contact(session, ada, plain, now=later + timedelta(days=1))

    (old,) = own_flags(session, ada, now=later + timedelta(days=1), cleared=True)
    assert old.kind is FlagKind.BOUNDARY


@pytest.mark.parametrize(
    ("signs", "answer"),
    [(["only_me"], FlagAnswer.NONE), ([], FlagAnswer.PASSED)],
    ids=["something louder came", "it only calmed"],
)
def test_this_has_passed_is_kept_or_reset_by_what_is_still_there(ada, session, signs, answer):
    grey(session, ada)
    if answer is FlagAnswer.PASSED:
        record_check(session, ada, ["only_me"], now=NOW)
    (view,) = boundaries(session, ada, now=NOW)
    answer_flag(session, ada, view.id, FlagAnswer.PASSED, now=NOW + timedelta(hours=1))
    for day, ticked in ((10, []), (20, signs)):
        moment = NOW + timedelta(days=day)
        log_contact(
            session, ada, entry(day=moment.date(), grey_theme=BoundaryTheme.NEED), now=moment
        )
        record_check(session, ada, ticked, now=moment)
    later = NOW + timedelta(days=31)
    refresh_flags(session, ada.person_id, now=later)
    (before,) = boundaries(session, ada, now=later)
    assert before.answer is answer
    extra = log_contact(session, ada, entry(grey_theme=BoundaryTheme.NEED), now=later)

    delete_contact(session, ada, extra, now=later)

    (after,) = boundaries(session, ada, now=later)
    assert (after.id, after.level, after.answer) == (before.id, before.level, answer)
