"""Opening a screen as somebody."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.permissions import Actor


@pytest.fixture
def open_page(app_as) -> Callable[[Actor, str], AppTest]:
    """Return a function that opens a screen, for example ``supporter/today``, as somebody."""

    def run(actor: Actor, screen: str) -> AppTest:
        # The frame is the main script, and pages lie two folders above it.
        return app_as(actor).switch_page(f"../../pages/{screen}.py").run()

    return run
