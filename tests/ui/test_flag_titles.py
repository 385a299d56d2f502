"""What a flag is called: what is urgent in plain words, and its kind otherwise."""

from dataclasses import replace
from uuid import uuid4

import pytest

from core.queries.flags import Finding, FlagView
from core.ui.flag_titles import flag_title, own_flag_title
from core.vocabulary import Audience, BoundaryTheme, FlagAnswer, FlagKind, Lane, Level
from tests.support import NOW

CBI = "the Copenhagen Burnout Inventory"


def reason(**numbers):
    return Finding(
        rule="urgent_answer",
        name="questionnaire result",
        sentence="Please talk to somebody today.",
        numbers=numbers,
        threshold="",
        source="",
        is_default=True,
    )


def view(**changes):
    one = FlagView(
        id=uuid4(),
        kind=FlagKind.BURNOUT_RISK,
        lane=Lane.WELLBEING,
        subject="urgent_answer",
        level=Level.HIGH,
        urgent=True,
        since=NOW.date(),
        raised_at=NOW,
        cleared_at=None,
        findings=(reason(about=CBI, question=4),),
        clears="",
        steps=(),
        answer=FlagAnswer.NONE,
        context="",
        shared_from=None,
        audience=Audience.ONLY_YOU,
    )
    return replace(one, **changes)


SCORED = reason(about="the ProQOL", value=44.0)


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, f"An answer to {CBI} needs a talk today"),
        ({"findings": (SCORED,)}, "A score in the ProQOL needs a talk today"),
        (
            {"findings": (SCORED, reason(about=CBI, question=4))},
            "Answers to a questionnaire need a talk today",
        ),
        (
            {"kind": FlagKind.BOUNDARY, "subject": BoundaryTheme.SAFETY.value},
            "A sign about safety needs a talk today",
        ),
        (
            {"kind": FlagKind.BOUNDARY, "subject": BoundaryTheme.MONEY_AND_FAVOURS.value},
            "A sign about money needs a talk today",
        ),
    ],
)
def test_the_title_of_an_urgent_flag_says_what_is_urgent(changes, title):
    assert own_flag_title(view(**changes)) == title


@pytest.mark.parametrize(
    "changes",
    [{"cleared_at": NOW}, {"answer": FlagAnswer.PASSED}, {"answer": FlagAnswer.NOT_RIGHT}],
    ids=["ended", "passed", "not right"],
)
def test_what_ended_or_was_put_aside_asks_for_nothing_today(changes):
    assert own_flag_title(view(**changes)) == "Burnout risk"


def test_others_are_never_told_which_questionnaire_it_was():
    assert flag_title(view()) == "Answers to a questionnaire need a talk today"
