"""The first months: somebody to ring from the start, a talk at week 16, each in its weeks."""

from datetime import date, timedelta

import pytest

from core.rules.newcomers import (
    BUDDY,
    BUDDY_OFFER,
    FIRST_MONTHS,
    FIRST_MONTHS_OFFER,
    first_talk_due,
    week_in_the_role,
)
from core.rules.rhythm import Asked, next_due

START = date(2026, 1, 5)


def on(day):
    return START + timedelta(days=day)


def asked_on(day, offer, asked=None):
    known = {} if asked is None else {offer.subject: asked}
    found = next_due([offer], known, started_on=START, today=on(day), paused=False)
    return found is not None


@pytest.mark.parametrize(
    ("day", "expected"),
    [(105, False), (111, False), (112, True), (118, True), (119, True), (139, True), (140, False)],
    ids=[
        "a week before",
        "the day before",
        "first day of the week",
        "last day of the week",
        "the week after",
        "last day",
        "too late",
    ],
)
def test_the_talk_is_asked_from_week_16_for_four_weeks(day, expected):
    assert asked_on(day, FIRST_MONTHS_OFFER) is expected
    assert first_talk_due(START, None, today=on(day)) is expected


@pytest.mark.parametrize(
    ("held", "expected"), [(0, True), (97, True), (98, False), (111, False), (112, False)]
)
def test_supervision_in_the_two_weeks_before_or_since_is_that_talk(held, expected):
    assert asked_on(112, FIRST_MONTHS_OFFER, Asked(on(held))) is expected
    assert first_talk_due(START, on(held), today=on(112)) is expected


def test_the_talk_that_was_put_off_comes_once_more_a_week_later_and_then_not_in_its_weeks():
    once, twice = Asked(None, on(112), 1), Asked(None, on(119), 2)
    assert next(day for day in range(112, 141) if asked_on(day, FIRST_MONTHS_OFFER, once)) == 119
    assert not any(asked_on(day, FIRST_MONTHS_OFFER, twice) for day in range(119, 200))


@pytest.mark.parametrize(
    ("day", "expected"), [(-1, False), (0, True), (7, True), (119, True), (120, False)]
)
def test_somebody_to_ring_is_asked_from_the_first_day_until_nobody_is_new_any_more(day, expected):
    assert asked_on(day, BUDDY_OFFER) is expected


def test_one_talk_with_a_fellow_supporter_is_enough():
    assert not any(asked_on(day, BUDDY_OFFER, Asked(on(3))) for day in range(3, 130))
    assert asked_on(3, BUDDY_OFFER, Asked(on(-20)))


@pytest.mark.parametrize(
    ("day", "week"), [(-1, None), (0, 1), (6, 1), (7, 2), (119, 18), (120, None)]
)
def test_the_week_in_the_role_is_told_of_somebody_new(day, week):
    assert week_in_the_role(START, today=on(day)) == week


def test_each_has_a_name_of_its_own():
    assert {BUDDY_OFFER.subject, FIRST_MONTHS_OFFER.subject} == {BUDDY, FIRST_MONTHS}
