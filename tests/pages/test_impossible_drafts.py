"""A draft may hold what cannot be; it comes back to be put right, and is never saved so."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import Contact, ContactCase
from core.services.cases import open_case
from core.services.contacts import log_contact
from core.services.drafts import keep_draft, keep_edit
from core.ui.contact_values import values_of
from core.vocabulary import DraftForm, Frequency, Role
from tests.services.contact_entries import entry

DAY = timedelta(days=1)
DRAFTS = {
    "a day in the future": ({"day": DAY}, "The day is in the future", "day"),
    "a day before the last 60": ({"day": -61 * DAY}, "The day is more than 60 days back", "day"),
    "more than 720 minutes": ({"minutes": 900}, "Minutes run from 0 to 720", "other_minutes"),
    "fewer than 0 minutes": ({"minutes": -5}, "Minutes run from 0 to 720", "other_minutes"),
    "a note that is too long": ({"note": "x" * 4001}, "The note has 4001 characters", "note"),
    "glad words that are too long": (
        {"glad_of": "x" * 1001},
        "glad of has 1001 characters",
        "glad_of",
    ),
}
each_draft = pytest.mark.parametrize(
    ("changes", "words", "field"), DRAFTS.values(), ids=[name.replace(" ", "-") for name in DRAFTS]
)


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def contact(engine, ada):
    with transaction(engine) as session:
        return log_contact(session, ada, entry(day=utc_now().date()), now=utc_now())


def typed(changes):
    today = utc_now().date()
    return values_of(entry(**{"day": today} | changes | days_of(changes, today)))


def days_of(changes, today):
    return {"day": today + changes["day"]} if "day" in changes else {}


def stored(engine, statement):
    with reading(engine) as session:
        return session.exec(statement).all()


def held(app, key):
    return app.session_state[key]


@each_draft
def test_a_draft_of_a_new_contact_is_refused_by_name_when_it_is_saved(
    open_page, engine, ada, changes, words, field
):
    with transaction(engine) as session:
        keep_draft(session, ada, DraftForm.CONTACT, typed(changes), now=utc_now())
    app = open_page(ada, "supporter/log_contact")
    kept = held(app, f"log_{field}")
    app.button(key="log_save").click().run()

    assert words in app.error[0].value
    assert held(app, f"log_{field}") == kept != ""
    assert stored(engine, select(Contact.id)) == []


@each_draft
def test_a_draft_of_a_change_is_refused_by_name_when_it_is_saved(
    open_page, engine, ada, contact, changes, words, field
):
    before = stored(engine, select(Contact.day, Contact.minutes, Contact.version))
    with transaction(engine) as session:
        body = {"values": typed(changes), "version": 1}
        keep_edit(session, ada, contact, body, now=utc_now())
    app = open_page(ada, "supporter/my_contacts")
    app.button(key=f"contacts_go_on_{contact}").click().run()
    kept = held(app, f"edit_{field}")
    app.button(key="edit_save").click().run()

    assert words in app.error[0].value
    assert held(app, f"edit_{field}") == kept != ""
    assert stored(engine, select(Contact.day, Contact.minutes, Contact.version)) == before


def test_a_toll_that_cannot_be_and_somebody_elses_case_do_not_come_back_from_a_draft(
    open_page, engine, add_actor, ada
):
    bea = add_actor(Role.SUPPORTER, name="Bea")
    with transaction(engine) as session:
        theirs = open_case(session, bea, code="B-1", frequency=Frequency.WEEKLY, now=utc_now())
        draft = typed({"toll": 11, "case_ids": (theirs,)}) | {"more_cases": [str(theirs)]}
        keep_draft(session, ada, DraftForm.CONTACT, draft, now=utc_now())
    app = open_page(ada, "supporter/log_contact")
    assert app.button_group(key="log_toll").value is None
    assert app.selectbox(key="log_case").value == ""
    app.button(key="log_save").click().run()

    assert not app.error
    assert len(stored(engine, select(Contact.id))) == 1
    assert stored(engine, select(ContactCase.case_id)) == []
