"""Everything that looks after oneself can be browsed, whether a flag suggests it or not."""

import pytest

from core.data.steps import steps
from core.vocabulary import Role

PAGE = "supporter/my_wellbeing"
SUGGESTED_BY_NOTHING = (
    "box_breathing",
    "unhook",
    "start_of_shift",
    "end_of_shift",
    "after_a_death",
)


@pytest.fixture
def app(open_page, add_actor):
    return open_page(add_actor(Role.SUPPORTER), PAGE)


def shown(app):
    return "\n".join(each.value for each in app.markdown)


def test_the_ideas_are_made_when_somebody_opens_them(app):
    assert steps()["box_breathing"].title not in shown(app)
    assert "Ideas to look after yourself" in [each.label for each in app.expander]


@pytest.mark.parametrize("key", SUGGESTED_BY_NOTHING)
def test_every_idea_is_listed_with_its_minutes_and_its_source(app, key):
    app.session_state["ideas_opened"] = True
    words = shown(app.run())

    assert not app.exception
    idea = steps()[key]
    (item,) = (each for each in words.split("\n- ") if f"**{idea.title}**" in each)
    assert f"{idea.minutes} minutes" in item
    assert idea.source.split()[0] in item
