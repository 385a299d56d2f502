"""Flags that are over can be read again, by the person alone and only when they ask."""

import re
from datetime import timedelta

import pytest

from core.clock import utc_now
from core.database import reading, transaction
from core.queries.flags import own_flags
from core.services.boundary_checks import record_check
from core.services.flags import refresh_flags
from core.ui.days import day_of, day_words
from core.vocabulary import Role

PAGE = "supporter/my_wellbeing"
OPENED = "earlier_flags_opened"


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


@pytest.fixture
def cleared(engine, ada):
    """Let two boundary flags come and go; return their first days and the last."""
    first, second, over = (utc_now() - timedelta(days=days) for days in (90, 80, 20))
    with transaction(engine) as session:
        record_check(session, ada, ["hours_out"], now=first)
        record_check(session, ada, ["gift"], now=second)
        refresh_flags(session, ada.person_id, now=first + timedelta(days=40))
        refresh_flags(session, ada.person_id, now=over)
    return [each.date() for each in (first, second, over)]


def opened(app):
    app.session_state[OPENED] = True
    return app.run()


def texts(app):
    return [each.value for each in (*app.text, *app.caption, *app.markdown)]


def test_flags_that_are_over_wait_behind_one_line(open_page, ada, cleared):
    app = open_page(ada, PAGE)
    assert not app.selectbox
    assert not any("hours" in words for words in texts(app))
    assert "Earlier flags" in [each.label for each in app.expander]


def test_an_earlier_flag_tells_its_reasons_its_days_and_its_life(open_page, engine, ada, cleared):
    app = opened(open_page(ada, PAGE))

    assert not app.exception
    with reading(engine) as session:
        views = own_flags(session, ada, now=utc_now(), cleared=True)
    assert len(app.selectbox[0].options) == len(views) == 2
    newest = views[0]
    said = texts(app)
    assert newest.findings[0].sentence in said
    assert any(newest.findings[0].source in words for words in said)
    days = [day_words(day_of(at, "Europe/London")) for at in (newest.raised_at, newest.cleared_at)]
    assert f"From {days[0]} to {days[1]}, as it stood at its end" in said
    life = [re.split(r", \d\d:\d\d: ", each.value)[1:] for each in app.text]
    assert [what for what in life if what] == [["cleared"], ["raised, Keep an eye on it"]]


def test_another_earlier_flag_is_a_choice_away(open_page, engine, ada, cleared):
    app = opened(open_page(ada, PAGE))
    with reading(engine) as session:
        older = own_flags(session, ada, now=utc_now(), cleared=True)[-1]

    app.selectbox(key="earlier_flags_chosen").set_value(str(older.id)).run()

    assert not app.exception
    assert older.findings[0].sentence in texts(app)


def test_without_any_it_says_so(open_page, ada):
    assert "No flag of yours has cleared yet." in texts(opened(open_page(ada, PAGE)))


def test_nobody_reads_earlier_flags_of_somebody_else(open_page, add_actor, cleared):
    bea = add_actor(Role.SUPPORTER, name="Bea")
    assert "No flag of yours has cleared yet." in texts(opened(open_page(bea, PAGE)))
