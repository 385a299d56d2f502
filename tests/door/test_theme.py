"""The palette: every text can be read on the ground it lies on, in light and in dark."""

import re
import tomllib
from itertools import product

import pytest

from tests.support import ROOT

THEME = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())["theme"]
STYLE = (ROOT / "core/door/static/door.css").read_text()
READABLE = 4.5
VISIBLE = 3.0


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def tint(colour: str, ground: str, share: float) -> str:
    """Return the colour laid over a ground as Streamlit lays alert backgrounds."""
    mixed = (
        round(int(colour[i : i + 2], 16) * share + int(ground[i : i + 2], 16) * (1 - share))
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_links_can_be_read_on_every_ground(scheme):
    theme = THEME[scheme]
    grounds = {
        theme["backgroundColor"],
        theme["secondaryBackgroundColor"],
        theme["sidebar"]["backgroundColor"],
        theme["sidebar"]["secondaryBackgroundColor"],
    }
    texts = {
        name: colour
        for name, colour in theme.items()
        if name in {"textColor", "linkColor"} or name.endswith("TextColor")
    }
    assert len(texts) >= 8
    for (name, text), ground in product(texts.items(), grounds):
        assert contrast(text, ground) >= READABLE, f"{name} on {ground}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_chosen_stands_out_from_its_ground(scheme):
    theme = THEME[scheme]
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= VISIBLE
    assert contrast(theme["primaryColor"], theme["secondaryBackgroundColor"]) >= VISIBLE


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_plain_pages_can_be_read(scheme):
    blocks = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    values = dict(re.findall(r"--([\w-]+): (#\w{6})", blocks[scheme == "dark"]))
    pairs = [
        ("ink", "ground"),
        ("ink", "sheet"),
        ("quiet", "sheet"),
        ("sea", "sheet"),
        ("on-sea", "sea"),
        ("alert", "alert-ground"),
        ("ink", "notice-ground"),
    ]
    for text, ground in pairs:
        assert contrast(values[text], values[ground]) >= READABLE, f"{text} on {ground}"
    for ground in ("sheet", "ground"):
        assert contrast(values["edge"], values[ground]) >= VISIBLE, "the edge of a field"


def test_the_typeface_comes_from_our_own_front_door():
    for face in THEME["fontFaces"]:
        assert face["url"].startswith("/door/fonts/")
        assert (ROOT / "core/door/static" / face["url"].removeprefix("/door/")).is_file()
    assert "Open Font License" in (ROOT / "core/door/static/fonts/LICENSE.txt").read_text()
