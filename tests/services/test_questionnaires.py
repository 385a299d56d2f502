"""Answering questionnaires, putting them off, and what it does to the burnout risk flag."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from core.errors import InvalidValue, NotAllowed, NotFound
from core.models import FollowUp, Prompt, Questionnaire, QuestionnaireAnswer, QuestionnaireScore
from core.queries.flags import own_flags
from core.queries.shared import shared_with_me
from core.queries.wellbeing import own_weeks
from core.services.boundary_checks import record_check
from core.services.flags import refresh_flags
from core.services.packs import packs, use_folder
from core.services.pauses import start_pause
from core.services.pulses import record_pulse
from core.services.questionnaire_offers import BOUNDARY_CHECK, PULSE, due_now, offered, own_scores
from core.services.questionnaires import (
    delete_answers,
    not_now,
    note_seen,
    record_answers,
    switch_instrument,
)
from core.services.sharing import choose_sharing
from core.vocabulary import FlagKind, Level, Moved, PulseItem, Role, ShareScope, ShareTopic
from tests.support import NOW, ROOT

pytestmark = pytest.mark.storage

STRAIN, BOUNDARY, CHECK_IN = ShareTopic.STRAIN, ShareTopic.BOUNDARY, ShareTopic.CHECK_IN
CALM = {f"{part}{n}": 25 for part in "PC" for n in range(1, 7)}
RAISED = {f"{part}{n}": 50 for part in "PC" for n in range(1, 7)}
SEVERE = {f"{part}{n}": 100 for part in "PC" for n in range(1, 7)}


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


def later(days):
    return NOW + timedelta(days=days)


def burnout(session, actor, *, now=NOW):
    refresh_flags(session, actor.person_id, now=now)
    found = [one for one in own_flags(session, actor, now=now) if one.kind is FlagKind.BURNOUT_RISK]
    return next((one for one in found if one.cleared_at is None), None)


def strain_flag(session, actor, *, now=NOW):
    refresh_flags(session, actor.person_id, now=now)
    found = own_flags(session, actor, now=now)
    return next((one for one in found if one.subject == "strain"), None)


def result(session, actor, instrument="cbi"):
    return next(one for one in own_scores(session, actor) if one.id == instrument).results[0]


def test_answers_are_scored_stored_and_told_in_words(session, ada):
    record_answers(session, ada, "cbi", CALM, now=NOW)
    told = result(session, ada)
    personal = told.scales[0]

    assert (personal.value, personal.band) == (25, "lower")
    assert personal.meaning
    assert (personal.lowest, personal.highest) == (0, 100)
    assert personal.change is None
    assert [scale.scale for scale in told.scales] == ["personal", "client"]
    assert not told.urgent
    assert len(session.exec(select(QuestionnaireAnswer)).all()) == 12


def test_a_skipped_question_stays_skipped(session, ada):
    record_answers(session, ada, "cbi", {"P1": 0, "P2": 0, "C1": 100}, now=NOW)
    personal, client = result(session, ada).scales
    assert (personal.value, personal.band, personal.missing, personal.asked) == (None, "", 4, 6)
    assert client.value is None
    assert {row.item for row in session.exec(select(QuestionnaireAnswer))} == {"P1", "P2", "C1"}


def test_the_same_day_again_replaces_the_answers(session, ada):
    record_answers(session, ada, "cbi", SEVERE, now=NOW)
    assert burnout(session, ada).urgent
    record_answers(session, ada, "cbi", CALM, now=NOW)

    assert len(session.exec(select(Questionnaire)).all()) == 1
    assert result(session, ada).scales[0].value == 25
    assert own_flags(session, ada, now=NOW) == []


def test_it_is_too_early_before_the_shortest_interval(session, ada):
    record_answers(session, ada, "cbi", CALM, now=NOW)
    with pytest.raises(InvalidValue, match="from 17 January"):
        record_answers(session, ada, "cbi", CALM, now=later(59))
    record_answers(session, ada, "cbi", CALM, now=later(60))


def test_a_change_is_told_against_ones_own_score_before(session, ada):
    record_answers(session, ada, "cbi", CALM, now=NOW)
    record_answers(session, ada, "cbi", RAISED, now=later(91))
    change = result(session, ada).scales[0].change

    assert (change.before, change.moved) == (25, Moved.WORSE)
    assert change.points == 16.5
    assert change.is_default


def test_answers_to_another_version_are_not_compared(session, ada):
    record_answers(session, ada, "cbi", CALM, now=NOW)
    session.exec(select(Questionnaire)).one().version = 0
    session.flush()
    record_answers(session, ada, "cbi", RAISED, now=later(91))

    newest, oldest = own_scores(session, ada)[0].results
    assert newest.scales[0].change is None
    assert (oldest.scales[0].band, oldest.scales[0].meaning) == ("lower", "")


@pytest.mark.parametrize("instrument", ["mbi", "who5"])
def test_a_questionnaire_that_is_not_there_cannot_be_answered(session, ada, instrument):
    with pytest.raises(NotFound):
        record_answers(session, ada, instrument, {"1": 3}, now=NOW)


def test_a_score_enters_the_flag_once_its_week_is_over(session, ada):
    record_answers(session, ada, "cbi", RAISED, now=NOW)
    assert burnout(session, ada) is None

    flag = burnout(session, ada, now=later(7))
    assert flag.level is Level.WATCH
    assert not flag.urgent
    assert "50" in flag.findings[0].sentence
    assert own_weeks(session, ada, now=later(7)).level is Level.WATCH


def test_a_severe_score_is_urgent_at_once_and_high_when_the_week_is_over(session, ada):
    record_answers(session, ada, "cbi", SEVERE, now=NOW)
    assert burnout(session, ada).urgent
    assert result(session, ada).urgent
    assert strain_flag(session, ada) is None

    assert burnout(session, ada, now=later(7)).urgent
    after = strain_flag(session, ada, now=later(7))
    assert (after.level, after.urgent) == (Level.HIGH, False)


def test_an_urgent_answer_inherits_no_share_of_an_older_flag(session, ada, add_actor):
    cleo = add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))
    record_answers(session, ada, "cbi", RAISED, now=NOW)
    assert strain_flag(session, ada, now=later(7))
    everything = dict.fromkeys((STRAIN, BOUNDARY, CHECK_IN), ShareScope.NOTHING)
    choose_sharing(session, ada, everything | {STRAIN: ShareScope.ANSWERS}, now=later(7))
    record_answers(session, ada, "single_item_burnout", {"B1": 5}, now=later(20))
    refresh_flags(session, ada.person_id, now=later(20))

    [seen] = shared_with_me(session, cleo, now=later(21))
    assert [flag.urgent for flag in seen.flags] == [False]

    [seen] = shared_with_me(session, cleo, now=later(23))
    assert sorted(flag.urgent for flag in seen.flags) == [False, True]


def test_nothing_is_sent_without_the_person(session, ada, add_actor):
    add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))
    record_answers(session, ada, "single_item_burnout", {"B1": 5}, now=NOW)
    assert burnout(session, ada, now=later(7)).urgent
    assert session.exec(select(FollowUp)).all() == []


def test_one_answer_can_be_urgent_and_is_not_repeated_in_words(session, ada):
    record_answers(session, ada, "cbi", CALM | {"P4": 100}, now=NOW)
    flag = burnout(session, ada)
    assert flag.urgent
    assert "take it" not in flag.findings[0].sentence
    assert "take it" in flag.findings[0].threshold


def test_single_item_and_proqol_enter_no_level(session, ada):
    proqol = {str(n): 3 for n in range(1, 31)}
    record_answers(session, ada, "single_item_burnout", {"B1": 4}, now=NOW)
    record_answers(session, ada, "proqol5", proqol, now=NOW)
    assert burnout(session, ada, now=later(7)) is None


def test_urgent_ends_with_a_calmer_answer_or_by_itself(session, ada):
    record_answers(session, ada, "single_item_burnout", {"B1": 5}, now=NOW)
    assert burnout(session, ada, now=later(27)).urgent
    assert burnout(session, ada, now=later(28)) is None

    record_answers(session, ada, "single_item_burnout", {"B1": 5}, now=later(30))
    record_answers(session, ada, "single_item_burnout", {"B1": 2}, now=later(44))
    assert burnout(session, ada, now=later(44)) is None


def test_an_urgent_answer_speaks_in_a_pause_too(session, ada):
    start_pause(session, ada, starts_on=NOW.date(), now=NOW)
    record_answers(session, ada, "single_item_burnout", {"B1": 5}, now=NOW)
    assert burnout(session, ada).urgent


def test_deleted_answers_leave_no_trace(session, ada):
    record_answers(session, ada, "cbi", SEVERE, now=NOW)
    burnout(session, ada, now=later(7))
    delete_answers(session, ada, result(session, ada).id, now=later(7))

    assert own_scores(session, ada) == []
    assert own_flags(session, ada, now=NOW) == []
    assert session.exec(select(QuestionnaireScore)).all() == []
    assert own_weeks(session, ada, now=later(7)).points == ()


def test_somebody_elses_answers_are_not_found(session, ada, add_actor):
    mine = record_answers(session, ada, "cbi", CALM, now=NOW)
    other = add_actor_outside(session, add_actor)
    for wanted in (mine, uuid4()):
        with pytest.raises(NotFound):
            delete_answers(session, other, wanted, now=NOW)
    assert own_scores(session, other) == []


def add_actor_outside(session, add_actor):
    session.commit()
    return add_actor(Role.SUPPORTER, name="Bea")


def test_a_training_lead_answers_nothing(session, add_actor):
    lead = add_actor(Role.TRAINING_LEAD)
    with pytest.raises(NotAllowed):
        record_answers(session, lead, "cbi", CALM, now=NOW)
    with pytest.raises(NotAllowed):
        due_now(session, lead, now=NOW)


def test_one_thing_is_due_at_a_time(session, ada):
    assert due_now(session, ada, now=NOW).subject == PULSE
    record_pulse(session, ada, {PulseItem.ENERGY: 3}, now=NOW)
    assert due_now(session, ada, now=NOW).subject == BOUNDARY_CHECK
    record_check(session, ada, [], now=NOW)

    due = due_now(session, ada, now=NOW)
    assert (due.subject, due.questions, due.minutes) == ("cbi", 12, 3)

    record_answers(session, ada, "cbi", CALM, now=NOW)
    assert due_now(session, ada, now=NOW) is None


def test_not_now_is_counted_once_a_day_and_stops_the_asking_after_four(session, ada):
    when = NOW
    for days in (0, 7, 30, 30):
        when += timedelta(days=days)
        not_now(session, ada, "cbi", now=when)
        not_now(session, ada, "cbi", now=when)
    [cbi] = [one for one in offered(session, ada, now=when) if one.pack.id == "cbi"]
    assert cbi.stopped
    assert cbi.open_from is None

    record_answers(session, ada, "cbi", CALM, now=when)
    [cbi] = [one for one in offered(session, ada, now=when) if one.pack.id == "cbi"]
    assert not cbi.stopped
    not_now(session, ada, "cbi", now=when + timedelta(days=91))
    [cbi] = [
        one for one in offered(session, ada, now=when + timedelta(days=92)) if one.pack.id == "cbi"
    ]
    assert not cbi.stopped


def test_an_offer_that_was_seen_and_left_counts_as_put_off(session, ada):
    record_pulse(session, ada, {PulseItem.ENERGY: 3}, now=NOW)
    record_check(session, ada, [], now=NOW)
    assert due_now(session, ada, now=NOW).subject == "cbi"
    assert not due_now(session, ada, now=NOW).seen
    note_seen(session, ada, "cbi", now=NOW)
    note_seen(session, ada, "cbi", now=later(1))
    assert due_now(session, ada, now=later(1)).seen
    (row,) = session.exec(select(Prompt)).all()
    assert (row.seen_on, row.ignored) == (NOW.date(), 0)
    assert not not_now_is_last(session, ada, days=(8, 40, 80))


def not_now_is_last(session, actor, *, days):
    return [not_now(session, actor, "cbi", now=later(day)) for day in days][-1]


def test_looking_at_something_that_is_never_asked_is_refused(session, ada):
    with pytest.raises(NotFound):
        note_seen(session, ada, "mbi", now=NOW)


def test_not_now_to_something_that_is_never_asked_is_refused(session, ada):
    with pytest.raises(NotFound):
        not_now(session, ada, "mbi", now=NOW)


def test_a_pause_asks_nothing(session, ada):
    start_pause(session, ada, starts_on=NOW.date(), now=NOW)
    assert due_now(session, ada, now=NOW) is None


def test_the_day_from_which_it_may_be_answered_again_is_told(session, ada):
    record_answers(session, ada, "cbi", CALM, now=NOW)
    on_the_day = {one.pack.id: one.open_from for one in offered(session, ada, now=NOW)}
    next_day = {one.pack.id: one.open_from for one in offered(session, ada, now=later(1))}
    assert on_the_day == dict.fromkeys(packs())
    assert next_day["cbi"] == later(60).date()


def test_an_administrator_switches_a_questionnaire_off_and_on(session, ada, add_actor):
    administrator = add_actor(Role.ADMINISTRATOR, name="Ines")
    record_answers(session, ada, "cbi", CALM, now=NOW)
    for _twice in range(2):
        switch_instrument(session, administrator, "cbi", on=False, now=NOW)

    assert "cbi" not in {one.pack.id for one in offered(session, ada, now=NOW)}
    assert own_scores(session, ada)[0].id == "cbi"
    with pytest.raises(NotFound):
        record_answers(session, ada, "cbi", CALM, now=NOW)

    switch_instrument(session, administrator, "cbi", on=True, now=NOW)
    assert "cbi" in {one.pack.id for one in offered(session, ada, now=NOW)}


def test_only_an_administrator_switches_and_only_what_there_is(session, ada, add_actor):
    with pytest.raises(NotAllowed):
        switch_instrument(session, ada, "cbi", on=False, now=NOW)
    session.rollback()
    with pytest.raises(NotFound):
        switch_instrument(session, add_actor(Role.ADMINISTRATOR), "mbi", on=False, now=NOW)


@pytest.fixture
def own_packs():
    yield use_folder(ROOT / "tests/data/packs")
    use_folder(None)


def test_an_operators_who5_enters_the_flag_and_is_urgent_when_very_low(session, ada, own_packs):
    very_low = dict(zip("12345", (1, 2, 1, 2, 1), strict=True))
    record_answers(session, ada, "who5", very_low, now=NOW)
    flag = burnout(session, ada, now=later(7))
    assert (flag.level, flag.urgent) == (Level.HIGH, True)
    assert any("28" in finding.sentence for finding in flag.findings)


def test_results_stay_readable_when_their_pack_is_gone(session, ada, own_packs):
    record_answers(session, ada, "brs", dict.fromkeys("123456", 3), now=NOW)
    use_folder(None)
    [brs] = own_scores(session, ada)
    assert brs.pack is None
    assert (brs.results[0].scales[0].title, brs.results[0].scales[0].band) == (
        "Resilience",
        "normal",
    )
