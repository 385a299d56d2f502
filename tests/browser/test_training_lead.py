"""A training lead looks at who completed what and confirms what waits."""

import re

import pytest
from playwright.sync_api import expect

from core.demo.cast import TRAINING_ACCOUNT
from tests.browser.visitor import LAPTOP, PHONE


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_first_screen_is_who_completed_what(visitor, password, size):
    window = visitor(size)
    window.sign_in(TRAINING_ACCOUNT.email, password)

    window.sees_heading("Completion")
    window.reads("Fatou Diallo")
    expired = window.page.get_by_text(re.compile(r"Expired .* ago: Safeguarding")).first
    assert window.is_in_view(expired)
    assert expired.evaluate("(line) => line.scrollWidth <= line.clientWidth")
    window.go_to("Modules")
    window.sees_heading("Modules")
    window.reads("t01")


def test_the_matrix_has_a_row_for_everybody_and_explains_its_signs(signed_in):
    window = signed_in(TRAINING_ACCOUNT, LAPTOP)
    window.open("")
    window.page.get_by_role("radio", name="Everybody").click()

    window.reads(re.compile("not confirmed yet"))
    matrix = window.page.get_by_role("region", name=re.compile("People by training modules"))
    expect(matrix).to_be_visible()


def test_on_a_phone_one_person_is_read_without_scrolling_sideways(signed_in):
    window = signed_in(TRAINING_ACCOUNT, PHONE)
    window.open("")
    window.page.get_by_role("radio", name="Everybody").click()
    window.page.get_by_role("combobox", name="One person").click()
    window.page.keyboard.type("Fatou")
    window.page.get_by_role("option", name="Fatou Diallo").click()

    window.reads(re.compile("Expired .* ago: Safeguarding"))
    expect(window.page.get_by_role("region", name=re.compile("People by"))).to_have_count(0)
    assert window.has_nothing_cut_off()


def test_what_waits_is_confirmed_with_the_keyboard_alone(signed_in):
    window = signed_in(TRAINING_ACCOUNT, LAPTOP)
    window.open("")
    window.reads("1 to confirm.")
    window.tab_to("Show")
    window.page.keyboard.press("ArrowRight")
    window.page.keyboard.press("Space")
    window.reads("Your name and the time stand beside each confirmation.")

    window.tab_to("done on")
    window.page.keyboard.press("Space")
    window.tab_to("Confirm")
    window.page.keyboard.press("Enter")

    window.reads("Confirmed. Thank you.")
    window.reads("0 to confirm.")
    expect(window.page.get_by_role("radio", name="To confirm")).to_be_checked()


@pytest.mark.parametrize(
    ("size", "module"), [(PHONE, "t09"), (LAPTOP, "t10")], ids=["phone", "laptop"]
)
def test_what_somebody_completed_is_recorded_for_them(signed_in, size, module):
    window = signed_in(TRAINING_ACCOUNT, size)
    window.open("")
    window.page.get_by_role("radio", name="Record").click()
    for field, words in (("Person", "Fatou Diallo"), ("Module", module)):
        window.page.get_by_role("combobox", name=field, exact=True).click()
        window.page.keyboard.type(words)
        window.page.get_by_role("option", name=words).click()
    assert window.has_nothing_cut_off()
    window.page.get_by_role("button", name="Record and confirm").click()

    window.reads("Recorded and confirmed for Fatou Diallo")
    chosen = window.page.get_by_role("combobox", name="Person", exact=True)
    expect(chosen).to_have_value("")
    window.page.get_by_role("button", name="Record and confirm").click()
    window.reads("Please choose the person and the module they completed.")
    expect(window.page.get_by_role("radio", name="Record")).to_be_checked()


def test_on_a_phone_nothing_lies_over_the_table_of_everybody(signed_in):
    window = signed_in(TRAINING_ACCOUNT, PHONE)
    window.open("training-completion")
    window.page.get_by_role("radio", name="Everybody").click()
    window.settle()
    drawn = window.page.get_by_test_id("stDataFrame").locator("canvas").first.bounding_box()
    # The cells of the table say "✓ Done" as well, to those who do not see it.
    legend = window.page.locator("p:visible", has_text="✓ done").last
    below = legend.bounding_box()
    assert below["y"] >= drawn["y"] + drawn["height"]
