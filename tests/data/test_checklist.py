"""The packaged boundary checklist and next steps."""

import re

import pytest

from core.data.checklist import checklist, read_checklist
from core.data.packaged import WrongData, packaged
from core.data.steps import read_steps, step, steps
from core.vocabulary import BoundaryTheme

SIGNS = checklist().signs
THEMES = {
    "time_and_place": {"hours_out", "always_on", "over_time", "home_meet"},
    "closeness": {"private_contact", "social_media", "dual_role", "touch", "attraction"},
    "money_and_favours": {"money_lend", "gift", "favour"},
    "need": {"special_case", "only_me", "dependency", "rescue", "preoccupied"},
    "role": {"advice_drift", "med_risk"},
    "own_story": {"over_share", "unready_story"},
    "openness": {"secrecy", "report_gap", "confidence"},
    "safety": {"unsafe", "risk_alone"},
    "own_strength": {"avoid", "own_health"},
}
SEVERE = {"money_lend", "med_risk", "touch", "attraction", "confidence", "unsafe", "risk_alone"}
REFLECT = {
    "hours_out",
    "over_time",
    "special_case",
    "rescue",
    "over_share",
    "unready_story",
    "preoccupied",
    "avoid",
}


def test_every_sign_stands_under_its_theme():
    found = {
        theme.value: {sign.id for sign in SIGNS if sign.theme == theme} for theme in BoundaryTheme
    }
    assert found == THEMES


def test_every_sign_is_as_serious_as_agreed():
    assert {sign.id for sign in SIGNS if sign.severity == 3} == SEVERE
    assert {sign.id for sign in SIGNS if sign.severity == 1} == REFLECT


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.id)
def test_a_sign_goes_on_from_the_question_and_says_what_to_do(sign):
    assert sign.label[0].islower()
    assert not sign.label.endswith((".", "?"))
    assert not re.search(r"\b(I|my|me)\b", sign.label)
    assert len(sign.phrase.split()) <= 10
    assert 1 <= len(re.findall(r"[.!?](?:\s|$)", sign.action)) <= 2
    assert all(step(key) for key in sign.steps)


def test_the_starter_resources_are_all_there():
    assert len(steps()) >= 30
    assert sum(one.kind == "self_care" for one in steps().values()) < len(steps()) / 2


def test_a_sign_named_twice_is_refused():
    content = packaged("boundary_checklist.json")
    content["signs"].append(content["signs"][0])
    with pytest.raises(WrongData, match="hours_out twice"):
        read_checklist(content)


@pytest.mark.parametrize("severity", [0, 4, "high"])
def test_an_unknown_severity_is_refused(severity):
    content = packaged("boundary_checklist.json")
    content["signs"][3]["severity"] = severity
    with pytest.raises(WrongData, match="severity"):
        read_checklist(content)


@pytest.mark.parametrize("field", ["label", "theme", "steps"])
def test_a_sign_without_a_field_is_refused(field):
    content = packaged("boundary_checklist.json")
    del content["signs"][0][field]
    with pytest.raises(WrongData, match="hours_out"):
        read_checklist(content)


@pytest.mark.parametrize(
    ("change", "message"),
    [({"kind": "magic"}, "kind"), ({"minutes": 0}, "minutes"), ({"text": ""}, "empty")],
)
def test_a_wrong_step_is_refused(change, message):
    content = packaged("steps.json")
    content["steps"][0].update(change)
    with pytest.raises(WrongData, match=message):
        read_steps(content)


def test_a_step_named_twice_is_refused():
    content = packaged("steps.json")
    content["steps"].append(content["steps"][0])
    with pytest.raises(WrongData, match="twice"):
        read_steps(content)
