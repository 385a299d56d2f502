"""How long a sign-in lasts."""

from datetime import timedelta

import pytest

from core.rules.access import SignInFacts, has_lapsed
from tests.support import NOW

SECOND = timedelta(seconds=1)


def facts(*, idle: timedelta, age: timedelta, own: bool = False, others: bool = False):
    return SignInFacts(
        created_at=NOW - age, last_seen_at=NOW - idle, own_device=own, sees_others=others
    )


@pytest.mark.parametrize(
    ("own", "others", "idle", "age"),
    [
        (False, False, timedelta(minutes=30), timedelta(hours=12)),
        (False, True, timedelta(minutes=30), timedelta(hours=12)),
        (True, True, timedelta(minutes=30), timedelta(hours=12)),
        (True, False, timedelta(days=7), timedelta(days=30)),
    ],
)
def test_a_sign_in_lapses_exactly_at_its_limits(own, others, idle, age):
    kind = {"own": own, "others": others}
    assert not has_lapsed(facts(idle=idle - SECOND, age=age - SECOND, **kind), NOW)
    assert has_lapsed(facts(idle=idle, age=age - SECOND, **kind), NOW)
    assert has_lapsed(facts(idle=SECOND, age=age, **kind), NOW)
