"""A form that stays open over midnight: the day it holds is the day that is meant."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlmodel import select

from core.database import reading
from core.models import Contact
from core.vocabulary import Role

EVENING = datetime(2026, 11, 18, 21, tzinfo=UTC)
MORNING = EVENING + timedelta(hours=11)
SCREEN = "supporter/log_contact"


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def app(ada, open_page):
    """The form, opened at nine in the evening."""
    with time_machine.travel(EVENING):
        yield open_page(ada, SCREEN)


def days_logged(engine):
    with reading(engine) as session:
        return session.exec(select(Contact.day)).all()


def press_save_in_the_morning(app):
    with time_machine.travel(MORNING):
        app.button(key="log_save").click().run()
    assert not app.exception


def test_an_untouched_form_holds_the_new_day_in_the_morning(app, engine):
    with time_machine.travel(MORNING):
        assert app.run().date_input(key="log_day").value == MORNING.date()
        app.button_group(key="log_toll").set_value(3).run()
        assert app.date_input(key="log_day").value == MORNING.date()
        app.button(key="log_save").click().run()
    assert days_logged(engine) == [MORNING.date()]


def test_a_tap_as_the_first_thing_in_the_morning_is_of_the_new_day(app, engine):
    with time_machine.travel(MORNING):
        app.button_group(key="log_toll").set_value(3).run()
        assert app.date_input(key="log_day").value == MORNING.date()
    press_save_in_the_morning(app)
    assert days_logged(engine) == [MORNING.date()]


def test_saving_as_the_first_thing_in_the_morning_is_of_the_new_day(app, engine):
    press_save_in_the_morning(app)
    assert days_logged(engine) == [MORNING.date()]


def test_after_a_save_in_the_evening_the_next_morning_is_a_new_day(app, engine):
    app.button(key="log_save").click().run()
    press_save_in_the_morning(app)
    assert days_logged(engine) == [EVENING.date(), MORNING.date()]


def test_a_day_that_was_chosen_stays(app, engine):
    chosen = EVENING.date() - timedelta(days=3)
    app.date_input(key="log_day").set_value(chosen).run()
    press_save_in_the_morning(app)
    assert days_logged(engine) == [chosen]


def test_what_was_typed_before_midnight_keeps_its_day(app, engine):
    app.button_group(key="log_toll").set_value(6).run()
    press_save_in_the_morning(app)
    assert days_logged(engine) == [EVENING.date()]


def test_a_draft_says_the_day_it_was_kept_on(app, open_page, ada):
    app.button_group(key="log_toll").set_value(6).run()
    for days, said in ((0, "today"), (1, "yesterday"), (4, "18 November")):
        with time_machine.travel(EVENING + timedelta(days=days, minutes=30)):
            again = open_page(ada, SCREEN)
        words = f"We kept your draft from {said} at 21:00."
        assert any(words in caption.value for caption in again.caption)
