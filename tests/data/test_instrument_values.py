"""A questionnaire pack with a value that cannot be is refused before anybody meets it."""

import json
from copy import deepcopy

import pytest

from core.data.instruments import packs_in, read_pack
from core.data.packaged import WrongData
from core.errors import NotConfigured
from core.services.packs import use_folder
from tests.support import ROOT

CBI = json.loads((ROOT / "core/data/instruments/cbi.json").read_text())
WHO5 = json.loads((ROOT / "tests/data/packs/who5.json").read_text())


@pytest.fixture
def cbi():
    return deepcopy(CBI)


@pytest.fixture
def own_folder(tmp_path):
    yield tmp_path
    use_folder(None)


def refused(content, words):
    with pytest.raises(WrongData, match=words):
        read_pack("own.json", content)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"every_days": "monthly"}, "every_days as a whole number from 1"),
        ({"every_days": 0}, "every_days as a whole number from 1"),
        ({"every_days": -3}, "every_days as a whole number from 1"),
        ({"every_days": 10**9}, "every_days as a whole number from 1 to 3660"),
        ({"first_after_days": "soon"}, "first_after_days as a whole number from 0"),
        ({"first_after_days": -1}, "first_after_days as a whole number from 0"),
        ({"extra_days": ["x"]}, "extra_days as a list"),
        ({"extra_days": [0]}, "extra_days as a list"),
        ({"extra_days": 120}, "extra_days as a list"),
        ({"every_days": 59}, "more often than min_interval_days allows"),
    ],
)
def test_a_rhythm_that_no_calendar_can_follow_is_refused(cbi, change, words):
    cbi["rhythm"] |= change
    refused(cbi, words)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("recall_days", "two weeks", "recall_days is a whole number from 1"),
        ("recall_days", -14, "recall_days is a whole number from 1"),
        ("recall_days", 0, "recall_days is a whole number from 1"),
        ("min_interval_days", 1.5, "min_interval_days is a whole number"),
        ("adapted", "yes", "neither true nor false for adapted"),
        ("adaptation", None, "adaptation is a text"),
        ("title", 5, "title is empty"),
    ],
)
def test_a_head_with_the_wrong_kind_of_value_is_refused(cbi, field, value, words):
    refused(cbi | {field: value}, words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": " "}, "The item P1 has an empty text"),
        ({"text": 7}, "The item P1 has an empty text"),
        ({"id": ""}, "at most 40 letters"),
        ({"id": "P" * 41}, "at most 40 letters"),
    ],
)
def test_a_question_without_words_or_a_usable_id_is_refused(cbi, change, words):
    cbi["items"][0] |= change
    refused(cbi, words)


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ({"value": 10, "label": " "}, "a label for each option"),
        ({"value": 10, "label": "Ten", "colour": "red"}, "field colour that is not known"),
        ({"value": 10}, "An option of frequency has no label"),
        ({"value": 100, "label": "Ten"}, "each with its own value and label"),
    ],
)
def test_an_answer_that_cannot_be_offered_is_refused(cbi, option, words):
    cbi["scales"]["frequency"].append(option)
    refused(cbi, words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "empty title"),
        ({"title": "T" * 81}, "title of more than 80 letters"),
        ({"optional": "no"}, "neither true nor false for optional"),
        ({"factor": "four"}, "factor above 0"),
        ({"factor": 0}, "factor above 0"),
        ({"factor": float("nan")}, "factor above 0"),
        ({"change": {"points": -5, "source": "s", "is_default": True}}, "points above 0"),
        ({"change": {"points": "ten", "source": "s", "is_default": True}}, "points above 0"),
        ({"change": {"points": 101, "source": "s", "is_default": True}}, "at most the 100"),
        ({"change": {"points": 5, "source": "", "is_default": True}}, "empty source"),
        ({"change": {"points": 5, "source": "s", "is_default": "no"}}, "for is_default"),
    ],
)
def test_a_part_whose_scores_could_not_be_read_is_refused(cbi, change, words):
    cbi["subscales"][0] |= change
    refused(cbi, words)


@pytest.mark.parametrize(
    ("place", "change", "words"),
    [
        (0, {"word": ""}, "empty word"),
        (0, {"word": "w" * 33}, "word has at most 32 letters"),
        (0, {"meaning": " "}, "empty meaning"),
        (0, {"source": ""}, "empty source"),
        (0, {"is_default": 1}, "for is_default"),
        (0, {"below": "fifty"}, "needs a number for below"),
        (0, {"to": 50}, "two edges on one side"),
        (1, {"below": 40}, "ends before it begins"),
    ],
)
def test_a_band_that_could_not_be_read_is_refused(cbi, place, change, words):
    cbi["subscales"][0]["bands"][place] |= change
    refused(cbi, words)


def test_bands_that_do_not_say_where_one_ends_and_the_next_begins_are_refused(cbi):
    del cbi["subscales"][0]["bands"][1]["from"]
    refused(cbi, "need an end .below or to. and a beginning")


def test_a_pack_that_would_score_nothing_is_refused(cbi):
    refused(cbi | {"items": [], "subscales": []}, "has no subscale, so nothing would be scored")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"subscale": "work", "at_most": "low"}, "limit from 0 to 100"),
        ({"subscale": "work", "at_least": 101}, "limit from 0 to 100"),
        ({"subscale": "work", "at_most": -1}, "limit from 0 to 100"),
        ({"subscale": "work", "at_least": 75, "source": ""}, "empty source"),
        ({"subscale": "work", "at_least": 75, "reason": ""}, "empty reason"),
        ({"subscale": "work", "at_least": 75, "is_default": "yes"}, "for is_default"),
        ({"subscale": "work", "over": 75}, "field over that is not known"),
        ({"item": "P4", "values": [False]}, "not offered"),
    ],
)
def test_an_urgent_rule_that_could_not_be_judged_is_refused(cbi, rule, words):
    cbi["urgent"] = [{"reason": "r", "source": "s", "is_default": True} | rule]
    refused(cbi, words)


@pytest.mark.parametrize(
    ("example", "words"),
    [
        ({"answers": {"P1": 0}, "scores": {"personal": "low"}}, "a number or null"),
        ({"answers": {"P1": 0}, "scores": {}, "note": "x"}, "field note that is not known"),
        ({"answers": {"P1": 0}}, "Example .* has no scores"),
    ],
)
def test_an_example_that_could_not_be_compared_is_refused(cbi, example, words):
    cbi["examples"].append(example)
    refused(cbi, words)


def test_each_of_several_faults_has_its_own_sentence(cbi):
    cbi["rhythm"] |= {"every_days": "monthly", "first_after_days": "soon"}
    cbi["recall_days"] = -14
    cbi["items"][0]["text"] = ""
    refused(cbi, "(?s)recall_days.*every_days.*first_after_days.*empty text")


def test_what_was_found_before_a_value_of_the_wrong_kind_is_still_said(cbi):
    cbi["recall_days"] = -14
    cbi["items"] = ["P1"]
    refused(cbi, "(?s)recall_days.*wrong kind of value")


@pytest.mark.parametrize("factor", [1, 5])
def test_a_who5_that_does_not_run_to_100_is_refused(own_folder, factor):
    pack = deepcopy(WHO5)
    part = pack["subscales"][0]
    part |= {"factor": factor, "change": None}
    part["bands"] = [part["bands"][0] | {"to": 10}, part["bands"][2] | {"above": 10}]
    pack["urgent"] = []
    pack["examples"][0]["scores"]["wellbeing"] = 12 * factor
    (own_folder / "who5.json").write_text(json.dumps(pack))
    with pytest.raises(NotConfigured, match=f"from 0 to 100, but it runs from 0 to {25 * factor}"):
        use_folder(own_folder)


def test_a_who5_read_the_wrong_way_round_is_refused(own_folder):
    pack = deepcopy(WHO5)
    pack["subscales"][0]["higher_is"] = "worse"
    (own_folder / "who5.json").write_text(json.dumps(pack))
    with pytest.raises(NotConfigured, match="reads wellbeing as higher_is better"):
        use_folder(own_folder)


def test_a_file_in_another_encoding_is_named(own_folder):
    (own_folder / "old.json").write_bytes('{"title": "Müde"}'.encode("latin-1"))
    with pytest.raises(WrongData, match=r"old\.json: the file is not written in UTF-8"):
        packs_in(own_folder)
