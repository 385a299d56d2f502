"""The sentences of the burnout risk flag: everyday words, own numbers, no blame.

A sentence gives the mean of the last weeks, which are the points a person sees in the chart. The
detector compares the smoothed line of that chart, in which earlier weeks count, with its limits;
both stand with the limit, in words.
"""

from collections.abc import Iterator, Mapping
from math import sqrt
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
    band,
)
from core.rules.strain_channel import DEFAULT_PARAMETERS, trend
from core.rules.strain_scores import CHANGE_SOURCE, CUT_OFF_SOURCES, CUT_OFFS, CountedScore
from core.rules.words import apart, day_words, duration, number
from core.rules.words import counted as count_words
from core.vocabulary import Instrument

_SETTLING: Final = "settling"
_NOTHING_NEW: Final = "no new entries"
_OWN_PAST: Final = (
    "Your own earlier weeks; limits set by simulation, after Schat et al. 2021 "
    "(doi 10.1037/met0000447)"
)
_RULE_OF_OURS: Final = "Rule of this product, checked by simulation"
_AVERAGE: Final = "on an average in which newer weeks count more"
_THEN: Final = "your own picture shows here"
_NAMES: Final[Mapping[str, str]] = {
    TOLL_TREND: "toll above the usual",
    CHECK_TREND: "check-ins harder than usual",
    TOGETHER: "toll and check-ins together",
    LOAD: "more support time than usual",
    QUESTIONNAIRE: "questionnaire result",
    QUESTIONNAIRE_AND_TREND: "questionnaire and weeks together",
    _SETTLING: "lighter, but not for long yet",
    _NOTHING_NEW: "nothing new since",
}
"""What a reason is called where its numbers are not shared."""
_SCALE: Final = 10.0
_ROUNDED_MINUTES: Final = 5
_INSTRUMENTS: Final[Mapping[Instrument, str]] = {
    Instrument.CBI_PERSONAL: "the personal part of your burnout questionnaire",
    Instrument.CBI_WORK: "the work part of your burnout questionnaire",
    Instrument.CBI_CLIENT: "the part of your burnout questionnaire on people you support",
    Instrument.WHO5: "your wellbeing questionnaire",
}

Numbers = dict[str, float | str]


def toll_trend(reading: ChannelReading) -> Finding:
    """Word a toll above the person's own usual."""
    numbers = _scale_numbers(reading)
    weeks = count_words(len(reading.recent), "logged week", "logged weeks")
    opening = f"Your toll averaged {number(_lately(reading))} over your last {weeks}"
    return _own(TOLL_TREND, _against_usual(opening, numbers, reading), *_line(numbers, reading))


def check_trend(reading: ChannelReading) -> Finding:
    """Word a check-in above the person's own usual."""
    numbers = _scale_numbers(reading)
    opening = (
        f"Your last {count_words(len(reading.recent), 'check-in', 'check-ins')} "
        f"averaged {number(_lately(reading))}, where 10 is hardest"
    )
    return _own(CHECK_TREND, _against_usual(opening, numbers, reading), *_line(numbers, reading))


def together(toll: ChannelReading, check: ChannelReading) -> Finding:
    """Word toll and check-in that are both somewhat above the usual."""
    smoothed, line = apart(toll.level_now, _toll_line(toll, check), digits=1)
    numbers: Numbers = {
        "toll": _points(_lately(toll)),
        "over": len(toll.recent),
        "usual_toll": _points(toll.mu),
        "check": _points(_lately(check)),
        "checks": len(check.recent),
        "usual_check": _points(check.mu),
        "smoothed_toll": float(smoothed),
        "line": float(line),
        "smoothed_check": _points(check.level_now),
    }
    weeks = count_words(len(toll.recent), "logged week", "logged weeks")
    checks = count_words(len(check.recent), "check-in", "check-ins")
    said = {key: f"{float(value):g}" for key, value in numbers.items()}
    sentence = (
        f"Toll and check-ins together are harder than usual: {{toll}} over {weeks} "
        f"(usual {{usual_toll}}), {{check}} over {checks} (usual {{usual_check}}), "
        "where 10 is hardest."
    )
    threshold = (
        f"a toll of more than {{line}} beside check-ins of {{smoothed_check}}, each {_AVERAGE}; "
        "yours comes to {smoothed_toll}"
    )
    return _own(TOGETHER, sentence.format(**said), numbers, threshold.format(**said))


def _toll_line(toll: ChannelReading, check: ChannelReading) -> float:
    """Return where the toll's line asks for a talk, given how far the check-ins stand above."""
    p = DEFAULT_PARAMETERS
    needed = max(p.z_together, p.z_high * sqrt(2 * (1 + p.correlation)) - check.z)
    return toll.mu + needed * toll.s * sqrt(toll.v + 1 / toll.n)


def load(reading: ChannelReading) -> Finding:
    """Word support time above the person's own usual."""
    lines = band(reading)
    numbers: Numbers = {
        "lately": _whole_minutes(_lately(reading), _ROUNDED_MINUTES),
        "over": len(reading.recent),
        "usual": _whole_minutes(reading.mu, _ROUNDED_MINUTES),
        "smoothed": _whole_minutes(reading.level_now),
        "line": _whole_minutes(lines.watch_line),
        "weeks": reading.n,
    }
    weeks = count_words(len(reading.recent), "logged week", "logged weeks")
    sentence = (
        f"Your support time averaged {duration(float(numbers['lately']))} a week over your last "
        f"{weeks}; your own usual is {duration(float(numbers['usual']))}"
    )
    threshold = (
        f"more than {duration(float(numbers['line']))} a week and "
        f"{number(100 * DEFAULT_PARAMETERS.load_share)} % above your usual, {_AVERAGE}; "
        f"yours comes to {duration(float(numbers['smoothed']))}; {_ordinary(reading)}"
    )
    return _own(LOAD, sentence + _earlier(reading), numbers, threshold)


def questionnaire(counted: CountedScore) -> Iterator[Finding]:
    """Word a questionnaire score over its published limit, and one that got worse."""
    cut = CUT_OFFS[counted.score.instrument]
    name = _INSTRUMENTS[counted.score.instrument]
    week, now = day_words(monday_of(counted.score.week)), round(counted.score.value, 1)
    if counted.band:
        limit = cut.high if counted.band > 1 else cut.watch
        reached = f"{number(limit)} or {'more' if cut.higher_is_worse else 'less'}"
        yield Finding(
            rule="questionnaire",
            name=_NAMES[QUESTIONNAIRE],
            sentence=f"In the week of {week} {name} came to {number(now)}; "
            f"{reached} is worth attention.",
            numbers={"week": week, "value": now, "limit": limit},
            threshold=reached,
            source=CUT_OFF_SOURCES[counted.score.instrument],
            is_default=False,
        )
    if counted.worsened and counted.previous is not None:
        before = round(counted.previous.value, 1)
        yield Finding(
            rule="questionnaire_change",
            name=_NAMES[QUESTIONNAIRE],
            sentence=f"{name[0].upper()}{name[1:]} went from {number(before)} to {number(now)}: "
            "harder than before, by more than chance explains (default).",
            numbers={"before": before, "now": now, "change": cut.change},
            threshold=f"{number(cut.change)} points or more harder than the time before",
            source=CHANGE_SOURCE,
            is_default=True,
        )


def questionnaire_and_trend() -> Finding:
    """Word a questionnaire and a trend that point the same way."""
    sentence = "Your questionnaire and your weeks both say that it is hard now; a talk is worth it."
    return _own(QUESTIONNAIRE_AND_TREND, sentence, {}, "both at the same time")


def settling() -> Finding:
    """Word a level that stands although the latest week asks for less."""
    sentence = "It looks lighter than before; the flag stays until that has lasted for two weeks."
    return _own(_SETTLING, sentence, {}, "two weeks near your usual")


def kept(weeks: int) -> Finding:
    """Word a level that stands because nothing new came in."""
    silence = count_words(weeks, "week", "weeks")
    sentence = f"There is no entry or check-in for {silence}, so this still stands from before."
    most = count_words(DEFAULT_PARAMETERS.hold_weeks, "week", "weeks")
    threshold = (
        f"kept until {most} after the last entry or check-in, "
        "or after a questionnaire result stopped counting"
    )
    return _own(_NOTHING_NEW, sentence, {"weeks": weeks}, threshold)


def not_enough(collected: int, silent: int, missing: int) -> str:
    """Say why there is no judgement yet, with how many weeks are missing."""
    more = count_words(missing, "more week", "more weeks")
    if silent and collected >= DEFAULT_PARAMETERS.calibration_weeks:
        silence = count_words(silent, "week", "weeks")
        return f"Not enough data: no entry for {silence}; {more} with an entry, and {_THEN}."
    so_far = count_words(collected, "week", "weeks") if collected else "no week"
    return f"Not enough data yet: {so_far} with an entry so far; {more}, and {_THEN}."


def _lately(reading: ChannelReading) -> float:
    return sum(reading.recent) / len(reading.recent)


def _points(value: float) -> float:
    """Round to what is shown, and keep to the scale."""
    return round(min(max(value, 0.0), _SCALE), 1)


def _whole_minutes(value: float, steps: int = 1) -> int:
    return steps * round(value / steps)


def _scale_numbers(reading: ChannelReading) -> Numbers:
    lines = band(reading)
    over = lines.high_line if trend(reading) > 1 else lines.watch_line
    smoothed, line = apart(reading.level_now, over, digits=1)
    return {
        "lately": _points(_lately(reading)),
        "over": len(reading.recent),
        "above": reading.above,
        "usual": _points(reading.mu),
        "low": _points(reading.mu - reading.s),
        "high": _points(reading.mu + reading.s),
        "smoothed": float(smoothed),
        "line": float(line),
        "weeks": reading.n,
    }


def _against_usual(opening: str, numbers: Numbers, reading: ChannelReading) -> str:
    usual = (
        "usual of {usual} (mostly {low} to {high})"
        if reading.two
        else ("usual is {usual} (mostly {low} to {high})")
    )
    said = usual.format(**{key: number(float(numbers[key])) for key in ("usual", "low", "high")})
    if not reading.two:
        del numbers["above"]
        return f"{opening}; your {said}{_earlier(reading)}"
    whole = "both" if len(reading.recent) == DEFAULT_PARAMETERS.recent_needed else "all"
    which = whole if reading.above == len(reading.recent) else f"{reading.above} of them"
    return f"{opening}; {which} were clearly above your {said}."


def _earlier(reading: ChannelReading) -> str:
    """End a sentence; where the last weeks alone would not say it, name those before."""
    return "." if reading.two else ", and earlier weeks still count."


def _line(numbers: Numbers, reading: ChannelReading) -> tuple[Numbers, str]:
    most, needed = DEFAULT_PARAMETERS.recent_weeks, DEFAULT_PARAMETERS.recent_needed
    weeks = f", with {needed} of {most} weeks clearly above your usual" * (trend(reading) > 1)
    threshold = (
        f"more than {numbers['line']:g} {_AVERAGE}{weeks}; "
        f"yours comes to {numbers['smoothed']:g}; {_ordinary(reading)}"
    )
    return numbers, threshold


def _ordinary(reading: ChannelReading) -> str:
    weeks = count_words(reading.n, "ordinary week", "ordinary weeks")
    return f"your usual is taken from {weeks}"


def _own(name: str, sentence: str, numbers: Numbers, threshold: str) -> Finding:
    """Build a finding about the person's own past."""
    return Finding(
        rule=name.replace("-", "_").replace(" ", "_"),
        name=_NAMES[name],
        sentence=sentence,
        numbers=numbers,
        threshold=threshold,
        source=_OWN_PAST if numbers else _RULE_OF_OURS,
        is_default=True,
    )
