"""A coordinator filters how the team is, on a phone and on a laptop."""

import re

import pytest

from core.demo.cast import COORDINATOR_ACCOUNT
from tests.browser.visitor import LAPTOP, PHONE, Visitor


def choose(window: Visitor, filter_name: str, option: str) -> None:
    box = window.page.get_by_role("combobox", name=re.compile(filter_name))
    # A list that is open closes when the charts above it are drawn and move it.
    box.scroll_into_view_if_needed()
    window.settle()
    box.click()
    window.page.get_by_role("option", name=option).click()


@pytest.mark.parametrize(
    ("size", "dark"), [(PHONE, True), (LAPTOP, False)], ids=["phone-dark", "laptop-light"]
)
def test_a_filter_changes_the_figures_and_a_refused_one_says_so(signed_in, size, dark):
    window = signed_in(COORDINATOR_ACCOUNT, size, dark=dark)
    window.open("")
    window.sees_heading("Team strain")

    choose(window, "Mostly met", "In person")
    window.reads("too few to show")
    window.page.get_by_text(re.compile("^Show as table.*mean toll by week")).click()
    window.settle()
    assert window.barriers() == []
    assert window.has_nothing_cut_off()
    assert window.buttons_of_one_name() == []

    choose(window, "In the role for", "Less than six months")
    window.reads("Too few people to show a figure without giving somebody away.")
    window.sees_heading("Where it weighs")
