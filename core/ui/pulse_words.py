"""The weekly pulse in our own words: each question, and a word for each step from 1 to 5."""

from typing import Final

from core.ui.language import _
from core.vocabulary import PulseItem

STEPS: Final = (1, 2, 3, 4, 5)

_QUESTIONS: Final = {
    PulseItem.ENERGY: "How much energy did you have this week?",
    PulseItem.SLEEP: "How well did you sleep?",
    PulseItem.SWITCH_OFF: "Could you switch off after supporting?",
    PulseItem.ROLE_CLEAR: "Was it clear what is your role and what is not?",
    PulseItem.FELT_SUPPORTED: "Did you feel supported by your team?",
    PulseItem.WORTHWHILE: "Did it feel worthwhile?",
}
_HOW_FAR: Final = ("not at all", "hardly", "partly", "mostly", "fully")
_OWN_STEPS: Final = {
    PulseItem.ENERGY: ("none", "little", "some", "good", "plenty"),
    PulseItem.SLEEP: ("very badly", "badly", "so-so", "well", "very well"),
}
# Load, role and support come before self-care.
_IDEAS: Final = {
    PulseItem.ENERGY: "Energy was low two weeks running. Which contact could somebody else take?",
    PulseItem.SLEEP: "Sleep was hard two weeks running. Could late contacts move to the day?",
    PulseItem.SWITCH_OFF: "Switching off was hard two weeks running. A debrief may help.",
    PulseItem.ROLE_CLEAR: "Your role was unclear two weeks running. Your coordinator can help.",
    PulseItem.FELT_SUPPORTED: "You felt little support two weeks running. You can ask to be rung.",
    PulseItem.WORTHWHILE: "It felt less worthwhile two weeks running. This is worth a talk.",
}


def question(item: PulseItem) -> str:
    """Return the question of an item."""
    return _(_QUESTIONS[item])


def step_words(item: PulseItem, answer: int | None) -> str:
    """Return number and word of an answer, or that it was skipped."""
    if answer is None:
        return _("skipped")
    return f"{answer} · {_(_OWN_STEPS.get(item, _HOW_FAR)[answer - 1])}"


def idea(item: PulseItem) -> str:
    """Return what to say when an item was low in two weeks running."""
    return _(_IDEAS[item])
