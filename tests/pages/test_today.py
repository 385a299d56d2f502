"""A supporter's first screen."""

from datetime import UTC, datetime

import pytest
import time_machine

from core.clock import utc_now
from core.database import transaction
from core.models import Person
from core.queries.contacts import ContactEntry
from core.services.boundary_checks import record_check
from core.services.contacts import log_contact
from core.services.pauses import start_pause
from core.services.pulses import record_pulse
from core.services.questionnaires import record_answers
from core.vocabulary import Format, PulseItem, Role

PAGE = "supporter/today"


@pytest.fixture
def ada(add_actor):
    add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))
    return add_actor(Role.SUPPORTER)


def texts(app):
    return [each.value for each in (*app.text, *app.caption, *app.markdown)]


def links(app):
    return [link.proto.label for link in app.get("page_link")]


def said(app, words):
    return any(words in text for text in texts(app))


def test_it_greets_by_name_and_says_that_nothing_is_logged(open_page, ada):
    app = open_page(ada, PAGE)
    assert not app.exception
    assert app.title[0].value.endswith("Ada")
    assert said(app, "Nothing logged this week yet.")


def test_the_week_is_one_sentence(open_page, engine, ada):
    moment = utc_now()
    entry = ContactEntry(day=moment.date(), minutes=75, format=Format.PHONE, toll=6)
    with transaction(engine) as session:
        log_contact(session, ada, entry, now=moment)
    assert said(
        open_page(ada, PAGE),
        "1 contact this week, 1 h 15 min, toll 6.0 (heavy): your own usual is not known yet.",
    )


def test_one_thing_is_asked_at_a_time(open_page, engine, ada):
    seen = [asked(open_page(ada, PAGE))]
    for act in (
        lambda session: record_pulse(session, ada, {PulseItem.ENERGY: 3}, now=utc_now()),
        lambda session: record_check(session, ada, [], now=utc_now()),
        lambda session: record_answers(session, ada, "cbi", {"P1": 25}, now=utc_now()),
    ):
        with transaction(engine) as session:
            act(session)
        seen.append(asked(open_page(ada, PAGE)))

    assert seen == [
        ["This week's check-in, one minute"],
        ["Boundary self-check, three minutes"],
        ["Copenhagen Burnout Inventory, 3 minutes"],
        [],
    ]


def test_what_is_asked_can_be_put_off_right_there(open_page, ada):
    app = open_page(ada, PAGE)
    app.button(key="not_now").click().run()
    assert not app.exception
    assert "asked again later" in app.toast[0].value
    assert asked(app) == []
    assert not any(button.key == "not_now" for button in app.button)


def asked(app):
    return [words for words in links(app) if "minute" in words]


def test_in_a_pause_nothing_is_due(open_page, engine, ada):
    with transaction(engine) as session:
        start_pause(session, ada, starts_on=utc_now().date(), now=utc_now())
    app = open_page(ada, PAGE)
    assert "You are on pause" in app.info[0].value
    assert "This week's check-in, one minute" not in links(app)


def test_the_log_is_one_tap_away_once_sharing_is_chosen(open_page, engine, ada):
    assert any(button.key == "today_log" for button in open_page(ada, PAGE).button)
    with transaction(engine) as session:
        session.get(Person, ada.person_id).sharing_chosen_at = None
    app = open_page(ada, PAGE)
    assert not any(button.key == "today_log" for button in app.button)
    [choose] = [button for button in app.button if button.key == "choose_sharing"]
    assert choose.label == "Choose what to share"
    choose.click().run()
    assert app.title[0].value == "Sharing and my data"


def test_asking_to_be_rung_shows_the_promise_and_can_be_taken_back(open_page, ada):
    app = open_page(ada, PAGE)
    app.session_state["ring_me"] = True
    app.run()
    app.text_input(key="ring_me_best_time").set_value("after six").run()
    app.button(key="ring_me_ask").click().run()
    assert said(app, "You asked to be rung")
    assert said(app, "Best time: after six")

    app.button(key="ring_me_withdraw").click().run()
    assert not said(app, "You asked to be rung")


def test_a_request_at_half_past_midnight_in_summer_was_made_today(open_page, ada):
    with time_machine.travel(datetime(2026, 7, 10, 23, 30, tzinfo=UTC)):
        app = open_page(ada, PAGE)
        app.session_state["ring_me"] = True
        app.run()
        app.button(key="ring_me_ask").click().run()
        assert said(app, "Asked today at 00:30.")


def test_a_best_time_that_is_too_long_is_refused_and_stays_to_be_shortened(open_page, ada):
    app = open_page(ada, PAGE)
    app.session_state["ring_me"] = True
    app.run()
    app.text_input(key="ring_me_best_time").set_value("after six " * 500)
    app.button(key="ring_me_ask").click().run()
    assert app.error[0].value.startswith("The best time has at most 80 characters")
    assert app.text_input(key="ring_me_best_time").value == "after six " * 500
    assert not said(app, "You asked to be rung")


def test_without_a_coordinator_the_request_says_that_nobody_would_see_it(open_page, add_actor):
    app = open_page(add_actor(Role.SUPPORTER, team="Alone"), PAGE)
    app.session_state["ring_me"] = True
    app.run()
    app.button(key="ring_me_ask").click().run()
    assert "No coordinator" in app.error[0].value
