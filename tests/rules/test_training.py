"""How a person stands with a module, at every edge of its dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.steps import step
from core.rules.thresholds import Thresholds
from core.rules.training import (
    Completed,
    RequiredModule,
    Standing,
    first_due_on,
    is_due,
    module_state,
    months_later,
    notice,
    training_verdicts,
)
from core.vocabulary import Level, TrainingState

TODAY = date(2026, 11, 18)
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2040, 12, 31))


def completed(*, days_ago: int, confirmed: bool = True) -> Completed:
    return Completed(TODAY - timedelta(days=days_ago), confirmed)


def yearly(on: date, *, confirmed: bool = True, first_due: date | None = TODAY) -> Standing:
    return module_state([Completed(on, confirmed)], 12, first_due, today=TODAY)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 18), 36, date(2029, 11, 18)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_renewal_falls_on_the_same_day_or_on_the_last_of_a_short_month(day, months, later):
    assert months_later(day, months) == later


@given(days, st.integers(1, 120))
def test_a_renewal_always_lies_ahead_and_never_in_a_later_month(day, months):
    later = months_later(day, months)
    assert later > day
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months


@pytest.mark.parametrize(
    ("earned", "state", "days_left"),
    [
        (date(2025, 12, 20), TrainingState.DONE, 32),
        (date(2025, 12, 18), TrainingState.EXPIRING, 30),
        (date(2025, 12, 19), TrainingState.DONE, 31),
        (date(2025, 11, 18), TrainingState.EXPIRING, 0),
        (date(2025, 11, 17), TrainingState.EXPIRED, -1),
    ],
)
def test_a_yearly_module_expires_the_day_after_its_last_valid_day(earned, state, days_left):
    standing = yearly(earned)
    assert (standing.state, standing.days_left) == (state, days_left)
    assert standing.earned_on == earned
    assert standing.expires_on == months_later(earned, 12)


def test_an_unconfirmed_completion_counts_and_is_named_so():
    standing = yearly(date(2026, 9, 1), confirmed=False)
    assert standing.state is TrainingState.UNCONFIRMED
    assert not is_due(standing)


def test_the_latest_completion_counts_even_when_only_the_earlier_one_is_confirmed():
    both = [completed(days_ago=400), completed(days_ago=10, confirmed=False)]
    standing = module_state(both, 12, TODAY, today=TODAY)
    assert standing.state is TrainingState.UNCONFIRMED


def test_two_completions_of_one_day_count_as_confirmed_when_one_is():
    both = [completed(days_ago=10, confirmed=False), completed(days_ago=10)]
    assert module_state(both, 12, TODAY, today=TODAY).state is TrainingState.DONE


def test_a_module_without_renewal_never_expires():
    standing = module_state([completed(days_ago=9000)], 0, TODAY, today=TODAY)
    assert (standing.state, standing.expires_on, standing.days_left) == (
        TrainingState.DONE,
        None,
        None,
    )


def test_a_required_module_without_a_completion_is_missing_with_its_day():
    standing = module_state([], 12, TODAY + timedelta(days=5), today=TODAY)
    assert (standing.state, standing.days_left) == (TrainingState.MISSING, 5)
    assert is_due(standing)


def test_what_nobody_requires_is_never_chased():
    never = module_state([], 12, None, today=TODAY)
    long_ago = module_state([completed(days_ago=900)], 12, None, today=TODAY)
    soon = module_state([completed(days_ago=360)], 12, None, today=TODAY)
    assert never.state is long_ago.state is TrainingState.NOT_REQUIRED
    assert soon.state is TrainingState.DONE
    assert not any(map(is_due, (never, long_ago, soon)))


@given(
    st.lists(st.builds(Completed, days, st.booleans()), max_size=5),
    st.integers(0, 120),
    st.none() | days,
    days,
)
def test_the_order_of_completions_never_matters(completions, months, first_due, today):
    forwards = module_state(completions, months, first_due, today=today)
    backwards = module_state(completions[::-1], months, first_due, today=today)
    assert forwards == backwards


@pytest.mark.parametrize(
    ("days_left", "step"),
    [(None, None), (-1, None), (0, 7), (7, 7), (8, 30), (30, 30), (31, 90), (90, 90), (91, None)],
)
def test_notice_comes_ninety_thirty_and_seven_days_ahead(days_left, step):
    assert notice(days_left) == step


def test_a_module_for_the_first_contact_is_due_at_once_and_others_in_ninety_days():
    joined = date(2026, 11, 1)
    assert first_due_on(joined, before_first_contact=True, since=None) == joined
    later = first_due_on(joined, before_first_contact=False, since=None)
    assert later == joined + timedelta(days=90)


def test_a_new_need_gives_people_of_long_standing_ninety_days_too():
    since = date(2026, 11, 1)
    due = first_due_on(date(2020, 1, 1), before_first_contact=True, since=since)
    assert due == since + timedelta(days=90)


def overdue(days_ago: int, code: str = "t02") -> RequiredModule:
    standing = module_state([], 12, TODAY - timedelta(days=days_ago), today=TODAY)
    return RequiredModule(code=code, title="Boundaries", standing=standing, source="a source")


@pytest.mark.parametrize(
    ("days_ago", "level"), [(1, Level.WATCH), (30, Level.WATCH), (31, Level.HIGH)]
)
def test_a_flag_grows_after_thirty_days_overdue(days_ago, level):
    (verdict,) = training_verdicts([overdue(days_ago)], Thresholds(), today=TODAY)
    assert verdict.level is level
    assert verdict.since == TODAY - timedelta(days=days_ago - 1)


def test_what_is_due_today_or_expires_soon_raises_no_flag():
    soon = RequiredModule(
        code="t03",
        title="Confidentiality",
        standing=yearly(date(2025, 11, 19)),
        source="",
    )
    assert soon.standing.state is TrainingState.EXPIRING
    assert training_verdicts([overdue(0), soon], Thresholds(), today=TODAY) == []


def test_the_days_overdue_are_a_default_whatever_the_renewal_rests_on():
    expired = RequiredModule(
        code="t04",
        title="Safeguarding",
        standing=yearly(TODAY - timedelta(days=400)),
        source="NCVO: at least every 3 years.",
    )
    (verdict,) = training_verdicts([expired, overdue(3)], Thresholds(), today=TODAY)
    limit = Thresholds()["training_due.high"]
    assert [finding.is_default for finding in verdict.findings] == [True, True]
    renewed, first = (finding.source for finding in verdict.findings)
    assert renewed == f"{limit.source}; when to renew it: NCVO: at least every 3 years"
    assert first == f"{limit.source}; 90 days for the first time: a default of ours"


def test_one_flag_names_every_overdue_module_longest_first_in_few_words():
    (verdict,) = training_verdicts(
        [overdue(3, "t02"), overdue(40, "t05")], Thresholds(), today=TODAY
    )
    assert [finding.numbers["module"] for finding in verdict.findings] == ["t05", "t02"]
    assert all(len(finding.sentence.split()) <= 25 for finding in verdict.findings)
    assert "40 days ago" in verdict.findings[0].sentence
    assert all(step(key).title for key in verdict.steps)
