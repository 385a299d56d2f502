"""The boundary self-check, told as stories."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import BoundaryCheck, BoundarySign, Organisation
from core.queries.contacts import ContactEntry
from core.queries.wellbeing import own_checks
from core.services.boundary_checks import record_check
from core.services.contacts import log_contact
from core.services.pulses import record_pulse
from core.vocabulary import BoundaryTheme, Format, PulseItem, Role

PAGE = "supporter/boundaries"


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


def tick(app, *signs):
    for sign in signs:
        app.checkbox(key=f"sign_{sign}").check()
    next(b for b in app.button if "self-check" in b.label).click().run()
    return app


def texts(app):
    return [each.value for each in app.text]


def test_a_ticked_sign_shows_at_once_what_may_help(open_page, engine, ada):
    app = tick(open_page(ada, PAGE), "always_on")

    assert not app.exception
    with reading(engine) as session:
        assert session.exec(select(BoundarySign.sign)).all() == ["always_on"]
    assert any(text.startswith("What may help: Ask for a stand-in") for text in texts(app))
    assert not any(box.key == "sign_always_on" for box in app.checkbox)
    app.session_state["self_check_opened"] = True
    assert not app.run().checkbox(key="sign_always_on").value


def test_a_check_without_signs_is_an_answer_too(open_page, engine, ada):
    app = tick(open_page(ada, PAGE))
    with reading(engine) as session:
        assert len(session.exec(select(BoundaryCheck.id)).all()) == 1
    assert "No signs this time" in app.success[0].value


def test_the_most_serious_signs_open_the_help_panel_with_numbers_to_ring(open_page, engine, ada):
    with transaction(engine) as session:
        session.get(Organisation, 1).urgent_help = "Samaritans 116 123"

    app = tick(open_page(ada, PAGE), "unsafe")

    assert any("do not stay alone" in words.value for words in app.markdown)
    number = app.get("link_button")[0].proto
    assert (number.label, number.url) == ("Samaritans 116 123", "tel:116123")


def test_a_lighter_sign_does_not_open_the_help_panel(open_page, ada):
    app = tick(open_page(ada, PAGE), "always_on")
    assert not any("do not stay alone" in words.value for words in app.markdown)


def test_an_old_check_is_history_and_a_new_one_is_due(open_page, engine, ada):
    with transaction(engine) as session:
        record_check(session, ada, ["hours_out"], now=utc_now() - timedelta(days=31))
    app = open_page(ada, PAGE)
    assert any("contact outside agreed hours" in text for text in texts(app))
    assert not any(text.startswith("What may help") for text in texts(app))


def test_contacts_that_felt_grey_are_listed_with_their_theme(open_page, engine, ada):
    moment = utc_now()
    entry = ContactEntry(
        day=moment.date(), minutes=30, format=Format.PHONE, grey_theme=BoundaryTheme.NEED
    )
    with transaction(engine) as session:
        log_contact(session, ada, entry, now=moment)
    assert any("Need and dependency" in text for text in texts(open_page(ada, PAGE)))


def opened(app):
    app.session_state["delete_check_opened"] = True
    return app.run()


def test_a_mistaken_self_check_can_be_deleted(open_page, engine, ada):
    with transaction(engine) as session:
        record_check(session, ada, ["money_lend"], now=utc_now() - timedelta(minutes=2))
        record_check(session, ada, [], now=utc_now())
    app = opened(open_page(ada, PAGE))
    mistaken = next(o for o in app.radio(key="delete_check").options if "1 sign" in o)
    chosen = next(c.id for c in stored_checks(engine, ada) if c.signs)
    assert "money" in mistaken

    app.radio(key="delete_check").set_value(str(chosen))
    app.button(key="delete_check_button").click().run()

    assert not app.exception
    assert [check.signs for check in stored_checks(engine, ada)] == [()]


def test_deleting_asks_which_self_check(open_page, engine, ada):
    with transaction(engine) as session:
        record_check(session, ada, ["gift"], now=utc_now())
    app = opened(open_page(ada, PAGE))
    app.button(key="delete_check_button").click().run()
    assert app.error[0].value == "Please choose the self-check that goes."
    assert len(stored_checks(engine, ada)) == 1


def stored_checks(engine, ada):
    with reading(engine) as session:
        return own_checks(session, ada)


def test_a_self_check_that_is_due_can_be_put_off_where_it_is_asked(open_page, engine, ada):
    with transaction(engine) as session:
        record_pulse(session, ada, {PulseItem.ENERGY: 3}, now=utc_now())
    app = open_page(ada, PAGE)
    app.button(key="not_now").click().run()
    assert not app.exception
    assert not any(button.key == "not_now" for button in app.button)


def test_a_self_check_that_is_not_due_asks_nothing(open_page, engine, ada):
    with transaction(engine) as session:
        record_check(session, ada, [], now=utc_now())
    assert not any(button.key == "not_now" for button in open_page(ada, PAGE).button)
