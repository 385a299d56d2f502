"""The README tells the truth: its tables are the tables of the code, its links lead somewhere."""

import re

import pytest

from core.permissions import GRANTS, Permission
from core.settings import Settings
from core.vocabulary import Role
from tests.browser.readers import SEEN, SEES_MORE
from tests.support import ROOT

README = (ROOT / "README.md").read_text()
TITLES = {
    Role.SUPPORTER: "supporter",
    Role.COORDINATOR: "coordinator",
    Role.TRAINING_LEAD: "training lead",
    Role.ADMINISTRATOR: "administrator",
}


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of the table between ``<!-- name -->`` and ``<!-- /name -->``."""
    block = README.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0]
    lines = [[c.strip() for c in row.strip("|").split("|")] for row in block.strip().splitlines()]
    return [dict(zip(lines[0], row, strict=True)) for row in lines[2:]]


def test_the_settings_table_is_the_settings():
    listed = [row["variable"].strip("`") for row in table("settings")]

    assert listed == [f"HOLDFAST_{name.upper()}" for name in Settings.model_fields]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_each_default_in_the_table_is_the_default(name):
    row = next(r for r in table("settings") if r["variable"] == f"`HOLDFAST_{name.upper()}`")
    default = Settings.model_fields[name].default
    shown = getattr(default, "get_secret_value", lambda: default)()

    assert row["default"] == f"`{shown}`"
    assert row["what it is"]


def test_the_table_of_who_may_what_has_a_row_for_each_permission():
    words = [row["may"] for row in table("permissions")]

    assert len(words) == len(set(words)) == len(Permission)


@pytest.mark.parametrize("role", Role)
def test_each_role_may_exactly_what_the_table_says(role):
    rows = dict(zip(Permission, table("permissions"), strict=True))

    granted = {p for p, row in rows.items() if row[TITLES[role]] == "yes"}

    assert granted == GRANTS[role]
    assert {row[TITLES[role]] for row in rows.values()} <= {"yes", ""}


def test_every_file_the_readme_names_is_there():
    named = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_command_the_readme_names_is_a_target():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set(re.findall(r"make ([a-z]+)", README)) <= targets


def test_every_screen_has_its_picture_on_phone_and_laptop_in_light_and_dark():
    screens = {
        f"{address}-{role}" if (role, address) in SEES_MORE else address for address, role in SEEN
    }
    wanted = {
        f"{screen}-{width}-{scheme}.png"
        for screen in screens
        for width in (390, 1280)
        for scheme in ("light", "dark")
    }
    drawn = {path.name for path in (ROOT / "docs/screenshots").glob("*.png")}

    assert drawn == wanted | {"readme.png"}
    assert "docs/screenshots/readme.png" in README
