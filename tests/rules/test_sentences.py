"""Every sentence a flag can say: short, everyday, and with exactly the numbers behind it."""

import re

import pytest

from core.data.steps import KINDS, step, steps
from core.rules.flags import LANES, lane_of
from core.rules.threshold_names import KINDS as LIMIT_KINDS
from core.ui.pulse_words import idea
from core.vocabulary import FlagKind, Lane, Level, PulseItem
from tests.rules.catalogue import sentences, signs, verdicts
from tests.rules.missing_data import level_lines, not_enough_data
from tests.rules.sentences_page import PAGE, heading, page
from tests.rules.urgent_packs import PACKS

VERDICTS = verdicts()
FINDINGS = [finding for found in sentences().values() for finding in found]
CLEARS = sorted({verdict.clears for verdict in VERDICTS})
SAID = [finding.sentence for finding in FINDINGS]
MISSING = [*not_enough_data(), *level_lines()]
SHARED = [one for one in VERDICTS if lane_of(one.kind, one.subject) is Lane.WELLBEING]
NAMES = sorted({finding.name for verdict in SHARED for finding in verdict.findings})
BLAMES = (
    r"must|should|ought|shall|fault|fail(?:ed|ure|s)?|blame\w*|guilt\w*|weakness|weak|lazy"
    r"|careless\w*|neglect\w*|negligen\w*|irresponsib\w*|overreact\w*|forgot\w*|ignored"
    r"|unprofessional|misconduct|violat\w+|breach\w*|inadequate|incapable|unfit|wrong\w*|poor\w*"
    r"|excuse\w*|refus\w+|complain\w*|warning|offen[cs]e|penalt\w+|too sensitive"
)
DIAGNOSES = (
    r"diagnos\w+|symptom\w*|patients?|disorder\w*|depress\w+|abnormal\w*|patholog\w+|clinical\w*"
    r"|burnt out|burned out|trauma\w*|anxiety|ill|illness|sick\w*|mental|severe\w*|acute"
    r"|therap(?:y|eutic)|treatment|syndrome|prognosis|relapse\w*|risk score|at risk|probability"
)
TECHNICAL = (
    r"EWMA|z-?scores?|sigma|standard (?:deviation|error)s?|baselines?|calibrat\w+|variance"
    r"|statistic\w*|thresholds?|parameters?|algorithms?|metrics?|indicators?|composite|weighted"
    r"|cut-?offs?|data ?points?|detector|channels?|trends?|correlat\w+|percentile"
)
OFFICIAL = (
    r"hereby|pursuant|aforementioned|in order to|with regard to|(?:is|are) required|utili[sz]\w+"
    r"|non-?complian\w+|complian\w+|mandatory|overdue|outstanding|recorded|completions?|applicable"
    r"|deemed|regarding|prior to|subject to|in accordance"
)
# A limit is read without the chart beside it.
OF_A_CHART = re.compile(r"\b(?:lines?|charts?|curves?|smoothed|stands? at)\b", re.IGNORECASE)
OF_PYTHON = re.compile(r"\b(?:None|null|nan|inf|True|False)\b|[{}]")
NOT_EVERYDAY = re.compile(rf"\b(?:{BLAMES}|{DIAGNOSES}|{TECHNICAL}|{OFFICIAL})\b", re.IGNORECASE)
# Words of the checklist and of questionnaires that a sentence quotes as the person ticked them.
QUOTED = re.compile("“[^”]*”")
# What a work flag may never mention, because coordinators read it at once.
PRIVATE = re.compile(r"\b(toll|heavy|check-in of|felt|feel\w*|mood|energy|sleep|your)\b", re.I)
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
MOST_WORDS = 25


def words(text):
    return len(text.split())


def sentences_in(text):
    """Split a text into its sentences; a number with a point in it stays whole."""
    return re.split(r"(?<=[.?!]) (?=[A-Z0-9“])", text)


def assert_readable(text):
    assert text.endswith(".")
    for sentence in sentences_in(text):
        assert 4 <= words(sentence) <= MOST_WORDS, sentence
        assert sentence[0].isupper() or sentence[0].isdigit()
        found = NOT_EVERYDAY.search(QUOTED.sub("", sentence))
        assert not found, f"{found} in {sentence}"
        assert not re.search(
            r"(?<![\d.])1 (?:\w+ )?(?:weeks|days|hours|contacts|signs)\b", sentence
        )
        assert not OF_PYTHON.search(sentence)


@pytest.mark.parametrize("text", [*SAID, *CLEARS, *MISSING], ids=lambda text: text[:60])
def test_what_is_said_is_short_and_everyday(text):
    assert_readable(text)


@pytest.mark.parametrize("item", PulseItem)
def test_what_a_low_answer_suggests_is_short_and_everyday(item):
    assert_readable(idea(item).replace("?", "."))


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.sentence[:60])
def test_a_reason_is_one_sentence_and_its_limit_is_everyday_too(finding):
    assert len(sentences_in(finding.sentence)) == 1
    assert not re.search(rf"\b(?:{TECHNICAL}|{BLAMES})\b", finding.threshold, re.IGNORECASE)
    assert not OF_A_CHART.search(finding.threshold)
    for part in finding.threshold.split("; "):
        assert words(part) <= MOST_WORDS, part


@pytest.mark.parametrize("name", NAMES)
def test_what_a_share_calls_a_reason_says_no_number_and_is_everyday(name):
    assert not NUMBER.search(name)
    assert not NOT_EVERYDAY.search(name)


@pytest.mark.parametrize(
    "text",
    [
        "You should have taken a break by now.",
        "Your symptoms are above the usual for you.",
        "Your baseline was passed in the last week.",
        "Supervision is overdue since the fourth of May.",
        "Your toll averaged 7.7 over your last 3 weeks and all of them were clearly above your "
        "usual, so that it may be good to look at it soon.",
        "Clears in about 1 weeks from now.",
        "No end of a sentence here",
    ],
)
def test_a_sentence_that_blames_diagnoses_or_is_too_long_is_noticed(text):
    with pytest.raises(AssertionError):
        assert_readable(text)


# The span of a rule and the end of a scale are part of its name, not numbers of the person.
SPAN = re.compile(r"(?:last|in|within) \d+ days|7 days in a row|where 10 is hardest|of 10\b")
DURATION = re.compile(r"(?:(\d+) (?:hours?|h))(?: (\d+) min)?|(\d+) min(?:utes)?\b")


# A long wait is said in whole days.
WAITS = {"incident_open", "debrief_open"}


def said_as(text):
    """Return the numbers of a text, and the minutes of the times it names."""
    text = SPAN.sub("", text)
    minutes = {
        60 * int(hours or 0) + int(rest or alone or 0)
        for hours, rest, alone in DURATION.findall(text)
    }
    return NUMBER.findall(DURATION.sub("", text)), minutes


def says(said, number):
    """Say whether a number stands in a text, rounded to as many decimals as it has there."""
    texts, minutes = said
    return (
        any(round(number, len(each.partition(".")[2])) == float(each) for each in texts)
        or round(number) in minutes
        or round(60 * number) in minutes
    )


def behind(finding):
    """Return the numbers that raised a finding, those within its words included."""
    for value in finding.numbers.values():
        if isinstance(value, str):
            yield from (float(each) for each in NUMBER.findall(value))
        else:
            yield float(value)
            if finding.rule in WAITS:
                yield float(value // 24)


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.sentence[:60])
def test_the_numbers_in_a_sentence_are_the_numbers_behind_it(finding):
    stored = list(behind(finding))
    texts, minutes = said_as(finding.sentence)
    for text in texts:
        assert any(says(([text], set()), each) for each in stored), text
    for length in minutes:
        assert any(says(([], {length}), each) for each in stored), length


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.sentence[:60])
def test_every_number_behind_a_sentence_is_said_there_or_beside_the_limit(finding):
    said = said_as(f"{finding.sentence} {finding.threshold}")
    spans = NUMBER.findall(" ".join(SPAN.findall(finding.sentence)))
    whole = {"all": "over", "both": "over"}
    for name, value in finding.numbers.items():
        if name == "above" and any(f"; {word} were" in finding.sentence for word in whole):
            assert value == finding.numbers["over"]
        elif not isinstance(value, str):
            waits = finding.rule in WAITS and says(said, float(value // 24))
            assert waits or says(said, float(value)) or f"{value:g}" in spans, name


OF_ALL = re.compile(r"\d of \d weeks|\d+ % above")


@pytest.mark.parametrize(
    "finding",
    [one for one in FINDINGS if "yours comes to" in one.threshold],
    ids=lambda finding: finding.threshold[:60],
)
def test_the_numbers_beside_a_limit_of_ones_own_past_are_those_that_passed_it(finding):
    stored = list(behind(finding))
    texts, minutes = said_as(OF_ALL.sub("", finding.threshold))
    assert texts or minutes
    for text in texts:
        assert any(says(([text], set()), each) for each in stored), text
    for length in minutes:
        assert any(says(([], {length}), each) for each in stored), length


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.sentence[:60])
def test_every_reason_names_its_rule_limit_and_source(finding):
    assert re.fullmatch(r"[a-z0-9_]+", finding.rule)
    assert finding.name
    assert finding.threshold
    assert finding.source
    assert not NUMBER.search(finding.name)


def test_what_coordinators_read_at_once_says_nothing_about_how_somebody_is():
    read = [one for one in VERDICTS if lane_of(one.kind, one.subject) is Lane.WORK]
    assert {one.kind for one in read} == {kind for kind in FlagKind if LANES[kind] is Lane.WORK}
    for verdict in read:
        for finding in verdict.findings:
            assert not PRIVATE.search(finding.sentence + finding.threshold), finding.sentence
        assert not PRIVATE.search(verdict.clears), verdict.clears


def test_a_flag_is_raised_with_reasons_steps_and_what_clears_it():
    for verdict in VERDICTS:
        assert verdict.level in {Level.WATCH, Level.HIGH}
        assert verdict.findings
        assert verdict.steps
        assert words(verdict.clears) >= 4
        assert len(verdict.clears) <= 300


def test_an_urgent_flag_asks_for_a_talk_first_and_quotes_no_answer():
    urgent = [verdict for verdict in VERDICTS if verdict.urgent]
    items = [item.text for pack in PACKS for item in pack.items]
    assert {verdict.kind for verdict in urgent} == {FlagKind.BURNOUT_RISK, FlagKind.BOUNDARY}
    for verdict in urgent:
        assert verdict.steps[0] == "contact_coordinator_today"
        for finding in verdict.findings:
            assert re.match(r"Please talk to (somebody|your coordinator) today: ", finding.sentence)
            assert not any(text in finding.sentence for text in (*items, "take it"))


def test_the_heading_of_an_urgent_flag_says_in_a_few_plain_words_what_is_urgent():
    urgent = [verdict for verdict in VERDICTS if verdict.urgent]
    for text in map(heading, urgent):
        assert text.endswith((" needs a talk today", " need a talk today"))
        assert words(text) <= 12
        assert not NUMBER.search(text.replace("WHO-5", ""))
        assert not NOT_EVERYDAY.search(text)
    signs = {heading(one) for one in urgent if one.kind is FlagKind.BOUNDARY}
    assert signs == {
        f"A sign about {what} needs a talk today"
        for what in ("money", "closeness", "openness", "safety", "the limits of the role")
    }
    asked = {heading(one) for one in urgent if one.kind is FlagKind.BURNOUT_RISK}
    assert asked == {
        "An answer to the Copenhagen Burnout Inventory needs a talk today",
        "A score in the Copenhagen Burnout Inventory needs a talk today",
        "A score in the ProQOL needs a talk today",
        "An answer to the one question about burnout needs a talk today",
        "A score in the WHO-5 needs a talk today",
        "Answers to a questionnaire need a talk today",
    }


def test_every_rule_of_every_questionnaire_that_asks_for_help_is_in_the_catalogue():
    said = {finding.sentence for finding in FINDINGS if finding.rule == "urgent_answer"}
    for pack in PACKS:
        assert sum(pack.short in sentence for sentence in said) == len(pack.urgent)


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
        "satisfaction_drop",
    } <= rules
    assert all(sentences()[kind.value] for kind in FlagKind)


def test_the_catalogue_holds_both_limits_of_every_rule_and_the_one_of_a_newcomer():
    def said(verdict, finding):
        return finding.rule, verdict.level, "in the first 120 days" in finding.source

    heard = {said(verdict, finding) for verdict in VERDICTS for finding in verdict.findings}
    kinds = {FlagKind.CASELOAD, FlagKind.SUPPORT_GAP}
    levels = {key.partition(".")[0] for key in LIMIT_KINDS if LIMIT_KINDS[key] in kinds}
    forms = ((Level.HIGH, False), (Level.WATCH, False), (Level.WATCH, True))
    wanted = {(rule, *form) for rule in levels - {"newcomer"} for form in forms}
    assert wanted - heard == set()
    assert {level for rule, level, _new in heard if rule == "training_due"} == {
        Level.WATCH,
        Level.HIGH,
    }


def test_the_catalogue_holds_every_way_to_say_how_many_weeks_were_above():
    ways = ("all were clearly", "2 of them were clearly", "earlier weeks")
    for rule in ("toll_trend", "check_in_trend"):
        said = " ".join(finding.sentence for finding in FINDINGS if finding.rule == rule)
        assert [way for way in ways if way not in said] == [], rule


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
