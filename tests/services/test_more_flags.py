"""Dependency, training, a new usual and the life of a flag, from what people enter."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.errors import InvalidValue, NotFound
from core.models import FollowUp, Module, NewUsual, Requirement, StandingShare
from core.queries.flag_life import flag_life
from core.queries.flags import own_flags
from core.queries.new_usual import own_new_usual
from core.queries.shared import shared_with_me
from core.queries.wellbeing import own_weeks
from core.services.boundary_checks import record_check
from core.services.cases import close_case, edit_case, open_case
from core.services.contacts import log_contact
from core.services.flags import answer_flag, refresh_flags, refresh_stale
from core.services.follow_ups import take
from core.services.new_usual import say_new_usual, take_back_new_usual
from core.services.sharing import end_share, record_views, share_flag_once
from core.services.training import record_completion, withdraw_completion
from core.vocabulary import (
    FlagAnswer,
    FlagKind,
    FlagMoment,
    FollowUpReason,
    FollowUpState,
    Frequency,
    Lane,
    Level,
    NotRight,
    Role,
    ShareScope,
    ShareTopic,
    Viewed,
)
from tests.services.work import TODAY, at_week, entry, log_weeks
from tests.support import NOW

pytestmark = pytest.mark.storage
STEP_UP = [4, 3, 4, 5, 4, 3, 4, 4, 7, 8, 8, 8, 8]
END = at_week(len(STEP_UP))


def flags(session, actor, kind, *, now=NOW, cleared=False):
    found = own_flags(session, actor, now=now, cleared=cleared)
    return [view for view in found if view.kind is kind]


@pytest.fixture
def leaning(add_actor, session):
    """Somebody who gives most of three weeks to one of three people."""
    ada = add_actor(Role.SUPPORTER)
    add_actor(Role.COORDINATOR, name="Cora", coordinates=("North",))
    cases = [
        open_case(session, ada, code=code, frequency=Frequency.WEEKLY, agreed_weeks=40, now=NOW)
        for code in ("Heron 3", "Tern 1", "Gull 2")
    ]
    for week in range(3):
        day = TODAY + timedelta(weeks=week)
        for case, minutes in zip(cases, (200, 30, 30), strict=True):
            made = entry(day=day, minutes=minutes, case_ids=(case,))
            log_contact(session, ada, made, now=at_week(week))
    return ada, cases


def test_dependency_is_raised_when_a_new_day_looks_and_names_the_case_to_its_owner(
    leaning, session
):
    ada, cases = leaning
    refresh_stale(session, [ada.person_id], now=at_week(3))

    (view,) = flags(session, ada, FlagKind.DEPENDENCY, now=at_week(3))

    assert (view.level, view.lane) == (Level.HIGH, Lane.WELLBEING)
    assert (view.subject, view.about) == (str(cases[0]), "Heron 3")
    assert "Heron" not in str(view.findings)


def test_coordinators_read_the_reason_names_and_never_the_case(leaning, session, add_actor):
    ada, cases = leaning
    session.commit()
    lead = add_actor(Role.COORDINATOR, name="Lou", coordinates=("North",))
    share = {"person_id": ada.person_id, "topic": ShareTopic.STRAIN, "from_at": NOW}
    session.add(StandingShare(scope=ShareScope.ANSWERS, **share))
    refresh_stale(session, [ada.person_id], now=at_week(3))

    (seen,) = shared_with_me(session, lead, now=at_week(4))

    (flag,) = seen.flags
    assert flag.reasons == ("share of the hours",)
    assert "Heron" not in str(seen)
    assert str(cases[0]) not in str(seen)


def test_a_dependency_flag_ends_with_the_support_and_stays_as_history(leaning, session):
    ada, cases = leaning
    refresh_stale(session, [ada.person_id], now=at_week(3))

    close_case(session, ada, cases[0], now=at_week(3))

    assert flags(session, ada, FlagKind.DEPENDENCY, now=at_week(3)) == []
    (old,) = flags(session, ada, FlagKind.DEPENDENCY, now=at_week(3), cleared=True)
    assert old.findings


def test_agreeing_on_a_longer_time_clears_what_was_beyond_it(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    case = {"code": "Heron 3", "frequency": Frequency.WEEKLY}
    case_id = open_case(session, ada, agreed_weeks=1, now=NOW, **case)
    refresh_flags(session, ada.person_id, now=at_week(5))
    (view,) = flags(session, ada, FlagKind.DEPENDENCY, now=at_week(5))
    assert [one.rule for one in view.findings] == ["beyond_agreed"]

    edit_case(session, ada, case_id, agreed_weeks=20, version=1, now=at_week(6), **case)

    assert flags(session, ada, FlagKind.DEPENDENCY, now=at_week(6)) == []
    assert len(flags(session, ada, FlagKind.DEPENDENCY, now=at_week(6), cleared=True)) == 1


def test_the_ticked_sign_makes_a_dependency_worth_a_talk(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    open_case(session, ada, code="Heron 3", frequency=Frequency.WEEKLY, agreed_weeks=1, now=NOW)
    refresh_flags(session, ada.person_id, now=at_week(6))

    record_check(session, ada, ["dependency"], now=at_week(6))

    (view,) = flags(session, ada, FlagKind.DEPENDENCY, now=at_week(6))
    assert view.level is Level.HIGH
    assert "relies_on_me" in [one.rule for one in view.findings]


@pytest.fixture
def module(session):
    made = Module(code="t04", title="Safeguarding", renew_months=0, source="NCVO", is_default=False)
    session.add(made)
    session.flush()
    session.add(Requirement(module_id=made.id, role=Role.SUPPORTER, before_first_contact=True))
    session.flush()
    return made.id


@pytest.mark.parametrize(
    ("days", "level"), [(0, None), (1, Level.WATCH), (30, Level.WATCH), (31, Level.HIGH)]
)
def test_a_missing_module_is_watched_for_a_month_and_then_asked_about(
    add_actor, session, request, days, level
):
    ada = add_actor(Role.SUPPORTER, joined_on=TODAY - timedelta(days=days))
    request.getfixturevalue("module")
    refresh_flags(session, ada.person_id, now=NOW)

    found = flags(session, ada, FlagKind.TRAINING)
    asked = session.exec(select(FollowUp.reason)).all()

    assert [view.level for view in found] == ([level] if level else [])
    assert asked == ([FollowUpReason.TRAINING] if level is Level.HIGH else [])
    if found:
        assert found[0].lane is Lane.WORK
        assert "before the first contact" in found[0].findings[0].sentence


def test_recording_a_module_clears_its_flag_and_taking_it_back_raises_it_again(
    add_actor, session, request
):
    ada = add_actor(Role.SUPPORTER, joined_on=TODAY - timedelta(days=40))
    module = request.getfixturevalue("module")
    refresh_flags(session, ada.person_id, now=NOW)

    done = record_completion(session, ada, module_id=module, completed_on=TODAY, now=NOW)
    assert flags(session, ada, FlagKind.TRAINING) == []
    assert session.exec(select(FollowUp.state)).all() == [FollowUpState.WITHDRAWN]

    withdraw_completion(session, ada, done, now=NOW)
    assert len(flags(session, ada, FlagKind.TRAINING)) == 1


@pytest.fixture
def strained(add_actor, session):
    """Somebody with a burnout risk flag, and their coordinator."""
    ada = add_actor(Role.SUPPORTER)
    cora = add_actor(Role.COORDINATOR, name="Cora", coordinates=("North",))
    log_weeks(session, ada, STEP_UP, first=0)
    refresh_flags(session, ada.person_id, now=END)
    return ada, cora


def test_a_new_usual_drops_the_old_reference_and_begins_a_new_one(strained, session):
    ada, _cora = strained
    before = own_weeks(session, ada, now=END)
    assert before.level is Level.HIGH

    say_new_usual(session, ada, now=END)

    assert flags(session, ada, FlagKind.BURNOUT_RISK, now=END) == []
    after = own_weeks(session, ada, now=END)
    assert (after.level, after.weeks_missing) == (Level.NOT_ENOUGH_DATA, 9)
    assert [one.toll_mean for one in after.points] == [one.toll_mean for one in before.points]
    assert all(one.usual is None for one in after.points)
    log_weeks(session, ada, [8] * 9, first=len(STEP_UP))
    settled = own_weeks(session, ada, now=at_week(len(STEP_UP) + 9))
    assert (settled.level, settled.usual_toll) == (Level.STEADY, 8)


def test_a_new_usual_is_logged_and_can_be_taken_back_on_the_same_day_alone(strained, session):
    ada, _cora = strained
    (flag,) = flags(session, ada, FlagKind.BURNOUT_RISK, now=END)
    say_new_usual(session, ada, now=END)
    with pytest.raises(InvalidValue):
        say_new_usual(session, ada, now=END)
    assert own_new_usual(session, ada, now=END).can_be_taken_back

    take_back_new_usual(session, ada, now=END + timedelta(hours=1))

    (again,) = flags(session, ada, FlagKind.BURNOUT_RISK, now=END)
    assert (again.id, again.raised_at, again.level) == (flag.id, flag.raised_at, flag.level)
    (row,) = session.exec(select(NewUsual)).all()
    assert row.taken_back_at == END + timedelta(hours=1)
    assert own_new_usual(session, ada, now=END + timedelta(hours=1)) is None
    say_new_usual(session, ada, now=END + timedelta(hours=2))
    with pytest.raises(NotFound):
        take_back_new_usual(session, ada, now=END + timedelta(days=1))


def test_the_life_of_a_flag_is_told_to_its_owner_alone(strained, session):
    ada, cora = strained
    (flag,) = flags(session, ada, FlagKind.BURNOUT_RISK, now=END)
    hour = timedelta(hours=1)
    answer_flag(session, ada, flag.id, FlagAnswer.NOT_RIGHT, why=NotRight.SETTLED, now=END + hour)
    answer_flag(session, ada, flag.id, FlagAnswer.NONE, now=END + 2 * hour)
    record_views(session, cora, {(ada.person_id, Viewed.SHARED_STRAIN)}, now=END + 2 * hour)
    share_flag_once(session, ada, flag.id, ShareScope.SIGNALS, now=END + 3 * hour)
    record_views(session, cora, {(ada.person_id, Viewed.SHARED_STRAIN)}, now=END + 4 * hour)
    asked = session.exec(select(FollowUp).where(FollowUp.source_id == flag.id)).one()
    take(session, cora, asked.id, version=asked.version, now=END + 5 * hour)

    life = flag_life(session, ada, Lane.WELLBEING, flag.id, now=END + 6 * hour)

    told = [(step.what, step.by) for step in life if step.at > END]
    assert life[0].what is FlagMoment.RAISED
    assert told == [
        (FlagMoment.ANSWERED, ""),
        (FlagMoment.ANSWERED, ""),
        (FlagMoment.SHARED, ""),
        (FlagMoment.FOLLOW_UP, ""),
        (FlagMoment.SEEN, "Cora"),
        (FlagMoment.FOLLOW_UP, "Cora"),
    ]
    assert life[-1].state is FollowUpState.TAKEN
    with pytest.raises(NotFound):
        flag_life(session, cora, Lane.WELLBEING, flag.id, now=END + timedelta(days=60))


def test_what_was_shared_once_is_told_to_end_when_it_does(strained, session):
    ada, _cora = strained
    (flag,) = flags(session, ada, FlagKind.BURNOUT_RISK, now=END)
    share_flag_once(session, ada, flag.id, ShareScope.SIGNALS, now=END)
    after = END + timedelta(days=31)
    life = flag_life(session, ada, Lane.WELLBEING, flag.id, now=after)
    (ended,) = (step.at for step in life if step.what is FlagMoment.SHARE_ENDED)
    assert ended == END + timedelta(days=30)
    before = flag_life(session, ada, Lane.WELLBEING, flag.id, now=END + timedelta(days=29))
    assert FlagMoment.SHARE_ENDED not in {step.what for step in before}


def test_a_share_ended_by_hand_is_told_once(strained, session):
    ada, _cora = strained
    (flag,) = flags(session, ada, FlagKind.BURNOUT_RISK, now=END)
    share_flag_once(session, ada, flag.id, ShareScope.SIGNALS, now=END)
    end_share(session, ada, flag.id, now=END + timedelta(days=2))
    life = flag_life(session, ada, Lane.WELLBEING, flag.id, now=END + timedelta(days=40))
    assert [step.at for step in life if step.what is FlagMoment.SHARE_ENDED] == [
        END + timedelta(days=2)
    ]


def test_a_change_of_level_and_the_end_belong_to_the_life_of_a_flag(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    record_check(session, ada, ["special_case"], now=NOW)
    record_check(session, ada, ["dependency"], now=NOW + timedelta(hours=1))
    (flag,) = flags(session, ada, FlagKind.BOUNDARY)
    refresh_flags(session, ada.person_id, now=NOW + timedelta(days=31))

    life = flag_life(session, ada, Lane.WELLBEING, flag.id, now=END + timedelta(days=60))

    assert [(step.what, step.level) for step in life] == [
        (FlagMoment.RAISED, Level.WATCH),
        (FlagMoment.LEVEL, Level.HIGH),
        (FlagMoment.CLEARED, Level.HIGH),
    ]
