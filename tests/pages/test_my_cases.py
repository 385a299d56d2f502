"""Own cases, what was agreed, and what carries the supporter."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import Agreement, Case, Meeting, Pause
from core.services.cases import open_case
from core.vocabulary import Frequency, MeetingKind, Role

PAGE = "supporter/my_cases"


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def opened(engine, ada):
    def some(*codes, frequency=Frequency.WEEKLY):
        with transaction(engine) as session:
            return [
                open_case(session, ada, code=code, frequency=frequency, now=utc_now())
                for code in codes
            ]

    return some


def unfold(app, *keys):
    """Open popovers and expanders, whose content is made on demand."""
    for key in keys:
        app.session_state[key] = True
    return app.run()


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def stored(engine, statement):
    with reading(engine) as session:
        return session.exec(statement).all()


def texts(app):
    return [each.value for each in (*app.text, *app.caption, *app.markdown)]


def test_without_cases_it_says_what_to_do(open_page, ada):
    assert "Open one below" in open_page(ada, PAGE).info[0].value


def test_a_case_is_opened_by_a_code(open_page, engine, ada):
    app = unfold(open_page(ada, PAGE), "new_case_opened")
    app.text_input(key="new_case_code").set_value("Heron 3")
    app.selectbox(key="new_case_frequency").set_value(Frequency.MONTHLY.value)
    press(app, "Open this case")

    assert stored(engine, select(Case.code, Case.frequency)) == [("Heron 3", Frequency.MONTHLY)]
    assert "Heron 3" in texts(app)
    assert app.text_input(key="new_case_code").value == ""


def test_a_second_case_of_the_same_code_is_refused_and_the_code_stays(open_page, ada, opened):
    opened("Heron")
    app = unfold(open_page(ada, PAGE), "new_case_opened")
    app.text_input(key="new_case_code").set_value("Heron")
    press(app, "Open this case")
    assert "already have an open case" in app.error[0].value
    assert app.text_input(key="new_case_code").value == "Heron"


def test_a_code_that_looks_like_a_name_is_noticed_kindly_after_opening(open_page, engine, ada):
    app = unfold(open_page(ada, PAGE), "new_case_opened")
    app.text_input(key="new_case_code").set_value(" Robin Miller ")
    press(app, "Open this case")

    [warning] = app.warning
    assert "looks like a name" in warning.value
    assert stored(engine, select(Case.code)) == ["Robin Miller"]
    assert not app.run().warning


def test_a_new_code_that_looks_like_a_name_is_noticed_and_a_kept_one_is_not(open_page, ada, opened):
    (case,) = opened("Heron 3")
    app = unfold(open_page(ada, PAGE), f"change_{case}")
    app.text_input(key=f"case_{case}_code").set_value("Robin")
    press(app, "Save")
    assert "looks like a name" in app.warning[0].value

    app = unfold(open_page(ada, PAGE), f"change_{case}")
    press(app, "Save")
    assert not app.warning


def test_ending_a_case_keeps_a_private_word_about_it(open_page, ada, opened):
    (case,) = opened("Heron")
    app = unfold(open_page(ada, PAGE), f"close_{case}")
    app.text_area(key=f"ending_{case}").set_value("We said goodbye at the pond.")
    press(app, "End this case")
    unfold(app, "ended_cases_opened")
    assert "We said goodbye at the pond." in texts(app)
    assert not any(area.key == f"ending_{case}" for area in app.text_area)


def test_a_case_is_changed(open_page, engine, ada, opened):
    (case,) = opened("Heron")
    app = unfold(open_page(ada, PAGE), f"change_{case}")
    app.text_input(key=f"case_{case}_code").set_value("Grey heron")
    press(app, "Save")
    assert stored(engine, select(Case.code)) == ["Grey heron"]


def test_carrying_more_than_agreed_is_said_in_words(open_page, ada, opened):
    opened("A", "B", "C", "D", "E")
    assert not open_page(ada, PAGE).warning
    opened("F")
    app = open_page(ada, PAGE)
    assert app.metric[0].value == "6 of 5"
    assert "more than you agreed" in app.warning[0].value


def test_a_form_that_was_opened_stays_made_so_that_nothing_typed_is_lost(open_page, ada):
    app = open_page(ada, PAGE)
    assert not any(field.key == "new_case_code" for field in app.text_input)
    unfold(app, "new_case_opened")
    app.session_state["new_case_opened"] = False
    assert app.run().text_input(key="new_case_code")


def test_capacity_and_hours_are_agreed_from_today(open_page, engine, ada):
    app = unfold(open_page(ada, PAGE), "agreement_opened")
    app.number_input(key="agree_capacity").set_value(3.0)
    press(app, "Agree from today")
    assert stored(engine, select(Agreement.capacity)) == [3.0]
    assert app.metric[0].value == "0 of 3"


def test_more_hours_than_a_week_can_hold_are_refused_by_name_and_stay(open_page, engine, ada):
    app = unfold(open_page(ada, PAGE), "agreement_opened")
    app.number_input(key="agree_hours").set_value(900.0)
    press(app, "Agree from today")
    assert app.error[0].value == "Hours a week run from 0.5 to 60; please correct 900."
    assert app.number_input(key="agree_hours").value == 900.0
    assert stored(engine, select(Agreement.capacity)) == []


def test_a_case_agreed_for_ever_is_refused_by_name_and_what_was_typed_stays(open_page, engine, ada):
    app = unfold(open_page(ada, PAGE), "new_case_opened")
    app.text_input(key="new_case_code").set_value("Heron")
    app.number_input(key="new_case_weeks").set_value(5000)
    press(app, "Open this case")
    assert "agreed length runs from 1 to" in app.error[0].value
    assert app.text_input(key="new_case_code").value == "Heron"
    assert stored(engine, select(Case.code)) == []


def test_a_figure_that_was_agreed_is_shown_as_it_was_typed(open_page, ada):
    app = unfold(open_page(ada, PAGE), "agreement_opened")

    for key in ("agree_capacity", "agree_hours"):
        assert app.number_input(key=key).proto.format == "%g"
    assert app.metric[0].label == "Your load, as people seen every week"


def test_supervision_is_recorded_with_one_tap(open_page, engine, ada):
    app = open_page(ada, PAGE)
    app.button(key="meeting_supervision").click().run()
    assert stored(engine, select(Meeting.kind)) == [MeetingKind.SUPERVISION]

    app.button(key="meeting_undo_supervision").click().run()
    assert stored(engine, select(Meeting.kind)) == []
    assert app.button(key="meeting_supervision")
    assert not app.button(key="meeting_team").disabled


def test_a_pause_stands_on_top_until_the_person_is_back(open_page, engine, ada):
    app = unfold(open_page(ada, PAGE), "pause_opened")
    app.date_input(key="pause_until").set_value(utc_now().date() + timedelta(days=14))
    press(app, "Start the pause")
    assert any("You are on pause" in text for text in texts(app))

    press(app, "I am back")

    assert not any("You are on pause" in text for text in texts(app))
    assert len(stored(engine, select(Pause.id))) <= 1


def test_a_pause_without_a_first_day_is_refused_in_words(open_page, engine, ada):
    app = unfold(open_page(ada, PAGE), "pause_opened")
    app.date_input(key="pause_from").set_value(None)
    press(app, "Start the pause")

    assert "first day of the pause is missing" in app.error[0].value
    assert stored(engine, select(Pause.id)) == []


def test_a_case_that_leans_too_much_is_said_here_and_others_are_not(open_page, engine, ada):
    began = utc_now() - timedelta(weeks=9)
    with transaction(engine) as session:
        for code, weeks in (("Heron 3", 2), ("Tern 1", 40)):
            open_case(
                session,
                ada,
                code=code,
                frequency=Frequency.WEEKLY,
                agreed_weeks=weeks,
                now=began,
            )

    shown = texts(open_page(ada, PAGE))

    assert any("**Dependency: Heron 3**" in text for text in shown)
    assert not any("Dependency: Tern 1" in text for text in shown)
