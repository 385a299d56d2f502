"""How early and how falsely the strain detector speaks, against its bars."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.population import (
    QUIET_WEEKS,
    WEEKS,
    Diary,
    Scenario,
    diaries,
    drift,
    ramp,
    step,
)
from core.rules.strain import LOAD, WeekInput, monitor
from core.vocabulary import Level

GAP = 4
"""Clear weeks before a flag counts as a new episode."""
YEARS = (WEEKS - QUIET_WEEKS) / 52

NONE = Scenario("no change")
OFTEN_MISSING = (0.4, 0.6)


@dataclass(frozen=True, slots=True)
class Judged:
    """One supporter's weeks as the detector sees them."""

    onset: int
    usual: float
    levels: list[int]
    """0, 1 watch, 2 high for every week."""
    loads: list[bool]
    """Whether load was among the reasons."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure, and the limit that it must keep."""

    name: str
    value: float
    limit: float
    at_least: bool
    unit: str = " %"

    @property
    def held(self) -> bool:
        """Say whether the figure keeps its limit."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        sign = ">=" if self.at_least else "<="
        word = "ok  " if self.held else "MISS"
        return f"{word} {self.name:<58} {self.value:7.2f}{self.unit} (bar {sign} {self.limit:g})"


def judged(person: Diary) -> Judged:
    """Run the detector over one diary."""
    numbers = {Level.WATCH: 1, Level.HIGH: 2}
    verdicts = monitor(person.weeks, until=WEEKS - 1)
    early = [0] * (WEEKS - len(verdicts))
    return Judged(
        person.onset,
        person.usual,
        early + [numbers.get(verdict.level, 0) for verdict in verdicts],
        [False] * len(early) + [LOAD in verdict.reasons for verdict in verdicts],
    )


def run(scenario: Scenario, people: int, seed: int) -> list[Judged]:
    """Judge a population that lives through one scenario."""
    return [judged(person) for person in diaries(seed, people, scenario)]


def episodes(levels: Sequence[int], level: int) -> int:
    """Count how often a level newly appears after four clear weeks."""
    return sum(
        levels[week] >= level and all(past < level for past in levels[week - GAP : week])
        for week in range(QUIET_WEEKS, WEEKS)
    )


def per_year(runs: Iterable[Judged], level: int) -> float:
    """Return new episodes for each supporter and year."""
    counts = [episodes(one.levels, level) for one in runs]
    return sum(counts) / len(counts) / YEARS


def percent(found: Iterable[bool]) -> float:
    """Return how many of a hundred hold."""
    all_found = list(found)
    return 100 * sum(all_found) / len(all_found)


def weeks_flagged(runs: Sequence[Judged], level: int) -> float:
    """Return the share of weeks at a level or above."""
    return percent(value >= level for one in runs for value in one.levels[QUIET_WEEKS:])


def found_by(runs: Iterable[Judged], level: int, week: int) -> float:
    """Return the share of changes found by a week, among people clear before the onset."""
    clear = [one for one in runs if max(one.levels[one.onset - GAP : one.onset]) < level]
    return percent(max(one.levels[one.onset : one.onset + week]) >= level for one in clear)


def no_change(runs: Sequence[Judged]) -> list[Bar]:
    """B1: how often the detector speaks when nothing happens."""
    return [
        Bar("B1 no change: new high in a year", per_year(runs, 2), 0.40, False, ""),
        Bar(
            "B1 no change: people with any high",
            percent(episodes(one.levels, 2) > 0 for one in runs),
            32,
            False,
        ),
        Bar("B1 no change: weeks at high", weeks_flagged(runs, 2), 6, False),
        Bar("B1 no change: new watch or high in a year", per_year(runs, 1), 1.15, False, ""),
        Bar("B1 no change: weeks at watch or high", weeks_flagged(runs, 1), 16, False),
    ]


CHANGES: tuple[tuple[str, str, Scenario, tuple[tuple[int, int, float], ...]], ...] = (
    (
        "B2",
        "+2 SD drift",
        Scenario("drift 2", toll=drift(2)),
        ((2, 8, 55), (2, 12, 90), (1, 8, 74)),
    ),
    (
        "B3",
        "+1.5 SD drift",
        Scenario("drift 1.5", toll=drift(1.5)),
        ((2, 8, 37), (2, 12, 75), (1, 8, 57), (1, 12, 87)),
    ),
    ("B4", "+2 SD step", Scenario("step 2", toll=step(2)), ((2, 6, 78), (2, 8, 92))),
    ("B4", "+1 SD step", Scenario("step 1", toll=step(1)), ((2, 8, 42),)),
    (
        "B8",
        "+2 SD step, half the entries missing",
        Scenario("step 2, missing", toll=step(2), missing=OFTEN_MISSING),
        ((2, 8, 80),),
    ),
)


def changes(people: int, seed: int) -> Iterable[Bar]:
    """B2 to B4 and half of B8: how early real changes are found."""
    words = {1: "watch or high", 2: "high"}
    for number, name, scenario, bars in CHANGES:
        runs = run(scenario, people, seed)
        for level, week, least in bars:
            title = f"{number} {name}: {words[level]} by week {week}"
            yield Bar(title, found_by(runs, level, week), least, True)


def bad_week(calm: Sequence[Judged], people: int, seed: int) -> Iterable[Bar]:
    """B5: one terrible week must not raise a flag by itself."""
    runs = run(Scenario("bad week", toll=step(2.5, 1)), people, seed)
    excess = found_by(runs, 2, 6) - found_by(calm, 2, 6)
    yield Bar("B5 one week at +2.5 SD: extra high within 6 weeks", excess, 7, False)
    even = [WeekInput(week, 4.0) for week in range(40)]
    even[20] = WeekInput(20, 10.0)
    high = sum(verdict.level is Level.HIGH for verdict in monitor(even))
    yield Bar("B5 one week of 10 among weeks of 4: weeks at high", high, 0, False, "")


def more_load(calm: Sequence[Judged], people: int, seed: int) -> Iterable[Bar]:
    """B6: load is noticed as load, and alone never raises a high."""
    for times, least in ((2, 30), (3, 70)):
        runs = run(Scenario("load", load=ramp(times)), people, seed)
        apart = abs(per_year(runs, 2) - per_year(calm, 2))
        seen = percent(any(one.loads[one.onset : one.onset + 8]) for one in runs)
        yield Bar(f"B6 load x{times}: change of new high in a year", apart, 0.06, False, "")
        yield Bar(f"B6 load x{times}: load named within 8 weeks", seen, least, True)


def recovery(people: int, seed: int) -> Iterable[Bar]:
    """B7: a flag goes when the strain has gone."""
    waits = []
    for one in run(Scenario("ten weeks", toll=step(2, 10)), people, seed):
        over = one.onset + 10
        if one.levels[over - 1] == 2:
            after = one.levels[over:]
            waits.append(next((i + 1 for i, level in enumerate(after) if level < 2), len(after)))
    waits.sort()
    yield Bar("B7 weeks until high is gone: median", median(waits), 6, False, "")
    yield Bar(
        "B7 weeks until high is gone: nine in ten", waits[int(0.9 * len(waits))], 12, False, ""
    )


def all_bars(people: int, seed: int) -> Iterable[Bar]:
    """Yield every bar with its figure."""
    calm = run(NONE, people, seed)
    yield from no_change(calm)
    yield from changes(people, seed)
    yield from bad_week(calm, people, seed)
    yield from more_load(calm, people, seed)
    yield from recovery(people, seed)
    sparse = run(Scenario("missing", missing=OFTEN_MISSING), people, seed)
    yield Bar(
        "B8 half the entries missing: new high in a year", per_year(sparse, 2), 0.4, False, ""
    )


def two_week_mean(tolls: Sequence[float | None]) -> list[int]:
    """Flag two weeks with a mean of 7 or more: what a naive app does."""
    flagged = []
    for week in range(len(tolls)):
        recent = [toll for toll in tolls[max(0, week - 1) : week + 1] if toll is not None]
        flagged.append(2 if recent and sum(recent) / len(recent) >= 7 else 0)
    return flagged


def last_eight_weeks(tolls: Sequence[float | None]) -> list[int]:
    """Flag a week more than two spreads above the last eight: what another naive app does."""
    seen: list[float] = []
    flagged = []
    for toll in tolls:
        flagged.append(0)
        if toll is None:
            continue
        if len(seen) >= 8:
            past = seen[-8:]
            mean = sum(past) / 8
            spread = (sum((value - mean) ** 2 for value in past) / 7) ** 0.5
            flagged[-1] = 2 if toll > mean + 2 * spread else 0
        seen.append(toll)
    return flagged


def naive(people: int, seed: int) -> Iterable[str]:
    """Say how the two naive rules do on the same people."""
    rules: dict[str, Callable[[Sequence[float | None]], list[int]]] = {
        "two-week mean of 7 or more": two_week_mean,
        "two spreads above the last 8 weeks": last_eight_weeks,
    }
    for name, rule in rules.items():
        found = []
        for scenario in (NONE, CHANGES[0][2]):
            found.append(
                [
                    Judged(one.onset, one.usual, rule([week.toll for week in one.weeks]), [])
                    for one in diaries(seed, people, scenario)
                ]
            )
        calm, drifting = found
        yield (
            f"{name}: {per_year(calm, 2):.2f} false flags a year "
            f"({per_year([p for p in calm if p.usual < 3], 2):.2f} at a usual under 3, "
            f"{per_year([p for p in calm if p.usual > 5.5], 2):.2f} above 5.5); "
            f"+2 SD drift by week 12: {found_by(drifting, 2, 12):.0f} %"
        )
