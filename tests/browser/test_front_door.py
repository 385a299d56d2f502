"""Signing in and out in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from core.demo.cast import SUPPORTER_ACCOUNT
from tests.browser.visitor import LAPTOP, PHONE

GREETING = re.compile(f"Good .+, {SUPPORTER_ACCOUNT.name}")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_sign_in_page_has_no_barriers(visitor, size, dark):
    window = visitor(size, dark=dark)
    window.page.goto(f"{window.url}/login")
    expect(window.page.get_by_role("heading", name="Sign in")).to_be_visible()

    assert window.barriers() == []
    assert window.has_nothing_cut_off()


def test_a_wrong_password_is_answered_in_words_and_keeps_the_address(visitor):
    window = visitor(PHONE)
    window.page.goto(f"{window.url}/login")
    window.page.get_by_label("E-mail").fill(SUPPORTER_ACCOUNT.email)
    window.page.get_by_label("Password").fill("not this one at all")
    window.page.get_by_role("button", name="Sign in").click()

    expect(window.page.get_by_role("alert")).to_contain_text("do not fit together")
    expect(window.page.get_by_label("E-mail")).to_have_value(SUPPORTER_ACCOUNT.email)
    assert window.complaints == [f"401 {window.url}/login"]
    window.complaints.clear()


def test_a_sign_in_survives_a_refresh_and_a_new_tab(visitor, password):
    window = visitor(LAPTOP)
    window.sign_in(SUPPORTER_ACCOUNT.email, password)
    window.sees_heading(GREETING)

    window.page.reload()
    window.sees_heading(GREETING)
    window.page = window.new_tab()
    window.open("")

    window.sees_heading(GREETING)


def test_signing_out_clears_the_screen_of_the_other_tab_within_ten_seconds(visitor, password):
    window = visitor(LAPTOP)
    window.sign_in(SUPPORTER_ACCOUNT.email, password)
    window.sees_heading(GREETING)
    other = window.new_tab()
    other.goto(window.url)
    expect(other.get_by_role("heading", name=GREETING)).to_be_visible(timeout=20_000)

    window.page.get_by_role("button", name="Sign out").click()

    expect(window.page).to_have_url(f"{window.url}/login?out", timeout=10_000)
    expect(other.get_by_role("heading", name=GREETING)).not_to_be_visible(timeout=10_000)
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible(timeout=10_000)
    # The other tab's own look at its sign-in is what noticed.
    assert set(window.complaints) <= {f"401 {window.url}/alive"}
    window.complaints.clear()
