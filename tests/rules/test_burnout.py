"""From a history to the burnout risk flag and its sentences."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.burnout import burnout_verdict, closed_weeks, progress
from core.rules.dates import monday_of
from core.rules.instruments import DETECTOR_SCALES
from core.rules.strain import Score, WeekInput, band
from core.rules.strain_channel import trend
from core.rules.strain_scores import CUT_OFFS
from core.vocabulary import FlagKind, Instrument, Level
from tests.rules.catalogue import CALM, LAST, RISING, TODAY, history, sentences
from tests.rules.urgent_packs import PACKS

SHOWS = "and your own picture shows here."


def test_a_rising_toll_is_said_with_the_persons_own_numbers():
    verdict = burnout_verdict(history(RISING), today=TODAY)

    assert verdict.kind is FlagKind.BURNOUT_RISK
    assert verdict.level is Level.HIGH
    assert verdict.findings[0].sentence == (
        "Your toll averaged 7.7 over your last 3 logged weeks; "
        "all were clearly above your usual of 4 (mostly 3.1 to 4.9)."
    )
    assert verdict.findings[0].threshold == (
        "more than 5.2 on an average in which newer weeks count more, with 2 of 3 weeks clearly "
        "above your usual; yours comes to 5.3; your usual is taken from 8 ordinary weeks"
    )


def toll_weeks(*more):
    return history((*CALM, *more))


@pytest.mark.parametrize(
    ("more", "which"),
    [((7, 7, 8, 8), "all were"), ((8, 8, 8, 4.5, 8), "2 of them were")],
)
def test_a_trend_says_how_many_of_the_last_weeks_were_clearly_above(more, which):
    found = burnout_verdict(toll_weeks(*more), today=TODAY).findings[0]
    assert f"{which} clearly above your usual" in found.sentence


def test_where_the_last_weeks_alone_would_not_say_it_those_before_are_named():
    found = burnout_verdict(toll_weeks(8, 8, 8, 4.5, 4.6, 6), today=TODAY).findings[0]
    assert found.rule == "toll_trend"
    assert found.sentence == (
        "Your toll averaged 5 over your last 3 logged weeks; your usual is 4 (mostly 3.1 to 4.9), "
        "and earlier weeks still count."
    )


@given(st.lists(st.floats(3, 10), min_size=3, max_size=12))
def test_the_numbers_of_a_trend_are_those_of_the_weeks_and_of_the_detector(more):
    weeks = toll_weeks(*more)
    latest = closed_weeks(weeks, (), today=TODAY)[-1]
    verdict = burnout_verdict(weeks, today=TODAY)
    if "toll trend" not in latest.reasons:
        return
    found = next(each for each in verdict.findings if each.rule == "toll_trend")
    lines = band(latest.toll)
    assert found.numbers["lately"] == round(sum(more[-3:]) / 3, 1)
    assert found.numbers["over"] == 3
    assert found.numbers["smoothed"] == pytest.approx(lines.smoothed, abs=0.06)
    passed = lines.high_line if trend(latest.toll) > 1 else lines.watch_line
    assert found.numbers["line"] == pytest.approx(passed, abs=0.06)
    assert found.numbers["smoothed"] > found.numbers["line"]
    if trend(latest.toll) > 1:
        assert found.numbers["above"] >= 2


def test_somebody_near_their_usual_has_no_flag():
    assert burnout_verdict(history(CALM + CALM), today=TODAY) is None


def test_too_few_weeks_raise_no_flag_however_heavy_they_are():
    assert burnout_verdict(history((10,) * 8), today=TODAY) is None


def test_the_running_week_says_nothing_yet():
    closed = history((*CALM, 4))
    running = [*closed, WeekInput(LAST + 1, 10.0)]
    assert burnout_verdict(running, today=TODAY) == burnout_verdict(closed, today=TODAY)


def test_since_is_the_monday_on_which_the_first_week_of_the_present_level_was_over():
    before = burnout_verdict(history(RISING), today=TODAY - timedelta(weeks=1))
    now = burnout_verdict(history(RISING), today=TODAY)

    assert before.level is Level.HIGH
    assert now.since == before.since
    assert now.since.weekday() == 0
    weeks = closed_weeks(history(RISING), (), today=TODAY)
    first = next(each.week for each in weeks if each.level is Level.HIGH)
    assert now.since == monday_of(first + 1)
    assert burnout_verdict(history(RISING), today=now.since - timedelta(days=1)) != now


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
    assert "came to 79.2; 75 or more" in verdict.findings[0].sentence
    assert not verdict.findings[0].is_default


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
        (1, 0, f"Not enough data yet: 1 week with an entry so far; 8 more weeks, {SHOWS}"),
        (
            5,
            0,
            f"Not enough data yet: 5 weeks with an entry so far; 4 more weeks, {SHOWS}",
        ),
        (8, 0, f"Not enough data yet: 8 weeks with an entry so far; 1 more week, {SHOWS}"),
        (
            12,
            4,
            f"Not enough data: no entry for 4 weeks; 1 more week with an entry, {SHOWS}",
        ),
        (12, 0, ""),
    ],
)
def test_missing_data_is_said_with_what_is_missing(observed, silent, sentence):
    assert progress(history((4,) * observed, silent=silent), today=TODAY).sentence == sentence


def test_nobody_is_judged_before_they_began():
    assert burnout_verdict([], today=date(2026, 1, 1)) is None
    assert progress([], today=TODAY).weeks_missing == 9


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_a_change_that_raises_a_flag_is_no_smaller_than_the_one_its_pack_calls_meaningful(pack):
    for scale in pack.subscales:
        instrument = DETECTOR_SCALES.get((pack.id, scale.id))
        if instrument is None:
            continue
        change = CUT_OFFS[instrument].change
        if scale.change.is_default:
            assert change == scale.change.points
        else:
            assert change > scale.change.points


def test_ten_points_of_the_who5_are_published_and_the_change_that_raises_a_flag_is_a_default():
    (scale,) = next(pack for pack in PACKS if pack.id == "who5").subscales
    assert (scale.change.points, scale.change.is_default) == (10, False)

    scores = [Score(LAST - 5, Instrument.WHO5, 80), Score(LAST, Instrument.WHO5, 57)]
    (finding,) = burnout_verdict([], scores, today=TODAY).findings
    assert finding.rule == "questionnaire_change"
    assert finding.threshold.startswith("22.2 points or more")
    assert finding.is_default
    calmer = [scores[0], Score(LAST, Instrument.WHO5, 60)]
    assert burnout_verdict([], calmer, today=TODAY) is None


@pytest.mark.parametrize(
    ("versions", "worse"),
    [((1, 1), True), ((1, 2), False), ((1, 2, 1), True), ((1, 2, 2), False)],
    ids=["the same", "another version", "the same after another", "two of the newest"],
)
def test_a_score_is_compared_with_the_newest_one_of_the_same_version(versions, worse):
    values = [45 if place else 20 for place in range(len(versions))]
    weeks = range(LAST - 2 * len(versions) + 2, LAST + 1, 2)
    scores = [
        Score(week, Instrument.CBI_WORK, value, version)
        for week, value, version in zip(weeks, values, versions, strict=True)
    ]
    assert (burnout_verdict([], scores, today=TODAY) is not None) is worse


def test_the_newest_score_speaks_whatever_its_version():
    before = Score(LAST - 4, Instrument.CBI_WORK, 80)
    alike, other = (
        burnout_verdict([], [before, Score(LAST, Instrument.CBI_WORK, 20, version)], today=TODAY)
        for version in (1, 2)
    )
    assert alike == other
    assert alike.level is Level.WATCH


def test_toll_and_check_in_together_name_weeks_scale_and_the_limit_they_pass():
    told = [
        finding
        for finding in sentences()["burnout_risk"]
        if finding.rule == "toll_and_check_in_together"
    ]
    assert told
    for finding in told:
        assert finding.numbers["smoothed_toll"] > finding.numbers["line"]
        assert "over 3 logged weeks" in finding.sentence
        assert "over 3 check-ins" in finding.sentence
        assert finding.sentence.endswith("where 10 is hardest.")
        assert f"more than {finding.numbers['line']:g}" in finding.threshold
