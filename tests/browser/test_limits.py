"""An administrator tries a limit, sets it, and sets it back."""

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
    window.reads("Change a limit of: Support gap")
    choice = window.page.get_by_role("combobox")
    choice.scroll_into_view_if_needed()
    window.settle()
    choice.press("ArrowDown")
    window.page.get_by_role("option", name=LIMIT).click()
    window.reads("Default of ours: Social support goes with less strain")

    figure = window.page.get_by_role("spinbutton")
    figure.fill("90")
    figure.press("Tab")
    window.reads("Flags that would change: too few to show.")
    assert window.barriers() == []
    assert window.has_nothing_cut_off()

    window.page.get_by_role("button", name="Save this limit").click()
    window.reads("Chosen by your organisation. The default is 75 days: Social support")
    window.page.get_by_role("button", name="Back to 75 days").click()
    window.reads("Default of ours")
    assert window.page.get_by_role("button", name="Back to 75 days").count() == 0
