"""A published questionnaire, told as stories."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import FollowUp, Prompt, Questionnaire, QuestionnaireAnswer
from core.services.boundary_checks import record_check
from core.services.packs import packs
from core.services.pulses import record_pulse
from core.services.questionnaire_offers import PULSE
from core.services.questionnaires import (
    not_now,
    note_seen,
    record_answers,
    switch_instrument,
)
from core.services.sharing import choose_sharing
from core.ui.instrument_terms import terms_in_words
from core.vocabulary import PulseItem, Role, ShareScope, ShareTopic

PAGE = "supporter/check_in"
CALM = {f"{part}{n}": 25 for part in "PC" for n in range(1, 7)}
RAISED = {f"{part}{n}": 50 for part in "PC" for n in range(1, 7)}


@pytest.fixture
def ada(add_actor, engine):
    add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))
    actor = add_actor(Role.SUPPORTER)
    with transaction(engine) as session:
        record_pulse(session, actor, {PulseItem.ENERGY: 3}, now=utc_now())
        record_check(session, actor, [], now=utc_now())
    return actor


def said(app, words):
    shown = (*app.text, *app.caption, *app.markdown, *app.header, *app.subheader)
    return any(words in each.value for each in shown)


def start(app):
    return app.button(key="instrument_start").click().run()


def answer(app, pack, answers):
    for item, value in answers.items():
        app.button_group(key=f"answer_{pack}_{item}").set_value(value)
    next(b for b in app.button if b.label == "See my result").click().run()
    assert not app.exception
    return app


def test_a_questionnaire_that_is_due_is_offered_below_the_check_in(open_page, ada):
    app = open_page(ada, PAGE)
    assert not app.exception
    assert said(app, "Copenhagen Burnout Inventory")
    assert said(app, "12 questions, 3 minutes. You see your result at once.")
    assert app.button(key="not_now").label == "Not now"


def test_while_the_check_in_is_due_nothing_else_is_offered(open_page, add_actor):
    app = open_page(add_actor(Role.SUPPORTER, name="Bea"), PAGE)
    assert not any(button.key == "instrument_start" for button in app.button)
    assert app.button(key="not_now")


def test_the_questions_come_in_the_place_of_the_offer_with_their_notice(open_page, ada):
    app = start(open_page(ada, PAGE))
    assert not app.exception
    assert not any(button.key == "instrument_start" for button in app.button)
    assert said(app, 'By "work" we mean your peer support role')
    assert said(app, "Kristensen")
    assert said(app, "Adapted")
    labels = [each.label for each in app.button_group if not each.key.startswith("pulse")]
    assert len(labels) == 19


def test_questions_carry_the_number_that_a_flag_names_them_by(open_page, engine, ada):
    app = start(open_page(ada, PAGE))
    assert app.button_group(key="answer_cbi_P1").label == "1 · How often do you feel tired?"
    asked = app.button_group(key="answer_cbi_P4").label
    answer(app, "cbi", CALM | {"P4": 100})

    flags = open_page(ada, "supporter/my_wellbeing")
    assert said(flags, f"your answer to question {asked.split(' · ')[0]} of")


def test_one_question_alone_carries_no_number(open_page, ada):
    app = open_page(ada, PAGE).button(key="open_single_item_burnout").click().run()
    [asked] = app.radio
    assert not asked.label[0].isdigit()


def test_an_open_questionnaire_stands_alone(open_page, add_actor):
    app = open_page(add_actor(Role.SUPPORTER, name="Bea"), PAGE)
    assert any(each.key.startswith("pulse") for each in app.button_group)
    app = app.button(key="open_cbi").click().run()
    assert not app.exception
    assert not any(each.key.startswith("pulse") for each in app.button_group)
    labels = {button.label for button in app.button}
    assert "See my result" in labels
    assert not labels & {"Save my answers", "Not now"}


def test_an_offer_left_for_a_week_is_not_there_any_more(open_page, engine, add_actor):
    bea = add_actor(Role.SUPPORTER, name="Bea")
    with transaction(engine) as session:
        record_check(session, bea, [], now=utc_now())
        note_seen(session, bea, PULSE, now=utc_now() - timedelta(days=8))
    app = open_page(bea, PAGE)
    assert said(app, "Copenhagen Burnout Inventory")
    assert app.button(key="instrument_start")


def test_looking_keeps_the_first_day_an_offer_was_seen(open_page, engine, ada):
    open_page(ada, PAGE)
    with reading(engine) as session:
        (row,) = session.exec(select(Prompt)).all()
    assert (row.subject, row.not_now_on, row.ignored) == ("cbi", None, 0)
    assert row.seen_on is not None


def test_the_result_is_there_at_once_in_words(open_page, engine, ada):
    app = answer(start(open_page(ada, PAGE)), "cbi", CALM)
    assert said(app, "**How worn out you are in general** · lower")
    assert said(app, "25 on a scale from 0 to 100; higher is harder.")
    assert said(app, "conventions of the literature")
    assert said(app, "It is not a diagnosis")
    assert said(app, "Kristensen")
    assert not said(app, "do not stay alone")


def test_a_left_out_question_is_said_and_not_filled_in(open_page, engine, ada):
    app = answer(start(open_page(ada, PAGE)), "cbi", {"P1": 0, "P2": 100})
    assert said(app, "4 of 6 answers are missing; nothing is filled in for you.")
    with reading(engine) as session:
        assert len(session.exec(select(QuestionnaireAnswer)).all()) == 2


def test_answering_nothing_is_refused_and_the_questions_stay(open_page, ada):
    app = answer(start(open_page(ada, PAGE)), "cbi", {})
    assert "at least one question" in app.error[0].value
    assert any(button.label == "See my result" for button in app.button)


def test_severe_answers_open_urgent_help_and_offer_a_call_and_send_nothing(open_page, engine, ada):
    app = answer(start(open_page(ada, PAGE)), "cbi", CALM | {"P4": 100})
    assert said(app, "Please do not stay alone with this.")
    assert app.button(key="ring_me_ask")
    with reading(engine) as session:
        assert session.exec(select(FollowUp)).all() == []


def test_a_change_says_what_its_size_means_and_that_the_figure_is_a_default(open_page, engine, ada):
    with transaction(engine) as session:
        record_answers(session, ada, "cbi", CALM, now=utc_now() - timedelta(days=91))
    app = open_page(ada, PAGE)
    app.button(key="open_cbi").click().run()
    answer(app, "cbi", RAISED)
    assert said(app, "It has become harder since")
    assert said(app, "Less than 16.5 points can be chance")
    assert said(app, "default")
    assert app.get("vega_lite_chart")


def test_own_results_stay_to_be_looked_at(open_page, engine, ada):
    with transaction(engine) as session:
        record_answers(session, ada, "single_item_burnout", {"B1": 2}, now=utc_now())
    app = open_page(ada, PAGE)
    assert said(app, "My results")
    assert said(app, "Burnout, in your own words")
    assert not app.get("dialog")


def test_two_questionnaires_that_both_ask_about_burnout_each_keep_their_chart(
    open_page, engine, ada
):
    worn = {str(n): 3 for n in range(1, 31)}
    with transaction(engine) as session:
        for days in (70, 35):
            moment = utc_now() - timedelta(days=days)
            record_answers(session, ada, "single_item_burnout", {"B1": 2}, now=moment)
            record_answers(session, ada, "proqol5", worn, now=moment)
    app = open_page(ada, PAGE)
    assert not app.exception
    charts = [len(app.get("vega_lite_chart"))]
    chosen = app.selectbox(key="results_of")
    for other in {"single_item_burnout", "proqol5"} - {chosen.value}:
        app = chosen.set_value(other).run()
        assert not app.exception
        charts.append(len(app.get("vega_lite_chart")))
    assert sorted(charts) == [1, 3]


def test_going_back_leaves_the_questions_unanswered(open_page, engine, ada):
    app = start(open_page(ada, PAGE))
    app.button(key="instrument_back").click().run()
    assert app.button(key="instrument_start")
    with reading(engine) as session:
        assert session.exec(select(QuestionnaireAnswer)).all() == []


def test_not_now_puts_it_off_without_a_word_of_blame(open_page, ada):
    app = open_page(ada, PAGE)
    app.button(key="not_now").click().run()
    assert "asked again later" in app.toast[0].value
    assert not any(button.key == "instrument_start" for button in app.button)


def test_the_fourth_not_now_says_that_it_is_the_last(open_page, engine, ada, add_actor):
    administrator, moment = add_actor(Role.ADMINISTRATOR, name="Ines"), utc_now()
    with transaction(engine) as session:
        for other in ("proqol5", "single_item_burnout"):
            switch_instrument(session, administrator, other, on=False, now=moment)
        for days in (97, 67, 37):
            not_now(session, ada, "cbi", now=moment - timedelta(days=days))
    app = open_page(ada, PAGE)
    app.button(key="not_now").click().run()
    assert "not asked about this any more" in app.toast[0].value
    assert said(app, "You left it four times")
    app.button(key="open_cbi").click().run()
    assert any(button.label == "See my result" for button in app.button)


def test_what_was_answered_lately_names_the_day_from_which_it_opens(open_page, engine, ada):
    with transaction(engine) as session:
        record_answers(session, ada, "cbi", CALM, now=utc_now() - timedelta(days=3))
    app = open_page(ada, PAGE)
    assert said(app, "Answered not long ago; open again from")
    assert not any(button.key == "open_cbi" for button in app.button)


def test_a_questionnaire_that_is_off_is_not_shown(open_page, engine, ada, add_actor):
    administrator = add_actor(Role.ADMINISTRATOR, name="Ines")
    with transaction(engine) as session:
        switch_instrument(session, administrator, "cbi", on=False, now=utc_now())
    app = open_page(ada, PAGE)
    assert not said(app, "Copenhagen")


@pytest.mark.parametrize(
    ("scope", "words"),
    [(ShareScope.NOTHING, "Only you"), (ShareScope.SIGNALS, "You and your coordinators")],
)
def test_it_says_who_can_see_the_result(open_page, engine, ada, scope, words):
    choices = dict.fromkeys(ShareTopic, ShareScope.NOTHING) | {ShareTopic.INSTRUMENTS: scope}
    with transaction(engine) as session:
        choose_sharing(session, ada, choices, now=utc_now())
        record_answers(session, ada, "cbi", CALM, now=utc_now())
    captions = [each.value for each in open_page(ada, PAGE).caption]
    assert captions[-1].endswith(words) or any(one.endswith(words) for one in captions[-3:])


def unfolded(app, key):
    app.session_state[key] = True
    return app.run()


def test_own_answers_are_deleted_with_their_result_after_a_second_look(open_page, engine, ada):
    moment = utc_now()
    with transaction(engine) as session:
        record_answers(session, ada, "cbi", CALM, now=moment - timedelta(days=100))
        record_answers(session, ada, "cbi", RAISED, now=moment)
    app = unfolded(open_page(ada, PAGE), "delete_answers_cbi_opened")
    assert app.radio(key="delete_answers_cbi").value is None
    app = app.button(key="delete_answers_cbi_button").click().run()
    assert "choose the day" in app.error[0].value
    app.radio(key="delete_answers_cbi").set_value(_first_id(engine))
    app = app.button(key="delete_answers_cbi_button").click().run()
    assert not app.exception
    with reading(engine) as session:
        (left,) = session.exec(select(Questionnaire)).all()
        assert len(session.exec(select(QuestionnaireAnswer)).all()) == len(CALM)
    assert left.day < moment.date()


def _first_id(engine):
    with reading(engine) as session:
        newest = select(Questionnaire.id).order_by(Questionnaire.day.desc())
        return str(session.exec(newest).first())


def test_the_last_answers_deleted_leave_no_results_behind(open_page, engine, ada):
    with transaction(engine) as session:
        record_answers(session, ada, "single_item_burnout", {"B1": 5}, now=utc_now())
    key = "delete_answers_single_item_burnout"
    app = unfolded(open_page(ada, PAGE), f"{key}_opened")
    app.radio(key=key).set_value(_first_id(engine))
    app = app.button(key=f"{key}_button").click().run()
    assert not app.exception
    assert not said(app, "My results")
    app = open_page(ada, "supporter/my_wellbeing")
    assert said(app, "No open flags")


@pytest.mark.parametrize(
    ("pack", "words"),
    [
        ("proqol5", ("Adapted from the ProQOL", "Center for Victims of Torture", "www.ProQOL.org")),
        ("cbi", ("Adapted", "people you support", "Kristensen")),
        ("single_item_burnout", ("Dolan", "National Academy of Medicine")),
    ],
)
def test_a_questionnaire_says_whose_it_is_and_what_was_changed(open_page, ada, pack, words):
    app = open_page(ada, PAGE)
    app = app.button(key=f"open_{pack}").click().run()
    assert not app.exception
    (notice,) = (each.value for each in app.caption if "[Source]" in each.value)
    shown = notice.replace("\\", "")
    assert all(word in shown for word in words), shown
    assert "Adapted: Adapted" not in shown


def test_before_answering_one_reads_when_it_may_be_answered_again_and_what_a_score_needs(
    open_page, ada
):
    app = start(open_page(ada, PAGE))
    assert said(app, "Can be answered again after 60 days · a score needs 3 of 6 or 4 of 7 answers")


@pytest.mark.parametrize(
    ("pack", "words"),
    [
        (
            "proqol5",
            "About the last 30 days · can be answered again after 30 days · "
            "a score needs all 10 answers",
        ),
        ("single_item_burnout", "Can be answered again after 14 days"),
    ],
)
def test_the_terms_of_a_questionnaire_are_those_of_its_pack(pack, words):
    assert terms_in_words(packs()[pack]) == words
