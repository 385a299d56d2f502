"""Questionnaire packs: what is shipped, and how a wrong pack is refused in words."""

import json
from copy import deepcopy
from hashlib import sha256

import pytest

from core.data.instruments import SHIPPED, packs_in, read_pack, shipped_packs
from core.data.packaged import WrongData
from core.errors import NotConfigured
from core.rules.instruments import faults_of_examples
from core.services.packs import packs, use_folder
from tests.support import ROOT

FOLDER = ROOT / "core/data/instruments"
CONTENT = {name: json.loads((FOLDER / f"{name}.json").read_text()) for name in SHIPPED}
ASKED = {
    "single_item_burnout": (1, "73a2e0310a1fc62e"),
    "cbi": (1, "26245310694f1268"),
    "proqol5": (1, "e1d6c661e066577b"),
}
"""Version of each shipped questionnaire, and a digest of what it asks."""
OWN = ROOT / "tests/data/packs"


@pytest.fixture
def cbi():
    return deepcopy(CONTENT["cbi"])


@pytest.fixture
def own_folder(tmp_path):
    yield tmp_path
    use_folder(None)


def refused(content, words):
    with pytest.raises(WrongData, match=words):
        read_pack("own.json", content)


def test_exactly_the_questionnaires_whose_licence_allows_it_are_shipped():
    assert {path.stem for path in FOLDER.glob("*.json")} == set(SHIPPED)
    assert {pack.id for pack in shipped_packs()} == {"single_item_burnout", "cbi", "proqol5"}


@pytest.mark.parametrize("pack", shipped_packs(), ids=lambda pack: pack.id)
def test_a_pack_says_whose_it_is(pack):
    assert pack.citation
    assert pack.licence_notice
    assert pack.source_url.startswith("https://")
    assert all(band.source for one in pack.subscales for band in one.bands)


def test_proqol_is_credited_as_its_owners_ask_and_holds_no_placeholder():
    proqol = next(pack for pack in shipped_packs() if pack.id == "proqol5")
    assert "Center for Victims of Torture" in proqol.licence_notice
    assert "www.ProQOL.org" in proqol.licence_notice
    assert proqol.adapted
    assert "Adapted from the ProQOL" in proqol.adaptation
    assert len(proqol.items) == 30
    assert not any(word in item.text for item in proqol.items for word in ("[help", "helper"))


def test_cbi_says_that_it_was_adapted_and_how():
    cbi = next(pack for pack in shipped_packs() if pack.id == "cbi")
    assert cbi.adapted
    assert "people you support" in cbi.adaptation
    assert not any("client" in item.text for item in cbi.items)
    assert [item.id for item in cbi.items if item.reversed] == ["W7"]
    assert "peer support role" in cbi.instruction


def asked(content):
    """Return what decides whether two answers can be compared: words, order, scale, reversal."""
    questions = {name: content[name] for name in ("instruction", "items", "scales")}
    return sha256(json.dumps(questions, sort_keys=True).encode()).hexdigest()[:16]


@pytest.mark.parametrize("pack", SHIPPED)
def test_a_change_of_words_order_scale_or_reversal_raises_the_version(pack):
    """When this fails, raise the version of the pack first, then write both down here."""
    assert (CONTENT[pack]["version"], asked(CONTENT[pack])) == ASKED[pack]


def test_cbi_questions_are_mixed_rather_than_printed_as_blocks():
    cbi = next(pack for pack in shipped_packs() if pack.id == "cbi")
    assert [item.id for item in cbi.items][:4] == ["P1", "C1", "P2", "C2"]


@pytest.mark.parametrize(
    ("pack", "every", "gap", "first", "extra"),
    [
        ("single_item_burnout", 30, 14, 30, ()),
        ("cbi", 91, 60, 0, (120,)),
        ("proqol5", 182, 30, 30, ()),
        ("who5", 30, 14, 30, ()),
    ],
)
def test_a_pack_keeps_the_rhythm_that_its_publication_and_we_agreed_on(
    pack, every, gap, first, extra
):
    """Monthly, quarterly with a baseline and month four, half-yearly, monthly."""
    known = {one.id: one for one in (*shipped_packs(), *packs_in(OWN))}
    rhythm = known[pack].rhythm
    assert (rhythm.every_days, known[pack].min_interval_days) == (every, gap)
    assert (rhythm.first_after_days, tuple(rhythm.extra_days)) == (first, extra)


@pytest.mark.parametrize("item", ["P1", "W7", "C4"])
def test_a_wrong_reversal_is_refused(cbi, item):
    entry = next(one for one in cbi["items"] if one["id"] == item)
    entry["reversed"] = not entry["reversed"]
    faults = list(faults_of_examples(read_pack("own.json", cbi)))
    assert any("which items are reversed" in fault for fault in faults)


def test_a_reversal_that_no_example_shows_is_refused(cbi):
    cbi["examples"] = [one for one in cbi["examples"] if one["scores"]["work"] is None]
    faults = " ".join(faults_of_examples(read_pack("own.json", cbi)))
    assert "No example shows whether the item W7 is reversed" in faults


def test_an_item_that_comes_twice_is_refused(cbi):
    cbi["items"].append(deepcopy(cbi["items"][0]))
    refused(cbi, 'The id "P1" is used by 2 items')


def test_the_same_words_under_another_id_are_refused(cbi):
    cbi["items"][2]["text"] = cbi["items"][0]["text"]
    refused(cbi, "How often do you feel tired.* is used by 2 items")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("licence_notice", " ", "licence notice is empty"),
        ("citation", "", "citation is empty"),
        ("source_url", "nfa", "https://"),
        ("version", 0, "version"),
        ("id", "C B I", "small letters"),
        ("id", "pulse", "not pulse"),
        ("adaptation", "", "what was changed"),
        ("minutes", True, "minutes"),
        ("examples", [], "no examples"),
        ("subscales", 7, "wrong kind"),
    ],
)
def test_a_head_that_cannot_be_right_is_refused(cbi, field, value, words):
    refused(cbi | {field: value}, words)


def test_a_missing_and_an_unknown_field_are_both_named(cbi):
    del cbi["licence_notice"]
    cbi["colour"] = "blue"
    refused(cbi, "(?s)has no licence notice.*field colour that is not known")


def test_a_file_that_is_no_questionnaire_is_refused_with_each_field_it_lacks():
    refused({}, "(?s)has no citation.*has no items.*has no version")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"scale": "colours"}, "scale colours, which the pack does not define"),
        ({"subscale": "home"}, "subscale home, which is not defined"),
        ({"reversed": 1}, "neither true nor false"),
    ],
)
def test_an_item_that_points_nowhere_is_refused(cbi, change, words):
    cbi["items"][0] |= change
    refused(cbi, words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"scoring": "average"}, "scored as average"),
        ({"higher_is": "red"}, "worse or better"),
        ({"least_answered": 0}, "least_answered from 1 to its 6"),
        ({"least_answered": 7}, "least_answered from 1 to its 6"),
        ({"scoring": "single"}, "6 items, which cannot be scored as single"),
        ({"scoring": "sum"}, "all of its 6 items"),
        ({"bands": []}, "no bands"),
    ],
)
def test_scoring_that_cannot_be_is_refused(cbi, change, words):
    cbi["subscales"][0] |= change
    refused(cbi, words)


@pytest.mark.parametrize(
    ("place", "change", "words"),
    [
        (1, {"from": 40}, "overlap at 40"),
        (1, {"from": 55}, "leave a gap at 50"),
        (0, {"from": 5}, "begins from 0"),
        (2, {"below": 90}, "last band"),
        (2, {"to": 90}, "last band"),
    ],
)
def test_bands_that_overlap_or_leave_a_gap_are_refused(cbi, place, change, words):
    cbi["subscales"][0]["bands"][place] |= change
    refused(cbi, words)


def test_an_edge_that_belongs_to_both_bands_or_to_none_is_refused(cbi):
    first, second, _third = cbi["subscales"][0]["bands"]
    first["to"] = first.pop("below")
    refused(cbi, "overlap at 50")
    second["above"] = second.pop("from")
    read_pack("own.json", cbi)
    first["below"] = first.pop("to")
    refused(cbi, "leave a gap at 50")


def test_a_mean_from_0_to_100_needs_options_that_run_so_far(cbi):
    for option in cbi["scales"]["frequency"]:
        option["value"] //= 25
    refused(cbi, "options run from 0 to 4")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"item": "P9", "values": [75]}, "item P9, which the pack does not have"),
        ({"item": "P4", "values": [60]}, "not offered"),
        ({"subscale": "home", "at_least": 75}, "subscale home"),
        ({"subscale": "work"}, "at_least or at_most"),
        ({}, "one item or one subscale"),
    ],
)
def test_an_urgent_rule_that_points_nowhere_is_refused(cbi, rule, words):
    cbi["urgent"] = [rule | {"reason": "r", "source": "s", "is_default": True}]
    refused(cbi, words)


@pytest.mark.parametrize(
    ("example", "words"),
    [
        ({"answers": {"P9": 0}, "scores": {}}, "item P9"),
        ({"answers": {"P1": 3}, "scores": {}}, "P1 with 3"),
        ({"answers": {"P1": 0}, "scores": {"home": 1}}, "subscale home"),
    ],
)
def test_an_example_that_points_nowhere_is_refused(cbi, example, words):
    cbi["examples"].append(example)
    refused(cbi, words)


def test_an_operator_adds_packs_by_a_folder(own_folder):
    assert set(use_folder(OWN)) == {*SHIPPED, "who5", "brs"}
    assert set(use_folder(None)) == set(SHIPPED) == set(packs())


def test_every_faulty_file_of_a_folder_is_named(own_folder, cbi):
    (own_folder / "a.json").write_text("{")
    (own_folder / "b.json").write_text("[]")
    (own_folder / "c.json").write_text(json.dumps(cbi | {"version": 0}))
    with pytest.raises(WrongData, match=r"(?s)a\.json.*not JSON.*b\.json.*object.*c\.json"):
        packs_in(own_folder)


def test_an_own_pack_cannot_take_the_place_of_a_shipped_one(own_folder, cbi):
    (own_folder / "cbi.json").write_text(json.dumps(cbi))
    with pytest.raises(NotConfigured, match="Two questionnaires have the id cbi"):
        use_folder(own_folder)


def test_an_own_pack_with_a_wrong_reversal_is_refused(own_folder, cbi):
    cbi["id"] = "own_cbi"
    cbi["items"][0]["reversed"] = True
    (own_folder / "own.json").write_text(json.dumps(cbi))
    with pytest.raises(NotConfigured, match="own_cbi: Example 1 gives"):
        use_folder(own_folder)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(WrongData, match="does not exist"):
        packs_in(tmp_path / "nowhere")


def test_the_example_of_the_documentation_is_a_pack_that_can_be_used(own_folder):
    text = (ROOT / "docs/instruments.md").read_text()
    (own_folder / "own.json").write_text(text.split("```json")[1].split("```")[0])
    assert "my_scale" in use_folder(own_folder)


def test_the_documentation_names_every_field():
    text = (ROOT / "docs/instruments.md").read_text()
    assert [name for name in CONTENT["cbi"] if f"`{name}`" not in text] == []
