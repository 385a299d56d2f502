"""Changing a contact: what was typed and not saved survives whatever happens."""

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import Contact, Draft
from core.queries.contacts import ContactEntry, own_contact
from core.services.access import end_sessions_of, start_session
from core.services.cases import close_case, open_case
from core.services.contacts import delete_contact, edit_contact, log_contact
from core.vocabulary import Format, Frequency, Role

PAGE = "supporter/my_contacts"


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def contact(engine, ada):
    moment = utc_now()
    entry = ContactEntry(day=moment.date(), minutes=30, format=Format.PHONE, note="as saved")
    with transaction(engine) as session:
        return log_contact(session, ada, entry, now=moment)


@pytest.fixture
def opened(open_page, ada, contact):
    """Open the page anew, as after a refresh: the address still names the contact."""

    def refreshed():
        app = open_page(ada, PAGE)
        app.query_params["id"] = str(contact)
        return app.run()

    return refreshed


def stored(engine, statement):
    with reading(engine) as session:
        return session.exec(statement).all()


def note_of(engine, ada, contact):
    with reading(engine) as session:
        return own_contact(session, ada, contact).entry.note


def offered(app):
    return [each for each in app.button if each.key.startswith("contacts_go_on")]


def test_what_was_typed_into_a_contact_is_there_after_a_refresh(engine, opened):
    app = opened()
    assert app.text_area(key="edit_note").value == "as saved"
    app.text_area(key="edit_note").set_value("half a thought").run()
    app.button_group(key="edit_toll").set_value(8).run()

    again = opened()

    assert again.text_area(key="edit_note").value == "half a thought"
    assert again.button_group(key="edit_toll").value == 8
    assert any("We kept your draft from today at" in each.value for each in again.caption)
    assert b"thought" not in stored(engine, select(Draft.body))[0]


def test_what_was_typed_into_a_contact_survives_a_sign_in_that_ran_out(
    open_page, engine, ada, contact, opened
):
    opened().text_area(key="edit_note").set_value("half a thought").run()
    with transaction(engine) as session:
        end_sessions_of(session, ada.person_id, now=utc_now())
        start_session(session, person_id=ada.person_id, now=utc_now())

    after = open_page(ada, PAGE)
    (go_on,) = offered(after)
    go_on.click().run()

    assert after.text_area(key="edit_note").value == "half a thought"
    after.button(key="edit_save").click().run()
    assert note_of(engine, ada, contact) == "half a thought"
    assert stored(engine, select(Draft.id)) == []
    assert offered(after) == []


def test_nothing_is_kept_while_nothing_was_typed(engine, opened):
    opened().run()
    assert stored(engine, select(Draft.id)) == []


def test_starting_afresh_brings_back_what_is_saved(engine, opened):
    opened().text_area(key="edit_note").set_value("half a thought").run()
    app = opened()
    app.button(key="edit_afresh").click().run()

    assert app.text_area(key="edit_note").value == "as saved"
    assert stored(engine, select(Draft.id)) == []
    assert "edit_afresh" not in [each.key for each in app.button]


def test_going_back_forgets_what_was_typed(engine, ada, contact, opened):
    app = opened()
    app.text_area(key="edit_note").set_value("half a thought").run()
    app.button(key="edit_back").click().run()

    assert stored(engine, select(Draft.id)) == []
    assert "My contacts" in app.title[0].value
    assert note_of(engine, ada, contact) == "as saved"


def test_an_old_draft_does_not_overwrite_what_was_saved_since(engine, ada, contact, opened):
    opened().text_area(key="edit_note").set_value("half a thought").run()
    other = ContactEntry(day=utc_now().date(), minutes=45, format=Format.PHONE, note="saved since")
    with transaction(engine) as session:
        edit_contact(session, ada, contact, other, version=1, now=utc_now())

    app = opened()
    app.button(key="edit_save").click().run()

    assert "changed in the meantime" in app.error[0].value
    assert app.text_area(key="edit_note").value == "half a thought"
    assert note_of(engine, ada, contact) == "saved since"
    app.button(key="edit_afresh").click().run()
    app.button_group(key="edit_minutes").set_value(60).run()
    app.button(key="edit_save").click().run()
    assert stored(engine, select(Contact.minutes)) == [60]


def test_a_contact_of_several_closed_cases_keeps_them_all(open_page, engine, ada):
    moment = utc_now()
    with transaction(engine) as session:
        cases = tuple(
            open_case(session, ada, code=code, frequency=Frequency.WEEKLY, now=moment)
            for code in ("Heron", "Reed", "Wren")
        )
        entry = ContactEntry(
            day=moment.date(), minutes=30, format=Format.PHONE, case_ids=cases, note="as saved"
        )
        contact = log_contact(session, ada, entry, now=moment)
        for case in cases:
            close_case(session, ada, case, now=moment)
    app = open_page(ada, PAGE)
    app.button(key=f"contacts_open_{contact}").click().run()
    app.button_group(key="edit_minutes").set_value(45).run()
    app.text_area(key="edit_note").set_value("put right").run()
    app.button(key="edit_save").click().run()

    with reading(engine) as session:
        saved = own_contact(session, ada, contact).entry
    assert (saved.minutes, saved.note) == (45, "put right")
    assert set(saved.case_ids) == set(cases)


def test_a_contact_that_was_deleted_elsewhere_says_so(engine, ada, contact, opened):
    app = opened()
    with transaction(engine) as session:
        delete_contact(session, ada, contact, now=utc_now())

    app.text_area(key="edit_note").set_value("too late").run()

    assert "no longer there" in app.info[0].value
    app.button(key="edit_back").click().run()
    assert "My contacts" in app.title[0].value


def test_nobody_opens_somebody_elses_contact_by_its_address(open_page, add_actor, contact):
    app = open_page(add_actor(Role.SUPPORTER, name="Bea"), PAGE)
    app.query_params["id"] = str(contact)
    app.run()
    assert "no longer there" in app.info[0].value
    assert not app.text_area
    app.query_params["id"] = "nonsense"
    assert "My contacts" in app.run().title[0].value
