"""Opening a screen as somebody."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core.clock import utc_now
from core.database import transaction
from core.models import FlagsAsOf, WellbeingFlag
from core.permissions import Actor
from core.vocabulary import FlagKind, Level


@pytest.fixture
def open_page(app_as) -> Callable[[Actor, str], AppTest]:
    """Return a function that opens a screen, for example ``supporter/today``, as somebody."""

    def run(actor: Actor, screen: str) -> AppTest:
        # The frame is the main script, and pages lie two folders above it.
        return app_as(actor).switch_page(f"../../pages/{screen}.py").run()

    return run


@pytest.fixture
def flag(engine: Engine, ada: Actor) -> Callable[..., UUID]:
    """Return a function that stores a flag of the file's ``ada`` as if raised today."""

    def raised(**fields: object) -> UUID:
        moment, flag_id = utc_now(), uuid4()
        given: dict[str, Any] = {
            "id": flag_id,
            "person_id": ada.person_id,
            "kind": FlagKind.BURNOUT_RISK,
            "level": Level.HIGH,
            "since": moment.date(),
            "raised_at": moment,
            "changed_at": moment,
            "findings": [
                {
                    "rule": "toll_trend",
                    "name": "toll trend",
                    "sentence": "Your weekly toll runs at 6.1; your own usual is 3.9.",
                    "numbers": {"toll": 6.1},
                    "threshold": "more than 2.7 standard errors",
                    "source": "Own weeks",
                    "is_default": True,
                    "version": 1,
                }
            ],
            "clears": "Clears after two weeks near your usual.",
            "steps": ["share_hours"],
        } | fields
        with transaction(engine) as session:
            session.add(WellbeingFlag(**given))
            session.merge(FlagsAsOf(person_id=ada.person_id, day=moment.date()))
        return flag_id

    return raised
