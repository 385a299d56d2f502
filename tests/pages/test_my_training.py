"""Seeing what is due, and recording what was done."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import transaction
from core.models import Completion, Module
from core.services.modules import seed_catalogue
from core.services.training import confirm_completions, record_completion
from core.vocabulary import Role

SCREEN = "supporter/my_training"


@pytest.fixture
def modules(engine):
    with transaction(engine) as session:
        seed_catalogue(session)
        return dict(session.exec(select(Module.code, Module.id)).all())


@pytest.fixture
def ada(add_actor, modules):
    return add_actor(Role.SUPPORTER, joined_on=utc_now().date() - timedelta(days=10))


def complete(engine, actor, module_id, *, days_ago=0):
    day = utc_now().date() - timedelta(days=days_ago)
    with transaction(engine) as session:
        return record_completion(
            session, actor, module_id=module_id, completed_on=day, now=utc_now()
        )


def words(app):
    return " ".join(str(each.value) for each in [*app.markdown, *app.caption])


def test_what_is_due_is_named_with_its_days(open_page, engine, ada, modules):
    complete(engine, ada, modules["t02"], days_ago=350)
    app = open_page(ada, SCREEN)
    assert app.header[0].value == "10 modules to do"
    assert "Missing, due 10 days ago" in words(app)
    assert "To do within 80 days" in words(app)
    assert "Expires in 1" in words(app)
    assert "not confirmed yet" in words(app)
    assert "Asked for before a first contact" in words(app)


def test_a_completion_is_recorded_with_three_fields(open_page, ada, modules, session):
    app = open_page(ada, SCREEN)
    app.selectbox(key="own_training_module").set_value(str(modules["t03"]))
    app.text_input(key="own_training_evidence").set_value("Certificate 12")
    app.button[0].click().run()
    assert not app.exception
    assert app.toast[0].value == "Recorded. Well done."
    assert app.selectbox(key="own_training_module").value is None
    assert app.text_input(key="own_training_evidence").value == ""
    assert app.header[0].value == "9 modules to do"
    assert session.exec(select(Completion.evidence)).all() == ["Certificate 12"]


def test_nothing_typed_is_lost_when_a_module_is_missing(open_page, ada, session):
    app = open_page(ada, SCREEN)
    app.text_input(key="own_training_evidence").set_value("Certificate 12")
    app.button[0].click().run()
    assert "choose the module" in app.error[0].value
    assert app.text_input(key="own_training_evidence").value == "Certificate 12"
    assert session.exec(select(Completion)).all() == []


def test_a_slip_is_taken_back(open_page, engine, ada, modules, session):
    done = complete(engine, ada, modules["t03"])
    app = open_page(ada, SCREEN)
    app.button(key=f"withdraw_{done}").click().run()
    assert not app.exception
    assert session.exec(select(Completion)).all() == []


def test_who_confirmed_it_stands_in_the_table(open_page, engine, add_actor, ada, modules):
    done = complete(engine, ada, modules["t03"])
    lead = add_actor(Role.TRAINING_LEAD, name="Lena", team=None)
    with transaction(engine) as session:
        confirm_completions(session, lead, [done], now=utc_now())
    app = open_page(ada, SCREEN)
    assert not app.dataframe
    app.session_state["own_training_table"] = True
    table = app.run().dataframe[0].value
    row = table[table["Module"].str.startswith("Confidentiality")].iloc[0]
    assert row["Status"] == "Done"
    assert row["Confirmed by"].startswith("Lena, ")
    assert row["Renewal"] == "Every 12 months (default)"
    assert "Waiting to be confirmed" not in [each.value for each in app.header]


def test_the_day_of_a_confirmation_is_that_of_the_organisation(
    open_page, engine, add_actor, ada, modules
):
    done = complete(engine, ada, modules["t03"])
    lead = add_actor(Role.TRAINING_LEAD, name="Lena", team=None)
    after_midnight_in_london = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    with transaction(engine) as session:
        confirm_completions(session, lead, [done], now=after_midnight_in_london)
    app = open_page(ada, SCREEN)
    app.session_state["own_training_table"] = True
    table = app.run().dataframe[0].value
    assert "Lena, 2 July 2026" in list(table["Confirmed by"])


def test_when_nothing_is_due_it_says_thank_you(open_page, engine, ada, modules):
    for module in modules.values():
        complete(engine, ada, module)
    app = open_page(ada, SCREEN)
    assert "Everything that is asked of you is done" in app.success[0].value


def test_an_empty_catalogue_says_what_to_do(open_page, add_actor):
    app = open_page(add_actor(Role.SUPPORTER), SCREEN)
    assert "training lead adds it" in app.info[0].value
    assert not app.button or "Record" not in [button.label for button in app.button]


@pytest.mark.parametrize(("role", "asks"), [(Role.SUPPORTER, True), (Role.TRAINING_LEAD, False)])
def test_who_supports_others_can_ask_to_be_rung_here_too(open_page, add_actor, modules, role, asks):
    app = open_page(add_actor(role, name="Bea"), SCREEN)
    app.session_state["ring_me"] = True
    app.run()
    assert any(button.key == "ring_me_ask" for button in app.button) is asks
