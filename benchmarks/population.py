"""Invented supporters with known histories: what the strain detector is measured on.

Assumed, not observed: usual tolls, their spread and persistence, how often people log. After a
pilot the assumptions are estimated again. Open in the published model and chosen here: the usual
of the weekly check-in (1.5 to 6.5), the spread of its weekly state (0.6 to 1.2) and that of its
five answers around it (1).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import exp, sqrt
from random import Random

from core.rules.strain import WeekInput, week_input

WEEKS = 64
QUIET_WEEKS = 12
"""Weeks before anything may happen, and before anything is counted."""
ANSWERS = 5
"""Questions of a weekly check-in, each with a spread of 1 around the state of its week."""
_APART = 10
"""Between two people, whose chance takes several neighbouring numbers."""
_PEOPLE = 1_000_000
"""Most people of one seed, so that two seeds share nobody."""

Change = Callable[[int], float]
"""From weeks since the onset (1 is the first changed week) to a change."""


def unchanged(_week: int) -> float:
    """Return no change."""
    return 0.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """What happens to every supporter of a run."""

    name: str
    toll: Change = unchanged
    """In own session spreads."""
    load: Change = lambda _week: 1.0
    """How many times the usual number of contacts."""
    missing: tuple[float, float] = (0.2, 0.4)


@dataclass(frozen=True, slots=True)
class Diary:
    """One supporter's weeks, and when the change began."""

    weeks: list[WeekInput]
    onset: int
    usual: float


def drift(size: float) -> Change:
    """Return a linear rise over eight weeks that then stays."""
    return lambda week: size * min(max(week, 0), 8) / 8


def step(size: float, weeks: int = WEEKS) -> Change:
    """Return a change that comes at once and lasts some weeks."""
    return lambda week: size if 1 <= week <= weeks else 0.0


def ramp(times: float) -> Change:
    """Return a load that grows over eight weeks to several times the usual."""
    return lambda week: 1 + (times - 1) * min(max(week, 0), 8) / 8


class _State:
    """A weekly state with spread 1 that partly carries over to the next week."""

    def __init__(self, random: Random, carry: float) -> None:
        self._random = random
        self._carry = carry
        self._value = random.gauss(0, 1)

    def next(self) -> float:
        self._value = self._carry * self._value + sqrt(1 - self._carry**2) * self._random.gauss(
            0, 1
        )
        return self._value


def poisson(random: Random, rate: float) -> int:
    """Return a Poisson number (Knuth's way; rates here are small)."""
    limit, count, product = exp(-rate), 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return count


def on_scale(value: float) -> int:
    """Round to an answer from 0 to 10."""
    return min(max(round(value), 0), 10)


def diaries(seed: int, people: int, scenario: Scenario) -> Iterator[Diary]:
    """Invent the supporters of a seed; they are the same people in every scenario."""
    for person in range(people):
        yield diary((seed * _PEOPLE + person) * _APART, scenario)


def diary(seed: int, scenario: Scenario) -> Diary:
    """Invent one supporter; the same seed is the same person in every scenario."""
    traits = Random(seed)
    usual, spread = traits.uniform(1.5, 6.5), traits.uniform(1.0, 2.2)
    carry, share = traits.uniform(0.1, 0.6), traits.uniform(0.2, 0.5)
    rate, length = traits.uniform(1.5, 5.0), traits.uniform(30, 70)
    missing = scenario.missing[0] + traits.random() * (scenario.missing[1] - scenario.missing[0])
    check_usual, check_spread = traits.uniform(1.5, 6.5), traits.uniform(0.6, 1.2)
    # What a weekly composite varies by in all: its state, and what its answers add to that.
    check_total = sqrt(check_spread**2 + 1 / ANSWERS)
    onset = QUIET_WEEKS + traits.randint(4, 20)
    toll_state, check_state = _State(Random(seed + 1), carry), _State(Random(seed + 2), carry)
    weeks = []
    for week in range(WEEKS):
        # One source of chance per week: a change in one week leaves every other week as it was.
        random = Random(seed * 1000 + week)
        since = week - onset + 1
        change, state = scenario.toll(since), toll_state.next()
        own = check_state.next()
        off, answers = random.random() < 0.06, random.random() >= 0.3
        center = usual + spread * (change + sqrt(share) * state)
        check_center = check_usual + check_spread * sqrt(0.5) * (state + own)
        check_center += 0.75 * change * check_total
        items = [on_scale(check_center + random.gauss(0, 1)) for _ in range(ANSWERS)]
        count = 0 if off else poisson(random, rate * scenario.load(since))
        logged = [i for i in range(count) if random.random() >= missing]
        tolls = [on_scale(center + spread * sqrt(1 - share) * random.gauss(0, 1)) for _ in logged]
        minutes = sum(round(length * random.uniform(0.6, 1.4)) for _ in logged)
        told = week_input(
            week, toll_sum=sum(tolls), tolls=len(tolls), minutes=minutes, contacts=len(tolls)
        )
        if answers:
            told = WeekInput(week, told.toll, sum(items) / ANSWERS, float(minutes))
        weeks.append(told)
    return Diary(weeks, onset, usual)
