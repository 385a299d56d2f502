"""The sentences of the burnout risk flag: everyday words, own numbers, no blame."""

from collections.abc import Iterator, Mapping
from typing import Final

from core.rules.dates import monday_of
from core.rules.flags import Finding
from core.rules.strain import (
    CHECK_TREND,
    LOAD,
    QUESTIONNAIRE,
    QUESTIONNAIRE_AND_TREND,
    TOGETHER,
    TOLL_TREND,
    ChannelReading,
    WeekVerdict,
    band,
)
from core.rules.strain_channel import DEFAULT_PARAMETERS
from core.rules.strain_scores import CHANGE_SOURCE, CUT_OFF_SOURCES, CUT_OFFS, CountedScore
from core.rules.words import counted as count_words
from core.rules.words import day_words, number
from core.vocabulary import Instrument, Level

_OWN_PAST: Final = (
    "Your own earlier weeks; limits set by simulation, after Schat et al. 2021 "
    "(doi 10.1037/met0000447)"
)
_RULE_OF_OURS: Final = "Rule of this product, checked by simulation"
_SCALE: Final = 10.0
_INSTRUMENTS: Final[Mapping[Instrument, str]] = {
    Instrument.CBI_PERSONAL: "burnout questionnaire, personal part,",
    Instrument.CBI_WORK: "burnout questionnaire, work part,",
    Instrument.CBI_CLIENT: "burnout questionnaire, part on people you support,",
    Instrument.WHO5: "wellbeing questionnaire",
}


def toll_trend(reading: ChannelReading) -> Finding:
    """Word a toll above the person's own usual."""
    numbers = _scale_numbers(reading)
    return _trend(TOLL_TREND, "Your weekly toll runs at {level_now}", numbers, reading)


def check_trend(reading: ChannelReading) -> Finding:
    """Word a check-in above the person's own usual."""
    numbers = _scale_numbers(reading)
    opening = "Your check-in, where more means harder, runs at {level_now}"
    return _trend(CHECK_TREND, opening, numbers, reading)


def together(toll: ChannelReading, check: ChannelReading) -> Finding:
    """Word toll and check-in that are both somewhat above the usual."""
    numbers = {
        "toll": _points(toll.level_now),
        "usual_toll": _points(toll.mu),
        "check": _points(check.level_now),
        "usual_check": _points(check.mu),
    }
    sentence = (
        "Toll and check-in are both above your usual: toll {toll} instead of {usual_toll}, "
        "check-in, where more means harder, {check} instead of {usual_check}."
    )
    return _own(TOGETHER, sentence, numbers, "both above your usual in the same weeks")


def load(reading: ChannelReading) -> Finding:
    """Word support time above the person's own usual."""
    numbers = {
        "level_now": round(reading.level_now / 60, 1),
        "usual": round(reading.mu / 60, 1),
        "weeks": float(reading.n),
    }
    sentence = (
        "Your support time runs at {level_now} hours a week; your own usual is {usual}, "
        "from {weeks} ordinary weeks."
    )
    line = number(band(reading).watch_line / 60)
    share = number(100 * DEFAULT_PARAMETERS.load_share)
    threshold = f"more than {line} hours a week, and {share} % above your usual"
    return _own(LOAD, sentence, numbers, threshold)


def questionnaire(counted: CountedScore) -> Iterator[Finding]:
    """Word a questionnaire score over its published limit, and one that got worse."""
    cut = CUT_OFFS[counted.score.instrument]
    name = _INSTRUMENTS[counted.score.instrument]
    if counted.band:
        limit = cut.high if counted.band > 1 else cut.watch
        side = "more" if cut.higher_is_worse else "less"
        yield Finding(
            rule="questionnaire",
            name=QUESTIONNAIRE,
            sentence=f"Your {name} of the week of {day_words(monday_of(counted.score.week))} "
            f"shows {number(counted.score.value)}; {number(limit)} or {side} is worth attention.",
            numbers={
                "week": day_words(monday_of(counted.score.week)),
                "value": round(counted.score.value, 1),
                "limit": limit,
            },
            threshold=f"{number(limit)} or {side}",
            source=CUT_OFF_SOURCES[counted.score.instrument],
            is_default=False,
        )
    if counted.worsened and counted.previous is not None:
        before, now = round(counted.previous.value, 1), round(counted.score.value, 1)
        yield Finding(
            rule="questionnaire_change",
            name=QUESTIONNAIRE,
            sentence=f"Your {name} moved from {number(before)} to {number(now)}, "
            "more than by chance.",
            numbers={"before": before, "now": now},
            threshold=f"{number(cut.change)} points or more against the time before",
            source=CHANGE_SOURCE,
            is_default=True,
        )


def questionnaire_and_trend() -> Finding:
    """Word a questionnaire and a trend that point the same way."""
    sentence = "A questionnaire and your own trend point the same way, so a talk is worth it."
    return _own(QUESTIONNAIRE_AND_TREND, sentence, {}, "both at the same time")


def settling() -> Finding:
    """Word a level that stands although the latest week asks for less."""
    sentence = "It is lighter than before; this stays until two weeks near your usual have passed."
    return _own("settling", sentence, {}, "two weeks near your usual")


def kept(weeks: int) -> Finding:
    """Word a level that stands because nothing new came in."""
    sentence = "No entry or check-in for {weeks} weeks, so this still stands from before."
    most = count_words(DEFAULT_PARAMETERS.hold_weeks, "week", "weeks")
    return _own("no new entries", sentence, {"weeks": float(weeks)}, f"kept for at most {most}")


def clears(latest: WeekVerdict) -> str:
    """Say what would clear the flag."""
    if latest.stale:
        return "Clears with two new weeks near your usual, or by itself after a long silence."
    if latest.scores and len(latest.reasons) == 1:
        return "Clears with a new questionnaire result on the better side of its limit."
    if latest.level is Level.HIGH:
        return "Steps down after two weeks near your usual, and clears after two more."
    return "Clears after two weeks near your usual."


def not_enough(collected: int, needed: int, silent: int, missing: int) -> str:
    """Say why there is no judgement yet."""
    more = count_words(missing, "more week", "more weeks")
    if collected < needed:
        return f"Not enough data yet: {collected} of {needed} weeks collected, {more} needed."
    silence = count_words(silent, "week", "weeks")
    return f"Not enough data yet: no entry for {silence}, {more} needed."


def _points(value: float) -> float:
    """Round to what is shown, and keep to the scale."""
    return round(min(max(value, 0.0), _SCALE), 1)


def _scale_numbers(reading: ChannelReading) -> dict[str, float]:
    return {
        "level_now": _points(reading.level_now),
        "usual": _points(reading.mu),
        "low": _points(reading.mu - reading.s),
        "high": _points(reading.mu + reading.s),
        "weeks": float(reading.n),
    }


def _trend(
    name: str, opening: str, numbers: Mapping[str, float], reading: ChannelReading
) -> Finding:
    sentence = opening + (
        "; your own usual is {usual}, usually {low} to {high}, from {weeks} ordinary weeks."
    )
    lines = band(reading)
    passed = lines.high_line if reading.level_now > lines.high_line else lines.watch_line
    return _own(name, sentence, numbers, f"more than {number(passed)} on your own weekly line")


def _own(name: str, sentence: str, numbers: Mapping[str, float], threshold: str) -> Finding:
    """Build a finding whose sentence shows exactly its numbers."""
    return Finding(
        rule=name.replace("-", "_").replace(" ", "_"),
        name=name,
        sentence=sentence.format(**{key: number(value) for key, value in numbers.items()}),
        numbers=dict(numbers),
        threshold=threshold,
        source=_OWN_PAST if numbers else _RULE_OF_OURS,
        is_default=True,
    )
