"""Every screen, on a phone and on a laptop, in light and in dark: axe-core finds nothing."""

import pytest

from tests.browser.readers import READERS, SEEN
from tests.browser.visitor import LAPTOP, PHONE


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("address", "role"), SEEN, ids=[f"{address}-{role}" for address, role in SEEN]
)
def test_a_screen_has_no_barriers(signed_in, address, role, dark):
    window = signed_in(READERS[role], LAPTOP, dark=dark)
    found = {}
    for size in (LAPTOP, PHONE):
        window.page.set_viewport_size({"width": size[0], "height": size[1]})
        window.open(address)
        found[size] = window.barriers()

        assert window.page.get_by_role("heading", level=1).count() == 1
        assert window.has_nothing_cut_off(), size
        assert window.buttons_of_one_name() == []
        assert window.signs_read_aloud() == []

    assert found == {LAPTOP: [], PHONE: []}
