"""The plain pages about one's own account in a real browser: they work, and have no barriers."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pyotp import TOTP
from sqlmodel import select

from core.database import make_engine, transaction
from core.demo.cast import SUPPORTER_ACCOUNT
from core.models import Person
from core.services.access import make_one_time_link
from core.vocabulary import TokenPurpose
from tests.browser.visitor import LAPTOP, PHONE, Visitor

KEY = re.compile(r"^([A-Z2-7]{4} ?)+$")


def stands(window: Visitor, heading: str | re.Pattern[str]) -> None:
    """Check the page as it stands, on a laptop and on a phone."""
    expect(window.page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    for width, height in (LAPTOP, PHONE):
        window.page.set_viewport_size({"width": width, "height": height})
        assert window.barriers() == []
        assert window.has_nothing_cut_off(), width


def press(window: Visitor, name: str) -> None:
    window.page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_second_step_is_set_up_used_and_switched_off(
    signed_in: Callable[..., Visitor], visitor: Callable[..., Visitor], password: str, dark: bool
) -> None:
    window = signed_in(SUPPORTER_ACCOUNT, PHONE, dark=dark)
    window.page.goto(f"{window.url}/second-step")
    stands(window, "Second step")
    window.page.get_by_label("Your password").fill(password)
    press(window, "Set it up")
    expect(window.page.get_by_role("img", name=re.compile("Square to scan"))).to_be_visible()
    stands(window, "Second step")
    app = TOTP(window.page.get_by_text(KEY).inner_text().replace(" ", ""))
    window.page.get_by_label("Code").fill(app.now())
    press(window, "Switch on")
    stands(window, "Your recovery codes")
    codes = window.page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10

    other = visitor(PHONE, dark=dark)
    other.page.goto(f"{other.url}/login")
    other.page.get_by_label("E-mail").fill(SUPPORTER_ACCOUNT.email)
    other.page.get_by_label("Password").fill(password)
    press(other, "Sign in")
    stands(other, "Second step")
    other.page.get_by_label("Code").fill(codes[0])
    press(other, "Sign in")
    other.sees_heading(re.compile("Good .+"))

    window.page.get_by_role("link", name="Go on").click()
    stands(window, "Second step")
    expect(window.page.get_by_text("9 recovery codes are left")).to_be_visible()
    window.page.get_by_label("Your password").fill(password)
    press(window, "Switch the second step off")
    expect(window.page.get_by_role("status")).to_contain_text("is off")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_for_a_new_password_have_no_barriers(
    signed_in: Callable[..., Visitor], organisation: Path, dark: bool
) -> None:
    window = signed_in(SUPPORTER_ACCOUNT, PHONE, dark=dark)
    window.page.goto(f"{window.url}/password")
    stands(window, "Change your password")
    window.page.get_by_label("Your password until now").fill("x")
    window.page.get_by_label("New password").fill("short")
    window.page.get_by_label("The same password again").fill("other")
    press(window, "Change password")
    expect(window.page.get_by_role("alert")).to_contain_text("not the same")
    stands(window, "Change your password")
    window.page.goto(f"{window.url}/reset/{reset_token(organisation)}")
    stands(window, re.compile("A new password"))

    assert window.complaints == [f"422 {window.url}/password"]
    window.complaints.clear()


def reset_token(organisation: Path) -> str:
    engine = make_engine(f"sqlite:///{organisation / 'demo.db'}")
    with transaction(engine) as session:
        person_id = session.exec(
            select(Person.id).where(Person.email == SUPPORTER_ACCOUNT.email)
        ).one()
        token = make_one_time_link(
            session, purpose=TokenPurpose.RESET, person_id=person_id, now=datetime.now(UTC)
        )
    engine.dispose()
    return token
