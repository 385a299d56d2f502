"""The strain detector against its vectors, and what must hold for any history."""

import json
from math import inf, nan, sqrt
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks import detection
from core.errors import InvalidValue
from core.rules.strain import (
    Parameters,
    Score,
    WeekInput,
    band,
    check_composite,
    monitor,
    week_input,
    weeks_until_judgement,
)
from core.rules.strain_channel import Channel
from core.vocabulary import Instrument, Level

VECTORS = Path(__file__).parent / "detection_vectors.json"
CONTENT = json.loads(VECTORS.read_text())
ERRORS = dict(detection.errors(CONTENT))

tolls = st.none() | st.floats(0, 10)
weeks = st.lists(
    st.builds(WeekInput, st.just(0), tolls, tolls, st.none() | st.floats(0, 3000)), max_size=60
).map(
    lambda rows: [
        WeekInput(100 + i, row.toll, row.check, row.minutes) for i, row in enumerate(rows)
    ]
)
scores = st.lists(
    st.builds(Score, st.integers(95, 160), st.sampled_from(Instrument), st.floats(0, 100)),
    max_size=8,
)


def flat(*values):
    return [WeekInput(i, value) for i, value in enumerate(values)]


def without_silence(verdicts):
    return [verdict._replace(silent_weeks=0) for verdict in verdicts]


def levels(verdicts):
    return [verdict.level for verdict in verdicts]


@pytest.mark.parametrize("name", ERRORS)
def test_every_number_and_word_of_a_test_vector_agrees(name):
    assert ERRORS[name] <= CONTENT["tolerance"]


def test_our_constants_are_those_of_the_vectors():
    named = {detection.PARAMETERS[key]: value for key, value in CONTENT["parameters"].items()}
    assert Parameters(**named) == Parameters()


def test_the_command_fails_when_one_number_differs(tmp_path, capsys):
    changed = json.loads(VECTORS.read_text())
    changed["vectors"][0]["expected"][9]["toll"]["z"] += 0.001
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(changed))

    assert detection.check_vectors(VECTORS)
    assert not detection.check_vectors(file)
    assert "vectors: 11 of 12" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("place", "key", "value"),
    [(10, "level", "steady"), (10, "reasons", []), (10, "toll", None)],
)
def test_the_command_notices_a_wrong_level_reason_or_missing_reading(place, key, value):
    changed = json.loads(VECTORS.read_text())["vectors"][0]
    changed["expected"][place].pop(key)
    if value is not None:
        changed["expected"][place][key] = value
    assert detection.vector_error(changed, Parameters()) == inf


@given(weeks, scores)
def test_judging_from_scratch_equals_judging_week_by_week(history, given_scores):
    whole = monitor(history, given_scores, until=170)
    for cut in (110, 130, 169):
        part = [one for one in history if one.week <= cut]
        early = [score for score in given_scores if score.week <= cut]
        if part or early:
            early_verdicts = monitor(part, early, until=cut)
            assert early_verdicts == [verdict for verdict in whole if verdict.week <= cut]


@given(weeks, scores, st.randoms())
def test_the_order_in_which_weeks_are_handed_over_does_not_matter(history, given_scores, random):
    mixed = random.sample(history, len(history))
    assert monitor(mixed, given_scores) == monitor(history, given_scores)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=9), st.randoms())
def test_the_order_of_entries_within_a_week_does_not_matter(entries, random):
    mixed = random.sample(entries, len(entries))
    assert week_input(5, toll_sum=sum(mixed), tolls=len(mixed)) == week_input(
        5, toll_sum=sum(entries), tolls=len(entries)
    )


SWINGING = [WeekInput(i, (i * 7 % 10) * 0.37 + 2) for i in range(90)]


@given(weeks)
@example(SWINGING)
def test_the_running_sums_equal_sums_over_the_reference_itself(history):
    p = Parameters()
    values = [(one.week, one.toll) for one in history if one.toll is not None]
    excluded = set()
    for verdict in monitor(history):
        place = next((i for i, (week, _) in enumerate(values) if week == verdict.week), None)
        if place is None or verdict.toll is None:
            continue
        old = [
            value
            for i, (week, value) in enumerate(values)
            if i < 8 or (week <= verdict.week - 8 and week not in excluded)
        ][-40:]
        mean = sum(old) / len(old)
        squares = sum((value - mean) ** 2 for value in old)
        spread = max(0.5, sqrt((4 + squares) / (4 + len(old) - 1)))
        assert verdict.toll.n == len(old)
        assert verdict.toll.mu == pytest.approx(mean, abs=1e-9)
        assert verdict.toll.s == pytest.approx(spread, abs=1e-9)
        if verdict.toll.z > p.z_exclude:
            excluded.add(verdict.week)


@given(weeks)
def test_without_enough_observed_weeks_nothing_is_called_steady(history):
    few = [WeekInput(one.week, one.toll if i < 8 else None) for i, one in enumerate(history)]
    assert set(levels(monitor(few))) <= {Level.NOT_ENOUGH_DATA}


@given(st.lists(st.floats(0, 49), max_size=6))
def test_a_harmless_questionnaire_alone_never_says_steady(values):
    given_scores = [Score(i, Instrument.CBI_WORK, value) for i, value in enumerate(values)]
    said = {(v.level, v.scores) for v in monitor([], given_scores, until=40) if not v.scores}
    assert all(level is not Level.STEADY for level, _ in said)


@given(weeks)
def test_an_unobserved_week_is_not_a_week_of_zero(history):
    seen = [one for one in history if one != WeekInput(one.week)]
    if seen:
        with_gaps = monitor(history, until=200)[seen[0].week - history[0].week :]
        assert without_silence(monitor(seen, until=200)) == without_silence(with_gaps)


def test_a_week_of_zero_differs_from_an_unobserved_week():
    base = (4, 3, 4, 5, 4, 3, 5, 4, 4)
    assert monitor(flat(*base, 0))[-1].toll != monitor(flat(*base, None))[-1].toll


def test_a_week_without_entries_has_no_minutes_and_a_check_in_alone_has_none_worked():
    assert week_input(3) == WeekInput(3)
    assert week_input(3, answer_sum=15, answered=5) == WeekInput(3, None, 5.0, 0)


@pytest.mark.parametrize(
    ("answer_sum", "answered", "composite"),
    [(25, 5, 0), (5, 5, 10), (9, 3, 5), (8, 2, None), (0, 0, None)],
)
def test_a_check_in_counts_from_three_answers_on(answer_sum, answered, composite):
    assert check_composite(answer_sum, answered) == composite


@pytest.mark.parametrize("value", [nan, inf, -0.1, 10.1, "4", True])
def test_a_toll_that_is_no_number_from_0_to_10_is_refused(value):
    with pytest.raises(InvalidValue, match="toll"):
        WeekInput(1, value)


@pytest.mark.parametrize("value", [nan, -1, inf])
def test_minutes_that_cannot_be_are_refused(value):
    with pytest.raises(InvalidValue, match="minutes"):
        WeekInput(1, minutes=value)


@pytest.mark.parametrize("value", [nan, -1, 100.5, "50"])
def test_a_score_outside_0_to_100_is_refused(value):
    with pytest.raises(InvalidValue, match="score"):
        Score(1, Instrument.WHO5, value)


def test_a_week_given_twice_is_refused():
    with pytest.raises(InvalidValue, match="twice"):
        monitor([WeekInput(1, 4), WeekInput(1, 5)])


def test_a_questionnaire_counts_for_thirteen_weeks_and_a_wellbeing_one_for_eight():
    def counted(instrument, value):
        verdicts = monitor([], [Score(0, instrument, value)], until=30)
        return sum(bool(verdict.scores) for verdict in verdicts)

    assert counted(Instrument.CBI_WORK, 60) == 13
    assert counted(Instrument.WHO5, 40) == 8


@pytest.mark.parametrize(
    ("instrument", "value", "level"),
    [
        (Instrument.CBI_WORK, 49.9, Level.NOT_ENOUGH_DATA),
        (Instrument.CBI_WORK, 50, Level.WATCH),
        (Instrument.CBI_WORK, 75, Level.HIGH),
        (Instrument.WHO5, 52, Level.NOT_ENOUGH_DATA),
        (Instrument.WHO5, 50, Level.WATCH),
        (Instrument.WHO5, 28, Level.HIGH),
    ],
)
def test_cut_offs_of_questionnaires_include_their_own_figure(instrument, value, level):
    assert monitor([], [Score(0, instrument, value)])[-1].level is level


def test_worsening_by_more_than_chance_is_watched_even_under_the_cut_off():
    given_scores = [Score(0, Instrument.CBI_PERSONAL, 20), Score(4, Instrument.CBI_PERSONAL, 36.5)]
    assert monitor([], given_scores)[-1].level is Level.WATCH
    slight = [Score(0, Instrument.CBI_PERSONAL, 20), Score(4, Instrument.CBI_PERSONAL, 36.4)]
    assert monitor([], slight)[-1].level is Level.NOT_ENOUGH_DATA


def test_a_level_kept_in_silence_is_marked_stale_and_ends_after_thirteen_weeks():
    verdicts = monitor(flat(4, 4, 4, 4, 4, 4, 4, 4, 6, 6, 6, 6, 6), until=40)
    silent = verdicts[15:]
    assert [verdict.stale for verdict in silent] == [True] * 13 + [False] * (len(silent) - 13)
    assert silent[12].level is Level.HIGH
    assert silent[13].level is Level.NOT_ENOUGH_DATA


def test_a_week_without_anything_new_is_no_quiet_week_on_the_way_down():
    easing = flat(*[3] * 10, *[8] * 5, 2)
    last, *silent = monitor(easing, until=17)[15:]
    assert (last.level, last.calm) == (Level.HIGH, 1)
    assert [(one.level, one.calm) for one in silent] == [(Level.HIGH, 1)] * 2
    assert all(one.toll.current and one.toll.z < 1.5 for one in silent)


def test_after_a_gap_of_nine_weeks_earlier_weeks_are_forgotten():
    base = [4, 3, 4, 5, 4, 3, 5, 4]
    before = monitor(flat(*base, 8, 8))[-1].toll
    after = monitor(flat(*base, 8, 8, *[None] * 8, 8))[-1].toll
    assert before.two
    assert not after.two
    assert after.v == 0.0625


def test_high_is_not_asked_for_when_only_one_of_the_last_three_weeks_was_clearly_above():
    base = [4, 3, 4, 5, 4, 3, 5, 4]
    *_, twice, once = monitor(flat(*base * 3, *[8] * 8, 4.5, 4.5))
    assert (twice.toll.two, twice.want) == (True, 2)
    assert (once.toll.two, once.want) == (False, 1)
    assert once.toll.z > 2.7
    assert once.level is Level.HIGH


def test_variance_follows_its_recursion_to_the_steady_value():
    channel = Channel(Parameters(), prior=1.0, floor=0.5)
    readings = [channel.observe(week, 4.0) for week in range(60)]
    assert [round(reading.v, 6) for reading in readings[8:12]] == [
        0.0625,
        0.097656,
        0.117432,
        0.128555,
    ]
    assert readings[-1].v == pytest.approx(0.25 / 1.75)


def test_the_band_crosses_its_lines_exactly_where_z_crosses_its_limits():
    for reading in (verdict.toll for verdict in monitor(flat(3, 4, 2, 5, 3, 4, 3, 4, 6, 7, 7, 6))):
        if reading is not None:
            lines = band(reading)
            assert (lines.smoothed > lines.watch_line) == (reading.z > 2.2)
            assert (lines.smoothed > lines.high_line) == (reading.z > 2.7)
            assert lines.low < lines.usual < lines.high


@pytest.mark.parametrize(("observed", "missing"), [(0, 9), (1, 8), (5, 4), (8, 1), (9, 0), (20, 0)])
def test_weeks_until_a_judgement_are_counted_down(observed, missing):
    assert weeks_until_judgement(flat(*[4] * observed)) == missing


def test_after_a_long_silence_one_more_week_is_needed():
    assert weeks_until_judgement(flat(*[4] * 12), until=20) == 1


@given(weeks, scores, scores, st.floats(0, 10), st.integers(100, 168))
def test_an_added_answer_never_says_steady_without_enough_data(
    history, given_scores, added, check, at
):
    before = monitor(history, given_scores, until=170) or [None]
    more = [one for one in history if one.week != at]
    told = next((one for one in history if one.week == at), WeekInput(at))
    more.append(WeekInput(at, told.toll, check, told.minutes))
    after = monitor(more, [*given_scores, *added], until=170)[-1].level

    unjudged = before[-1] is None or before[-1].level is Level.NOT_ENOUGH_DATA
    observed = max(
        sum(one.toll is not None for one in more), sum(one.check is not None for one in more)
    )
    if unjudged and after is Level.STEADY:
        assert observed > Parameters().calibration_weeks
