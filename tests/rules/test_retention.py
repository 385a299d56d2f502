"""How long things are kept: what may be chosen, and the day on which a record goes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidValue
from core.rules import heavy_contacts, strain_signs, urgent_answers
from core.rules.boundaries import days_looked_back
from core.rules.retention import (
    DEFAULTS,
    LOOKED_BACK_WEEKS,
    check_limit,
    first_kept,
    goes_entirely,
    goes_on,
    limits_with,
)
from core.rules.thresholds import DEFAULTS as THRESHOLDS
from core.rules.thresholds import Limit, Thresholds
from core.vocabulary import Kept

LIMITS = limits_with({})
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(kept=st.sampled_from(sorted(Kept)), since=DAYS)
def test_a_record_is_there_until_the_day_that_was_told_and_not_on_it(kept, since):
    gone = goes_on(kept, LIMITS, since)
    assert first_kept(kept, LIMITS, gone) > since
    assert first_kept(kept, LIMITS, gone - timedelta(days=1)) <= since


@given(since=DAYS)
def test_rows_of_one_week_go_together(since):
    monday = since - timedelta(days=since.weekday())
    days = {goes_on(Kept.WELLBEING, LIMITS, monday + timedelta(days=n)) for n in range(7)}
    assert len(days) == 1


@pytest.mark.parametrize("kept", Kept)
def test_the_default_of_every_class_fits(kept):
    check_limit(kept, DEFAULTS[kept].days, LIMITS)


@pytest.mark.parametrize("kept", Kept)
def test_too_short_and_too_long_are_refused_with_the_range(kept):
    allowed = DEFAULTS[kept]
    for days in (allowed.shortest - 1, allowed.longest + 1):
        with pytest.raises(InvalidValue, match=f"{allowed.shortest} to {allowed.longest} days"):
            check_limit(kept, days, LIMITS)


@pytest.mark.parametrize(
    ("kept", "days", "why"),
    [
        (Kept.WORDS, 400, "Words belong to an entry"),
        (Kept.WELLBEING, 800, "Ratings belong to a contact"),
        (Kept.WORK, 366, "Ratings belong to a contact"),
    ],
)
def test_nothing_outlives_what_it_hangs_on(kept, days, why):
    limits = {**LIMITS, Kept.WELLBEING: 370} if kept is Kept.WORK else LIMITS
    with pytest.raises(InvalidValue, match=why):
        check_limit(kept, days, limits)


def test_no_rule_looks_further_back_than_ratings_are_kept():
    widest = Thresholds(
        Limit(**{name: getattr(each, name) for name in each.__slots__} | {"value": each.highest})
        for each in THRESHOLDS.values()
    )
    looked_back = max(
        days_looked_back(widest),
        heavy_contacts.LOOKED_BACK_DAYS,
        strain_signs.PULSE_DAYS,
        urgent_answers.URGENT_DAYS,
    )
    assert looked_back <= LOOKED_BACK_WEEKS * 7 < DEFAULTS[Kept.WELLBEING].shortest


def test_of_somebody_who_left_nothing_is_kept_for_ever():
    left_on = date(2026, 1, 1)
    gone = goes_entirely(LIMITS, left_on)
    assert gone == date(2028, 1, 3), "the day after 731 days"
    assert all(goes_on(kept, LIMITS, left_on) <= gone + timedelta(days=7) for kept in Kept)
