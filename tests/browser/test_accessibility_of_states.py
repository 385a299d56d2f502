"""What a screen looks like while somebody uses it: axe-core finds nothing there either."""

import re
from collections.abc import Callable

import pytest

from core.demo.stories import STEP
from core.vocabulary import Role
from tests.browser.readers import READERS
from tests.browser.visitor import LAPTOP, PHONE, Visitor


def log_with_all_fields(window: Visitor) -> None:
    window.open("supporter-log_contact")
    window.page.get_by_text("Add more").click()
    window.reads("What weighed")


def log_with_an_error(window: Visitor) -> None:
    window.open("supporter-log_contact")
    window.page.get_by_role("radio", name="other").click()
    minutes = window.page.get_by_label("How many minutes")
    minutes.fill("9999")
    minutes.press("Enter")
    window.settle()
    window.page.get_by_role("button", name="Save", exact=True).click()
    window.reads(re.compile("Minutes run"))


def contact_opened(window: Visitor) -> None:
    window.open("supporter-my_contacts")
    window.page.get_by_role("button", name=re.compile("^Change")).first.click()
    window.sees_heading("Change a contact")


def flag_with_its_life_and_an_answer(window: Visitor) -> None:
    window.open("supporter-my_wellbeing")
    window.page.get_by_text("What happened so far").first.click()
    window.settle()
    window.page.get_by_role("button", name=re.compile("Not right")).first.click()
    window.reads("What is not right about it?")


def case_opened(window: Visitor) -> None:
    window.open("supporter-my_cases")
    window.page.get_by_text("Open a new case").click()
    window.settle()
    window.page.get_by_role("button", name="Open this case").click()
    window.reads(re.compile("case code is empty"))


def urgent_help_and_ring_me(window: Visitor) -> None:
    window.open("supporter-today")
    window.page.get_by_text("Urgent help").click()
    window.page.get_by_role("button", name="Please ring me").click()
    window.reads("Best time (optional)")


def follow_up_opened(window: Visitor) -> None:
    window.open("coordinator-follow_up")
    window.page.get_by_role("button", name=f"Open {STEP.person}").click()
    window.sees_heading("What came of it")
    window.page.get_by_text("What happened so far").click()
    window.page.get_by_role("button", name="Done").click()
    window.reads("Please choose what came of it.")


def put_aside(window: Visitor) -> None:
    window.open("coordinator-follow_up")
    window.page.get_by_role("button", name=f"Open {STEP.person}").click()
    window.sees_heading("What came of it")
    window.page.get_by_role("button", name="Put aside").click()
    window.reads("Put aside until then")


def invitation_with_an_error(window: Visitor) -> None:
    window.open("coordinator-people")
    window.page.get_by_role("radio", name="Add a person").click()
    window.page.get_by_label("Name", exact=True).fill("Wren")
    window.page.get_by_label("E-mail").fill("wren")
    window.page.get_by_role("button", name="Add and make a link").click()
    window.reads(re.compile("The e-mail looks incomplete"))


def limit_opened(window: Visitor) -> None:
    window.open("admin-thresholds")
    window.page.locator("summary", has_text="Change").first.click()
    window.reads("Save")


def everybodys_training(window: Visitor) -> None:
    window.open("training-completion")
    window.page.get_by_text("Show as table").click()
    window.settle()


STATES: list[tuple[Role, Callable[[Visitor], None]]] = [
    (Role.SUPPORTER, log_with_all_fields),
    (Role.SUPPORTER, log_with_an_error),
    (Role.SUPPORTER, contact_opened),
    (Role.SUPPORTER, flag_with_its_life_and_an_answer),
    (Role.SUPPORTER, case_opened),
    (Role.SUPPORTER, urgent_help_and_ring_me),
    (Role.COORDINATOR, follow_up_opened),
    (Role.COORDINATOR, put_aside),
    (Role.ADMINISTRATOR, invitation_with_an_error),
    (Role.ADMINISTRATOR, limit_opened),
    (Role.TRAINING_LEAD, everybodys_training),
]


@pytest.mark.parametrize(
    ("size", "dark"), [(PHONE, True), (LAPTOP, False)], ids=["phone-dark", "laptop-light"]
)
@pytest.mark.parametrize(("role", "reach"), STATES, ids=[reach.__name__ for _role, reach in STATES])
def test_a_state_of_a_screen_has_no_barriers(signed_in, role, reach, size, dark):
    window = signed_in(READERS[role], size, dark=dark)

    reach(window)

    assert window.barriers() == []
    assert window.has_nothing_cut_off()
    assert window.buttons_of_one_name() == []
    assert window.signs_read_aloud() == []
