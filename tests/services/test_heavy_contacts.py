"""Flags that rest on tolls: raised by saving, the person's first, and never more than signals."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from core.models import FollowUp, WorkFlag
from core.queries.flags import own_flags
from core.queries.shared import shared_with_me
from core.queries.strain_signs import own_signs
from core.services.boundary_checks import record_check
from core.services.contacts import delete_contact, edit_contact, log_contact
from core.services.flags import refresh_flags
from core.services.meetings import record_meeting
from core.services.pulses import record_pulse
from core.services.questionnaires import record_answers
from core.services.sharing import choose_sharing
from core.vocabulary import (
    Debrief,
    FlagKind,
    Lane,
    Level,
    MeetingKind,
    PulseItem,
    Role,
    ShareScope,
    ShareTopic,
)
from tests.services.work import TODAY, entry
from tests.support import NOW

pytestmark = pytest.mark.storage


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


@pytest.fixture
def ada(add_actor, cleo):
    return add_actor(Role.SUPPORTER)


def later(days):
    return NOW + timedelta(days=days)


def flags(session, actor, kind, *, now=NOW):
    found = own_flags(session, actor, now=now)
    return [one for one in found if one.kind is kind and one.lane is Lane.WELLBEING]


def heavy_week(session, ada, *tolls, debrief=Debrief.TAKEN):
    """Log one contact a day, the last one today."""
    made = []
    for ago, toll in zip(range(len(tolls) - 1, -1, -1), tolls, strict=True):
        day = TODAY - timedelta(days=ago)
        made.append(log_contact(session, ada, entry(day=day, toll=toll, debrief=debrief), now=NOW))
    return made


def test_three_heavy_contacts_in_a_row_raise_a_flag_of_the_persons_own(session, ada):
    *_rest, last = heavy_week(session, ada, 3, 7, 8, 7)

    [flag] = flags(session, ada, FlagKind.CASELOAD)
    assert (flag.level, flag.subject) == (Level.WATCH, "heavy_contacts")
    assert session.exec(select(WorkFlag).where(WorkFlag.subject == "heavy_contacts")).all() == []
    assert session.exec(select(FollowUp)).all() == []

    delete_contact(session, ada, last, now=NOW)
    assert flags(session, ada, FlagKind.CASELOAD) == []


def test_coordinators_read_the_name_of_the_reason_and_never_a_toll(session, ada, cleo):
    everything = {ShareTopic.STRAIN: ShareScope.ANSWERS, ShareTopic.BOUNDARY: ShareScope.NOTHING}
    choose_sharing(session, ada, everything | {ShareTopic.CHECK_IN: ShareScope.NOTHING}, now=NOW)
    heavy_week(session, ada, 3, 7, 8, 7)
    refresh_flags(session, ada.person_id, now=later(1))

    assert shared_with_me(session, cleo, now=later(1)) == []
    [seen] = shared_with_me(session, cleo, now=later(2))
    [flag] = seen.flags
    assert flag.reasons == ("heavy contacts in a row",)
    assert (flag.scope, flag.sentences) == (ShareScope.SIGNALS, ())


def test_a_heavy_contact_without_a_talk_is_told_once_two_days_are_over(session, ada):
    [made] = heavy_week(session, ada, 8, debrief=Debrief.NONE)
    assert flags(session, ada, FlagKind.SUPPORT_GAP) == []
    assert flags(session, ada, FlagKind.SUPPORT_GAP, now=later(2)) == []
    refresh_flags(session, ada.person_id, now=later(3))
    [flag] = flags(session, ada, FlagKind.SUPPORT_GAP, now=later(3))
    assert (flag.level, flag.subject) == (Level.WATCH, "undebriefed")

    talked = entry(toll=8, debrief=Debrief.TAKEN)
    edit_contact(session, ada, made, talked, version=1, now=later(4))
    assert flags(session, ada, FlagKind.SUPPORT_GAP, now=later(4)) == []


def test_less_satisfaction_stands_beside_the_flags_and_is_clear_with_another_domain(session, ada):
    answers = {str(n): 3 for n in range(1, 31)}
    satisfied = (3, 6, 12, 16, 18, 20, 22, 24, 27, 30)
    record_answers(session, ada, "proqol5", answers | {str(n): 5 for n in satisfied}, now=NOW)
    talk = {"person_id": ada.person_id, "kind": MeetingKind.SUPERVISION}
    record_meeting(session, ada, day=TODAY + timedelta(days=39), now=later(39), **talk)
    record_answers(session, ada, "proqol5", answers, now=later(40))

    [sign] = own_signs(session, ada, now=later(40))
    assert (sign.finding.rule, sign.level) == ("satisfaction_drop", Level.WATCH)

    record_check(session, ada, ["special_case"], now=later(40))
    [sign] = own_signs(session, ada, now=later(40))
    assert sign.level is Level.HIGH


def test_a_check_in_that_is_less_worthwhile_than_usual_is_told(session, ada):
    for week, answer in enumerate((5, 5, 4, 2)):
        answers = {PulseItem.WORTHWHILE: answer, PulseItem.ENERGY: 4}
        record_pulse(session, ada, answers, now=later(7 * week))
    signs = own_signs(session, ada, now=later(21))
    assert [sign.finding.rule for sign in signs] == ["satisfaction_drop"]
    assert "2 instead of 5" in signs[0].finding.sentence


def test_a_flag_that_cleared_through_a_contact_is_up_again_when_that_is_deleted(session, ada):
    heavy_week(session, ada, 3, 3, 7, 8, 7)
    [before] = flags(session, ada, FlagKind.CASELOAD)
    added = [log_contact(session, ada, entry(toll=1), now=later(0)) for _ in range(4)]
    assert flags(session, ada, FlagKind.CASELOAD) == []

    for contact in added:
        delete_contact(session, ada, contact, now=NOW)

    # With the first of them it lost its ground and went; it is raised anew as it was.
    [after] = flags(session, ada, FlagKind.CASELOAD)
    assert replace(after, id=before.id) == before
    assert own_flags(session, ada, now=NOW, cleared=True) == []
