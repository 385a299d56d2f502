"""What would clear the burnout risk flag: reckoned from the detector, never promised too early."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import sqrt
from typing import Final

from core.rules.dates import monday_of
from core.rules.strain import ChannelReading, WeekVerdict
from core.rules.strain_channel import DEFAULT_PARAMETERS, load_rises
from core.rules.strain_scores import CUT_OFFS, CountedScore
from core.rules.words import counted, day_words, number
from core.vocabulary import Level

_P: Final = DEFAULT_PARAMETERS


def clears(verdicts: Sequence[WeekVerdict]) -> str:
    """Say what would clear the flag of the last of consecutive week verdicts."""
    latest = verdicts[-1]
    if latest.stale:
        return _after_silence(latest, _ends_after(_last_informed(verdicts)))
    if latest.scores:
        return f"{_by_result(latest)} {_by_itself(latest)}"
    weeks = _about(latest)
    if latest.level is Level.HIGH:
        return (
            f"If your coming weeks are like your usual, it steps down in {weeks} and clears "
            f"{_P.clear_weeks} weeks later."
        )
    return f"If your coming weeks are like your usual, it clears in {weeks}."


def weeks_until_calm(latest: WeekVerdict) -> int:
    """Return after how many weeks exactly like the usual the level goes down a step."""
    present = [one for one in (latest.toll, latest.check) if one is not None and one.current]
    lines = [_weeks_to_fall(one, load=False) for one in present]
    if latest.load is not None and latest.load.current:
        lines.append(_weeks_to_fall(latest.load, load=True))
    return max(lines, default=1) + _P.clear_weeks - 1 - latest.calm


def _about(latest: WeekVerdict) -> str:
    return f"about {counted(weeks_until_calm(latest), 'week', 'weeks')}"


def _weeks_to_fall(reading: ChannelReading, *, load: bool) -> int:
    """Return the first coming week in which a channel no longer stands in the way."""
    rest, weeks, ahead = 1 - _P.weight, 0, reading
    while weeks == 0 or (load_rises(ahead) if load else ahead.z >= _P.z_clear):
        e, v = rest * ahead.e, rest * rest * ahead.v + _P.weight**2
        ahead = ahead._replace(e=e, v=v, z=e / sqrt(v + 1 / ahead.n), delta=e * ahead.s)
        weeks += 1
    return weeks


def _by_result(latest: WeekVerdict) -> str:
    """Say which new result would ease it, and when it can be given."""
    says = max(one.says for one in latest.scores)
    result, days = _better(latest.scores, says), _again_after(latest.scores)
    again = f"you can answer again {days} days after this one"
    if not _has_diary(latest):
        return f"{_verb(latest)} with {result}; {again}."
    if says == 1 and latest.level is Level.HIGH:
        weeks = weeks_until_calm(latest)
        return (
            f"Steps down after about {weeks} weeks like your usual. Clears with {result}; {again}."
        )
    return f"{_verb(latest)} with {result} and weeks near your usual; {again}."


def _by_itself(latest: WeekVerdict) -> str:
    """Say how long the present result counts when there is no new one."""
    last = max(one.score.week + CUT_OFFS[one.score.instrument].weeks - 1 for one in latest.scores)
    if not _has_diary(latest):
        return f"Without a new one and without entries it ends on {day_words(_ends_after(last))}."
    until = monday_of(last + 1) - timedelta(days=1)
    return (
        f"Without a new one it counts until {day_words(until)}, "
        "and two weeks near your usual then ease it."
    )


def _after_silence(latest: WeekVerdict, ends: date) -> str:
    end = f"without anything new it ends on {day_words(ends)}."
    if latest.toll is None and latest.check is None:
        return f"Eases with a new questionnaire result on the better side of its limit; {end}"
    if latest.level is Level.HIGH:
        return f"Two new weeks near your usual step it down, and two more clear it; {end}"
    return f"Clears with two new weeks near your usual; {end}"


def _better(scores: Sequence[CountedScore], says: int) -> str:
    """Word the result that would ask for less than the present ones do."""
    limits = {CUT_OFFS[one.score.instrument][:2] for one in scores}
    if len(limits) > 1:
        return "new results on the better side of their limits"
    if not any(one.band for one in scores):
        return "a new result that is not harder again"
    cut = CUT_OFFS[scores[0].score.instrument]
    limit = number(cut.high if says > 1 else cut.watch)
    side = "under" if cut.higher_is_worse else "over"
    return f"a new result {side} {limit}" + (" in each part" if len(scores) > 1 else "")


def _again_after(scores: Sequence[CountedScore]) -> int:
    return max(CUT_OFFS[one.score.instrument].again_days for one in scores)


def _verb(latest: WeekVerdict) -> str:
    return "Steps down" if latest.level is Level.HIGH else "Clears"


def _has_diary(latest: WeekVerdict) -> bool:
    return any(one is not None and one.current for one in (latest.toll, latest.check))


def _last_informed(verdicts: Sequence[WeekVerdict]) -> int:
    return next((one.week for one in reversed(verdicts) if not one.stale), verdicts[0].week)


def _ends_after(informed: int) -> date:
    """Return the day on which a level goes that nothing new speaks to."""
    return monday_of(informed + _P.hold_weeks + 2)
