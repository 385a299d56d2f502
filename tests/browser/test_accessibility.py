"""Every screen, on a phone and on a laptop, in light and in dark: axe-core finds nothing."""

import pytest

from core.demo.cast import (
    ADMINISTRATOR_ACCOUNT,
    COORDINATOR_ACCOUNT,
    SUPPORTER_ACCOUNT,
    TRAINING_ACCOUNT,
)
from core.permissions import GRANTS, SCREENS, Screen
from core.vocabulary import Role
from tests.browser.visitor import LAPTOP, PHONE

READERS = {
    Role.SUPPORTER: SUPPORTER_ACCOUNT,
    Role.COORDINATOR: COORDINATOR_ACCOUNT,
    Role.TRAINING_LEAD: TRAINING_ACCOUNT,
    Role.ADMINISTRATOR: ADMINISTRATOR_ACCOUNT,
}
# Everybody's first screen lies at the root address.
FIRST = {
    Role.SUPPORTER: "supporter-today",
    Role.COORDINATOR: "coordinator-team_overview",
    Role.TRAINING_LEAD: "training-completion",
    Role.ADMINISTRATOR: "coordinator-people",
}


def first_reader(screen: Screen) -> Role:
    """Return the first role that opens this screen."""
    return next(role for role in READERS if screen.permission in GRANTS[role])


CASES = {(first_reader(screen), screen) for screen in SCREENS} | {
    # The same address shows administrators more.
    (Role.ADMINISTRATOR, screen)
    for screen in SCREENS
    if screen.url_path == FIRST[Role.ADMINISTRATOR]
}
CASES = sorted(CASES, key=lambda case: (case[1].path, case[0]))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("role", "screen"), CASES, ids=[f"{role}-{screen.url_path}" for role, screen in CASES]
)
def test_a_screen_has_no_barriers(signed_in, role, screen, dark):
    window = signed_in(READERS[role], LAPTOP, dark=dark)
    found = {}
    for size in (LAPTOP, PHONE):
        window.page.set_viewport_size({"width": size[0], "height": size[1]})
        window.open("" if FIRST[role] == screen.url_path else screen.url_path)
        found[size] = window.barriers()

        assert window.page.get_by_role("heading", level=1).count() == 1
        assert window.has_nothing_cut_off(), size

    assert found == {LAPTOP: [], PHONE: []}
