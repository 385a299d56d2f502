"""Pictures of every screen, and of two for the README: ``make screenshots``."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.readers import READERS, SEEN, SEES_MORE
from tests.browser.visitor import LAPTOP, PHONE, Visitor
from tests.support import ROOT

FOLDER = ROOT / os.environ.get("SCREENSHOTS", "docs/screenshots")
COLOURS = 64
TALLEST = 2400
"""A longer page is cut here: what follows is more of the same list."""
BOTH = {"supporter-today": PHONE, "coordinator-team_overview": LAPTOP}

_HEIGHT = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  return Math.max(innerHeight, main.scrollHeight);
}"""


def picture_name(address: str, role: str) -> str:
    """Return the name of one reader's picture of a screen."""
    return f"{address}-{role}" if (role, address) in SEES_MORE else address


def picture_of(window: Visitor) -> Image.Image:
    """Return what the window shows."""
    shot = window.page.screenshot(animations="disabled")
    return Image.open(BytesIO(shot)).convert("RGB")


def stretch(window: Visitor, width: int) -> None:
    """Make the window as tall as its page, for the page scrolls inside the window."""
    for _ in range(2):  # Charts and lists may grow into the room they get.
        height = min(TALLEST, int(window.page.evaluate(_HEIGHT)))
        window.page.set_viewport_size({"width": width, "height": height})
        window.settle()


def keep(picture: Image.Image, path: Path) -> None:
    """Write a picture with few colours, so that the file stays small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    assert len(picture.getcolors(1 << 24)) > 8, "the screen is empty"
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


@pytest.fixture(scope="module", autouse=True)
def _no_picture_of_what_is_gone():
    drawn = {f"{picture_name(address, role)}" for address, role in SEEN} | {"readme"}
    for path in FOLDER.glob("*.png"):
        if path.stem.split("-1280-")[0].split("-390-")[0] not in drawn:
            path.unlink()


@pytest.mark.parametrize(
    ("address", "role"), SEEN, ids=[f"{address}-{role}" for address, role in SEEN]
)
def test_a_screen_is_drawn(signed_in, address, role):
    for size in (PHONE, LAPTOP):
        for dark in (False, True):
            window = signed_in(READERS[role], size, dark=dark)
            window.open(address)
            stretch(window, size[0])
            name = f"{picture_name(address, role)}-{size[0]}-{'dark' if dark else 'light'}.png"

            keep(picture_of(window), FOLDER / name)
            window.context.close()


def test_the_picture_of_the_readme_shows_both_readers(signed_in):
    shown = []
    for address, size in BOTH.items():
        window = signed_in(READERS[dict(SEEN)[address]], size)
        window.open(address)
        shown.append(picture_of(window))
    gap = 24
    phone, laptop = shown
    both = Image.new(
        "RGB", (phone.width + laptop.width + 3 * gap, laptop.height + 2 * gap), "#d8ccb5"
    )
    both.paste(phone, (gap, gap))
    both.paste(laptop, (phone.width + 2 * gap, gap))

    assert both.height > phone.height
    keep(both, FOLDER / "readme.png")
