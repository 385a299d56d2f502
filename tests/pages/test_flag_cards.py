"""The card of a flag: who to talk to, what to change, and what is left for oneself."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import transaction
from core.models import Completion, FlagsAsOf, Module, Organisation
from core.services.modules import seed_catalogue
from core.services.thresholds import change_threshold
from core.ui.days import day_words
from core.vocabulary import FlagKind, Role

PAGE = "supporter/my_wellbeing"


@pytest.fixture
def ada(add_actor):
    add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))
    return add_actor(Role.SUPPORTER)


def steps_of(app):
    """Return the numbered list of a card."""
    (found,) = (each.value for each in app.markdown if each.value.startswith("1. "))
    return found


def titles(app):
    return [line.strip() for line in steps_of(app).splitlines() if line[0].isdigit()]


def test_steps_go_from_load_to_self_care_with_minutes_and_source(open_page, ada, flag):
    flag(steps=["buddy_call", "share_hours", "whose_job"])
    app = open_page(ada, PAGE)
    assert not app.exception
    assert [line.split("**")[1] for line in titles(app)] == [
        "Share some hours",
        "Whose job is this?",
        "Ring a fellow supporter",
        "Close the day",
    ]
    assert "your load · 15 minutes" in steps_of(app)
    assert "for yourself · 5 minutes" in steps_of(app)
    assert "Switching off after work" in steps_of(app)


def test_the_last_step_is_a_module_and_links_to_it(open_page, engine, ada, flag):
    with transaction(engine) as session:
        seed_catalogue(session)
    flag()
    app = open_page(ada, PAGE)
    assert titles(app)[-1].endswith("· training")
    assert "You have not done this module yet." in steps_of(app)
    title = "Self-care, burnout and secondary stress"
    (link,) = (each for each in app.get("page_link") if title in each.proto.label)
    assert link.proto.label == f"See the module: {title}"
    assert link.proto.query_string == "module=t10"


def test_a_module_that_was_done_says_when(open_page, engine, ada, flag):
    with transaction(engine) as session:
        seed_catalogue(session)
        module = session.exec(select(Module.id).where(Module.code == "t10")).one()
        session.add(
            Completion(
                person_id=ada.person_id,
                module_id=module,
                completed_on=utc_now().date(),
                recorded_by=ada.person_id,
                recorded_at=utc_now(),
            )
        )
    flag()
    assert "You did this module on" in steps_of(open_page(ada, PAGE))


def test_a_module_that_the_catalogue_retired_is_left_out(open_page, engine, ada, flag):
    with transaction(engine) as session:
        seed_catalogue(session)
        session.exec(select(Module).where(Module.code == "t10")).one().active = False
    flag()
    assert "training" not in steps_of(open_page(ada, PAGE))


def test_an_urgent_card_leads_with_help_and_a_talk_today(open_page, engine, ada, flag):
    with transaction(engine) as session:
        session.get(Organisation, 1).urgent_help = "Samaritans 116 123"
    flag(kind=FlagKind.BOUNDARY, subject="safety", urgent=True, steps=["pair_up", "lighter_week"])
    app = open_page(ada, PAGE)
    assert "Contact your coordinator today" in titles(app)[0]
    said = [each.value for each in app.markdown]
    panel = next(i for i, words in enumerate(said) if "do not stay alone" in words)
    assert panel < said.index(steps_of(app))
    assert sum("do not stay alone" in words for words in said) == 1


def test_the_first_screen_shows_help_for_an_urgent_flag(open_page, ada, flag):
    flag(urgent=True)
    app = open_page(ada, "supporter/today")
    assert not app.exception
    assert any("do not stay alone" in each.value for each in app.markdown)


def test_a_module_named_in_the_address_stands_first_on_my_training(app_as, engine, ada):
    with transaction(engine) as session:
        seed_catalogue(session)
    app = app_as(ada)
    app.query_params["module"] = "t16"
    app = app.switch_page("../../pages/supporter/my_training.py").run()
    assert not app.exception
    assert "Endings and step" in app.markdown[0].value


def unfolded(app, key):
    app.session_state[key] = True
    return app.run()


def texts(app):
    return [each.value for each in (*app.text, *app.caption, *app.markdown)]


def doubted(app, raised, why, words=""):
    """Say on the card that a flag is not right."""
    unfolded(app, f"flag_doubt_{raised}")
    app.radio(key=f"flag_why_{raised}").set_value(why)
    app.text_area(key=f"flag_reason_{raised}").set_value(words)
    return app.button(key=f"flag_not_right_{raised}").click().run()


def keys(app):
    return {button.key for button in app.button}


def test_not_right_without_a_reason_is_refused_kindly(open_page, ada, flag):
    raised = flag()
    app = doubted(open_page(ada, PAGE), raised, None, "I moved house")
    assert app.error[0].value.startswith("Please choose what is not right")
    assert app.text_area(key=f"flag_reason_{raised}").value == "I moved house"
    assert not any("You said" in words for words in texts(app))


def test_something_else_needs_words(open_page, ada, flag):
    raised = flag()
    app = doubted(open_page(ada, PAGE), raised, "else", " ")
    assert "in a few words" in app.error[0].value


def test_a_card_shows_that_its_flag_is_not_right_and_why(open_page, ada, flag):
    raised = flag()
    today = day_words(utc_now().date())
    app = doubted(open_page(ada, PAGE), raised, "other_cause", "I moved house")
    assert not app.exception
    (said,) = (words for words in texts(app) if "You said" in words)
    assert f"You said this is not right on {today}" in said
    assert "It has another reason" in said
    assert "Your coordinator does not see it." in said
    assert "I moved house" in texts(app)
    assert f"flag_doubt_{raised}" not in keys(app)
    assert f"flag_passed_{raised}" not in keys(app)


def test_an_answer_is_taken_back_and_the_card_is_as_it_was(open_page, ada, flag):
    raised = flag()
    app = doubted(open_page(ada, PAGE), raised, "settled")
    app.button(key=f"flag_back_{raised}").click().run()
    assert not any("You said" in words for words in texts(app))
    assert f"flag_passed_{raised}" in keys(app)
    app = unfolded(app, f"flag_life_{raised}")
    assert [words.split(": ", 1)[1] for words in texts(app) if ": you " in words] == [
        "you took your answer back",
        "you said: Not right",
    ]


def test_a_card_shows_that_its_flag_has_passed(open_page, ada, flag):
    raised = flag(urgent=True)
    app = open_page(ada, PAGE)
    assert any("do not stay alone" in words for words in texts(app))
    app.button(key=f"flag_passed_{raised}").click().run()
    assert any("You said this has passed on" in words for words in texts(app))
    assert not any("do not stay alone" in words for words in texts(app))


def test_the_first_screen_says_what_was_answered(open_page, ada, flag):
    raised = flag()
    open_page(ada, PAGE).button(key=f"flag_passed_{raised}").click().run()
    app = open_page(ada, "supporter/today")
    assert "You said: This has passed. Your coordinator does not see it." in texts(app)


def test_a_call_asked_for_from_a_card_is_told_in_its_life(open_page, ada, flag):
    raised = flag()
    app = open_page(ada, PAGE)
    app.button(key=f"flag_ring_{raised}").click().run()
    assert not app.exception
    assert f"flag_ring_{raised}" not in keys(app)
    assert any(words.startswith("You asked to be rung. Somebody") for words in texts(app))
    app = unfolded(app, f"flag_life_{raised}")
    assert any(words.endswith(": you asked to be rung") for words in texts(app))


def test_a_limit_that_was_changed_is_told_in_the_life_of_its_flag(
    open_page, engine, ada, add_actor, flag
):
    alex = add_actor(Role.ADMINISTRATOR, name="Alex", team=None)
    raised = flag(kind=FlagKind.BOUNDARY, subject="need", raised_at=utc_now() - timedelta(hours=1))
    with transaction(engine) as session:
        key = "boundary.reflect_count"
        change_threshold(session, alex, key, 4, version=1, now=utc_now() - timedelta(minutes=1))
        session.merge(FlagsAsOf(person_id=ada.person_id, day=utc_now().date()))
    app = unfolded(open_page(ada, PAGE), f"flag_life_{raised}")
    assert not app.exception
    told = "a limit of this flag was changed from 3 to 4 signs: "
    assert any(
        words.endswith(f"{told}“Small signs of one theme that are worth a talk”")
        for words in texts(app)
    )
