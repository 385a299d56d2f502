"""The sentences of the boundary flags: what was ticked or marked, and when that is worth a talk."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from core.rules.flags import Finding
from core.rules.gauges import reason
from core.rules.thresholds import Limit, Thresholds
from core.rules.words import counted, day_words, number
from core.vocabulary import BoundaryTheme

REFLECT: Final = 1
TALK: Final = 2
TODAY: Final = 3
"""Severities of a sign: think about it, talk within a week, contact the coordinator today."""

GREY: Final = "grey"
_SOURCE: Final = (
    "Themes from published peer support codes of ethics; how serious a sign is, is ours"
)
_ASKS: Final[Mapping[int, str]] = {
    REFLECT: "worth a quiet thought",
    TALK: "worth a talk within a week",
    TODAY: "to bring to your coordinator today",
}
_ABOUT: Final[Mapping[BoundaryTheme, str]] = {
    BoundaryTheme.TIME_AND_PLACE: "time and place",
    BoundaryTheme.CLOSENESS: "contact and closeness",
    BoundaryTheme.MONEY_AND_FAVOURS: "money and favours",
    BoundaryTheme.NEED: "need and dependency",
    BoundaryTheme.ROLE: "your role",
    BoundaryTheme.OWN_STORY: "your own story",
    BoundaryTheme.OPENNESS: "openness",
    BoundaryTheme.SAFETY: "safety",
    BoundaryTheme.OWN_STRENGTH: "your own strength",
}


def ticked(theme: BoundaryTheme, sign: str, phrase: str, severity: int, day: date) -> Finding:
    """Word a sign of the checklist with the latest day on which it was ticked."""
    said = day_words(day)
    if severity >= TODAY:
        sentence = f"Please talk to your coordinator today: on {said} you ticked “{phrase}”."
    else:
        sentence = f"On {said} you ticked “{phrase}”: {_ASKS[severity]}."
    return _one(theme, sign, sentence, {"day": said}, severity)


def grey(theme: BoundaryTheme, count: int, day: date) -> Finding:
    """Word the contacts that were marked as grey; ``day`` is that of the latest."""
    said = day_words(day)
    if count == 1:
        sentence = f"On {said} you marked a contact as grey: {_ASKS[REFLECT]}."
        return _one(theme, GREY, sentence, {"day": said}, REFLECT)
    sentence = f"You marked {count} contacts as grey, the last on {said}: {_ASKS[REFLECT]}."
    return _one(theme, GREY, sentence, {"day": said, "count": count}, REFLECT)


def adds_up(theme: BoundaryTheme, signs: int, marks: int, thresholds: Thresholds) -> Finding:
    """Word small signs together, and say which were ticked and which are grey contacts."""
    days, needed = thresholds["boundary.days"], thresholds["boundary.reflect_count"]
    span, about = number(days.value), _ABOUT[theme]
    numbers: dict[str, float | str] = {"count": signs + marks, "days": days.value}
    if not marks:
        what = f"{signs} small signs you ticked about {about} within {span} days"
    elif not signs:
        what = f"{marks} contacts you marked as grey about {about} within {span} days"
    else:
        numbers |= {"ticked": signs, "grey": marks}
        what = (
            f"{signs + marks} small signs about {about} within {span} days, "
            f"{signs} ticked and {counted(marks, 'contact', 'contacts')} marked as grey,"
        )
    return reason(
        needed,
        rule="signs_add_up",
        name=about,
        sentence=f"{what} are worth a talk together.",
        numbers=numbers,
        threshold=f"{number(needed.value)} or more small signs about one theme in {span} days",
    )


def rising(theme: BoundaryTheme, earlier: int, later: int, thresholds: Thresholds) -> Finding:
    """Word signs of one theme that became more over some weeks."""
    weeks, needed = thresholds["boundary.drift_weeks"], thresholds["boundary.drift_count"]
    half = number(weeks.value / 2)
    return reason(
        needed,
        rule="signs_rising",
        name=_ABOUT[theme],
        sentence=f"About {_ABOUT[theme]} there were {later} ticks or grey marks in the last "
        f"{half} weeks, and {earlier} in the {half} before: worth a talk.",
        numbers={"earlier": earlier, "later": later, "weeks": weeks.value / 2},
        threshold=f"{number(needed.value)} or more signs of one theme in {number(weeks.value)} "
        "weeks, more of them in the later half than in the earlier",
    )


def clears(theme: BoundaryTheme, last: date, days: Limit) -> str:
    """Say on which day the flag goes when nothing new comes."""
    ends = day_words(last + timedelta(days=days.value))
    return (
        f"Clears on {ends}, {number(days.value)} days after the last tick or grey mark about "
        f"{_ABOUT[theme]}, if no new one comes."
    )


def _one(
    theme: BoundaryTheme,
    rule: str,
    sentence: str,
    numbers: Mapping[str, float | str],
    severity: int,
) -> Finding:
    return Finding(
        rule=rule,
        name=_ABOUT[theme],
        sentence=sentence,
        numbers=numbers,
        threshold=f"one sign {_ASKS[severity]}",
        source=_SOURCE,
        is_default=True,
    )
