"""What a flag suggests: load, role and support first, self-care next, a module at the end."""

import pytest

from core.data.packaged import WrongData, packaged
from core.data.steps import KINDS
from core.data.steps_by_flag import endings, read_endings
from core.rules.flags import Finding
from core.services.next_steps import advice_for
from core.vocabulary import BoundaryTheme, FlagKind
from tests.rules.catalogue import signs, verdicts

VERDICTS = verdicts()


def advice_of(verdict):
    return advice_for(
        verdict.kind,
        verdict.subject,
        verdict.steps,
        urgent=verdict.urgent,
        findings=verdict.findings,
    )


def kinds_of(advice):
    return [step.kind for step in advice.steps]


def test_every_flag_goes_from_load_to_self_care_and_ends_with_a_module():
    for verdict in VERDICTS:
        advice = advice_of(verdict)
        kinds = kinds_of(advice)
        if verdict.urgent:
            assert advice.steps[0].key == "contact_coordinator_today", verdict.subject
            kinds = kinds[1:]
        if verdict.kind is not FlagKind.DEPENDENCY:
            assert kinds == sorted(kinds, key=KINDS.index), verdict.subject
        assert advice.modules, verdict.subject


def test_past_the_agreed_length_the_ending_leads_the_steps():
    beyond = [one for one in VERDICTS if "beyond_agreed" in {each.rule for each in one.findings}]
    assert beyond
    for verdict in beyond:
        keys = [step.key for step in advice_of(verdict).steps]
        assert keys[0] == "plan_the_ending"
        assert kinds_of(advice_of(verdict))[-1] == "self_care"


def test_self_care_is_missing_on_no_flag_but_overdue_training():
    for verdict in VERDICTS:
        offered = "self_care" in kinds_of(advice_of(verdict))
        assert offered is (verdict.kind is not FlagKind.TRAINING), verdict.subject


def test_a_flag_never_begins_with_self_care():
    for verdict in VERDICTS:
        assert kinds_of(advice_of(verdict))[0] != "self_care"


def test_signs_beside_the_flags_end_with_self_care_and_a_module_too():
    for sign in signs():
        advice = advice_for(FlagKind.BURNOUT_RISK, sign.finding.rule, sign.steps)
        assert kinds_of(advice)[-1] == "self_care", sign.finding.rule
        assert advice.modules


def test_an_urgent_flag_says_only_once_to_talk_today():
    advice = advice_for(
        FlagKind.BURNOUT_RISK,
        "urgent_answer",
        ("lighter_week", "contact_coordinator_today"),
        urgent=True,
    )
    assert [step.key for step in advice.steps] == [
        "contact_coordinator_today",
        "lighter_week",
        "drop_anchor",
    ]


def test_overdue_training_names_the_modules_that_are_overdue():
    reasons = [finding(code) for code in ("t02", "t05")]
    advice = advice_for(FlagKind.TRAINING, "required", ("time_for_training",), findings=reasons)
    assert advice.modules == ("t02", "t05")


def test_self_care_that_a_rule_suggests_is_not_doubled():
    advice = advice_for(FlagKind.CASELOAD, "session_len", ("shorter_sessions", "micro_break"))
    assert [step.key for step in advice.steps] == ["shorter_sessions", "micro_break"]


@pytest.mark.parametrize("kind", FlagKind)
def test_every_kind_has_last_steps(kind):
    assert (kind.value, "") in endings()


@pytest.mark.parametrize("theme", BoundaryTheme)
def test_every_boundary_theme_has_last_steps_of_its_own(theme):
    assert (FlagKind.BOUNDARY.value, theme.value) in endings()


@pytest.mark.parametrize(
    ("change", "message"),
    [({"self_care": ["swap_case"]}, "swap_case"), ({"modules": ["t99"]}, "t99")],
)
def test_an_ending_that_names_what_is_not_there_is_refused(change, message):
    content = packaged("steps_by_flag.json")
    content["flags"][0].update(change)
    with pytest.raises(WrongData, match=message):
        read_endings(content)


def finding(code):
    return Finding(
        rule="training_due",
        name="training overdue",
        sentence="A module was due.",
        numbers={"module": code, "days_overdue": 3},
        threshold="",
        source="",
        is_default=True,
    )
