"""What would clear the burnout risk flag comes true when it happens."""

from datetime import timedelta

import pytest

from core.data.instruments import packs_in, shipped_packs
from core.rules.burnout import burnout_verdict, closed_weeks
from core.rules.burnout_clears import weeks_until_calm
from core.rules.dates import monday_of
from core.rules.instruments import DETECTOR_SCALES
from core.rules.strain import Score, WeekInput, monitor
from core.rules.strain_scores import CUT_OFFS
from core.rules.words import day_words
from core.vocabulary import Instrument, Level
from tests.rules.catalogue import CALM, EASING, LAST, RISING, TODAY, history
from tests.support import ROOT

PACKS = (*shipped_packs(), *packs_in(ROOT / "tests/data/packs"))
PERSONAL, WHO5 = Instrument.CBI_PERSONAL, Instrument.WHO5
LOADED = history((4,) * 13, (), (120, 150, 90, 130, 110, 140, 120, 100, 130, 180, 220, 260, 300))


def said(weeks, scores=(), *, today=TODAY):
    return burnout_verdict(weeks, scores, today=today).clears


def like_the_usual(weeks, count):
    """Add weeks that are exactly the person's usual."""
    reading = closed_weeks(weeks, (), today=TODAY)[-1]
    minutes = reading.load.mu if reading.load and reading.load.mu else None
    more = [WeekInput(LAST + i, reading.toll.mu, None, minutes) for i in range(1, count + 1)]
    return monitor([*weeks, *more], until=LAST + count)[-1]


@pytest.mark.parametrize("weeks", [history(RISING), history(EASING), LOADED])
def test_after_as_many_usual_weeks_as_it_says_it_goes_down_a_step(weeks):
    latest = closed_weeks(weeks, (), today=TODAY)[-1]
    count = weeks_until_calm(latest)

    assert f"about {count} weeks" in said(weeks)
    assert like_the_usual(weeks, count - 1).level is latest.level
    after = like_the_usual(weeks, count)
    assert after.level is (Level.WATCH if latest.level is Level.HIGH else Level.STEADY)


def test_two_weeks_after_it_stepped_down_it_is_gone():
    weeks = history(RISING)
    count = weeks_until_calm(closed_weeks(weeks, (), today=TODAY)[-1])
    assert said(weeks).endswith("and clears 2 weeks later.")
    assert like_the_usual(weeks, count + 1).level is Level.WATCH
    assert like_the_usual(weeks, count + 2).level is Level.STEADY


def test_a_silent_flag_ends_on_the_day_it_names():
    weeks = history(RISING, silent=5)
    ends = monday_of(LAST - 5 + 2 + 15)

    assert f"without anything new it ends on {day_words(ends)}" in said(weeks)
    assert burnout_verdict(weeks, today=ends - timedelta(days=1))
    assert burnout_verdict(weeks, today=ends) is None


@pytest.mark.parametrize(
    ("instrument", "value", "counts"), [(PERSONAL, 60, 13), (PERSONAL, 80, 13), (WHO5, 40, 8)]
)
def test_a_result_without_a_diary_ends_on_the_day_it_names(instrument, value, counts):
    scores = [Score(LAST, instrument, value)]
    ends = monday_of(LAST + counts - 1 + 15)

    assert f"without entries it ends on {day_words(ends)}" in said([], scores)
    assert burnout_verdict([], scores, today=ends - timedelta(days=1))
    assert burnout_verdict([], scores, today=ends) is None


def test_a_result_beside_a_diary_names_the_last_day_on_which_it_counts():
    weeks, scores = history(CALM + (4,) * 4), [Score(LAST, PERSONAL, 60)]
    until = monday_of(LAST + 13) - timedelta(days=1)

    assert f"it counts until {day_words(until)}" in said(weeks, scores)
    usual = [*weeks, *(WeekInput(LAST + i, 4.0) for i in range(1, 15))]
    levels = {each.week: each.level for each in monitor(usual, scores, until=LAST + 14)}
    assert levels[LAST + 12] is Level.WATCH
    assert levels[LAST + 13] is Level.WATCH
    assert levels[LAST + 14] is Level.STEADY


@pytest.mark.parametrize(
    ("value", "new", "words"),
    [
        (60, 49, "Clears with a new result under 50"),
        (80, 74, "Steps down with a new result under 75"),
    ],
)
def test_a_new_result_does_what_is_said_and_when_it_can_be_given(value, new, words):
    given = [Score(LAST, PERSONAL, value)]
    assert said([], given).startswith(f"{words}; you can answer again 60 days after this one.")
    before = monitor([], given, until=LAST)[-1].level
    after = monitor([], [*given, Score(LAST + 9, PERSONAL, new)], until=LAST + 9)[-1].level
    assert (before, after) in {(Level.WATCH, Level.NOT_ENOUGH_DATA), (Level.HIGH, Level.WATCH)}


def test_a_high_trend_beside_a_result_needs_both():
    text = said(history(RISING[:11]), [Score(LAST, PERSONAL, 60)])
    assert text.startswith("Steps down after about 3 weeks like your usual. Clears with a new")


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ([(PERSONAL, 20), (PERSONAL, 45)], "a new result that is not harder again"),
        ([(PERSONAL, 60), (Instrument.CBI_CLIENT, 60)], "a new result under 50 in each part"),
        ([(PERSONAL, 60), (WHO5, 40)], "new results on the better side of their limits"),
    ],
)
def test_several_results_are_told_together(scores, words):
    given = [Score(LAST, instrument, value) for instrument, value in scores]
    assert words in said([], given)


def test_who_only_ever_answered_questionnaires_is_told_of_a_new_result():
    scores = [Score(LAST - 15, PERSONAL, 60)]
    assert said([], scores).startswith("Eases with a new questionnaire result")


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_the_days_until_one_may_answer_again_are_those_of_the_pack(pack):
    for scale in pack.subscales:
        instrument = DETECTOR_SCALES.get((pack.id, scale.id))
        if instrument is not None:
            assert CUT_OFFS[instrument].again_days == pack.min_interval_days
