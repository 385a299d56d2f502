"""From an empty installation to the first logged contact, on a phone, as people would do it."""

import re
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from playwright.sync_api import expect
from pyotp import TOTP

from core import crypto, database, settings
from tests.browser.visitor import PHONE, Visitor
from tests.support import PASSWORD, ROOT

KEY = re.compile(r"^([A-Z2-7]{4} ?)+$")


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an installation in which nobody is yet."""
    folder = tmp_path_factory.mktemp("empty")
    crypto.make_key_file(folder / "demo.key")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_DATABASE_URL", f"sqlite:///{folder / 'demo.db'}")
        patch.setenv("HOLDFAST_KEY_FILE", str(folder / "demo.key"))
        _forget()
        command.upgrade(Config(toml_file=ROOT / "pyproject.toml"), "head")
        database.engine().dispose()
    _forget()
    return folder


def _forget() -> None:
    settings.settings.cache_clear()
    database.engine.cache_clear()


def stands(window: Visitor) -> None:
    """Check the page as it stands."""
    assert window.barriers() == []
    assert window.has_nothing_cut_off()


def press(window: Visitor, name: str) -> None:
    window.page.get_by_role("button", name=name).first.click()


def chooses_a_password(window: Visitor) -> None:
    for name in ("New password", "The same password again"):
        window.page.get_by_label(name, exact=True).fill(PASSWORD)


def sets_up(window: Visitor, link: str) -> None:
    """Name the organisation, then set up the second step that administrators need."""
    window.page.goto(link)
    stands(window)
    expect(window.page.get_by_label("Time zone")).to_have_value("Europe/London")
    for label, text in (
        ("Name of your organisation", "Reedbed Circle"),
        ("Your name", "Imke Adler"),
        ("Your e-mail", "imke@example.org"),
    ):
        window.page.get_by_label(label).fill(text)
    chooses_a_password(window)
    press(window, "Set up")
    app = TOTP(window.page.get_by_text(KEY).inner_text().replace(" ", ""))
    window.page.get_by_label("Code").fill(app.now())
    press(window, "Sign in")
    stands(window)
    window.page.get_by_role("link", name="Go on").click()
    window.sees_heading("People")


def invites_a_supporter(window: Visitor) -> str:
    """Follow the first steps as they are told; return the link to pass on."""
    window.reads("First steps")
    stands(window)
    window.page.get_by_role("link", name="Make a team").click()
    window.sees_heading("Accounts")
    window.page.get_by_text("Teams", exact=True).click()
    window.page.get_by_label("Name of a new team").fill("Reed")
    press(window, "Add team")
    window.reads("The team is there")
    window.open("coordinator-people")
    window.page.get_by_text("Add a person").click()
    window.page.get_by_label("Name", exact=True).fill("Wiebke Anderson")
    window.page.get_by_label("E-mail", exact=True).fill("wiebke@example.org")
    press(window, "Add and make a link")
    window.reads("Link for Wiebke Anderson")
    stands(window)
    return window.page.locator("code", has_text="/invite/").inner_text().strip()


def chooses_what_to_share(window: Visitor) -> None:
    """Choose for every topic, as is asked before the first log."""
    window.page.get_by_role("button", name="Choose what to share").click()
    window.sees_heading("Sharing and my data")
    stands(window)
    topics = window.page.get_by_test_id("stMain").get_by_role("radiogroup")
    for topic in topics.all():
        topic.get_by_text("Nothing", exact=True).click()
        window.settle()
    press(window, "Save my choice")
    expect(window.page.get_by_text("Please choose once before your first log")).to_have_count(0)


def test_an_empty_installation_is_set_up_and_the_first_contact_is_logged(visitor, server):
    link = re.search(r"http://\S+/setup/\S+", server.log.read_text())
    assert link
    imke = visitor(PHONE)
    sets_up(imke, link[0])
    invitation = invites_a_supporter(imke)

    wiebke = visitor(PHONE)
    wiebke.page.goto(invitation)
    stands(wiebke)
    chooses_a_password(wiebke)
    press(wiebke, "Start")
    wiebke.sees_heading(re.compile("Good .+, Wiebke"))
    stands(wiebke)
    chooses_what_to_share(wiebke)
    wiebke.open("supporter-log_contact")
    wiebke.page.get_by_role("radio", name="6", exact=True).click()
    wiebke.settle()
    press(wiebke, "Save")
    wiebke.reads("Saved, toll 6")

    wiebke.open("supporter-my_wellbeing")
    wiebke.reads("more weeks")
    stands(wiebke)
    assert wiebke.foreign == imke.foreign == []
