"""How a supporter is against their own normal, and flags that explain themselves."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import (
    FollowUp,
    NewUsual,
    OneOffShare,
    Organisation,
    WellbeingFlag,
)
from core.queries.contacts import ContactEntry
from core.queries.wellbeing import own_weeks
from core.services.cases import open_case
from core.services.contacts import log_contact
from core.services.pulses import record_pulse
from core.ui.wellbeing_tables import load_table
from core.vocabulary import (
    FlagAnswer,
    FlagKind,
    Format,
    Frequency,
    PulseItem,
    Role,
    ShareScope,
)

PAGE = "supporter/my_wellbeing"


@pytest.fixture
def ada(add_actor):
    add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def weeks(engine, ada):
    """Return a function that logs one contact a week, the last of them last week."""

    def logged(tolls):
        moment = utc_now()
        with transaction(engine) as session:
            for back, toll in enumerate(reversed(tolls), start=1):
                day = moment - timedelta(weeks=back)
                entry = ContactEntry(day=day.date(), minutes=60, format=Format.PHONE, toll=toll)
                log_contact(session, ada, entry, now=day)

    return logged


def unfolded(app, key):
    """Open a popover, whose content is made on demand."""
    app.session_state[key] = True
    return app.run()


def texts(app):
    return [each.value for each in (*app.text, *app.caption, *app.markdown)]


def said(app, words):
    return any(words in text for text in texts(app))


def stored(engine, column):
    with reading(engine) as session:
        return session.exec(select(column)).all()


def test_the_check_in_stands_against_its_own_band_beside_the_toll(open_page, engine, ada, weeks):
    weeks([4] * 9)
    with transaction(engine) as session:
        for back in range(10, 0, -1):
            answers = dict.fromkeys(PulseItem, 4)
            record_pulse(session, ada, answers, now=utc_now() - timedelta(weeks=back))

    app = open_page(ada, PAGE)

    assert not app.exception
    headers = [header.value for header in app.header]
    assert headers.index("Check-in by week") == headers.index("Toll by week") + 1
    assert len(app.get("vega_lite_chart")) == 4


def test_without_anything_logged_it_says_how_the_picture_grows(open_page, ada):
    app = open_page(ada, PAGE)
    assert not app.exception
    assert "from what you log" in app.info[0].value


def test_too_few_weeks_say_how_many_more_are_needed(open_page, ada, weeks):
    weeks([3, 4, 5])
    app = open_page(ada, PAGE)
    assert "6 more weeks" in app.info[0].value


def test_with_enough_weeks_the_band_is_said_in_words_and_every_chart_has_a_twin(
    open_page, ada, weeks
):
    weeks([3, 5, 4, 4, 3, 5, 4, 4, 4])
    app = open_page(ada, PAGE)
    assert not app.exception
    assert said(app, "from 8 ordinary weeks")
    assert said(app, "4.0 (moderate)")
    tables = [chart.key for chart in app.expander if chart.label.startswith("Show as table")]
    assert len(app.get("vega_lite_chart")) == len(tables) == 3
    assert not app.dataframe
    for key in tables:
        app.session_state[key] = True
    assert len(app.run().dataframe) == 3


def test_the_load_is_drawn_beside_the_line_that_is_compared(engine, ada, weeks):
    weeks([4] * 10)
    with reading(engine) as session:
        found = own_weeks(session, ada, now=utc_now()).points

    table = load_table(found)

    judged = [week.load_band for week in found if week.load_band is not None]
    assert judged
    assert [each for each in table["smoothed"].to_pylist() if each is not None] == [
        band.smoothed for band in judged
    ]
    assert judged[-1].smoothed == pytest.approx(60)


def test_no_flag_says_so(open_page, ada):
    assert said(open_page(ada, PAGE), "No open flags")


def test_a_flag_explains_itself(open_page, ada, flag):
    flag()
    app = open_page(ada, PAGE)
    for words in (
        "**Burnout risk**",
        "Worth a talk",
        "Since ",
        "Your weekly toll runs at 6.1; your own usual is 3.9.",
        "Limit: more than 2.7 standard errors",
        "Source: Own weeks",
        "default",
        "Clears after two weeks near your usual.",
        "Share some hours",
        "Only you",
    ):
        assert said(app, words), words


def test_the_person_can_say_that_a_flag_is_not_right(open_page, engine, ada, flag):
    raised = flag()
    app = open_page(ada, PAGE)
    unfolded(app, f"flag_doubt_{raised}")
    app.radio(key=f"flag_why_{raised}").set_value("other_cause")
    app.text_area(key=f"flag_reason_{raised}").set_value("It was my move of house").run()
    app.button(key=f"flag_not_right_{raised}").click().run()
    assert stored(engine, WellbeingFlag.answer) == [FlagAnswer.NOT_RIGHT]
    assert not any(button.key == f"flag_share_{raised}" for button in app.button)


def test_the_person_can_say_that_it_has_passed(open_page, engine, ada, flag):
    raised = flag()
    app = open_page(ada, PAGE)
    app.button(key=f"flag_passed_{raised}").click().run()
    assert stored(engine, WellbeingFlag.answer) == [FlagAnswer.PASSED]


def test_a_flag_is_shared_only_by_the_person(open_page, engine, ada, flag):
    raised = flag()
    app = open_page(ada, PAGE)
    assert stored(engine, OneOffShare.scope) == []
    unfolded(app, f"flag_sharing_{raised}")
    app.radio(key=f"flag_scope_{raised}").set_value("answers").run()
    app.button(key=f"flag_share_{raised}").click().run()
    assert stored(engine, OneOffShare.scope) == [ShareScope.ANSWERS]
    assert stored(engine, OneOffShare.flag_id) == [raised]


def test_context_added_to_a_flag_is_there_again(open_page, ada, flag):
    raised = flag()
    app = unfolded(open_page(ada, PAGE), f"flag_adding_{raised}")
    app.text_area(key=f"flag_context_{raised}").set_value("Two deaths in May").run()
    app.button(key=f"flag_context_{raised}_save").click().run()
    app = unfolded(open_page(ada, PAGE), f"flag_adding_{raised}")
    assert app.text_area(key=f"flag_context_{raised}").value == "Two deaths in May"


def test_from_a_flag_one_can_ask_to_be_rung(open_page, engine, ada, flag):
    raised = flag()
    app = open_page(ada, PAGE)
    app.button(key=f"flag_ring_{raised}").click().run()
    assert len(stored(engine, FollowUp.id)) == 1
    assert said(app, "You asked to be rung")


def test_an_urgent_flag_shows_the_numbers_at_once(open_page, engine, ada, flag):
    with transaction(engine) as session:
        session.get(Organisation, 1).urgent_help = "Samaritans 116 123"
    assert not said(open_page(ada, PAGE), "do not stay alone")
    flag(kind=FlagKind.BOUNDARY, subject="safety", urgent=True)
    app = open_page(ada, PAGE)
    assert said(app, "do not stay alone")
    assert said(app, "A sign about safety needs a talk today")


def test_the_person_reads_which_case_a_dependency_flag_is_about(open_page, engine, ada, flag):
    with transaction(engine) as session:
        case = open_case(session, ada, code="Heron 3", frequency=Frequency.WEEKLY, now=utc_now())
    flag(kind=FlagKind.DEPENDENCY, subject=str(case))
    assert said(open_page(ada, PAGE), "**Dependency: Heron 3**")


def test_the_life_of_a_flag_is_read_when_it_is_opened(open_page, ada, flag):
    raised = flag()
    app = open_page(ada, PAGE)
    app.button(key=f"flag_passed_{raised}").click().run()
    assert not said(app, "you said: This has passed")
    app.session_state[f"flag_life_{raised}"] = True
    app.run()
    assert not app.exception
    assert said(app, "you said: This has passed")


def test_signs_stand_beside_the_flags_and_are_none(open_page, engine, ada):
    with transaction(engine) as session:
        for back in (2, 1):
            answers = {PulseItem.ROLE_CLEAR: 1}
            record_pulse(session, ada, answers, now=utc_now() - timedelta(weeks=back))
    app = open_page(ada, PAGE)
    assert not app.exception
    assert said(app, "role was not clear to you")
    assert said(app, "These are no flags and raise none")
    assert said(app, "No open flags")


def test_without_a_sign_nothing_is_worth_knowing(open_page, ada, weeks):
    weeks([3, 8, 3, 8])
    assert not said(open_page(ada, PAGE), "all heavy")


def test_a_new_usual_is_confirmed_and_taken_back_on_the_same_day(open_page, engine, ada, weeks):
    weeks([3, 5, 4, 4, 3, 5, 4, 4, 4])
    app = open_page(ada, PAGE)
    assert said(app, "from 8 ordinary weeks")
    unfolded(app, "new_usual_opened")
    app.button(key="new_usual_say").click().run()
    assert not app.exception
    assert len(stored(engine, NewUsual.day)) == 1
    assert not said(app, "from 8 ordinary weeks")
    app.button(key="new_usual_take_back").click().run()
    assert said(app, "from 8 ordinary weeks")
    assert stored(engine, NewUsual.taken_back_at) != [None]
