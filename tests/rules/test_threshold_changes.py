"""A limit is changed within reason, and whoever asks for more is told why not."""

import pytest

from core.errors import InvalidValue
from core.rules.flags import LANES
from core.rules.threshold_changes import changed_limit, step_of
from core.rules.threshold_names import KINDS, NAMES
from core.rules.thresholds import DEFAULTS, Thresholds
from tests.rules.work_catalogue import LIMITS


@pytest.mark.parametrize("key", DEFAULTS)
def test_every_limit_has_a_name_of_its_own_and_a_kind(key):
    assert NAMES[key]
    assert KINDS[key] in LANES
    assert list(NAMES.values()).count(NAMES[key]) == 1


@pytest.mark.parametrize("limit", DEFAULTS.values(), ids=lambda limit: limit.key)
def test_the_default_and_the_range_of_a_limit_lie_on_its_steps(limit):
    for figure in (limit.value, limit.lowest, limit.highest):
        steps = figure / step_of(limit)
        assert steps == pytest.approx(round(steps)), figure


def test_a_changed_limit_says_who_chose_it_and_what_it_was():
    limit = changed_limit(LIMITS, "hours_week.watch", 6)
    assert (limit.value, limit.version, limit.is_default) == (6, 2, False)
    assert "Chosen by your organisation" in limit.source
    assert "8 hours" in limit.source


def test_a_limit_set_back_has_its_source_again():
    changed = Thresholds([changed_limit(LIMITS, "hours_week.high", 14)])
    back = changed_limit(changed, "hours_week.high", 12)
    usual = DEFAULTS["hours_week.high"]
    assert (back.value, back.source, back.is_default) == (
        usual.value,
        usual.source,
        usual.is_default,
    )
    assert back.version == 3


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("hours_week.watch", float("nan"), "enter a number"),
        ("hours_week.watch", float("inf"), "enter a number"),
        ("hours_week.watch", 0.5, "from 1 to 60 hours"),
        ("hours_week.high", 60.5, "from 1 to 60 hours"),
        ("hours_week.watch", 8.3, "steps of 0.5 hours"),
        ("alone.watch", 45.5, "steps of 1 days"),
        ("boundary.drift_weeks", 5, "steps of 2 weeks, because two halves of whole weeks"),
        ("hours_week.watch", 12.5, "above the limit of “Hours in a week, worth a talk”, 12"),
        ("hours_week.high", 7.5, "below the limit of “Hours in a week, keep an eye on it”, 8"),
    ],
)
def test_an_impossible_figure_is_refused_with_a_reason(key, value, reason):
    with pytest.raises(InvalidValue, match=reason):
        changed_limit(LIMITS, key, value)


def test_the_pair_is_judged_as_it_stands_now():
    lower = Thresholds([changed_limit(LIMITS, "hours_week.watch", 5)])
    assert changed_limit(lower, "hours_week.high", 6).value == 6
    assert changed_limit(lower, "hours_week.high", 5).value == 5


@pytest.mark.parametrize("limit", DEFAULTS.values(), ids=lambda limit: limit.key)
def test_every_limit_refuses_what_is_out_of_its_range_or_between_its_steps(limit):
    step = step_of(limit)
    for value in (limit.lowest - step, limit.highest + step, -limit.highest, 1e9):
        with pytest.raises(InvalidValue, match=r"runs from .+ to .+; please correct") as refused:
            changed_limit(LIMITS, limit.key, value)
        assert NAMES[limit.key] in str(refused.value)
    with pytest.raises(InvalidValue, match=r"goes in steps of .+; please correct"):
        changed_limit(LIMITS, limit.key, limit.lowest + step / 3)
    for value in (float("nan"), float("inf"), float("-inf")):
        with pytest.raises(InvalidValue, match="please enter a number"):
            changed_limit(LIMITS, limit.key, value)


@pytest.mark.parametrize("key", [key for key in DEFAULTS if key.endswith(".watch")])
def test_what_is_watched_never_comes_after_what_is_worth_a_talk(key):
    talk = key.replace(".watch", ".high")
    watch, high = DEFAULTS[key], DEFAULTS[talk]
    over, under = high.value + step_of(watch), watch.value - step_of(high)
    if over <= watch.highest:
        with pytest.raises(InvalidValue, match="above the limit of") as refused:
            changed_limit(LIMITS, key, over)
        assert NAMES[talk] in str(refused.value)
    if under >= high.lowest:
        with pytest.raises(InvalidValue, match="below the limit of") as refused:
            changed_limit(LIMITS, talk, under)
        assert NAMES[key] in str(refused.value)


def test_every_watched_limit_has_its_pair():
    watched = {key.removesuffix(".watch") for key in DEFAULTS if key.endswith(".watch")}
    talks = {key.removesuffix(".high") for key in DEFAULTS if key.endswith(".high")}
    # Overdue training is watched from its first day on; no figure says so.
    assert talks - watched == {"training_due"}
    assert watched <= talks
