"""Flags follow what was entered, and leave nothing behind that was taken back."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.errors import InvalidValue, NotFound
from core.models import FlagsAsOf, FollowUp, Person, StandingShare, WellbeingFlag, WorkFlag
from core.queries.contacts import own_contacts
from core.queries.flags import own_flags, own_flags_stale
from core.services.boundary_checks import record_check
from core.services.cases import close_case, open_case
from core.services.contacts import delete_contact, edit_contact, log_contact
from core.services.flags import (
    add_context,
    answer_flag,
    refresh_flags,
    refresh_stale,
    share_flag_now,
)
from core.services.meetings import record_meeting, take_back_meeting
from core.services.pauses import end_pause, start_pause
from core.vocabulary import (
    Audience,
    BoundaryTheme,
    FlagAnswer,
    FlagKind,
    FollowUpReason,
    FollowUpState,
    Frequency,
    Lane,
    Level,
    MeetingKind,
    NotRight,
    Role,
    ShareScope,
    ShareTopic,
)
from tests.services.work import TODAY, at_week, entry, log_weeks
from tests.support import NOW

pytestmark = pytest.mark.storage
STEP_UP = [4, 3, 4, 5, 4, 3, 4, 4, 7, 8, 8, 8, 8]


def flags(session, actor, kind, *, now=NOW):
    return [view for view in own_flags(session, actor, now=now) if view.kind is kind]


def fresh(session, table):
    return session.exec(select(table).execution_options(populate_existing=True)).all()


def test_a_lasting_rise_in_toll_raises_burnout_risk_with_its_reasons(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    log_weeks(session, ada, STEP_UP, first=0)
    now = at_week(len(STEP_UP))
    refresh_flags(session, ada.person_id, now=now)

    (view,) = flags(session, ada, FlagKind.BURNOUT_RISK, now=now)

    assert view.level is Level.HIGH
    assert view.lane is Lane.WELLBEING
    assert view.audience is Audience.ONLY_YOU
    assert view.findings
    assert view.findings[0].sentence
    assert view.steps


def test_the_open_week_is_never_judged(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    log_weeks(session, ada, [4] * 8, first=0)
    for _ in range(5):
        log_contact(session, ada, entry(day=TODAY + timedelta(weeks=8), toll=10), now=at_week(8))
    assert flags(session, ada, FlagKind.BURNOUT_RISK, now=at_week(8)) == []


def test_a_flag_that_lost_its_ground_by_deletion_is_gone_without_a_trace(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    add_actor(Role.COORDINATOR, name="Cora", coordinates=("North",))
    session.add(
        StandingShare(
            person_id=ada.person_id,
            topic=ShareTopic.STRAIN,
            scope=ShareScope.ANSWERS,
            from_at=NOW,
        )
    )
    log_weeks(session, ada, STEP_UP, first=0)
    now = at_week(len(STEP_UP))
    refresh_flags(session, ada.person_id, now=now)
    flag = next(one for one in fresh(session, WellbeingFlag) if one.subject == "strain")
    share_flag_now(session, ada, flag.id, now=now)
    (asked,) = [f for f in fresh(session, FollowUp) if f.source_id == flag.id]
    assert (asked.reason, asked.state) == (FollowUpReason.SHARED_FLAG, FollowUpState.OPEN)

    for row in own_contacts(session, ada):
        if row.toll >= 7:
            delete_contact(session, ada, row.id, now=now)

    assert fresh(session, WellbeingFlag) == []
    (asked,) = [f for f in fresh(session, FollowUp) if f.source_id == flag.id]
    assert asked.state is FollowUpState.WITHDRAWN


def test_a_flag_that_time_cleared_stays_as_history(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    record_check(session, ada, ["hours_out"], now=NOW)
    assert len(flags(session, ada, FlagKind.BOUNDARY)) == 1

    later = NOW + timedelta(days=31)
    refresh_flags(session, ada.person_id, now=later)

    assert flags(session, ada, FlagKind.BOUNDARY, now=later) == []
    (old,) = own_flags(session, ada, now=later, cleared=True)
    assert old.cleared_at == later
    assert old.findings


def test_history_goes_too_when_its_entries_are_edited_away(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    contact_id = log_contact(session, ada, entry(grey_theme=BoundaryTheme.NEED), now=NOW)
    later = NOW + timedelta(days=40)
    refresh_flags(session, ada.person_id, now=later)
    assert [flag.cleared_at for flag in fresh(session, WellbeingFlag)] == [later]

    edit_contact(session, ada, contact_id, entry(), version=1, now=later)

    assert fresh(session, WellbeingFlag) == []


def test_history_that_keeps_its_ground_survives_an_unrelated_edit(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    log_contact(session, ada, entry(grey_theme=BoundaryTheme.NEED), now=NOW)
    other = log_contact(session, ada, entry(), now=NOW)
    later = NOW + timedelta(days=40)
    refresh_flags(session, ada.person_id, now=later)
    edit_contact(session, ada, other, entry(minutes=10), version=1, now=later)
    assert len(fresh(session, WellbeingFlag)) == 1


def test_a_grey_tick_raises_and_its_edit_removes_a_boundary_flag(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    contact_id = log_contact(session, ada, entry(grey_theme=BoundaryTheme.NEED), now=NOW)
    (view,) = flags(session, ada, FlagKind.BOUNDARY)
    assert (view.subject, view.level) == ("need", Level.WATCH)
    edit_contact(session, ada, contact_id, entry(), version=1, now=NOW)
    assert fresh(session, WellbeingFlag) == []


def test_a_flag_changes_its_level_and_keeps_its_identity(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    record_check(session, ada, ["special_case"], now=NOW)
    (before,) = flags(session, ada, FlagKind.BOUNDARY)
    answer_flag(session, ada, before.id, FlagAnswer.PASSED, now=NOW)
    later = NOW + timedelta(days=1)

    record_check(session, ada, ["only_me"], now=later)

    (after,) = flags(session, ada, FlagKind.BOUNDARY, now=later)
    assert (after.id, after.raised_at) == (before.id, before.raised_at)
    assert (before.level, after.level) == (Level.WATCH, Level.HIGH)
    assert after.answer is FlagAnswer.NONE
    assert fresh(session, WellbeingFlag)[0].changed_at == later


def test_a_caseload_flag_keeps_its_first_day_while_its_level_stays(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    for number in range(4):
        open_case(session, ada, code=f"K-{number}", frequency=Frequency.WEEKLY, now=NOW)
    (view,) = flags(session, ada, FlagKind.CASELOAD)
    assert (view.level, view.since, view.audience) == (
        Level.WATCH,
        TODAY,
        Audience.YOUR_COORDINATORS,
    )
    refresh_flags(session, ada.person_id, now=NOW + timedelta(days=3))
    assert flags(session, ada, FlagKind.CASELOAD)[0].since == TODAY


def test_over_capacity_asks_the_coordinators_once_and_clears_by_itself(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    cases = [
        open_case(session, ada, code=f"K-{n}", frequency=Frequency.WEEKLY, now=NOW)
        for n in range(6)
    ]
    refresh_flags(session, ada.person_id, now=NOW)
    (asked,) = fresh(session, FollowUp)
    assert (asked.reason, asked.state) == (FollowUpReason.CASELOAD, FollowUpState.OPEN)

    for case in cases[:4]:
        close_case(session, ada, case, now=NOW)

    assert flags(session, ada, FlagKind.CASELOAD) == []
    assert fresh(session, WorkFlag)[0].cleared_at == NOW
    assert fresh(session, FollowUp)[0].state is FollowUpState.WITHDRAWN


def test_an_open_incident_is_one_follow_up_and_its_flag_counts_the_hours(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    log_contact(session, ada, entry(incident=True), now=NOW)
    later = NOW + timedelta(hours=13)
    assert own_flags_stale(session, ada, now=later)

    refresh_stale(session, [ada.person_id], now=later)

    (view,) = flags(session, ada, FlagKind.SUPPORT_GAP, now=later)
    assert (view.subject, view.level) == ("incident_open", Level.WATCH)
    refresh_stale(session, [ada.person_id], now=NOW + timedelta(hours=30))
    assert flags(session, ada, FlagKind.SUPPORT_GAP)[0].level is Level.HIGH
    assert len(fresh(session, FollowUp)) == 1


def test_what_waits_stands_since_the_day_it_was_raised_as_its_history_says(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    log_contact(session, ada, entry(incident=True), now=NOW)
    for hours in (30, 60, 100):
        refresh_stale(session, [ada.person_id], now=NOW + timedelta(hours=hours))

    (view,) = flags(session, ada, FlagKind.SUPPORT_GAP)
    assert view.level is Level.HIGH
    assert view.since == view.raised_at.date() == (NOW + timedelta(hours=30)).date()


def test_supervision_ends_the_gap(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    later = NOW + timedelta(days=50)
    refresh_stale(session, [ada.person_id], now=later)
    gaps = {view.subject for view in flags(session, ada, FlagKind.SUPPORT_GAP, now=later)}
    assert gaps == {"supervision_gap", "alone"}

    record_meeting(
        session,
        ada,
        person_id=ada.person_id,
        kind=MeetingKind.SUPERVISION,
        day=TODAY + timedelta(days=50),
        now=later,
    )

    assert flags(session, ada, FlagKind.SUPPORT_GAP, now=later) == []


def test_a_talk_that_is_taken_back_leaves_the_gap_and_its_follow_up_as_they_were(
    add_actor, session
):
    ada = add_actor(Role.SUPPORTER)
    later = NOW + timedelta(days=50)
    refresh_stale(session, [ada.person_id], now=later)
    before = sorted((each.id, each.since) for each in own_flags(session, ada, now=later))
    asked = sorted(each.reason for each in fresh(session, FollowUp))
    assert (len(before), asked) == (2, [FollowUpReason.SUPPORT_GAP])
    kind, day = MeetingKind.SUPERVISION, TODAY + timedelta(days=50)
    talk = {"person_id": ada.person_id, "kind": kind, "day": day}
    record_meeting(session, ada, **talk, now=later)
    assert flags(session, ada, FlagKind.SUPPORT_GAP, now=later) == []

    take_back_meeting(session, ada, **talk, now=later + timedelta(minutes=1))

    after = sorted((each.id, each.since) for each in own_flags(session, ada, now=later))
    assert after == before
    waiting = [each for each in fresh(session, FollowUp) if each.state is FollowUpState.OPEN]
    assert sorted(each.reason for each in waiting) == asked


def test_gaps_count_from_the_day_the_account_was_made(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    refresh_flags(session, ada.person_id, now=NOW + timedelta(days=1))
    assert own_flags(session, ada, now=NOW + timedelta(days=1)) == []


def test_people_who_do_not_support_have_no_flags(add_actor, session):
    chief, lead = add_actor(Role.ADMINISTRATOR), add_actor(Role.TRAINING_LEAD, name="Lia")
    refresh_stale(session, [chief.person_id, lead.person_id], now=NOW + timedelta(days=100))
    assert fresh(session, WorkFlag) == []


def test_a_closed_account_keeps_no_open_flags(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    record_check(session, ada, ["hours_out"], now=NOW)
    session.get(Person, ada.person_id).active = False
    refresh_flags(session, ada.person_id, now=NOW + timedelta(days=1))
    assert fresh(session, WellbeingFlag)[0].cleared_at is not None


def test_a_pause_silences_everything_that_is_not_urgent(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    record_check(session, ada, ["hours_out"], now=NOW)
    pause = start_pause(session, ada, starts_on=TODAY, now=NOW)
    assert own_flags(session, ada, now=NOW) == []

    record_check(session, ada, ["special_case"], now=NOW)
    record_check(session, ada, ["money_lend"], now=NOW)
    (heard,) = own_flags(session, ada, now=NOW)
    assert heard.urgent

    end_pause(session, ada, pause, now=NOW)
    themes = {view.subject for view in own_flags(session, ada, now=NOW)}
    assert themes == {"time_and_place", "need", "money_and_favours"}


def test_a_pause_asks_no_coordinator(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    pause = start_pause(session, ada, starts_on=TODAY, now=NOW)
    for number in range(6):
        open_case(session, ada, code=f"K-{number}", frequency=Frequency.WEEKLY, now=NOW)
    assert fresh(session, FollowUp) == []
    end_pause(session, ada, pause, now=NOW)
    assert [f.reason for f in fresh(session, FollowUp)] == [FollowUpReason.CASELOAD]


def test_what_became_high_in_a_pause_is_asked_about_afterwards(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    for number in range(4):
        open_case(session, ada, code=f"K-{number}", frequency=Frequency.WEEKLY, now=NOW)
    start_pause(session, ada, starts_on=TODAY, returns_on=TODAY + timedelta(days=2), now=NOW)
    for number in range(4, 6):
        open_case(session, ada, code=f"K-{number}", frequency=Frequency.WEEKLY, now=NOW)
    assert fresh(session, FollowUp) == []
    refresh_stale(session, [ada.person_id], now=NOW + timedelta(days=2))
    assert [f.reason for f in fresh(session, FollowUp)] == [FollowUpReason.CASELOAD]


def test_not_right_keeps_a_flag_from_the_coordinators(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    add_actor(Role.COORDINATOR, name="Cora", coordinates=("North",))
    record_check(session, ada, ["only_me"], now=NOW)
    (view,) = flags(session, ada, FlagKind.BOUNDARY)
    share_flag_now(session, ada, view.id, now=NOW)
    (shared,) = flags(session, ada, FlagKind.BOUNDARY)
    assert (shared.shared_from, shared.audience) == (NOW, Audience.YOUR_COORDINATORS)

    answer_flag(
        session,
        ada,
        view.id,
        FlagAnswer.NOT_RIGHT,
        why=NotRight.ELSE,
        words="a misreading",
        now=NOW,
    )

    (after,) = flags(session, ada, FlagKind.BOUNDARY)
    assert (after.shared_from, after.audience) == (None, Audience.ONLY_YOU)
    assert after.answer is FlagAnswer.NOT_RIGHT
    assert b"misreading" not in fresh(session, WellbeingFlag)[0].answer_reason
    assert {f.state for f in fresh(session, FollowUp)} <= {FollowUpState.WITHDRAWN}


def test_a_standing_share_tells_the_person_when_coordinators_will_see_it(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    share = StandingShare(
        person_id=ada.person_id, topic=ShareTopic.BOUNDARY, scope=ShareScope.SIGNALS, from_at=NOW
    )
    session.add(share)
    record_check(session, ada, ["only_me"], now=NOW)
    (view,) = flags(session, ada, FlagKind.BOUNDARY)
    assert view.shared_from == NOW + timedelta(hours=48)
    assert view.audience is Audience.ONLY_YOU
    later = NOW + timedelta(hours=49)
    assert flags(session, ada, FlagKind.BOUNDARY, now=later)[0].audience is not Audience.ONLY_YOU


def test_context_is_kept_encrypted_and_can_be_taken_back(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    record_check(session, ada, ["only_me"], now=NOW)
    (view,) = flags(session, ada, FlagKind.BOUNDARY)
    add_context(session, ada, view.id, "we talked about it", now=NOW)
    assert flags(session, ada, FlagKind.BOUNDARY)[0].context == "we talked about it"
    assert b"talked" not in fresh(session, WellbeingFlag)[0].context
    add_context(session, ada, view.id, " ", now=NOW)
    assert flags(session, ada, FlagKind.BOUNDARY)[0].context == ""
    with pytest.raises(InvalidValue, match="context has 1001"):
        add_context(session, ada, view.id, "x" * 1001, now=NOW)


def test_nobody_answers_somebody_elses_flag(add_actor, session):
    ada, bea = add_actor(Role.SUPPORTER), add_actor(Role.SUPPORTER, name="Bea")
    record_check(session, ada, ["only_me"], now=NOW)
    (view,) = flags(session, ada, FlagKind.BOUNDARY)
    for act in (
        lambda: answer_flag(session, bea, view.id, FlagAnswer.PASSED, now=NOW),
        lambda: add_context(session, bea, view.id, "x", now=NOW),
        lambda: share_flag_now(session, bea, view.id, now=NOW),
    ):
        with pytest.raises(NotFound):
            act()
    assert own_flags(session, bea, now=NOW) == []


def test_flags_are_recomputed_once_a_day_and_only_when_somebody_looks(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    assert own_flags_stale(session, ada, now=NOW)
    assert refresh_stale(session, [ada.person_id], now=NOW) == 1
    assert not own_flags_stale(session, ada, now=NOW)
    assert refresh_stale(session, [ada.person_id], now=NOW) == 0
    assert refresh_stale(session, [ada.person_id], now=NOW + timedelta(days=1)) == 1
    assert fresh(session, FlagsAsOf)[0].day == TODAY + timedelta(days=1)


def test_a_write_on_a_new_day_computes_what_time_alone_changed(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    refresh_flags(session, ada.person_id, now=NOW)
    later = NOW + timedelta(days=40)
    log_contact(session, ada, entry(day=TODAY + timedelta(days=40)), now=later)
    assert [v.subject for v in flags(session, ada, FlagKind.SUPPORT_GAP, now=later)] == [
        "supervision_gap"
    ]
