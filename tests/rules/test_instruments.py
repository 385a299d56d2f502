"""Scoring published questionnaires: the vectors of the literature, and what is refused."""

from pathlib import Path

import pytest

from core.data.instruments import packs_in, shipped_packs
from core.errors import InvalidValue
from core.rules.instruments import (
    DETECTOR_SCALES,
    check_answers,
    faults_of_examples,
    moved,
    range_of,
    score,
    urgent_reasons,
)
from core.rules.strain_scores import CUT_OFFS
from core.vocabulary import Moved

PACKS = {
    pack.id: pack
    for pack in (*shipped_packs(), *packs_in(Path(__file__).parent.parent / "data/packs"))
}
CBI, PROQOL, SINGLE = PACKS["cbi"], PACKS["proqol5"], PACKS["single_item_burnout"]
REVERSED = {1, 4, 15, 17, 29}
SATISFACTION = {3, 6, 12, 16, 18, 20, 22, 24, 27, 30}


def cbi(personal=(), work=(), client=()):
    """Turn places on the scale, 0 for the lowest label, into answers."""
    parts = {"P": personal, "W": work, "C": client}
    return {
        f"{part}{n}": place * 25
        for part, given in parts.items()
        for n, place in enumerate(given, 1)
    }


def proqol(value):
    return {str(n): value(n) for n in range(1, 31)}


def numbered(*values):
    return {str(n): value for n, value in enumerate(values, 1)}


def scores(pack, answers):
    found = {one.scale: one.value for one in score(pack, answers)}
    return {name: None if value is None else round(value, 2) for name, value in found.items()}


def subscale(pack, name):
    return next(one for one in pack.subscales if one.id == name)


@pytest.mark.parametrize(
    ("answers", "personal", "work", "client"),
    [
        pytest.param(cbi([0] * 6, [0] * 7, [0] * 6), 0, 14.29, 0, id="CBI-A"),
        pytest.param(cbi([2] * 6, [2] * 7, [2] * 6), 50, 50, 50, id="CBI-B"),
        pytest.param(cbi([4] * 6, [4] * 7, [4] * 6), 100, 85.71, 100, id="CBI-C"),
        pytest.param(cbi([1] * 6, [3] * 6 + [1], [2] * 6), 25, 75, 50, id="CBI-D"),
        pytest.param(
            cbi([4, 3, 2, 1, 0, 4], [2, 3, 4, 1, 0, 2, 3], [0, 1, 2, 3, 4, 0]),
            58.33,
            46.43,
            41.67,
            id="CBI-E",
        ),
        pytest.param(cbi([2, 2, 2], [2, 2, 2], [1] * 6), 50, None, 25, id="CBI-F"),
    ],
)
def test_cbi_scores_as_published(answers, personal, work, client):
    assert scores(CBI, answers) == {"personal": personal, "work": work, "client": client}


def test_cbi_with_two_personal_answers_has_no_personal_score():
    [personal, _client] = score(CBI, cbi([2, 2], (), [1] * 6))
    assert personal.value is None
    assert personal.band is None
    assert personal.reason == "not scored: 4 of 6 missing"


def test_cbi_with_two_client_answers_has_no_client_score():
    assert scores(CBI, cbi([2] * 6, (), [1, 1]))["client"] is None


def test_the_part_that_may_be_left_out_is_left_out_rather_than_reported_as_missing():
    assert set(scores(CBI, cbi([1] * 6, (), [1] * 6))) == {"personal", "client"}


@pytest.mark.parametrize(
    ("answers", "satisfaction", "burnout", "stress"),
    [
        pytest.param(proqol(lambda n: 1), 10, 30, 10, id="PQ-A all 1"),
        pytest.param(proqol(lambda n: 3), 30, 30, 30, id="PQ-A all 3"),
        pytest.param(proqol(lambda n: 5), 50, 30, 50, id="PQ-A all 5"),
        pytest.param(proqol(lambda n: (n - 1) % 5 + 1), 28, 28, 32, id="PQ-B"),
        pytest.param(
            proqol(lambda n: 5 if n in SATISFACTION | REVERSED else 1), 50, 10, 10, id="PQ-C best"
        ),
        pytest.param(
            proqol(lambda n: 1 if n in SATISFACTION | REVERSED else 5), 10, 50, 50, id="PQ-C worst"
        ),
    ],
)
def test_proqol_scores_as_published(answers, satisfaction, burnout, stress):
    assert scores(PROQOL, answers) == {
        "satisfaction": satisfaction,
        "burnout": burnout,
        "secondary_stress": stress,
    }


def test_one_missing_proqol_answer_leaves_only_its_own_scale_without_a_score():
    answers = proqol(lambda n: 3) | {"8": None}
    assert scores(PROQOL, answers) == {
        "satisfaction": 30,
        "burnout": None,
        "secondary_stress": 30,
    }
    assert "not scored: 1 of 10 missing" in {one.reason for one in score(PROQOL, answers)}


def test_every_proqol_item_belongs_to_its_published_scale():
    found = {
        name: {int(item.id) for item in PROQOL.items if item.subscale == name}
        for name in ("satisfaction", "burnout", "secondary_stress")
    }
    assert found["satisfaction"] == SATISFACTION
    assert found["burnout"] == {1, 4, 8, 10, 15, 17, 19, 21, 26, 29}
    assert found["secondary_stress"] == {2, 5, 7, 9, 11, 13, 14, 23, 25, 28}
    assert {int(item.id) for item in PROQOL.items if item.reversed} == REVERSED


@pytest.mark.parametrize(
    ("answers", "value", "band"),
    [
        pytest.param([0] * 5, 0, "very low", id="WHO-A all 0"),
        pytest.param([5] * 5, 100, "fair", id="WHO-A all 5"),
        pytest.param([3] * 5, 60, "fair", id="WHO-A all 3"),
        pytest.param([2, 3, 2, 3, 2], 48, "low", id="WHO-B flag"),
        pytest.param([3, 3, 2, 3, 2], 52, "fair", id="WHO-B no flag"),
        pytest.param([1, 2, 1, 2, 1], 28, "very low", id="WHO-C low flag"),
        pytest.param([2, 2, 1, 1, 2], 32, "low", id="WHO-C flag"),
    ],
)
def test_who5_scores_as_published(answers, value, band):
    [result] = score(PACKS["who5"], numbered(*answers))
    assert (result.value, result.band.word) == (value, band)


def test_who5_needs_all_its_answers():
    assert scores(PACKS["who5"], numbered(3, 3, 3, 3)) == {"wellbeing": None}


@pytest.mark.parametrize(
    ("answers", "value", "band"),
    [
        ([3] * 6, 3.00, "normal"),
        ([5, 1, 5, 1, 5, 1], 5.00, "high"),
        ([4, 2, 4, 2, 3, 3], 3.67, "normal"),
        ([2, 4, 3, 3, 2, 4], 2.33, "low"),
    ],
)
def test_brs_scores_as_published(answers, value, band):
    [result] = score(PACKS["brs"], numbered(*answers))
    assert (round(result.value, 2), result.band.word) == (value, band)


@pytest.mark.parametrize(
    ("answer", "band"), [(1, "lower"), (2, "lower"), (3, "raised"), (4, "high"), (5, "high")]
)
def test_the_single_item_counts_from_three(answer, band):
    [result] = score(SINGLE, {"B1": answer})
    assert (result.value, result.band.word) == (answer, band)


@pytest.mark.parametrize(
    ("places", "band"), [([2] * 6, "raised"), ([2, 2, 2, 2, 2, 1], "lower"), ([3] * 6, "high")]
)
def test_a_cbi_cut_off_belongs_to_the_band_above_it(places, band):
    assert score(CBI, cbi(places))[0].band.word == band


@pytest.mark.parametrize(("total", "band"), [(22, "low"), (23, "moderate"), (41, "moderate")])
def test_proqol_bands_end_where_its_owners_say(total, band):
    spread = [1] * 10
    for step in range(total - 10):
        spread[step % 10] += 1
    satisfaction = dict(zip(sorted(SATISFACTION), spread, strict=True))
    [result, *_] = score(PROQOL, proqol(lambda n: satisfaction.get(n, 3)))
    assert (result.value, result.band.word) == (total, band)


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({}, "at least one"),
        ({"P1": None}, "at least one"),
        ({"P9": 50}, "not part of"),
        ({"P1": 60}, "60 is not one"),
        ({"P1": True}, "not one of those"),
    ],
)
def test_answers_that_cannot_be_are_refused(answers, message):
    with pytest.raises(InvalidValue, match=message):
        check_answers(CBI, answers)


def test_a_single_choice_takes_false_as_no_answer_value():
    with pytest.raises(InvalidValue):
        check_answers(PACKS["who5"], {"1": False})


@pytest.mark.parametrize(
    ("pack", "answers", "scales"),
    [
        ("cbi", cbi([0, 0, 0, 3, 0, 0]), [None]),
        ("cbi", cbi([0, 0, 0, 2, 0, 0]), []),
        ("cbi", cbi([3] * 3 + [2] + [4, 3]), ["personal"]),
        ("cbi", cbi([0] * 6, [3] * 6 + [1], [3] * 6), ["client", "work"]),
        ("single_item_burnout", {"B1": 5}, [None]),
        ("single_item_burnout", {"B1": 4}, []),
        (
            "proqol5",
            proqol(lambda n: 1 if n in SATISFACTION | REVERSED else 5),
            ["burnout", "secondary_stress"],
        ),
        ("proqol5", proqol(lambda n: 5 if n in SATISFACTION else 3), []),
        ("who5", numbered(1, 2, 1, 2, 1), ["wellbeing"]),
        ("who5", numbered(2, 2, 1, 1, 2), []),
    ],
)
def test_severe_answers_ask_for_help_at_once(pack, answers, scales):
    found = urgent_reasons(PACKS[pack], answers, score(PACKS[pack], answers))
    assert [one.scale for one in found] == scales
    assert all(one.limit and one.source for one in found)


def test_a_scale_without_a_score_is_never_urgent():
    answers = cbi([4, 4])
    assert urgent_reasons(CBI, answers, score(CBI, answers)) == ()


@pytest.mark.parametrize(
    ("pack", "scale", "before", "now", "says"),
    [
        ("cbi", "personal", 40, 56.5, Moved.WORSE),
        ("cbi", "personal", 40, 56.4, Moved.WITHIN_CHANCE),
        ("cbi", "client", 60, 41, Moved.BETTER),
        ("cbi", "work", 40, 57, Moved.WITHIN_CHANCE),
        ("proqol5", "satisfaction", 40, 34, Moved.WORSE),
        ("proqol5", "burnout", 20, 27, Moved.WORSE),
        ("proqol5", "secondary_stress", 27, 21, Moved.WITHIN_CHANCE),
        ("who5", "wellbeing", 60, 50, Moved.WORSE),
        ("single_item_burnout", "burnout", 1, 5, Moved.NOT_KNOWN),
    ],
)
def test_a_change_speaks_only_from_the_reliable_figure_on(pack, scale, before, now, says):
    assert moved(subscale(PACKS[pack], scale), before, now) is says


def test_the_screen_and_the_detector_use_the_same_figure_for_a_change_in_cbi():
    for (pack, scale), instrument in DETECTOR_SCALES.items():
        if pack == "cbi":
            assert subscale(CBI, scale).change.points == CUT_OFFS[instrument].change


@pytest.mark.parametrize(
    ("pack", "scale", "ends"),
    [
        ("cbi", "personal", (0, 100)),
        ("proqol5", "burnout", (10, 50)),
        ("who5", "wellbeing", (0, 100)),
        ("brs", "resilience", (1, 5)),
        ("single_item_burnout", "burnout", (1, 5)),
    ],
)
def test_a_score_is_shown_on_its_whole_range(pack, scale, ends):
    assert range_of(PACKS[pack], subscale(PACKS[pack], scale)) == ends


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS.keys())
def test_every_pack_is_scored_as_its_own_examples(pack):
    assert list(faults_of_examples(pack)) == []


def test_no_result_adds_scales_up():
    for pack in PACKS.values():
        assert {item.subscale for item in pack.items} == {one.id for one in pack.subscales}
