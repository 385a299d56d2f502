"""The weekly pulse, told as stories."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import Pulse
from core.services.pulses import record_pulse
from core.vocabulary import PulseItem, Role

PAGE = "supporter/check_in"


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


def answer(app, **answers):
    for item, step in answers.items():
        app.button_group(key=f"pulse_{item}").set_value(step)
    next(b for b in app.button if "answers" in b.label).click().run()
    return app


def stored(engine):
    with reading(engine) as session:
        return session.exec(select(Pulse.energy, Pulse.sleep)).all()


def lines(app):
    return [each.value for each in app.text]


def test_answers_are_saved_and_shown_at_once_and_the_rest_counts_as_skipped(open_page, engine, ada):
    app = answer(open_page(ada, PAGE), energy=4)

    assert not app.exception
    assert stored(engine) == [(4, None)]
    assert "Energy: 4 · good" in lines(app)
    assert "Sleep: skipped" in lines(app)


def test_it_says_that_it_is_no_validated_questionnaire(open_page, ada):
    assert any("not a validated" in each.value for each in open_page(ada, PAGE).caption)


def test_answering_nothing_is_refused_with_what_to_do(open_page, engine, ada):
    app = answer(open_page(ada, PAGE))
    assert "at least one question" in app.error[0].value
    assert stored(engine) == []


def test_this_weeks_answers_are_there_to_be_changed(open_page, engine, ada):
    answer(open_page(ada, PAGE), energy=4, sleep=2)
    app = open_page(ada, PAGE)
    assert app.button_group(key="pulse_sleep").value == 2

    answer(app, sleep=5)

    assert stored(engine) == [(4, 5)]


def test_low_in_two_weeks_running_suggests_a_change_of_the_load(open_page, engine, ada):
    last_week = utc_now() - timedelta(days=7)
    with transaction(engine) as session:
        record_pulse(session, ada, {PulseItem.ENERGY: 2}, now=last_week)

    app = answer(open_page(ada, PAGE), energy=1)

    assert "somebody else take" in app.info[0].value
    assert "Energy: 1 · none (last week 2 · little)" in lines(app)
