"""Somebody takes along everything about them, and erases themselves, in a real browser."""

import json
import re
from zipfile import ZipFile

import pytest

from core.demo.cast import CAST, SUPPORTER_ACCOUNT
from core.vocabulary import Role
from tests.browser.visitor import LAPTOP, PHONE


def saved(window, link):
    """Press a link and return what the browser saved; it opens a tab for it and closes it again."""
    found = []

    def keep(download):
        found.append(download)

    window.page.on("download", keep)
    window.context.on("page", lambda tab: tab.on("download", keep))
    link.click()
    for _each in range(50):
        if found:
            break
        window.page.wait_for_timeout(100)
    return found


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_everything_is_downloaded_once(signed_in, password, size):
    window = signed_in(SUPPORTER_ACCOUNT, size)
    window.open("account-my_data")
    assert window.page.get_by_role("link", name="Show that it is you").is_visible()
    window.page.goto(f"{window.url}/prove")
    assert window.barriers() == []
    window.page.get_by_label("Your password").fill(password)
    window.page.get_by_role("button", name="Go on").click()
    window.page.get_by_role("button", name="Prepare my file").click()
    window.reads("Your file is ready.")
    assert window.barriers() == []
    assert window.has_nothing_cut_off()

    link = window.page.get_by_role("link", name="Save the file")
    address = link.get_attribute("href")
    [download] = saved(window, link)
    with ZipFile(download.path()) as archive:
        told = json.loads(archive.read("everything.json"))
        assert len(told["sections"]["contacts"]) > 50
        assert b"<table>" in archive.read("read-me-first.html")

    again = window.context.request.get(address)
    assert again.status == 404


def test_the_rights_read_well_on_both_sizes(signed_in):
    for size in (PHONE, LAPTOP):
        window = signed_in(SUPPORTER_ACCOUNT, size)
        window.open("account-my_data")
        window.sees_heading("How long things are kept")
        window.sees_heading("Leaving")
        window.sees_heading("Erase everything about you")
        assert window.has_nothing_cut_off()
        window.page.goto(f"{window.url}/erase")
        window.page.get_by_role("heading", name="What stays").wait_for()
        assert window.barriers() == []
        assert window.has_nothing_cut_off()


def test_somebody_erases_themselves_and_every_window_of_theirs_is_cleared(signed_in, password):
    member = next(
        each
        for each in reversed(CAST)
        if each.roles == (Role.SUPPORTER,) and each is not SUPPORTER_ACCOUNT
    )
    window = signed_in(member, PHONE)
    window.open("account-my_data")
    door = window.new_tab()
    door.goto(f"{window.url}/erase")
    door.get_by_label("Your password").fill(password)
    door.get_by_label("Yes, erase everything").check()
    door.get_by_role("button", name="Erase everything").click()
    door.get_by_text("Everything about you has been erased").wait_for()
    window.page.wait_for_url(re.compile("/login"), timeout=30_000)
    window.complaints[:] = [line for line in window.complaints if "/alive" not in line]
