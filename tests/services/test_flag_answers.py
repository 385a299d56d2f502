"""What a person says to a flag: with a reason, with its day, and for nobody else to read."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.errors import InvalidValue, NotFound
from core.models import FollowUp, WellbeingFlag
from core.queries.flag_answers import own_answers
from core.queries.flag_life import flag_life
from core.queries.flags import own_flags
from core.rules.flag_answers import Doubt
from core.services.boundary_checks import record_check
from core.services.flags import answer_flag, ask_about_flag, share_flag_now
from core.vocabulary import (
    FlagAnswer,
    FlagKind,
    FlagMoment,
    FollowUpReason,
    Lane,
    NotRight,
    Role,
)
from tests.support import NOW

pytestmark = pytest.mark.storage


def flags(session, actor, kind):
    return [view for view in own_flags(session, actor, now=NOW) if view.kind is kind]


def fresh(session, table):
    return session.exec(select(table).execution_options(populate_existing=True)).all()


@pytest.mark.parametrize(("why", "words"), [(None, "a misreading"), (NotRight.ELSE, " ")])
def test_not_right_without_a_reason_is_refused_and_changes_nothing(add_actor, session, why, words):
    ada = add_actor(Role.SUPPORTER)
    record_check(session, ada, ["only_me"], now=NOW)
    (view,) = flags(session, ada, FlagKind.BOUNDARY)
    with pytest.raises(InvalidValue, match="Please"):
        answer_flag(session, ada, view.id, FlagAnswer.NOT_RIGHT, why=why, words=words, now=NOW)
    assert fresh(session, WellbeingFlag)[0].answer is FlagAnswer.NONE


def test_the_person_reads_when_and_why_they_put_a_flag_aside(add_actor, session):
    ada, bea = add_actor(Role.SUPPORTER), add_actor(Role.SUPPORTER, name="Bea")
    record_check(session, ada, ["only_me"], now=NOW)
    (view,) = flags(session, ada, FlagKind.BOUNDARY)
    later = NOW + timedelta(hours=3)
    why = NotRight.OTHER_CAUSE
    answer_flag(session, ada, view.id, FlagAnswer.NOT_RIGHT, why=why, words="a move", now=later)
    said = own_answers(session, ada, [view.id])[view.id]
    assert (said.answer, said.at, said.doubt) == (FlagAnswer.NOT_RIGHT, later, Doubt(why, "a move"))
    assert own_answers(session, bea, [view.id]) == {}
    answer_flag(session, ada, view.id, FlagAnswer.NONE, now=later)
    assert own_answers(session, ada, [view.id]) == {}


def test_who_shares_a_flag_now_no_longer_says_that_it_is_not_right(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    record_check(session, ada, ["only_me"], now=NOW)
    (view,) = flags(session, ada, FlagKind.BOUNDARY)
    why = NotRight.OTHER_CAUSE
    answer_flag(session, ada, view.id, FlagAnswer.NOT_RIGHT, why=why, words="a move", now=NOW)
    share_flag_now(session, ada, view.id, now=NOW + timedelta(hours=1))
    (flag,) = fresh(session, WellbeingFlag)
    assert (flag.answer, flag.answer_reason) == (FlagAnswer.NONE, None)


def test_a_call_asked_for_from_a_card_says_nothing_about_the_flag(add_actor, session):
    ada, bea = add_actor(Role.SUPPORTER), add_actor(Role.SUPPORTER, name="Bea")
    add_actor(Role.COORDINATOR, name="Cora", coordinates=("North",))
    record_check(session, ada, ["only_me"], now=NOW)
    (view,) = flags(session, ada, FlagKind.BOUNDARY)
    with pytest.raises(NotFound):
        ask_about_flag(session, bea, Lane.WELLBEING, view.id, now=NOW)
    ask_about_flag(session, ada, Lane.WELLBEING, view.id, now=NOW)
    (asked,) = fresh(session, FollowUp)
    assert asked.reason is FollowUpReason.RING_ME
    assert asked.source_id != view.id
    life = flag_life(session, ada, Lane.WELLBEING, view.id, now=NOW)
    assert FlagMoment.CALL_ASKED in {step.what for step in life}
