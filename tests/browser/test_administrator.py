"""An administrator adds a person, who chooses a password and arrives."""

import re

import pytest
from playwright.sync_api import expect

from core.demo.cast import ADMINISTRATOR_ACCOUNT
from tests.browser.visitor import LAPTOP, PHONE

PASSWORD = "the tide turns twice a day here"


def link_in(window) -> str:
    """Return the one-time link on the screen."""
    window.reads(re.compile("Works once, until"))
    return window.page.get_by_test_id("stCode").inner_text().strip()


@pytest.mark.parametrize(
    ("size", "name"), [(PHONE, "Wren Hollis"), (LAPTOP, "Sam Okafor")], ids=["phone", "laptop"]
)
def test_a_person_is_added_and_arrives(visitor, signed_in, size, name):
    window = signed_in(ADMINISTRATOR_ACCOUNT, size)
    window.open("")
    window.page.get_by_role("radio", name="Add a person").click()
    window.page.get_by_label("Name", exact=True).fill(name)
    window.page.get_by_label("E-mail").fill(f"{name.split()[0].lower()}@example.org")
    window.page.get_by_role("combobox", name="Supports in").click()
    window.page.get_by_role("option", name="Harbour").click()
    window.page.get_by_role("button", name="Add and make a link").click()
    link = link_in(window)

    newcomer = visitor(size)
    newcomer.page.goto(link)
    expect(newcomer.page.get_by_role("heading", name=f"Welcome, {name}")).to_be_visible()
    assert newcomer.barriers() == []
    newcomer.page.get_by_label("New password", exact=True).fill(PASSWORD)
    newcomer.page.get_by_label("The same password again").fill(PASSWORD)
    newcomer.page.get_by_role("button", name="Start").click()

    newcomer.sees_heading(re.compile(f"Good .+, {name}"))
    newcomer.reads("First, you choose what you share")


def test_the_next_person_is_not_added_with_the_roles_of_the_last(signed_in):
    window = signed_in(ADMINISTRATOR_ACCOUNT, LAPTOP)
    window.open("")
    window.page.get_by_role("radio", name="Add a person").click()
    roles = window.page.get_by_role("toolbar", name="Roles")
    window.page.get_by_label("Name", exact=True).fill("Robin Ash")
    window.page.get_by_label("E-mail").fill("robin.ash@example.org")
    roles.get_by_role("button", name="Training lead").click()
    window.page.get_by_role("combobox", name="Supports in").click()
    window.page.get_by_role("option", name="Harbour").click()
    window.page.get_by_role("button", name="Add and make a link").click()
    link_in(window)

    expect(window.page.get_by_label("Name", exact=True)).to_have_value("")
    expect(roles.get_by_role("button", name="Supporter")).to_have_attribute("aria-pressed", "true")
    expect(roles.get_by_role("button", name="Training lead")).to_have_attribute(
        "aria-pressed", "false"
    )


def test_the_roster_shows_accounts_and_no_work(signed_in):
    window = signed_in(ADMINISTRATOR_ACCOUNT, LAPTOP)
    window.open("")

    window.sees_heading("People")
    window.reads(re.compile("no work and no wellbeing is shown here"))
    menu = window.page.get_by_test_id("stSidebarNav")
    expect(menu.get_by_role("link", name="People")).to_be_visible()
    expect(menu.get_by_role("link", name="Team overview")).to_have_count(0)


def test_a_team_is_added_with_the_keyboard_alone(signed_in):
    window = signed_in(ADMINISTRATOR_ACCOUNT, LAPTOP)
    window.open("admin-accounts")
    window.tab_to("All accounts")
    window.page.keyboard.press("ArrowRight")
    window.page.keyboard.press("Space")
    window.settle()
    window.tab_to("Name of a new team")
    window.page.keyboard.type("Estuary")
    window.tab_to("Add team")
    window.page.keyboard.press("Enter")

    window.reads("The team is there.")
