"""Logging a contact, told as stories."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import Case, Contact, ContactCase, ContactToll, Draft, Person
from core.queries.contacts import ContactEntry
from core.services.access import end_sessions_of, start_session
from core.services.cases import open_case
from core.services.contacts import log_contact
from core.vocabulary import Format, Frequency, Role


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def heron(engine, ada):
    """One open case with one contact by phone, 45 minutes."""
    moment = utc_now()
    with transaction(engine) as session:
        case = open_case(session, ada, code="Heron 3", frequency=Frequency.WEEKLY, now=moment)
        entry = ContactEntry(
            day=moment.date(), minutes=45, format=Format.PHONE, case_ids=(case,), toll=2
        )
        log_contact(session, ada, entry, now=moment)
    return case


def stored(engine, statement):
    with reading(engine) as session:
        return session.exec(statement).all()


def test_the_form_starts_as_last_time_with_an_empty_toll(open_page, ada, heron):
    app = open_page(ada, "supporter/log_contact")

    assert app.selectbox(key="log_case").value == str(heron)
    assert app.button_group(key="log_minutes").value == 45
    assert app.button_group(key="log_format").value == Format.PHONE
    assert app.button_group(key="log_toll").value is None


def test_tapping_the_toll_and_saving_is_enough(open_page, engine, ada, heron):
    app = open_page(ada, "supporter/log_contact")

    app.button_group(key="log_toll").set_value(6).run()
    app.button(key="log_save").click().run()

    assert not app.exception
    assert app.success[0].value == "Saved, toll 6 · heavy."
    assert not app.toast  # It would cover the heading to say the same once more.
    logged = stored(
        engine,
        select(Contact.minutes, Contact.format, ContactCase.case_id)
        .join(ContactToll)
        .join(ContactCase)
        .where(ContactToll.toll == 6),
    )
    assert logged == [(45, Format.PHONE, heron)]
    assert app.button_group(key="log_toll").value is None


def test_the_tapped_toll_is_read_back_with_its_word(open_page, ada, heron):
    app = open_page(ada, "supporter/log_contact")
    app.button_group(key="log_toll").set_value(7).run()
    assert any("7 · heavy" in caption.value for caption in app.caption)


def test_logging_another_keeps_day_and_length_and_clears_the_rest(open_page, ada, heron):
    app = open_page(ada, "supporter/log_contact")
    yesterday = app.date_input(key="log_day").value - timedelta(days=1)
    app.date_input(key="log_day").set_value(yesterday).run()
    app.button_group(key="log_minutes").set_value(90).run()
    app.text_area(key="log_note").set_value("hard talk").run()
    app.button(key="log_save_another").click().run()

    assert app.date_input(key="log_day").value == yesterday
    assert app.button_group(key="log_minutes").value == 90
    assert not app.text_area(key="log_note").value


def test_a_draft_waits_when_the_page_is_opened_again(open_page, engine, ada, heron):
    first = open_page(ada, "supporter/log_contact")
    first.text_area(key="log_note").set_value("half a thought").run()
    assert len(stored(engine, select(Draft.id))) == 1

    again = open_page(ada, "supporter/log_contact")

    assert again.text_area(key="log_note").value == "half a thought"
    assert any("We kept your draft from today at" in caption.value for caption in again.caption)
    again.button(key="log_save").click().run()
    assert stored(engine, select(Draft.id)) == []


def test_a_draft_survives_a_sign_in_that_ran_out(open_page, engine, ada, heron):
    app = open_page(ada, "supporter/log_contact")
    app.text_area(key="log_note").set_value("half a thought").run()

    with transaction(engine) as session:
        end_sessions_of(session, ada.person_id, now=utc_now())
        start_session(session, person_id=ada.person_id, now=utc_now())

    after = open_page(ada, "supporter/log_contact")
    assert after.text_area(key="log_note").value == "half a thought"


def test_a_draft_can_be_thrown_away(open_page, engine, ada, heron):
    app = open_page(ada, "supporter/log_contact")
    app.text_area(key="log_note").set_value("half a thought").run()
    app = open_page(ada, "supporter/log_contact")
    app.button(key="log_afresh").click().run()

    assert not app.text_area(key="log_note").value
    assert stored(engine, select(Draft.id)) == []


def test_nothing_is_kept_while_nothing_changed(open_page, engine, ada, heron):
    open_page(ada, "supporter/log_contact").run()
    assert stored(engine, select(Draft.id)) == []


def test_an_error_keeps_what_was_typed(open_page, engine, ada, heron):
    app = open_page(ada, "supporter/log_contact")
    app.selectbox(key="log_case").set_value("new").run()
    app.text_area(key="log_note").set_value("do not lose me").run()
    app.button(key="log_save").click().run()

    assert "code" in app.error[0].value
    assert app.text_area(key="log_note").value == "do not lose me"
    assert len(stored(engine, select(Contact.id))) == 1


def test_minutes_that_cannot_be_are_refused_by_name_and_stay_to_be_put_right(
    open_page, engine, ada, heron
):
    app = open_page(ada, "supporter/log_contact")
    app.button_group(key="log_minutes").set_value(0).run()
    app.number_input(key="log_other_minutes").set_value(900).run()
    app.button(key="log_save").click().run()

    assert app.error[0].value == "Minutes run from 0 to 720; please correct 900."
    assert app.number_input(key="log_other_minutes").value == 900
    assert len(stored(engine, select(Contact.id))) == 1


def test_a_day_that_has_not_come_is_refused_by_name(open_page, engine, ada, heron):
    app = open_page(ada, "supporter/log_contact")
    app.date_input(key="log_day").set_value(utc_now().date() + timedelta(days=30)).run()
    app.button(key="log_save").click().run()

    assert "The day is in the future" in app.error[0].value
    assert len(stored(engine, select(Contact.id))) == 1


def test_no_field_bounds_what_the_service_explains_better(open_page, ada, heron):
    app = open_page(ada, "supporter/log_contact")
    app.button_group(key="log_minutes").set_value(0).run()

    assert not app.number_input(key="log_other_minutes").proto.has_max
    assert app.date_input(key="log_day").max > utc_now().date() + timedelta(days=365)
    assert app.text_area(key="log_note").max_chars == 0
    assert app.text_input(key="log_glad_of").max_chars == 0


def test_words_that_are_too_long_are_refused_by_name_and_not_cut_off(open_page, engine, ada, heron):
    app = open_page(ada, "supporter/log_contact")
    app.text_area(key="log_note").set_value("x" * 4001).run()
    app.button(key="log_save").click().run()

    assert "The note has 4001 characters; please keep it to 4000." in app.error[0].value
    assert len(app.text_area(key="log_note").value) == 4001
    assert len(stored(engine, select(Contact.id))) == 1


def test_a_code_that_looks_like_a_name_is_noticed_but_not_refused(open_page, engine, ada):
    app = open_page(ada, "supporter/log_contact")
    assert app.selectbox(key="log_case").value == ""

    app.selectbox(key="log_case").set_value("new").run()
    app.text_input(key="log_new_code").set_value("Robin Miller").run()
    assert "looks like a name" in app.warning[0].value
    app.button(key="log_save").click().run()

    assert stored(engine, select(Case.code)) == ["Robin Miller"]


def test_a_contact_without_a_case_can_be_logged(open_page, engine, ada, heron):
    app = open_page(ada, "supporter/log_contact")
    app.selectbox(key="log_case").set_value("").run()
    app.button(key="log_save").click().run()

    assert len(stored(engine, select(Contact.id))) == 2
    assert len(stored(engine, select(ContactCase.case_id))) == 1


def test_before_the_first_log_the_person_chooses_what_is_shared(open_page, engine, ada):
    with transaction(engine) as session:
        session.get(Person, ada.person_id).sharing_chosen_at = None

    app = open_page(ada, "supporter/log_contact")

    assert any("you choose what you share" in words.value for words in app.markdown)
    assert not app.selectbox


def test_after_saving_the_form_is_as_if_it_had_been_opened_anew(open_page, engine, ada, heron):
    moment = utc_now()
    with transaction(engine) as session:
        reed = open_case(session, ada, code="Reed", frequency=Frequency.WEEKLY, now=moment)
    app = open_page(ada, "supporter/log_contact")
    app.selectbox(key="log_case").set_value(str(reed)).run()
    app.button_group(key="log_minutes").set_value(20).run()
    app.text_area(key="log_note").set_value("gone after saving").run()
    app.button(key="log_save").click().run()
    anew = open_page(ada, "supporter/log_contact")

    assert app.selectbox(key="log_case").options == anew.selectbox(key="log_case").options
    for field in ("minutes", "format", "toll", "debrief"):
        key = f"log_{field}"
        assert app.button_group(key=key).value == anew.button_group(key=key).value
    assert app.text_area(key="log_note").value == anew.text_area(key="log_note").value == ""
    assert app.selectbox(key="log_case").value == str(reed)


HEAVY = "That was heavy. Leave a gap before the next one"


def saved_with(app, toll, **fields):
    app.button_group(key="log_toll").set_value(toll).run()
    for key, value in fields.items():
        app.session_state[f"log_{key}"] = value
    app.button(key="log_save").click().run()
    assert not app.exception
    return [each.value for each in app.text if "heavy" in each.value]


@pytest.mark.parametrize("toll", [7, 10])
def test_after_a_heavy_contact_one_reads_at_once_what_helps(open_page, ada, toll):
    said = saved_with(open_page(ada, "supporter/log_contact"), toll)
    assert said == [f"{HEAVY}; a debrief within two days helps."]


def test_after_a_lighter_contact_nothing_is_said(open_page, ada):
    assert saved_with(open_page(ada, "supporter/log_contact"), 6) == []


def test_a_debrief_that_was_taken_is_not_recommended_again(open_page, ada):
    said = saved_with(open_page(ada, "supporter/log_contact"), 8, debrief="taken")
    assert said == [f"{HEAVY}."]


def test_a_heavy_contact_of_last_week_asks_for_no_gap_now(open_page, ada):
    last_week = utc_now().date() - timedelta(days=7)
    assert saved_with(open_page(ada, "supporter/log_contact"), 9, day=last_week) == []


def test_what_helps_is_said_once(open_page, ada):
    app = open_page(ada, "supporter/log_contact")
    assert saved_with(app, 8)
    assert not any("heavy" in each.value for each in app.run().text)
