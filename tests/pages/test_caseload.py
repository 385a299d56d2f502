"""Who carries how much, and one click for a talk that took place."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import Meeting
from core.queries.training import own_training, training_due_count
from core.services.cases import open_case
from core.services.modules import seed_catalogue
from core.services.training import record_completion
from core.vocabulary import Frequency, MeetingKind, Role

SCREEN = "coordinator/caseload"


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


def test_a_talk_is_recorded_with_one_click(open_page, engine, ada, cleo):
    app = open_page(cleo, SCREEN)
    app.button(key=f"supervision_{ada.person_id}").click().run()
    assert not app.exception
    with reading(engine) as session:
        [talk] = session.exec(select(Meeting)).all()
    assert (talk.person_id, talk.kind, talk.recorded_by) == (
        ada.person_id,
        MeetingKind.SUPERVISION,
        cleo.person_id,
    )
    assert any("Supervision: today" in card.value for card in app.markdown)
    assert app.button(key=f"team_{ada.person_id}")


def test_a_talk_that_was_recorded_by_a_slip_is_taken_back_with_one_click(
    open_page, engine, ada, cleo
):
    app = open_page(cleo, SCREEN)
    app.button(key=f"supervision_{ada.person_id}").click().run()
    app.button(key=f"supervision_undo_{ada.person_id}").click().run()

    with reading(engine) as session:
        assert session.exec(select(Meeting)).all() == []
    assert app.button(key=f"supervision_{ada.person_id}")


def test_codes_of_cases_are_not_shown_only_their_number(open_page, engine, ada, cleo):
    with transaction(engine) as session:
        open_case(session, ada, code="Heron 3", frequency=Frequency.WEEKLY, now=utc_now())
    app = open_page(cleo, SCREEN)
    assert any("1 open case · 1 of 5 people seen every week" in card.value for card in app.markdown)
    assert not any("Heron" in each.value for each in (*app.markdown, *app.text, *app.caption))


def test_a_name_is_found(open_page, add_actor, ada, cleo):
    add_actor(Role.SUPPORTER, name="Bea")
    app = open_page(cleo, SCREEN)
    app.text_input(key="caseload_name").set_value("be").run()
    cards = [m.value for m in app.markdown if "within capacity" in m.value]
    assert [card.split(" ")[0] for card in cards] == ["**Bea**"]


def test_only_who_is_over_capacity_can_be_shown(open_page, ada, cleo):
    app = open_page(cleo, SCREEN)
    assert any("**Ada**" in card.value for card in app.markdown)
    app.button_group(key="caseload_view").set_value("over").run()
    assert not any("**Ada**" in card.value for card in app.markdown)
    assert app.success[0].value == "Nobody is over their capacity."


def test_who_has_required_modules_to_do_is_read_when_it_is_opened(
    open_page, engine, add_actor, ada, cleo
):
    bea = add_actor(Role.SUPPORTER, name="Bea", joined_on=utc_now().date() - timedelta(days=10))
    add_actor(Role.SUPPORTER, name="Sol", team="South")
    with transaction(engine) as session:
        seed_catalogue(session)
        required = [module.id for module in own_training(session, ada, now=utc_now())]
        for module_id in required:
            record_completion(
                session, ada, module_id=module_id, completed_on=utc_now().date(), now=utc_now()
            )
        due = training_due_count(session, bea, now=utc_now())

    app = open_page(cleo, SCREEN)
    assert not any("to do" in each.value for each in app.markdown)
    app.session_state["caseload_training"] = True
    said = next(each.value for each in app.run().markdown if "to do" in each.value)

    assert f"**Bea** · {due} modules to do" in said.split("  \n")
    assert "Ada" not in said
    assert "Sol" not in said
