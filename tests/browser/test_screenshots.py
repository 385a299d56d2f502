"""Pictures of the main screens for the README: ``make screenshots``."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from core.demo.cast import (
    ADMINISTRATOR_ACCOUNT,
    COORDINATOR_ACCOUNT,
    SUPPORTER_ACCOUNT,
    TRAINING_ACCOUNT,
)
from tests.browser.visitor import LAPTOP, PHONE, Visitor
from tests.support import ROOT

FOLDER = ROOT / os.environ.get("SCREENSHOTS", "docs/screenshots")
COLOURS = 128
PICTURES = {
    "today": (SUPPORTER_ACCOUNT, ""),
    "log_contact": (SUPPORTER_ACCOUNT, "supporter-log_contact"),
    "my_wellbeing": (SUPPORTER_ACCOUNT, "supporter-my_wellbeing"),
    "boundaries": (SUPPORTER_ACCOUNT, "supporter-boundaries"),
    "my_data": (SUPPORTER_ACCOUNT, "account-my_data"),
    "team_overview": (COORDINATOR_ACCOUNT, ""),
    "follow_up": (COORDINATOR_ACCOUNT, "coordinator-follow_up"),
    "completion": (TRAINING_ACCOUNT, ""),
    "people": (ADMINISTRATOR_ACCOUNT, ""),
}


def keep(window: Visitor, path: Path) -> None:
    """Write what the window shows, with few colours so that the file stays small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(BytesIO(window.page.screenshot(animations="disabled"))).convert("RGB")
    assert len(picture.getcolors(1 << 24)) > 8, "the screen is empty"
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["390", "1280"])
@pytest.mark.parametrize("name", PICTURES)
def test_a_screen_is_drawn(signed_in, name, size, dark):
    account, address = PICTURES[name]
    window = signed_in(account, size, dark=dark)
    window.open(address)

    keep(window, FOLDER / f"{name}-{size[0]}-{'dark' if dark else 'light'}.png")


def test_the_picture_of_the_readme_shows_both_readers(signed_in):
    shown = {}
    for name, size in (("today", PHONE), ("team_overview", LAPTOP)):
        account, address = PICTURES[name]
        window = signed_in(account, size)
        window.open(address)
        shown[name] = Image.open(BytesIO(window.page.screenshot())).convert("RGB")
    gap = 24
    phone, laptop = shown["today"], shown["team_overview"]
    both = Image.new(
        "RGB", (phone.width + laptop.width + 3 * gap, laptop.height + 2 * gap), "#d8ccb5"
    )
    both.paste(phone, (gap, gap))
    both.paste(laptop, (phone.width + 2 * gap, gap))

    assert both.height > phone.height
    both.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / "readme.png", optimize=True)
