"""How questionnaire scores enter the strain detector: published cut-offs beside the trend."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Final, NamedTuple

from core.errors import InvalidValue
from core.vocabulary import Instrument


@dataclass(frozen=True, slots=True)
class Score:
    """A questionnaire score, 0 to 100, in the week it was given."""

    week: int
    instrument: Instrument
    value: float
    version: int = 1
    """Of the questionnaire. Scores of two versions are never compared."""

    def __post_init__(self) -> None:
        if not isinstance(self.value, int | float) or not isfinite(self.value):
            raise InvalidValue("A questionnaire score is a number from 0 to 100.")
        if not 0 <= self.value <= 100:
            raise InvalidValue(
                f"A questionnaire score runs from 0 to 100; please correct {self.value:g}."
            )


class CutOffs(NamedTuple):
    """When a score of an instrument counts, and for how long."""

    watch: float
    high: float
    change: float
    """Worsening against the previous score that is more than chance (reliable change)."""
    weeks: int
    """Weeks that a score counts, its own included."""
    again_days: int
    """Days until the questionnaire may be answered again, as its pack says."""
    higher_is_worse: bool = True


CUT_OFFS: Final[Mapping[Instrument, CutOffs]] = {
    Instrument.CBI_PERSONAL: CutOffs(50, 75, 16.5, 13, 60),
    Instrument.CBI_WORK: CutOffs(50, 75, 17.7, 13, 60),
    Instrument.CBI_CLIENT: CutOffs(50, 75, 18.9, 13, 60),
    Instrument.WHO5: CutOffs(50, 28, 22.2, 8, 14, higher_is_worse=False),
}
CUT_OFF_SOURCES: Final[Mapping[Instrument, str]] = {
    Instrument.CBI_PERSONAL: "Kristensen et al. 2005; 50 and 75 are conventions, not a diagnosis",
    Instrument.CBI_WORK: "Kristensen et al. 2005; 50 and 75 are conventions, not a diagnosis",
    Instrument.CBI_CLIENT: "Kristensen et al. 2005; 50 and 75 are conventions, not a diagnosis",
    Instrument.WHO5: "Topp et al. 2015",
}
CHANGE_SOURCE: Final = "Reliable change after Jacobson and Truax 1991; spread and accuracy assumed"


class CountedScore(NamedTuple):
    """The latest score of an instrument while it counts, and what it says."""

    score: Score
    previous: Score | None
    band: int
    """0, 1 or 2 by the published cut-offs."""
    worsened: bool

    @property
    def says(self) -> int:
        """Return the level this score asks for: 0, 1 or 2."""
        return max(self.band, int(self.worsened))


def judge(score: Score, previous: Score | None) -> CountedScore:
    """Compare one score with its cut-offs and with the score before it."""
    cut = CUT_OFFS[score.instrument]
    sign = 1 if cut.higher_is_worse else -1
    worse = sign * score.value
    band = (worse >= sign * cut.watch) + (worse >= sign * cut.high)
    worsened = previous is not None and worse - sign * previous.value >= cut.change
    return CountedScore(score, previous, band, worsened)


class Scores:
    """Scores in the order they were given; asked week by week."""

    def __init__(self, scores: Iterable[Score]) -> None:
        self._coming: dict[int, list[Score]] = defaultdict(list)
        for score in scores:
            self._coming[score.week].append(score)
        self._latest: dict[Instrument, CountedScore] = {}
        self._before: dict[tuple[Instrument, int], Score] = {}

    def arrive(self, week: int) -> bool:
        """Take the scores of a week; say whether there were any."""
        if week not in self._coming:
            return False
        for score in self._coming[week]:
            alike = score.instrument, score.version
            self._latest[score.instrument] = judge(score, self._before.get(alike))
            self._before[alike] = score
        return True

    def counted(self, week: int) -> list[CountedScore]:
        """Return the scores that still count in a week."""
        return [
            one
            for one in self._latest.values()
            if week - one.score.week < CUT_OFFS[one.score.instrument].weeks
        ]
