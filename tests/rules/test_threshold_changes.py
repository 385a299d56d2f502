"""A limit is changed within reason, and a trial on stored flags says what the rules would say."""

from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.errors import InvalidValue
from core.rules.caseload import caseload_verdicts
from core.rules.dependency import CaseFacts, DependencyFacts, dependency_verdicts
from core.rules.flags import LANES
from core.rules.support import OpenEvent, support_verdicts
from core.rules.threshold_changes import (
    Reason,
    can_be_counted,
    changed_limit,
    flag_would_change,
    is_private,
    step_of,
    told,
    why_not_tried,
    would_change,
)
from core.rules.threshold_names import KINDS, NAMES
from core.rules.thresholds import DEFAULTS, Thresholds
from core.vocabulary import FlagKind, Frequency, Level
from tests.rules.work_catalogue import LIMITS, TODAY, load_facts, support_facts


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


def trial(key, new, verdict):
    """Return whether stored reasons of a flag say that a new figure changes it."""
    return any(
        would_change(key, new, Reason(one.rule, verdict.level, one.numbers, DEFAULTS[key].value))
        for one in verdict.findings
    )


EDGES = [key for key in DEFAULTS if key.endswith((".watch", ".high"))]
WORKED_OUT = {FlagKind.CASELOAD, FlagKind.SUPPORT_GAP}
EDGES = [key for key in EDGES if KINDS[key] in WORKED_OUT and can_be_counted(key)]


def levels(thresholds, load, support):
    found = caseload_verdicts(load, thresholds, today=TODAY)
    found += support_verdicts(support, thresholds, today=TODAY)
    return {one.subject: one for one in found}


def waits(days, *, count=1):
    return tuple(OpenEvent(TODAY, 24 * days) for _ in range(count))


loads = st.builds(
    load_facts,
    minutes_7d=st.integers(0, 200).map(lambda n: n * 15),
    longest_minutes_7d=st.integers(0, 48).map(lambda n: n * 15),
    outside_hours_14d=st.integers(0, 12),
    days_without_break=st.none() | st.integers(0, 400),
    frequencies=st.lists(st.sampled_from(Frequency), max_size=9).map(tuple),
)
supports = st.builds(
    support_facts,
    last_supervision=st.integers(0, 120).map(lambda n: TODAY - timedelta(days=n)),
    last_team_contact=st.integers(0, 120).map(lambda n: TODAY - timedelta(days=n)),
    open_incidents=st.integers(0, 3).map(lambda n: waits(n)),
    open_debriefs=st.integers(0, 9).map(lambda n: waits(n)),
)


@settings(deadline=None)
@given(st.sampled_from([*EDGES, "weighted_people.watch_share"]), loads, supports, st.data())
def test_a_trial_on_a_raised_flag_says_what_the_rule_itself_would_say(key, load, support, data):
    limit = DEFAULTS[key]
    most = round(limit.highest / step_of(limit))
    steps = data.draw(st.integers(round(limit.lowest / step_of(limit)), most))
    try:
        changed = changed_limit(LIMITS, key, round(steps * step_of(limit), 2))
    except InvalidValue:
        assume(False)
    before, after = levels(LIMITS, load, support), levels(Thresholds([changed]), load, support)
    for subject, verdict in before.items():
        other = after.get(subject)
        says = other is None or other.level is not verdict.level
        assert trial(key, changed.value, verdict) is says


def test_a_stricter_limit_of_somebody_new_is_tried_in_proportion():
    new = load_facts(minutes_7d=360, started_on=TODAY)
    (verdict,) = caseload_verdicts(new, LIMITS, today=TODAY)
    assert verdict.level is Level.WATCH  # 6 hours, over 0.7 times 8
    assert not trial("hours_week.watch", 8.5, verdict)  # 0.7 times 8.5 is 5.95
    assert trial("hours_week.watch", 9, verdict)


@pytest.mark.parametrize(
    ("key", "rule", "numbers", "kept", "lost"),
    [
        ("boundary.reflect_count", "signs_add_up", {"count": 3, "days": 30}, 3, 4),
        ("boundary.drift_count", "signs_rising", {"earlier": 1, "later": 3, "weeks": 4}, 4, 5),
        ("beyond_agreed.weeks", "beyond_agreed", {"weeks": 5, "agreed": 12}, 4, 5),
        ("contacts_rising.factor", "contacts_rising", {"first": 1, "then": 2, "now": 2.5}, 2.5, 3),
        ("contacts_rising.more", "contacts_rising", {"first": 1, "then": 2, "now": 2.5}, 1.5, 2),
        ("debrief_open.count", "debrief_open", {"value": 3, "limit": 2}, 3, 4),
        ("one_person_share.people", "one_person_share", {"share": 80, "people": 4}, 4, 5),
        ("one_person_share.margin", "one_person_share", {"share": 80, "explained": 65}, 14, 15),
    ],
)
def test_a_reason_without_levels_is_lost_exactly_at_its_limit(key, rule, numbers, kept, lost):
    reason = Reason(rule, Level.HIGH, numbers, DEFAULTS[key].value)
    assert not would_change(key, kept, reason)
    assert would_change(key, lost, reason)
    assert not would_change(key, lost, Reason("grey", Level.WATCH, {}, DEFAULTS[key].value))


@pytest.mark.parametrize("key", ["one_person_share.people", "one_person_share.margin"])
def test_a_share_stored_without_people_and_agreed_frequency_is_not_judged_by_them(key):
    older = Reason("one_person_share", Level.HIGH, {"share": 80, "limit": 70}, DEFAULTS[key].value)
    assert not would_change(key, DEFAULTS[key].highest, older)


def shared_hours(minutes, others, frequencies):
    cases = [
        CaseFacts(
            id=str(number),
            minutes=minutes if number == 0 else others / 2,
            contacts=(2, 2, 2),
            frequency=frequency,
            opened_on=TODAY - timedelta(days=200),
        )
        for number, frequency in enumerate(frequencies)
    ]
    return DependencyFacts(
        minutes=minutes + others, people=3, contacts=(6, 6, 6), cases=tuple(cases)
    )


shares = st.builds(
    shared_hours,
    st.integers(1, 100),
    st.integers(1, 60),
    st.lists(st.sampled_from(Frequency), min_size=3, max_size=3),
)


@settings(deadline=None)
@given(
    st.sampled_from([key for key in DEFAULTS if key.startswith("one_person_share.")]),
    shares,
    st.one_of(st.integers(0, 40), st.integers(4, 20).map(lambda n: n * 5)),
)
def test_a_trial_on_a_share_of_hours_says_what_its_rule_would_say(key, facts, new):
    try:
        changed = changed_limit(LIMITS, key, new)
    except InvalidValue:
        assume(False)
    before = of_cases(facts, LIMITS)
    after = of_cases(facts, Thresholds([changed]))
    for case, verdict in before.items():
        other = after.get(case)
        says = other is None or other.level is not verdict.level
        numbers = verdict.findings[0].numbers
        # The stored share has one decimal.
        edges = (new, numbers["explained"] + new)
        if all(abs(numbers["share"] - edge) > 0.1 for edge in edges):
            assert trial(key, new, verdict) is says


def of_cases(facts, thresholds):
    found = dependency_verdicts(facts, thresholds, until=TODAY)
    return {verdict.subject: verdict for verdict in found}


@pytest.mark.parametrize("key", DEFAULTS)
def test_a_limit_is_tried_on_stored_flags_or_says_why_not(key):
    assert can_be_counted(key) is (not why_not_tried(key))


def test_limits_about_tolls_and_answers_are_never_tried():
    assert {key for key in DEFAULTS if is_private(key)} >= {
        key for key in DEFAULTS if KINDS[key] is FlagKind.BURNOUT_RISK
    }
    assert not any(can_be_counted(key) for key in DEFAULTS if is_private(key))
    assert not is_private("hours_week.watch")


def test_overdue_training_is_judged_by_the_module_that_is_overdue_longest():
    def reasons(level, *days):
        return [
            Reason("training_due", level, {"module": "t01", "days_overdue": each}, 30)
            for each in days
        ]

    key = "training_due.high"
    assert not flag_would_change(key, 40, reasons(Level.HIGH, 10, 50))
    assert flag_would_change(key, 50, reasons(Level.HIGH, 10, 50))
    assert flag_would_change(key, 15, reasons(Level.WATCH, 10, 20))
    assert not flag_would_change(key, 20, reasons(Level.WATCH, 10, 20))
    assert not flag_would_change(key, 5, [])


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ([], None),
        ([1] * 4, None),
        ([20] * 4, None),
        ([1] * 5, 5),
        ([1] * 7, 5),
        ([1] * 8, 10),
        ([9, 1, 1, 1, 1], None),
        ([4, 1, 1, 1, 1], 10),
    ],
)
def test_a_count_is_told_in_fives_and_never_for_fewer_than_five_people(flags, expected):
    assert told(flags) == expected


def test_an_organisation_may_ask_for_more_people_never_for_fewer():
    assert told([1] * 9, smallest_group=10) is None
    assert told([1] * 4, smallest_group=2) is None
