"""One thing is asked at a time, less often after "not now", and never in a pause."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.rhythm import (
    BOUNDARY_CHECK,
    BOUNDARY_OFFER,
    PULSE,
    PULSE_OFFER,
    STOP_AFTER,
    Asked,
    Offer,
    due_on,
    next_due,
)

TODAY = date(2026, 11, 18)
START = TODAY - timedelta(days=400)
SINGLE = Offer(subject="single", every_days=30, min_gap_days=14, first_after_days=30, long=True)
CBI = Offer(subject="cbi", every_days=91, min_gap_days=60, extra_days=(120,), long=True)
PROQOL = Offer(subject="proqol", every_days=182, min_gap_days=30, first_after_days=30, long=True)
ALL = (PULSE_OFFER, BOUNDARY_OFFER, SINGLE, CBI, PROQOL)
SHORT_DONE = {PULSE: Asked(TODAY), BOUNDARY_CHECK: Asked(TODAY)}

days_in_role = st.integers(0, 400)


def ago(days):
    return TODAY - timedelta(days=days)


def due(asked=None, *, offers=ALL, started_on=START, today=TODAY, paused=False):
    found = next_due(offers, asked or {}, started_on=started_on, today=today, paused=paused)
    return found.subject if found else None


def test_the_weekly_check_in_comes_first_and_alone():
    assert due() == PULSE


def test_what_was_done_makes_room_for_the_next():
    assert due({PULSE: Asked(TODAY)}) == BOUNDARY_CHECK
    assert due(SHORT_DONE) == "cbi"


def test_a_pause_asks_nothing():
    assert due(paused=True) is None


def test_a_newcomer_starts_with_the_baseline_and_nothing_else():
    assert due(SHORT_DONE, started_on=TODAY) == "cbi"
    answered = SHORT_DONE | {"cbi": Asked(ago(10))}
    assert due(answered, started_on=ago(10)) is None


def test_two_questionnaires_never_come_within_a_week():
    assert due(SHORT_DONE | {"cbi": Asked(ago(6))}) is None
    assert due(SHORT_DONE | {"cbi": Asked(ago(7))}) == "single"


def test_the_pulse_is_asked_once_in_a_calendar_week_and_not_again_after_two_days():
    monday, sunday = date(2026, 11, 16), date(2026, 11, 15)
    assert due_on(PULSE_OFFER, monday, started_on=START) == date(2026, 11, 23)
    assert due_on(PULSE_OFFER, sunday, started_on=START) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, 120), (29, 120), (40, 120), (60, 120), (61, 152), (91, 182), (120, 211), (121, 212)],
)
def test_the_extra_one_at_month_four_is_left_out_after_an_answer_within_the_gap(days, expected):
    start = date(2026, 1, 1)
    found = due_on(CBI, start + timedelta(days=days), started_on=start)
    assert (found - start).days == expected


@pytest.mark.parametrize(("gap", "expected"), [(29, 91), (30, 120)])
def test_a_regular_one_waits_for_an_extra_one_only_within_the_gap(gap, expected):
    start = date(2026, 1, 1)
    offer = replace(CBI, min_gap_days=gap)
    assert (due_on(offer, start, started_on=start) - start).days == expected


def test_who_answers_whenever_asked_answers_the_extra_one_in_its_own_month():
    start, days = date(2026, 1, 1), [0]
    while days[-1] < 400:
        last = start + timedelta(days=days[-1])
        days.append((due_on(CBI, last, started_on=start) - start).days)
    assert days == [0, 120, 211, 302, 393, 484]


def test_who_answers_early_by_themselves_is_not_asked_for_the_extra_one_as_well():
    start = date(2026, 1, 1)
    by_hand = SHORT_DONE | {"cbi": Asked(start + timedelta(days=91))}
    asked_on = [
        day
        for day in range(91, 190)
        if due(by_hand, offers=(CBI,), started_on=start, today=start + timedelta(days=day))
    ]
    assert asked_on[0] == 182


@pytest.mark.parametrize("offer", [SINGLE, CBI, PROQOL], ids=lambda offer: offer.subject)
@given(first=days_in_role, more=st.lists(st.integers(0, 200), max_size=6))
def test_nothing_is_asked_within_the_shortest_interval_after_any_answer(offer, first, more):
    start, last = date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=first)
    for wait in more:
        due_day = due_on(offer, last, started_on=start)
        assert due_day >= last + timedelta(days=offer.min_gap_days)
        assert due_day <= last + timedelta(days=offer.every_days + offer.min_gap_days)
        # The next one is answered unasked, whenever that is allowed.
        last += timedelta(days=offer.min_gap_days + wait)


@given(st.integers(0, 4000), st.lists(st.integers(0, 30), max_size=80))
def test_never_more_than_one_thing_is_asked_and_never_two_questionnaires_in_a_week(age, waits):
    """Somebody answers whatever is asked, at once or some days later."""
    asked, today, started = {}, TODAY, TODAY - timedelta(days=age)
    answered = []
    for wait in waits:
        today += timedelta(days=wait)
        found = due(asked, started_on=started, today=today)
        if found is None:
            continue
        asked[found] = Asked(today)
        if found in {"single", "cbi", "proqol"}:
            answered.append(today)
    assert all((b - a).days >= 7 for a, b in pairwise(answered))


@pytest.mark.parametrize(
    ("ignored", "quiet_days"), [(1, 7), (2, 30), (3, 30)], ids=["once", "twice", "three times"]
)
def test_not_now_keeps_it_quiet_for_longer_each_time(ignored, quiet_days):
    offers = (SINGLE,)
    assert due({"single": Asked(None, ago(quiet_days - 1), ignored)}, offers=offers) is None
    assert due({"single": Asked(None, ago(quiet_days), ignored)}, offers=offers) == "single"


def test_after_four_times_it_is_not_asked_any_more():
    stopped = Asked(None, ago(700), STOP_AFTER)
    assert stopped.stopped
    assert due({"single": stopped}, offers=(SINGLE,)) is None


def test_not_now_ends_the_asking_for_today():
    assert due({PULSE: Asked(None, TODAY, 1)}) is None
    assert due({PULSE: Asked(None, ago(1), 1)}) == BOUNDARY_CHECK


def test_putting_off_one_questionnaire_does_not_bring_the_next_one_at_once():
    assert due(SHORT_DONE | {"cbi": Asked(None, ago(3), 1)}) is None


def test_an_answer_counts_from_the_beginning_again():
    assert due({"single": Asked(ago(30), ago(40), 0)}, offers=(SINGLE,)) == "single"


@pytest.mark.parametrize(
    ("days", "expected"), [(6, "single"), (7, None), (13, None), (14, "single")]
)
def test_what_was_seen_and_left_for_a_week_is_quiet_as_if_put_off(days, expected):
    assert due({"single": Asked(seen_on=ago(days))}, offers=(SINGLE,)) == expected


def test_after_two_times_left_it_is_quiet_for_a_month():
    assert due({"single": Asked(None, ago(40), 1, ago(36))}, offers=(SINGLE,)) is None
    assert due({"single": Asked(None, ago(41), 1, ago(37))}, offers=(SINGLE,)) == "single"


def test_what_was_answered_after_it_was_seen_was_not_left():
    assert Asked(ago(5), seen_on=ago(8)).as_of(TODAY) == Asked(ago(5))
    assert Asked(ago(9), seen_on=ago(8)).as_of(TODAY) == Asked(ago(9), ago(1), 1)


def test_who_never_answers_the_check_in_is_still_asked_the_baseline():
    skipped = {PULSE: Asked(None, ago(8), 1), BOUNDARY_CHECK: Asked(TODAY)}
    assert due(skipped) == "cbi"
    assert due(skipped | {"cbi": Asked(ago(3))}) == PULSE


def test_who_answers_nothing_at_all_is_asked_everything_once_and_then_left_in_peace():
    asked, seen = {}, []
    for day in range(400):
        today = START + timedelta(days=day)
        found = next_due(ALL, asked, started_on=START, today=today, paused=False)
        asked = {subject: one.as_of(today) for subject, one in asked.items()}
        if found is not None:
            seen.append(found.subject)
            one = asked.get(found.subject, Asked())
            asked[found.subject] = one if one.seen_on else replace(one, seen_on=today)
    assert set(seen) == {offer.subject for offer in ALL}
    assert seen.index("cbi") < 31
    assert all(asked[offer.subject].stopped for offer in ALL)
