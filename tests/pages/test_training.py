"""The two screens of a training lead: the catalogue, and who completed what."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import transaction
from core.models import Completion, Module, Requirement
from core.services.modules import seed_catalogue
from core.services.training import record_completion
from core.vocabulary import Role

MODULES = "training/modules"
COMPLETION = "training/completion"


@pytest.fixture
def modules(engine):
    with transaction(engine) as session:
        seed_catalogue(session)
        return dict(session.exec(select(Module.code, Module.id)).all())


@pytest.fixture
def lead(add_actor, modules):
    return add_actor(Role.TRAINING_LEAD, name="Lena", team=None)


@pytest.fixture
def ada(add_actor, modules):
    return add_actor(Role.SUPPORTER, joined_on=utc_now().date() - timedelta(days=10))


def complete(engine, actor, module_id, *, days_ago=0):
    day = utc_now().date() - timedelta(days=days_ago)
    with transaction(engine) as session:
        return record_completion(
            session, actor, module_id=module_id, completed_on=day, now=utc_now()
        )


def button(app, label):
    (found,) = (each for each in app.button if each.label == label)
    return found


def test_the_catalogue_says_who_needs_what_and_on_what_ground(open_page, lead):
    app = open_page(lead, MODULES)
    shown = next(each.value for each in app.markdown if "**t05 " in each.value)
    assert "Every 24 months · needed by Supporter (before first contact), Coordinator" in shown
    app.session_state["catalogue_table"] = True
    table = app.run().dataframe[0].value
    row = table[table["Code"] == "t05"].iloc[0]
    assert row["Needed by"] == "Supporter (before first contact), Coordinator"
    assert row["Renewal"] == "Every 24 months"
    assert "booster" in row["Source"]
    assert table[table["Code"] == "t09"].iloc[0]["Needed by"] == "nobody"


def test_a_module_is_added(open_page, lead, session):
    app = open_page(lead, MODULES)
    app.text_input(key="module_add_code").set_value("t19")
    app.text_input(key="module_add_title").set_value("Writing good minutes")
    app.number_input(key="module_add_renew").set_value(18)
    button(app, "Add module").click().run()
    assert not app.exception
    added = session.exec(select(Module).where(Module.code == "t19")).one()
    assert (added.title, added.renew_months) == ("Writing good minutes", 18)
    assert app.text_input(key="module_add_code").value == ""


def test_a_code_that_is_taken_is_said_beside_the_form(open_page, lead):
    app = open_page(lead, MODULES)
    app.text_input(key="module_add_code").set_value("t01")
    app.text_input(key="module_add_title").set_value("Again")
    button(app, "Add module").click().run()
    assert "in use" in app.error[0].value
    assert app.text_input(key="module_add_title").value == "Again"


def test_a_module_and_who_needs_it_change_together(open_page, lead, modules, session):
    app = open_page(lead, MODULES)
    module_id = modules["t09"]
    app.selectbox(key="module_chosen").set_value(str(module_id)).run()
    app.number_input(key=f"module_{module_id}_renew").set_value(12)
    app.segmented_control(key=f"module_{module_id}_supporter").set_value("first")
    button(app, "Save module").click().run()
    assert not app.exception
    assert session.get(Module, module_id).renew_months == 12
    need = session.get(Requirement, (module_id, Role.SUPPORTER))
    assert (need.before_first_contact, need.since) == (True, utc_now().date())


def test_nothing_is_saved_of_a_change_that_is_refused(open_page, lead, modules, session):
    app = open_page(lead, MODULES)
    module_id = modules["t09"]
    app.selectbox(key="module_chosen").set_value(str(module_id)).run()
    app.text_input(key=f"module_{module_id}_title").set_value(" ")
    app.segmented_control(key=f"module_{module_id}_supporter").set_value("yes")
    button(app, "Save module").click().run()
    assert "title" in app.error[0].value
    assert session.get(Requirement, (module_id, Role.SUPPORTER)) is None


def test_a_module_is_retired_and_used_again(open_page, lead, modules, session):
    app = open_page(lead, MODULES)
    app.selectbox(key="module_chosen").set_value(str(modules["t09"])).run()
    button(app, "Retire this module").click().run()
    shown = next(each.value for each in app.markdown if "**t09 " in each.value)
    assert "**t09 Trauma-informed practice**  \n:small[Retired · " in shown
    app.session_state["catalogue_table"] = True
    table = app.run().dataframe[0].value
    assert table[table["Code"] == "t09"].iloc[0]["In use"] == "Retired"
    button(app, "Use this module again").click().run()
    assert session.get(Module, modules["t09"]).active


def test_what_is_overdue_comes_first_with_days_left(open_page, engine, lead, ada, modules):
    complete(engine, ada, modules["t02"], days_ago=350)
    app = open_page(lead, COMPLETION)
    lines = next(each.value for each in app.markdown if each.value.startswith("**Ada**"))
    first = lines.split("  \n")[1]
    assert "Missing, due 10 days ago" in first
    assert lines.count("Boundaries and dual roles") == 1

    app.session_state["completion_due_table"] = True
    table = app.run().dataframe[0].value
    ada_rows = table[table["Name"] == "Ada"]
    assert ada_rows.iloc[0]["Status"] == "Missing, due 10 days ago"
    assert ada_rows.iloc[0]["Days left"] == -10
    assert (ada_rows["Module"] == "Boundaries and dual roles").sum() == 1


def test_the_matrix_says_state_and_days_in_every_cell(open_page, engine, lead, ada, modules):
    complete(engine, ada, modules["t01"])
    app = open_page(lead, COMPLETION)
    app.pills(key="completion_view").set_value("matrix").run()
    table = app.dataframe[0].value
    row = table[table["Name"] == "Ada"].iloc[0]
    assert row["t01 Role, values and limits of peer support"] == "… Done, not confirmed yet"
    assert row["t02 Boundaries and dual roles"] == "○ Missing, due 10 days ago"
    assert row["t09 Trauma-informed practice"] == "–"
    assert len(table.columns) == 20


def test_one_person_is_read_as_a_list(open_page, engine, lead, ada, modules):
    complete(engine, ada, modules["t01"])
    app = open_page(lead, COMPLETION)
    app.pills(key="completion_view").set_value("matrix").run()
    app.selectbox(key="completion_person").set_value(str(ada.person_id)).run()

    lines = next(each.value for each in app.markdown if each.value.startswith("**Ada**"))
    assert "Done, not confirmed yet: Role, values and limits of peer support" in lines
    assert len(app.dataframe) == 0


def test_one_team_can_be_looked_at_alone(open_page, add_actor, lead, ada):
    sol = add_actor(Role.SUPPORTER, name="Sol", team="South")
    app = open_page(lead, COMPLETION)
    app.pills(key="completion_view").set_value("matrix").run()
    app.selectbox(key="completion_team").set_value(str(sol.team_id)).run()
    assert list(app.dataframe[0].value["Name"]) == ["Sol"]


def test_chosen_completions_are_confirmed_together(open_page, engine, lead, ada, modules, session):
    for code in ("t01", "t02"):
        complete(engine, ada, modules[code])
    app = open_page(lead, COMPLETION)
    app.pills(key="completion_view").set_value("confirm").run()
    button(app, "Confirm").click().run()
    assert "tick what you confirm" in app.error[0].value
    app.checkbox[1].check()
    button(app, "Confirm").click().run()
    assert not app.exception
    assert sorted(map(bool, session.exec(select(Completion.confirmed_by)))) == [False, True]
    session.commit()
    button(app, "Confirm").click().run()
    assert "tick what you confirm" in app.error[0].value


def test_all_that_wait_are_confirmed_with_one_tick(open_page, engine, lead, ada, modules, session):
    for code in ("t01", "t02"):
        complete(engine, ada, modules[code])
    app = open_page(lead, COMPLETION)
    app.pills(key="completion_view").set_value("confirm").run()
    app.checkbox(key="confirm_all").check()
    button(app, "Confirm").click().run()
    assert not app.exception
    assert set(session.exec(select(Completion.confirmed_by))) == {lead.person_id}
    assert "Nothing waits to be confirmed" in app.info[0].value


def test_what_is_shown_stays_when_the_numbers_change(open_page, engine, lead, ada, modules):
    for code in ("t01", "t02"):
        complete(engine, ada, modules[code])
    app = open_page(lead, COMPLETION)
    view = app.pills(key="completion_view")
    labels = view.options
    view.set_value("confirm").run()
    assert any(", 2 to confirm." in each.value for each in app.caption)
    app.checkbox[1].check()
    button(app, "Confirm").click().run()

    assert any(", 1 to confirm." in each.value for each in app.caption)
    after = app.pills(key="completion_view")
    assert (after.value, after.options) == ("confirm", labels)


def record(app, person=None, module=None, **fields):
    if app.pills(key="completion_view").value != "record":
        app.pills(key="completion_view").set_value("record").run()
    if person:
        app.selectbox(key="record_for_person").set_value(str(person.person_id))
    if module:
        app.selectbox(key="record_for_module").set_value(str(module))
    if "day" in fields:
        app.date_input(key="record_for_day").set_value(fields["day"])
    button(app, "Record and confirm").click().run()
    assert not app.exception


def test_a_lead_records_what_somebody_completed_and_it_is_confirmed(
    open_page, lead, ada, modules, session
):
    day = utc_now().date() - timedelta(days=3)
    app = open_page(lead, COMPLETION)
    record(app, ada, modules["t01"], day=day)

    assert app.toast[0].value == "Recorded and confirmed for Ada · North."
    done = session.exec(select(Completion)).one()
    assert (done.person_id, done.module_id, done.completed_on) == (
        ada.person_id,
        modules["t01"],
        day,
    )
    assert done.recorded_by == done.confirmed_by == lead.person_id
    assert done.confirmed_at == done.recorded_at


def test_a_slip_of_recording_is_taken_back_where_it_was_made(
    open_page, lead, ada, modules, session
):
    app = open_page(lead, COMPLETION)
    record(app, ada, modules["t01"])
    app.session_state["vouched"] = True
    app.run()
    next(each for each in app.button if each.label.startswith("Take back")).click().run()
    assert not app.exception
    assert app.toast[0].value == "Taken back and removed."
    assert session.exec(select(Completion)).all() == []


def test_module_and_day_stay_for_the_next_person(open_page, add_actor, lead, ada, modules, session):
    day = utc_now().date() - timedelta(days=3)
    bea = add_actor(Role.SUPPORTER, name="Bea")
    app = open_page(lead, COMPLETION)
    record(app, ada, modules["t01"], day=day)
    assert app.selectbox(key="record_for_person").value is None
    record(app, bea)

    stored = select(Completion.person_id, Completion.module_id, Completion.completed_on)
    assert set(session.exec(stored)) == {
        (each.person_id, modules["t01"], day) for each in (ada, bea)
    }


def test_recording_for_somebody_says_what_is_wrong_and_keeps_what_was_chosen(
    open_page, engine, lead, ada, modules, session
):
    complete(engine, ada, modules["t01"])
    app = open_page(lead, COMPLETION)
    record(app, ada)
    assert app.error[0].value == "Please choose the person and the module they completed."
    record(app, ada, modules["t01"])
    assert "please confirm it under To confirm" in app.error[0].value
    record(app, ada, modules["t02"], day=utc_now().date() + timedelta(days=2))
    assert "The day of completion lies ahead" in app.error[0].value
    assert app.selectbox(key="record_for_person").value == str(ada.person_id)
    assert len(session.exec(select(Completion)).all()) == 1


def test_a_lead_is_not_among_the_people_to_record_for(open_page, lead, ada):
    app = open_page(lead, COMPLETION)
    app.pills(key="completion_view").set_value("record").run()
    assert app.selectbox(key="record_for_person").options == ["Ada · North"]


def test_two_people_of_one_name_are_told_apart(open_page, add_actor, lead, ada, modules, session):
    twins = [ada, add_actor(Role.SUPPORTER), add_actor(Role.SUPPORTER, team="South")]
    app = open_page(lead, COMPLETION)
    for twin in twins:
        record(app, twin, modules["t01"])

    assert set(session.exec(select(Completion.person_id))) == {each.person_id for each in twins}
    choices = app.selectbox(key="record_for_person").options
    assert sorted(choices) == ["Ada · North (1)", "Ada · North (2)", "Ada · South"]


def test_own_training_is_left_to_the_other_training_lead(
    open_page, engine, add_actor, lead, modules
):
    complete(engine, lead, modules["t03"])
    add_actor(Role.TRAINING_LEAD, name="Noor", team=None)
    app = open_page(lead, COMPLETION)
    app.pills(key="completion_view").set_value("confirm").run()
    assert "another training lead" in " ".join(each.value for each in app.caption)
    assert not app.checkbox
    assert "Confirm" not in [each.label for each in app.button]


def test_when_nothing_is_due_it_says_so(open_page, add_actor):
    lead = add_actor(Role.TRAINING_LEAD, name="Lena", team=None)
    app = open_page(lead, COMPLETION)
    assert "Nothing is overdue" in app.info[0].value
