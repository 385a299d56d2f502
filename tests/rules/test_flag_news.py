"""What is new about a shared flag waits 48 hours of its own."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.flag_news import Held, Told, hold_back
from core.rules.sharing import FIRST_TO_THE_PERSON
from core.vocabulary import Level

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def reason(rule, *, on="", value=1.0):
    return {"rule": rule, "numbers": {"value": value, **({"day": on} if on else {})}}


def told(level, *reasons, since=date(2026, 11, 2)):
    return Told(level, since, reasons)


TREND = told(Level.WATCH, reason("toll_trend"))
HIGH = told(Level.HIGH, reason("toll_trend", value=2), since=date(2026, 11, 16))


def after(now, nxt, held=None, *, edited=False, at=NOW):
    return hold_back(now, nxt, held, edited=edited, now=at)


def test_a_higher_level_is_held_back_and_the_old_one_goes_on_being_told():
    assert after(TREND, HIGH) == Held(TREND, NOW)


def test_another_reason_is_news_and_another_figure_is_none():
    assert after(TREND, told(Level.WATCH, reason("toll_trend", value=7))) is None
    more = told(Level.WATCH, *TREND.findings, reason("load"))
    assert after(TREND, more) == Held(TREND, NOW)


def test_the_same_reason_about_another_day_is_news():
    before, again = reason("gift", on="3 May"), reason("gift", on="20 May")
    held = after(told(Level.HIGH, before), told(Level.HIGH, again))
    assert held.told.findings == (before,)


def test_a_lower_level_is_told_at_once_also_while_something_waits():
    assert after(HIGH, TREND) is None
    calmer = told(Level.WATCH, reason("load"), since=date(2026, 11, 9))
    held = after(HIGH, calmer)
    assert (held.told.level, held.told.since) == (Level.WATCH, calmer.since)


def test_a_later_look_does_not_make_the_wait_longer_and_more_news_does():
    waiting = Held(TREND, NOW - 20 * HOUR)
    assert after(HIGH, told(Level.HIGH, reason("toll_trend", value=3)), waiting) == waiting
    more = told(Level.HIGH, *HIGH.findings, reason("check_in_trend"))
    assert after(HIGH, more, waiting) == Held(TREND, NOW)


def test_what_was_waiting_is_told_after_48_hours():
    old = Held(TREND, NOW - FIRST_TO_THE_PERSON)
    assert after(HIGH, HIGH, old) is None


def test_what_was_taken_back_by_an_edit_is_told_no_longer():
    two = told(Level.WATCH, reason("gift", on="3 May"), reason("dual_role", on="3 May"))
    left = told(Level.HIGH, reason("gift", on="3 May", value=2), reason("secrecy", on="4 May"))
    held = after(two, left, edited=True)
    assert held.told.findings == (reason("gift", on="3 May", value=2),)


rules = st.sampled_from(("toll_trend", "load", "gift"))
tells = st.builds(
    Told,
    st.sampled_from((Level.WATCH, Level.HIGH)),
    st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    st.lists(st.builds(reason, rules, on=st.sampled_from(("", "3 May"))), max_size=4).map(tuple),
)
waits = st.none() | st.builds(Held, tells, st.integers(0, 72).map(lambda hours: NOW - hours * HOUR))


@given(tells, tells, waits, st.booleans())
def test_others_are_never_told_at_once_more_than_they_knew(before, now, held, edited):
    known = before
    if held is not None and held.news_at + FIRST_TO_THE_PERSON > NOW:
        known = held.told
    result = hold_back(before, now, held, edited=edited, now=NOW)
    shown = now if result is None else result.told
    reasons = {(one["rule"], one["numbers"].get("day")) for one in known.findings}
    assert {(one["rule"], one["numbers"].get("day")) for one in shown.findings} <= reasons
    assert shown.level is not Level.HIGH or known.level is Level.HIGH


@pytest.mark.parametrize("hours", [0, 47])
def test_the_wait_is_48_hours_from_the_news(hours):
    waiting = Held(TREND, NOW - hours * HOUR)
    assert after(HIGH, HIGH, waiting) == waiting
