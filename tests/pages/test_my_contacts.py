"""Looking through one's own contacts, changing and deleting them."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import Contact
from core.queries.contacts import ContactEntry
from core.services.cases import close_case, open_case
from core.services.contacts import edit_contact, log_contact
from core.vocabulary import Format, Frequency, Role

PAGE = "supporter/my_contacts"


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def log(engine, ada):
    def one(**fields):
        moment = utc_now()
        given = {"day": moment.date(), "minutes": 30, "format": Format.PHONE} | fields
        with transaction(engine) as session:
            return log_contact(session, ada, ContactEntry(**given), now=moment)

    return one


def minutes(engine):
    with reading(engine) as session:
        return session.exec(select(Contact.minutes)).all()


def shown(app):
    return " ".join([each.value for each in (*app.markdown, *app.caption, *app.text)])


def test_an_empty_list_says_what_to_do(open_page, ada):
    app = open_page(ada, PAGE)
    assert "once you log one" in app.info[0].value


def test_the_newest_day_comes_first_with_its_toll_in_words(open_page, ada, log):
    log(day=utc_now().date() - timedelta(days=3), format=Format.VIDEO, toll=8)
    log(toll=1)
    app = open_page(ada, PAGE)

    lines = [each.value for each in app.markdown if "Phone" in each.value or "Video" in each.value]
    assert ["Phone" in line for line in lines] == [True, False]
    assert "8 · very heavy" in shown(app)
    assert lines[0].startswith("**Today** ·")


def test_ten_contacts_are_shown_and_the_next_page_has_the_rest(open_page, ada, log):
    for _each in range(11):
        log()
    app = open_page(ada, PAGE)
    assert sum(button.key.startswith("contacts_open") for button in app.button) == 10


def test_nobody_sees_the_contacts_of_somebody_else(open_page, add_actor, ada, log):
    log()
    app = open_page(add_actor(Role.SUPPORTER, Role.COORDINATOR, coordinates=("North",)), PAGE)
    assert not any(button.key.startswith("contacts_open") for button in app.button)


def test_a_contact_is_changed_in_place(open_page, engine, ada, log):
    contact = log(toll=3, note="first words")
    app = open_page(ada, PAGE)
    app.button(key=f"contacts_open_{contact}").click().run()
    assert app.text_area(key="edit_note").value == "first words"

    app.button_group(key="edit_minutes").set_value(60).run()
    app.button(key="edit_save").click().run()

    assert not app.exception
    assert minutes(engine) == [60]
    assert "My contacts" in app.title[0].value


def test_a_contact_changed_elsewhere_is_not_overwritten_and_nothing_typed_is_lost(
    open_page, engine, ada, log
):
    contact = log()
    app = open_page(ada, PAGE)
    app.button(key=f"contacts_open_{contact}").click().run()
    with transaction(engine) as session:
        other = ContactEntry(day=utc_now().date(), minutes=45, format=Format.PHONE)
        edit_contact(session, ada, contact, other, version=1, now=utc_now())

    app.text_area(key="edit_note").set_value("mine").run()
    app.button(key="edit_save").click().run()

    assert "changed in the meantime" in app.error[0].value
    assert app.text_area(key="edit_note").value == "mine"
    assert minutes(engine) == [45]


def test_a_contact_of_a_closed_case_can_still_be_changed(open_page, engine, ada, log):
    with transaction(engine) as session:
        case = open_case(session, ada, code="Reed", frequency=Frequency.WEEKLY, now=utc_now())
    contact = log(case_ids=(case,))
    with transaction(engine) as session:
        close_case(session, ada, case, now=utc_now())
    app = open_page(ada, PAGE)
    app.button(key=f"contacts_open_{contact}").click().run()
    app.button_group(key="edit_minutes").set_value(10).run()
    app.button(key="edit_save").click().run()
    assert minutes(engine) == [10]


def test_going_back_changes_nothing(open_page, engine, ada, log):
    contact = log()
    app = open_page(ada, PAGE)
    app.button(key=f"contacts_open_{contact}").click().run()
    app.button_group(key="edit_minutes").set_value(90).run()
    app.button(key="edit_back").click().run()
    assert minutes(engine) == [30]
    app.button(key=f"contacts_open_{contact}").click().run()
    assert app.button_group(key="edit_minutes").value == 30


def test_a_deleted_contact_can_be_brought_back(open_page, engine, ada, log):
    contact = log(minutes=45)
    app = open_page(ada, PAGE)
    app.button(key=f"contacts_open_{contact}").click().run()
    app.button(key="edit_delete").click().run()
    assert minutes(engine) == []

    app.button(key="contacts_undo").click().run()

    assert minutes(engine) == [45]
    assert not any(button.key == "contacts_undo" for button in app.button)
