"""An administrator chooses how long things are kept, and is told why a figure does not fit."""

import pytest

from core.database import reading
from core.queries.retention import limits_in_force
from core.vocabulary import Kept, Role

SCREEN = "admin/organisation"


@pytest.fixture
def ann(add_actor):
    return add_actor(Role.ADMINISTRATOR, name="Ann", team=None)


def save(app, kept, days):
    field = next(each for each in app.number_input if each.key.startswith(f"kept_{kept}_"))
    field.set_value(days)
    button = next(b for b in app.button if b.key and f"kept_{kept}_" in b.key)
    return button.click().run()


def test_a_limit_is_chosen_and_shown_with_who_chose_it(open_page, engine, ann):
    app = save(open_page(ann, SCREEN), Kept.WORDS, 90)
    assert not app.exception
    with reading(engine) as session:
        assert limits_in_force(session)[Kept.WORDS] == 90
    assert any("Ann" in each.value for each in app.caption)
    assert any("Your private words: 3 months" in each.label for each in app.expander)


def test_a_limit_that_does_not_fit_is_refused_with_the_reason(open_page, engine, ann):
    app = save(open_page(ann, SCREEN), Kept.WORDS, 400)
    assert "Words belong to an entry" in app.error[0].value
    with reading(engine) as session:
        assert limits_in_force(session)[Kept.WORDS] == 183
