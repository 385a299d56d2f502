"""A supporter's day: log a contact, see how they are and why, decide who else may know."""

import re

import pytest
from playwright.sync_api import expect

from core.demo.cast import SUPPORTER_ACCOUNT
from tests.browser.visitor import LAPTOP, PHONE, Visitor

GREETING = re.compile(f"Good .+, {SUPPORTER_ACCOUNT.name}")
SAVED = re.compile(r"Saved, toll 6")
MOST_INTERACTIONS = 4
CUT = """(element) => [element, ...element.querySelectorAll("*")].some(
  (part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflow !== "visible"
    && part.clientWidth > 0)"""
"""Whether something hides the end of its words."""


def toll(window: Visitor, value: int):
    """Return the button of one toll."""
    scale = window.page.get_by_role("radiogroup", name="What did it take out of you?")
    return scale.get_by_role("radio", name=str(value), exact=True)


def save(window: Visitor):
    """Return the save button."""
    return window.page.get_by_role("button", name="Save", exact=True)


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_contact_is_logged_in_four_interactions_and_no_scrolling(signed_in, size):
    window = signed_in(SUPPORTER_ACCOUNT, size)
    window.open("")
    window.sees_heading(GREETING)

    window.tap(window.page.get_by_role("button", name="Log a contact"))
    window.sees_heading("Log a contact")
    assert window.is_in_view(save(window))
    window.tap(toll(window, 6))
    window.settle()
    window.tap(save(window))

    window.reads(SAVED)
    assert window.interactions <= MOST_INTERACTIONS


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_save_stays_where_it_is_whatever_toll_is_tapped(signed_in, size):
    window = signed_in(SUPPORTER_ACCOUNT, size)
    window.open("supporter-log_contact")
    at_rest = save(window).bounding_box()
    row = toll(window, 0).bounding_box(), toll(window, 10).bounding_box()
    assert row[0]["width"] == pytest.approx(row[1]["width"], abs=1)
    assert row[1]["x"] + row[1]["width"] > 0.8 * window.page.get_by_test_id(
        "stMainBlockContainer"
    ).evaluate("(page) => page.getBoundingClientRect().right")

    for value in (0, 9, 10):
        toll(window, value).click()
        window.settle()
        assert save(window).bounding_box() == at_rest, value


def test_on_a_phone_save_never_moves_and_never_needs_scrolling(signed_in):
    window = signed_in(SUPPORTER_ACCOUNT, PHONE)
    window.open("supporter-log_contact")
    at_rest = save(window).bounding_box()

    for pressed in (
        window.page.get_by_role("radio", name="other"),
        window.page.get_by_role("radio", name="In person"),
        window.page.get_by_text("Add more"),
        window.page.get_by_text("I would like a debrief"),
    ):
        pressed.click()
        window.settle()
        assert window.is_in_view(save(window))
        assert save(window).bounding_box() == at_rest, pressed


def test_on_a_phone_what_helps_after_a_heavy_contact_is_read_above_the_buttons(signed_in):
    window = signed_in(SUPPORTER_ACCOUNT, PHONE)
    window.open("supporter-log_contact")
    at_rest = save(window).bounding_box()
    toll(window, 8).click()
    window.settle()
    save(window).click()

    window.reads("Saved, toll 8")
    said = window.page.get_by_text("That was heavy. Leave a gap before the next one")
    assert window.is_in_view(said)
    box, button = said.bounding_box(), save(window).bounding_box()
    assert box["y"] + box["height"] <= button["y"]
    assert button == at_rest
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    assert window.page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).innerText.includes('heavy')", middle
    )
    assert window.is_in_view(toll(window, 0))
    for target in (window.page.get_by_text("Urgent help").last, toll(window, 0)):
        target.scroll_into_view_if_needed()
        target.click(trial=True)


def test_on_a_phone_a_contact_that_is_being_changed_survives_a_refresh(signed_in):
    window = signed_in(SUPPORTER_ACCOUNT, PHONE)
    window.open("supporter-my_contacts")
    window.page.get_by_role("button", name="Change").first.click()
    window.sees_heading("Change a contact")
    note = window.page.get_by_label("Private note")
    note.fill("half a thought")
    note.press("Tab")
    window.settle()

    window.page.reload()

    window.reads("We kept your draft")
    expect(window.page.get_by_label("Private note")).to_have_value("half a thought")
    window.page.get_by_role("button", name="Back without saving").click()
    window.sees_heading("My contacts")
    expect(window.page.get_by_role("button", name="Go on")).to_have_count(0)


def test_on_a_phone_what_opens_in_the_place_of_a_list_begins_at_its_top(signed_in):
    window = signed_in(SUPPORTER_ACCOUNT, PHONE)
    window.open("supporter-my_contacts")
    window.page.get_by_role("button", name="Change").last.click()
    window.sees_heading("Change a contact")
    expect(window.page.get_by_role("heading", name="Change a contact")).to_be_in_viewport()
    window.page.get_by_role("button", name="Back without saving").click()
    window.sees_heading("My contacts")
    expect(window.page.get_by_role("heading", name="My contacts")).to_be_in_viewport()


def test_a_draft_survives_a_refresh(signed_in):
    window = signed_in(SUPPORTER_ACCOUNT, PHONE)
    window.open("supporter-log_contact")
    toll(window, 9).click()
    window.reads("9 · very heavy")

    window.page.reload()

    window.reads("We kept your draft")
    expect(toll(window, 9)).to_be_checked()
    window.page.get_by_role("button", name="Start afresh").click()
    expect(toll(window, 9)).not_to_be_checked()


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_supporter_sees_the_reason_of_a_flag_and_what_would_clear_it(visitor, password, size):
    window = visitor(size)
    window.sign_in(SUPPORTER_ACCOUNT.email, password)
    window.sees_heading(GREETING)

    window.page.get_by_role("link", name="Why, and what you can do").first.click()

    window.sees_heading("My wellbeing")
    window.reads(re.compile(r"your (own )?usual (is|of) \d"))
    window.reads("What would clear it")
    window.reads("What you can do")
    window.page.get_by_text(re.compile("Show as table")).first.click()
    expect(window.page.get_by_test_id("stDataFrame").first).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_weekly_check_in_may_skip_questions(signed_in, size):
    window = signed_in(SUPPORTER_ACCOUNT, size)
    window.open("supporter-check_in")
    energy = window.page.get_by_role("radiogroup", name="How much energy did you have this week?")
    energy.get_by_role("radio", name="2 · little").click()
    window.page.get_by_role("button", name=re.compile("my answers")).click()

    window.sees_heading("Your answers this week")


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_five_answers_of_a_question_stand_in_one_row_with_whole_words(signed_in, size):
    window = signed_in(SUPPORTER_ACCOUNT, size)
    window.open("supporter-check_in")
    questions = window.page.get_by_role("radiogroup").filter(has_text="5 · ").all()
    assert len(questions) == 6
    for question in questions:
        answers = question.get_by_role("radio").all()
        assert len({round(answer.bounding_box()["y"]) for answer in answers}) == 1
        assert [answer.inner_text() for answer in answers if answer.evaluate(CUT)] == []


def test_on_a_phone_what_a_button_opens_is_seen_whole_wherever_the_button_stands(signed_in):
    window = signed_in(SUPPORTER_ACCOUNT, PHONE)
    window.open("supporter-my_cases")
    for words, inside in (("End", "End this case"), ("Please ring me", "Ask to be rung")):
        button = window.page.get_by_role("button", name=re.compile(f"^{words}")).last
        button.evaluate("(button) => button.scrollIntoView({block: 'end'})")
        button.click()
        window.settle()
        sheet = window.page.get_by_test_id("stPopoverBody")
        expect(sheet.get_by_role("button", name=inside)).to_be_in_viewport(ratio=1)
        assert sheet.evaluate("(sheet) => sheet.scrollHeight <= sheet.clientHeight + 1")
        window.page.mouse.click(PHONE[0] / 2, 80)
        expect(sheet).to_have_count(0)


def test_on_a_phone_a_link_with_a_long_name_is_read_to_its_end(signed_in):
    window = signed_in(SUPPORTER_ACCOUNT, PHONE)
    window.open("supporter-my_wellbeing")
    link = window.page.get_by_role("link", name=re.compile("^See the module: ")).first
    expect(link).to_be_visible()
    assert not link.evaluate(CUT)
    assert window.has_nothing_cut_off()


def test_a_day_that_cannot_be_is_refused_instead_of_saved_as_another(signed_in):
    window = signed_in(SUPPORTER_ACCOUNT, PHONE)
    window.open("supporter-log_contact")
    window.page.get_by_role("group", name="Day").get_by_role("spinbutton").first.click()
    window.page.keyboard.type("19010203")
    window.page.keyboard.press("Escape")
    window.settle()
    toll(window, 6).click()
    window.settle()
    save(window).click()

    window.reads("The day is more than 60 days back; please choose a later day.")
    expect(window.page.get_by_role("group", name="Day")).to_contain_text("1901")
    window.page.reload()
    window.page.get_by_role("button", name="Start afresh").click()
    expect(toll(window, 6)).not_to_be_checked()


def test_boundary_signs_bring_a_suggestion_at_once(signed_in):
    window = signed_in(SUPPORTER_ACCOUNT, PHONE)
    window.open("supporter-boundaries")
    window.page.get_by_text("you gave out a private number, address or profile").last.click()
    window.page.get_by_role("button", name="Save my self-check").click()

    window.reads(re.compile("What may help:"))


def test_a_choice_of_sharing_is_shown_as_the_coordinator_would_see_it(signed_in):
    window = signed_in(SUPPORTER_ACCOUNT, LAPTOP)
    window.open("account-my_data")
    window.sees_heading("What your coordinator would see")
    window.page.get_by_test_id("stRadioOption").filter(has_text="Nothing").first.click()
    window.page.get_by_role("button", name="Save my choice").click()

    window.reads("This is what you share now.")


def test_a_contact_is_logged_with_the_keyboard_alone(signed_in):
    window = signed_in(SUPPORTER_ACCOUNT, LAPTOP)
    window.open("")
    window.sees_heading(GREETING)
    window.tab_to("Log a contact")
    window.page.keyboard.press("Enter")
    window.sees_heading("Log a contact")
    expect(save(window)).to_be_visible()

    window.tab_to("What did it take out of you?")
    for _ in range(6):
        window.page.keyboard.press("ArrowRight")
    window.page.keyboard.press("Space")
    expect(toll(window, 6)).to_be_checked()
    window.settle()
    window.tab_to("Save")
    window.page.keyboard.press("Enter")

    window.reads(SAVED)
