"""An administrator tries a limit, sets it, and sets it back."""

import re

import pytest

from core.demo.cast import ADMINISTRATOR_ACCOUNT
from tests.browser.visitor import LAPTOP, PHONE

LIMIT = "Days without a talk with the team, worth a talk"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_limit_is_tried_set_and_set_back(signed_in, size, dark):
    window = signed_in(ADMINISTRATOR_ACCOUNT, size, dark=dark)
    window.open("admin-thresholds")
    window.page.get_by_text("Support gap", exact=True).click()
    window.reads("Default of ours: Social support goes with less strain")
    window.page.locator("summary", has_text=LIMIT).click()

    figure = window.page.get_by_role("spinbutton")
    figure.fill("90")
    figure.press("Tab")
    window.reads("Flags of the last 12 months that would change: too few to show.")
    assert window.barriers() == []
    assert window.has_nothing_cut_off()

    window.page.get_by_role("button", name="Save this limit").click()
    window.reads("Chosen by your organisation. The default is 75 days: Social support")
    window.page.get_by_role("button", name="Back to 75 days").click()
    window.settle()
    window.page.get_by_role("button", name="Back to 75 days").wait_for(state="detached")


def test_a_stricter_limit_shows_how_many_people_it_would_touch(signed_in):
    window = signed_in(ADMINISTRATOR_ACCOUNT, PHONE)
    window.open("admin-thresholds")
    window.page.get_by_text("Support gap", exact=True).click()
    window.page.locator("summary", has_text="Days since supervision, keep an eye").click()
    figure = window.page.get_by_role("spinbutton")
    figure.fill("8")
    figure.press("Tab")
    window.reads(re.compile(r"About \d+ people would have another flag of this kind today"))


def test_an_impossible_limit_shows_its_reason_and_no_count(signed_in):
    window = signed_in(ADMINISTRATOR_ACCOUNT, LAPTOP)
    window.open("admin-thresholds")
    window.page.get_by_text("Caseload", exact=True).click()
    window.page.locator("summary", has_text="Hours in a week, keep an eye").click()
    figure = window.page.get_by_role("spinbutton")
    figure.fill("99")
    figure.press("Tab")
    window.reads("runs from 1 to 60 hours")
    assert window.page.get_by_text("too few to show").count() == 0
    assert window.page.get_by_text("would have another").count() == 0


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_figures_that_stay_are_read_whole(signed_in, size):
    window = signed_in(ADMINISTRATOR_ACCOUNT, size)
    window.open("admin-thresholds")
    window.page.get_by_text("Burnout risk", exact=True).click()
    window.page.get_by_text("Copenhagen Burnout Inventory").click()
    window.reads("They belong to the questionnaire")
    assert window.has_nothing_cut_off()
    assert window.barriers() == []
