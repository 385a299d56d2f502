"""From a history to the burnout risk flag and its sentences."""

from datetime import date, timedelta

import pytest

from core.rules.burnout import burnout_verdict, progress
from core.rules.dates import monday_of
from core.rules.strain import Score, WeekInput
from core.vocabulary import FlagKind, Instrument, Level
from tests.rules.catalogue import CALM, LAST, RISING, TODAY, history


def test_a_rising_toll_is_said_with_the_persons_own_numbers():
    verdict = burnout_verdict(history(RISING), today=TODAY)

    assert verdict.kind is FlagKind.BURNOUT_RISK
    assert verdict.level is Level.HIGH
    assert verdict.findings[0].sentence == (
        "Your weekly toll runs at 5.3; your own usual is 4, usually 3.1 to 4.9, "
        "from 8 ordinary weeks."
    )


def test_somebody_near_their_usual_has_no_flag():
    assert burnout_verdict(history(CALM + CALM), today=TODAY) is None


def test_too_few_weeks_raise_no_flag_however_heavy_they_are():
    assert burnout_verdict(history((10,) * 8), today=TODAY) is None


def test_the_running_week_says_nothing_yet():
    closed = history((*CALM, 4))
    running = [*closed, WeekInput(LAST + 1, 10.0)]
    assert burnout_verdict(running, today=TODAY) == burnout_verdict(closed, today=TODAY)


def test_since_is_the_monday_of_the_first_week_of_the_present_level():
    before = burnout_verdict(history(RISING), today=TODAY - timedelta(weeks=1))
    now = burnout_verdict(history(RISING), today=TODAY)

    assert before.level is Level.HIGH
    assert now.since == before.since
    assert now.since.weekday() == 0
    assert now.since < monday_of(LAST)


def test_an_easing_week_keeps_the_level_and_says_why():
    verdict = burnout_verdict(history((*CALM, 7, 8, 8, 8, 8, 5, 4)), today=TODAY)
    assert verdict.findings[-1].rule == "settling"


def test_silence_keeps_the_flag_and_counts_the_silent_weeks():
    verdict = burnout_verdict(history(RISING, silent=5), today=TODAY)

    assert [finding.rule for finding in verdict.findings] == ["no_new_entries"]
    assert verdict.findings[0].numbers == {"weeks": 5}


def test_a_high_questionnaire_score_raises_a_flag_without_any_diary():
    scores = [Score(LAST, Instrument.CBI_PERSONAL, 79.17)]
    verdict = burnout_verdict([], scores, today=TODAY)

    assert verdict.level is Level.HIGH
    assert "shows 79.2; 75 or more" in verdict.findings[0].sentence
    assert not verdict.findings[0].is_default
    assert verdict.clears == (
        "Clears with a new questionnaire result on the better side of its limit."
    )


def test_a_rise_in_support_time_alone_is_only_watched_and_leads_with_the_load():
    minutes = (120, 150, 90, 130, 110, 140, 120, 100, 130, 180, 220, 260, 300, 320, 340)
    verdict = burnout_verdict(history((4,) * 15, (), minutes), today=TODAY)

    assert verdict.level is Level.WATCH
    assert [finding.rule for finding in verdict.findings] == ["load"]
    assert verdict.steps[0] == "share_hours"


def test_somebody_near_the_floor_is_never_told_about_less_than_nothing():
    verdict = burnout_verdict(history((0,) * 8 + (1,) * 8), today=TODAY)
    assert verdict.findings[0].numbers["low"] == 0
    assert "-" not in verdict.findings[0].sentence


@pytest.mark.parametrize(
    ("observed", "silent", "sentence"),
    [
        (5, 0, "Not enough data yet: 5 of 8 weeks collected, 4 more weeks needed."),
        (8, 0, "Not enough data yet: no entry for 0 weeks, 1 more week needed."),
        (12, 4, "Not enough data yet: no entry for 4 weeks, 1 more week needed."),
        (12, 0, ""),
    ],
)
def test_missing_data_is_said_with_what_is_missing(observed, silent, sentence):
    assert progress(history((4,) * observed, silent=silent), today=TODAY).sentence == sentence


def test_nobody_is_judged_before_they_began():
    assert burnout_verdict([], today=date(2026, 1, 1)) is None
    assert progress([], today=TODAY).weeks_missing == 9
