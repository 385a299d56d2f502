"""An administrator tries a limit, sets it, and sets it back."""

import re

import pytest

from core.clock import utc_now
from core.database import make_engine
from core.demo.cast import ADMINISTRATOR_ACCOUNT
from core.jobs.nightly import try_limits
from tests.browser.visitor import LAPTOP, PHONE


@pytest.fixture(scope="module")
def organisation(organisation):
    """Have the limits tried on Monday night, as on a server that runs."""
    engine = make_engine(f"sqlite:///{organisation / 'demo.db'}")
    assert try_limits(engine, now=utc_now()) > 0
    engine.dispose()
    return organisation


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
    window.reads("that would change with 94 days, the nearest that was tried: none, or too few")
    assert window.barriers() == []
    assert window.has_nothing_cut_off()

    window.page.get_by_role("button", name="Save this limit").click()
    window.reads("Chosen by your organisation. The default is 75 days: Social support")
    window.page.get_by_role("button", name="Back to 75 days").click()
    window.settle()
    window.page.get_by_role("button", name="Back to 75 days").wait_for(state="detached")


def test_a_stricter_limit_shows_about_how_many_flags_it_would_raise(signed_in):
    window = signed_in(ADMINISTRATOR_ACCOUNT, PHONE)
    window.open("admin-thresholds")
    window.page.get_by_text("Support gap", exact=True).click()
    window.page.locator("summary", has_text="Days since supervision, keep an eye").click()
    figure = window.page.get_by_role("spinbutton")
    figure.fill("15")
    figure.press("Tab")
    window.reads(re.compile(r"About \d+ flags of 12 months would be gone, come on top or change"))
    window.reads("trying figure after figure finds nobody")
    assert window.barriers() == []
    assert window.has_nothing_cut_off()


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
    assert window.page.get_by_text("of 12 months").count() == 0


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_figures_that_stay_are_read_whole(signed_in, size):
    window = signed_in(ADMINISTRATOR_ACCOUNT, size)
    window.open("admin-thresholds")
    window.page.get_by_text("Burnout risk", exact=True).click()
    window.page.get_by_text("Copenhagen Burnout Inventory").click()
    window.reads("They belong to the questionnaire")
    assert window.has_nothing_cut_off()
    assert window.barriers() == []
