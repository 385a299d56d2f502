"""A coordinator's morning: whom to ring first and why, then what came of it."""

import re

import pytest
from playwright.sync_api import expect

from core.demo.cast import COORDINATOR_ACCOUNT
from core.demo.stories import RING_ME, STEP, SUPERVISION_OVERDUE
from tests.browser.visitor import LAPTOP, PHONE, Visitor


def card(window: Visitor, name: str):
    """Return the queue's card of one person."""
    return (
        window.page.get_by_test_id("stHorizontalBlock")
        .filter(has_text=name)
        .filter(has=window.page.get_by_role("button", name="Open"))
        .last
    )


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_first_screen_says_whom_to_ring_first_and_why(visitor, password, size):
    window = visitor(size)
    window.sign_in(COORDINATOR_ACCOUNT.email, password)

    window.sees_heading("Team overview")
    window.sees_heading("Needs you")
    first = card(window, STEP.person)
    expect(first).to_contain_text("Burnout risk")
    expect(first).to_contain_text("Ask how they are")
    assert window.has_nothing_cut_off()


@pytest.mark.parametrize(
    ("size", "name"),
    [(PHONE, RING_ME.person), (LAPTOP, SUPERVISION_OVERDUE.person)],
    ids=["phone", "laptop"],
)
def test_a_follow_up_is_opened_noted_and_finished(signed_in, size, name):
    window = signed_in(COORDINATOR_ACCOUNT, size)
    window.open("coordinator-follow_up")
    card(window, name).get_by_role("button", name="Open").click()
    window.sees_heading("What came of it")

    window.page.get_by_label("Note (optional)").fill("Rang, and agreed on Tuesday.")
    window.page.get_by_role("button", name="Only save the note").click()
    window.reads("Rang, and agreed on Tuesday.")
    outcome = window.page.get_by_role("radiogroup", name="Outcome")
    outcome.locator("label").filter(has_text="We talked").click()
    window.page.get_by_role("button", name="Done").click()

    expect(window.page.get_by_role("radiogroup", name="Show")).to_be_visible()
    window.page.get_by_role("radio", name="Finished").click()
    window.reads(re.compile(f"{name}.*We talked"))


def test_a_shared_flag_reads_as_the_person_chose(signed_in):
    window = signed_in(COORDINATOR_ACCOUNT, LAPTOP)
    window.open("coordinator-follow_up")
    card(window, STEP.person).get_by_role("button", name="Open").click()

    window.sees_heading(re.compile(f"What {STEP.person} shares with you"))
    window.reads(re.compile(r"usual (is|of) \d"))
    window.reads(f"{STEP.person} can see that you looked.")


def test_a_tile_opens_its_list(signed_in):
    window = signed_in(COORDINATOR_ACCOUNT, LAPTOP)
    window.open("")
    window.page.get_by_role("button", name=re.compile("people active")).click()

    window.sees_heading("Caseload")


def test_supervision_today_is_one_click(signed_in):
    window = signed_in(COORDINATOR_ACCOUNT, PHONE)
    window.open("coordinator-caseload")
    window.page.get_by_label("Find a name").fill(RING_ME.person)
    window.page.get_by_label("Find a name").press("Enter")
    expect(window.page.get_by_role("button", name="Supervision today")).to_have_count(1)
    window.page.get_by_role("button", name="Supervision today").first.click()

    window.reads(re.compile("Supervision: today"))


def test_a_follow_up_is_taken_with_the_keyboard_alone(signed_in):
    window = signed_in(COORDINATOR_ACCOUNT, LAPTOP)
    window.open("coordinator-follow_up")
    window.sees_heading("Follow up")
    mine = window.page.get_by_text("You do this")
    before = mine.count()
    window.tab_to("I do this")
    window.page.keyboard.press("Enter")

    window.reads("It is yours now.")
    expect(mine).to_have_count(before + 1)
    window.tab_to("Open ")
    window.page.keyboard.press("Enter")
    window.sees_heading("What came of it")
