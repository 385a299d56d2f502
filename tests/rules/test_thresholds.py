"""Limits in force and their sources."""

import pytest

from core.errors import InvalidValue
from core.rules.thresholds import DEFAULTS, Limit, Thresholds


@pytest.mark.parametrize("limit", DEFAULTS.values(), ids=lambda limit: limit.key)
def test_a_limit_has_a_unit_a_range_and_a_source_that_fit_their_columns(limit):
    assert limit.lowest <= limit.value <= limit.highest
    assert 0 < len(limit.key) <= 48
    assert 0 < len(limit.unit) <= 24
    assert 0 < len(limit.source) <= 300
    assert limit.version == 1


def test_only_figures_that_stand_in_their_source_are_not_called_default():
    assert {key for key, limit in DEFAULTS.items() if not limit.is_default} == {
        "hours_week.high",
        "session_len.watch",
        "session_len.high",
        "newcomer.days",
        "incident_open.high",
    }


def test_a_watch_limit_is_never_above_its_high_limit():
    for key, limit in DEFAULTS.items():
        if key.endswith(".watch"):
            assert limit.value < DEFAULTS[key.replace(".watch", ".high")].value


def test_a_changed_limit_replaces_its_default_and_leaves_the_others():
    changed = DEFAULTS["alone.high"].changed(90, source="Ours", version=2, is_default=False)
    limits = Thresholds([changed])
    assert limits.value("alone.high") == 90
    assert limits["alone.high"].version == 2
    assert limits.value("alone.watch") == 45
    assert Thresholds().value("alone.high") == 75
    assert len(limits) == len(DEFAULTS)


@pytest.mark.parametrize("value", [0, 400, float("nan"), float("inf")])
def test_a_limit_outside_its_range_is_refused_with_the_range(value):
    with pytest.raises(InvalidValue, match="1 to 365"):
        DEFAULTS["alone.high"].changed(value, source="Ours", version=2, is_default=False)


def test_an_unknown_limit_is_refused():
    with pytest.raises(InvalidValue, match="no limit named"):
        Thresholds([Limit("speed", 1, "km/h", 0, 2, "none", True)])


def test_an_unknown_key_is_an_error():
    with pytest.raises(KeyError):
        Thresholds().value("speed")
