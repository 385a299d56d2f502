"""Scoring published questionnaires as their publications do, and refusing where they do not.

Nothing is filled in for a missing answer, and no scale is ever added to another.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isclose
from typing import Final

from core.errors import InvalidValue
from core.rules.instrument_packs import (
    Question,
    Questionnaire,
    ScoreBand,
    ScoredScale,
    UrgentAnswer,
    WorkedExample,
)
from core.rules.strain_scores import CUT_OFFS
from core.rules.words import number
from core.vocabulary import Instrument, Moved

DETECTOR_SCALES: Final[Mapping[tuple[str, str], Instrument]] = {
    ("cbi", "personal"): Instrument.CBI_PERSONAL,
    ("cbi", "work"): Instrument.CBI_WORK,
    ("cbi", "client"): Instrument.CBI_CLIENT,
    ("who5", "wellbeing"): Instrument.WHO5,
}
"""Questionnaire and subscale of the scores that the strain detector reads."""
_TO_HUNDREDTHS: Final = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleResult:
    """The score of one subscale, or why there is none."""

    scale: str
    value: float | None
    band: ScoreBand | None
    missing: int
    asked: int

    @property
    def reason(self) -> str:
        """Say why there is no score; empty when there is one."""
        if self.value is not None:
            return ""
        return f"not scored: {self.missing} of {self.asked} missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentReason:
    """Why help is shown at once."""

    scale: str | None
    """The subscale whose score asks for it; nothing when it is a single answer."""
    value: float | None
    part: str
    """Title of that subscale."""
    question: int | None
    """Place of the single answer in the pack; nothing where it has one question."""
    limit: str
    source: str
    is_default: bool


def check_answers(pack: Questionnaire, answers: Mapping[str, int | None]) -> dict[str, int]:
    """Return the answers that were given, refusing what is not on the scale.

    Raises:
        InvalidValue: nothing was answered, a question is unknown, or an answer is not offered.
    """
    given = {item: value for item, value in answers.items() if value is not None}
    if not given:
        raise InvalidValue("Please answer at least one question; you may leave others out.")
    scales = {item.id: item.scale for item in pack.items}
    if not given.keys() <= scales.keys():
        raise InvalidValue("A question is not part of this questionnaire; please reload the page.")
    for item, value in given.items():
        offered = [option.value for option in pack.scales[scales[item]]]
        if isinstance(value, bool) or value not in offered:
            raise InvalidValue(
                f"The answer {value} is not one of those offered; please correct it."
            )
    return given


def score(pack: Questionnaire, answers: Mapping[str, int | None]) -> tuple[ScaleResult, ...]:
    """Score each subscale on its own; an optional one without any answer is left out."""
    given = check_answers(pack, answers)
    results = (_scored(pack, subscale, given) for subscale in pack.subscales)
    return tuple(result for result in results if result is not None)


def urgent_reasons(
    pack: Questionnaire, answers: Mapping[str, int | None], results: Iterable[ScaleResult]
) -> tuple[UrgentReason, ...]:
    """Return why help is shown at once after these answers; nothing when it is not."""
    values = {result.scale: result.value for result in results}
    titles = {subscale.id: subscale.title for subscale in pack.subscales}
    places = {item.id: place for place, item in enumerate(pack.items, start=1)}
    return tuple(
        UrgentReason(
            scale=rule.subscale,
            value=values.get(rule.subscale) if rule.subscale else None,
            part=titles.get(rule.subscale or "", ""),
            question=places.get(rule.item or "") if len(places) > 1 else None,
            limit=rule.reason,
            source=rule.source,
            is_default=rule.is_default,
        )
        for rule in pack.urgent
        if _holds(rule, answers, values)
    )


def moved(subscale: ScoredScale, before: float, now: float) -> Moved:
    """Compare a score with one's own score before it."""
    if subscale.change is None:
        return Moved.NOT_KNOWN
    # The figure itself counts; scores are means of whole answers, so no digit is lost here.
    if abs(now - before) < subscale.change.points - _TO_HUNDREDTHS:
        return Moved.WITHIN_CHANCE
    worse = (now > before) == (subscale.higher_is == "worse")
    return Moved.WORSE if worse else Moved.BETTER


def range_of(pack: Questionnaire, subscale: ScoredScale) -> tuple[float, float]:
    """Return the lowest and the highest score there can be."""
    ends = [_ends(pack, item) for item in pack.items if item.subscale == subscale.id]
    lows, highs = [low for low, _ in ends], [high for _, high in ends]
    if subscale.scoring == "sum":
        return sum(lows) * subscale.factor, sum(highs) * subscale.factor
    return float(min(lows)), float(max(highs))


def faults_of_examples(pack: Questionnaire) -> Iterator[str]:
    """Say where a pack is not scored as its own examples are, for example by a wrong reversal."""
    for place, example in enumerate(pack.examples, 1):
        found = {result.scale: result.value for result in score(pack, example.answers)}
        for scale, wanted in example.scores.items():
            got = found.get(scale)
            if not _same(got, wanted):
                yield (
                    f"Example {place} gives {_words(wanted)} for {scale}, but the pack scores "
                    f"{_words(got)}; please check which items are reversed."
                )
    for item in pack.items:
        if not any(_tells(pack, item, example) for example in pack.examples):
            yield f"No example shows whether the item {item.id} is reversed; please add one."


def faults_for_detector(pack: Questionnaire) -> Iterator[str]:
    """Say where a pack scores otherwise than the strain detector reads its scores."""
    for subscale in pack.subscales:
        instrument = DETECTOR_SCALES.get((pack.id, subscale.id))
        if instrument is None:
            continue
        low, high = range_of(pack, subscale)
        if (low, high) != (0, 100):
            yield (
                f"The burnout risk flag reads {subscale.id} from 0 to 100, but it runs from "
                f"{number(low)} to {number(high)}; please correct its factor or use another id."
            )
        wanted = "worse" if CUT_OFFS[instrument].higher_is_worse else "better"
        if subscale.higher_is != wanted:
            yield f"The burnout risk flag reads {subscale.id} as higher_is {wanted}."


def _scored(
    pack: Questionnaire, subscale: ScoredScale, given: Mapping[str, int]
) -> ScaleResult | None:
    items = [item for item in pack.items if item.subscale == subscale.id]
    values = [_turned(pack, item, given[item.id]) for item in items if item.id in given]
    if subscale.optional and not values:
        return None
    value = None
    if len(values) >= subscale.least_answered:
        total = float(sum(values))
        value = total * subscale.factor if subscale.scoring == "sum" else total / len(values)
    return ScaleResult(
        scale=subscale.id,
        value=value,
        band=None if value is None else _band(subscale, value),
        missing=len(items) - len(values),
        asked=len(items),
    )


def _turned(pack: Questionnaire, item: Question, value: int) -> int:
    low, high = _ends(pack, item)
    return low + high - value if item.reversed else value


def _ends(pack: Questionnaire, item: Question) -> tuple[int, int]:
    offered = [option.value for option in pack.scales[item.scale]]
    return min(offered), max(offered)


def _band(subscale: ScoredScale, value: float) -> ScoreBand:
    for band in subscale.bands:
        if value < band.upper or (band.upper_included and value == band.upper):
            return band
    return subscale.bands[-1]


def _holds(
    rule: UrgentAnswer, answers: Mapping[str, int | None], values: Mapping[str, float | None]
) -> bool:
    if rule.item is not None:
        return answers.get(rule.item) in rule.values
    value = values.get(rule.subscale) if rule.subscale else None
    if value is None:
        return False
    over = rule.at_least is not None and value >= rule.at_least
    return over or (rule.at_most is not None and value <= rule.at_most)


def _same(got: float | None, wanted: float | None) -> bool:
    if got is None or wanted is None:
        return got is wanted
    return isclose(got, wanted, abs_tol=_TO_HUNDREDTHS)


def _tells(pack: Questionnaire, item: Question, example: WorkedExample) -> bool:
    """Say whether the scores of an example would differ if the item were turned round."""
    low, high = _ends(pack, item)
    value = example.answers.get(item.id)
    told = example.scores.get(item.subscale) is not None
    return told and value is not None and value != low + high - value


def _words(value: float | None) -> str:
    return "no score" if value is None else number(value)
