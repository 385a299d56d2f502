"""What invented people answered in questionnaires.

Each has a usual of their own, a little different each time, and never so much that a flag would
rest on it.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Final

from core.demo import stories
from core.demo.calendar import Calendar
from core.demo.cast import Member
from core.demo.entries import Row
from core.demo.people import fixed_id, person_id
from core.models import Questionnaire, QuestionnaireAnswer, QuestionnaireScore
from core.models.base import table_of
from core.services.packs import packs
from core.services.questionnaire_rows import questionnaire_rows

_EVERY: Final[Mapping[str, int]] = {"cbi": 91, "proqol5": 182, "single_item_burnout": 30}
"""Days between two answers, as the rhythm offers them."""
_LATEST: Final[Mapping[str, int]] = {"cbi": 9, "proqol5": 30, "single_item_burnout": 5}
_USUAL: Final[Mapping[str, tuple[int, ...]]] = {
    "cbi": (0, 25, 25, 25, 50),
    "proqol5": (3, 4, 4, 4, 5),
    "single_item_burnout": (1, 1, 2),
}
_HARD_QUESTIONS: Final = frozenset(
    str(n) for n in (2, 5, 7, 8, 9, 10, 11, 13, 14, 19, 21, 23, 25, 26, 28)
)
"""Questions of the ProQOL of which a high answer weighs."""
_HARDER: Final = frozenset({stories.DRIFT.person, stories.STEP.person})
_HARDER_ITEMS: Final = ("P1", "P2", "P3")


def self_assessments(member: Member, calendar: Calendar) -> Iterator[Row]:
    """Yield the rows of what every other person answered, for those who tell of strain as well."""
    silent = member.silent_since >= 0
    if silent or not (member.number % 2 == 0 or member.name in _HARDER):
        return
    for instrument, every in _EVERY.items():
        rng = Random(f"{member.name}/{instrument}")  # noqa: S311
        usual = {item.id: _usual(instrument, item.id, rng) for item in packs()[instrument].items}
        earliest = min(member.joined_days_ago, member.weeks * 7) - 14
        latest = _LATEST[instrument] + member.number % 4
        for days_ago in range(latest, earliest, every):
            answers = _once(usual, instrument, rng)
            if member.name in _HARDER and instrument == "cbi" and days_ago == latest:
                answers |= dict.fromkeys(_HARDER_ITEMS, 50)
            yield from _rows(member, instrument, answers, calendar, days_ago)


def _usual(instrument: str, item: str, rng: Random) -> int:
    drawn = rng.choice(_USUAL[instrument])
    if instrument == "proqol5" and item in _HARD_QUESTIONS:
        return 6 - drawn
    return min(drawn, 25) if item == "P4" else drawn


def _once(usual: Mapping[str, int], instrument: str, rng: Random) -> dict[str, int]:
    """Change one answer by a step, towards the lighter side or back to the usual."""
    answers = dict(usual)
    item = rng.choice(sorted(usual))
    if instrument == "cbi":
        answers[item] = max(0, answers[item] - 25)
    elif instrument == "proqol5":
        answers[item] = 3
    else:
        answers[item] = rng.choice((1, 2, 2, 3))
    return answers


def _rows(
    member: Member,
    instrument: str,
    answers: Mapping[str, int],
    calendar: Calendar,
    days_ago: int,
) -> Iterator[Row]:
    day = calendar.days_ago(days_ago)
    at = calendar.at(day, 20, 40)
    written = questionnaire_rows(
        packs()[instrument],
        answers,
        questionnaire_id=fixed_id("questionnaire", member.name, instrument, days_ago),
        person_id=person_id(member),
        day=day,
        at=at,
    )
    yield Row(at, table_of(Questionnaire), written.given)
    for answer in written.answers:
        yield Row(at, table_of(QuestionnaireAnswer), answer)
    for score in written.scores:
        yield Row(at, table_of(QuestionnaireScore), score)
