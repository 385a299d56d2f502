"""Every sentence a flag can say: short, everyday, and with exactly the numbers behind it."""

import re

import pytest

from core.data.steps import KINDS, step, steps
from core.rules.flags import LANES
from core.vocabulary import FlagKind, Lane, Level
from tests.rules.catalogue import sentences, signs, verdicts
from tests.rules.sentences_page import PAGE, page

VERDICTS = verdicts()
FINDINGS = [finding for found in sentences().values() for finding in found]
NOT_EVERYDAY = re.compile(
    r"\b(EWMA|z-?score|sigma|standard deviation|baseline|calibration|variance|statistic\w*"
    r"|diagnos\w+|symptom\w*|patient|disorder|depress\w+|must|should|fault|failed|blame|risk score"
    r"|guilt\w*|weakness|lazy|careless|abnormal|patholog\w+|clinical\w*|neglect\w*|overreact\w*"
    r"|threshold|parameter|algorithm|metric|null|None|nan)\b",
    re.IGNORECASE,
)
# What a work flag may never mention, because coordinators read it at once.
PRIVATE = re.compile(r"\b(toll|heavy|check-in of|felt|feel\w*|mood|energy|sleep|your)\b", re.I)
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")


def words(text):
    return len(text.split())


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.sentence[:60])
def test_a_sentence_is_short_and_everyday(finding):
    assert 4 <= words(finding.sentence) <= 25
    assert finding.sentence.endswith(".")
    assert finding.sentence[0].isupper() or finding.sentence[0].isdigit()
    assert not NOT_EVERYDAY.search(finding.sentence.replace("feeling I must be", ""))
    assert "{" not in finding.sentence + finding.threshold


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.sentence[:60])
def test_the_numbers_in_a_sentence_are_the_numbers_behind_it(finding):
    behind = " ".join(
        value if isinstance(value, str) else f"{round(value, 2):g}"
        for value in finding.numbers.values()
    )
    # The span of a rule is part of its name, not a number of the person.
    spans = re.compile(r"(?:last|in) \d+ days|last break of \d+ days")
    said = NUMBER.findall(spans.sub("", finding.sentence))
    assert set(said) <= set(NUMBER.findall(behind))
    assert set(NUMBER.findall(behind)) <= set(NUMBER.findall(finding.sentence))


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.sentence[:60])
def test_every_reason_names_its_rule_limit_and_source(finding):
    assert re.fullmatch(r"[a-z0-9_]+", finding.rule)
    assert finding.name
    assert finding.threshold
    assert finding.source
    assert not NUMBER.search(finding.name)


@pytest.mark.parametrize("kind", [kind for kind in FlagKind if LANES[kind] is Lane.WORK])
def test_what_coordinators_read_at_once_says_nothing_about_how_somebody_is(kind):
    assert sentences()[kind.value]
    for finding in sentences()[kind.value]:
        assert not PRIVATE.search(finding.sentence + finding.threshold), finding.sentence


def test_a_flag_is_raised_with_reasons_steps_and_what_clears_it():
    for verdict in VERDICTS:
        assert verdict.level in {Level.WATCH, Level.HIGH}
        assert verdict.findings
        assert 4 <= words(verdict.clears) <= 25
        assert len(verdict.clears) <= 300
        assert "{" not in verdict.clears
        assert not NOT_EVERYDAY.search(verdict.clears)


def test_suggestions_lead_with_load_role_and_support_and_offer_self_care_last():
    for verdict in VERDICTS:
        kinds = [step(key).kind for key in verdict.steps]
        assert kinds
        assert kinds[0] != "self_care"
        first_care = kinds.index("self_care") if "self_care" in kinds else len(kinds)
        assert set(kinds[first_care:]) <= {"self_care"}, verdict.subject


def test_the_catalogue_holds_every_rule():
    rules = {finding.rule for finding in FINDINGS}
    assert {
        "toll_trend",
        "check_in_trend",
        "toll_and_check_in_together",
        "load",
        "questionnaire",
        "questionnaire_change",
        "questionnaire_and_trend",
        "urgent_answer",
        "settling",
        "no_new_entries",
        "grey",
        "signs_add_up",
        "hours_week",
        "session_len",
        "weighted_people",
        "after_hours",
        "no_break",
        "supervision_gap",
        "alone",
        "incident_open",
        "debrief_open",
        "signs_rising",
        "one_person_share",
        "contacts_rising",
        "beyond_agreed",
        "relies_on_me",
        "reasons_together",
        "training_due",
        "rest_after_heavy",
        "heavy_run",
        "heavy_share",
        "undebriefed",
        "rest_low",
        "role_unclear",
    } <= rules
    assert all(sentences()[kind.value] for kind in FlagKind)


def test_signs_beside_the_flags_offer_what_can_be_done():
    for sign in signs():
        kinds = [step(key).kind for key in sign.steps]
        assert kinds
        assert kinds[0] != "self_care"


def test_the_page_of_all_sentences_is_current():
    # make sentences
    assert PAGE.read_text() == page()


def test_every_step_says_how_to_begin_in_a_few_words():
    for one in steps().values():
        assert one.kind in KINDS
        assert words(one.text) <= 25, one.key
        assert words(one.title) <= 6, one.key
        assert not NOT_EVERYDAY.search(one.text), one.key
