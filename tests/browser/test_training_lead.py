"""A training lead looks at who completed what and confirms what waits."""

import re

import pytest
from playwright.sync_api import expect

from core.demo.cast import TRAINING_ACCOUNT
from tests.browser.visitor import LAPTOP, PHONE

WAITING = re.compile(r"\d+ to confirm")


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_first_screen_is_who_completed_what(visitor, password, size):
    window = visitor(size)
    window.sign_in(TRAINING_ACCOUNT.email, password)

    window.sees_heading("Completion")
    due = window.page.get_by_role("region", name=re.compile("overdue or expires soon"))
    expect(due).to_be_visible()
    window.go_to("Modules")
    expect(window.page.get_by_role("region", name=re.compile("Training modules"))).to_be_visible()


def test_the_matrix_has_a_row_for_everybody_and_explains_its_signs(signed_in):
    window = signed_in(TRAINING_ACCOUNT, LAPTOP)
    window.open("")
    window.page.get_by_role("radio", name="Everybody").click()

    window.reads(re.compile("not confirmed yet"))
    matrix = window.page.get_by_role("region", name=re.compile("People by training modules"))
    expect(matrix).to_be_visible()


def test_what_waits_is_confirmed_with_the_keyboard_alone(signed_in):
    window = signed_in(TRAINING_ACCOUNT, LAPTOP)
    window.open("")
    expect(window.page.get_by_role("radio", name=WAITING)).to_have_text("1 to confirm")
    window.tab_to("Show")
    window.page.keyboard.press("ArrowRight")
    window.page.keyboard.press("Space")
    window.reads("Your name and the time stand beside each confirmation.")

    window.tab_to("done on")
    window.page.keyboard.press("Space")
    window.tab_to("Confirm")
    window.page.keyboard.press("Enter")

    window.reads("Confirmed. Thank you.")
    expect(window.page.get_by_role("radio", name=WAITING)).to_have_text("0 to confirm")
