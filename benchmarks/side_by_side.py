"""Ratios of two pages measured in one run, blocks alternating A B B A.

A machine has no usual speed, so seconds prove nothing. Two pages measured in turns on the
same machine share its mood; the median of their ratios is what a bar can be held against.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from benchmarks.servers import Server
from benchmarks.visit import Step
from benchmarks.websocket_load import Load, Plan, load

QUIET: Final = (0.80, 1.20)
"""Outside of this, the ratio of a page to itself says that the machine is too noisy to judge."""
_VISITS: Final = 10
_THINK_S: Final = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One page of one server, and what a visitor does there."""

    server: Server
    cookies: Sequence[str] = ("",)
    page: str = ""
    prepare: Step | None = None
    steps: Sequence[Step] = (Step(),)
    repeat: int = 20
    """Rounds of each visitor in one block; more of them for a page that costs little."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """How much more the second side costs."""

    median: float
    lowest: float
    highest: float
    first: float
    """Median of the first side, in milliseconds."""
    second: float
    """Median of the second side, in milliseconds."""

    @property
    def is_quiet(self) -> bool:
        """Whether this ratio of a page to itself lies close enough to one."""
        return QUIET[0] <= self.median <= QUIET[1]

    def __str__(self) -> str:
        return (
            f"{self.median:6.2f}x ({self.lowest:.2f}..{self.highest:.2f})"
            f"  {self.first:7.2f} -> {self.second:7.2f} ms"
        )


def cpu(side: Side) -> float:
    """Return the server's processor milliseconds per step in a closed loop of ten visitors."""
    done = _load(side, visits=_VISITS, repeat=side.repeat, think=0.0)
    return done.cpu_seconds * 1e3 / len(done.runs)


def p50(side: Side) -> float:
    """Return the median milliseconds of one visitor who thinks between two clicks."""
    return median(run.ms for run in _load(side, visits=1, repeat=20, think=_THINK_S).runs)


def _load(side: Side, *, visits: int, repeat: int, think: float) -> Load:
    plan = Plan(
        page=side.page,
        prepare=side.prepare,
        steps=side.steps,
        visits=visits,
        repeat=repeat,
        think=think,
    )
    cpu_seconds = side.server.cpu_seconds
    return asyncio.run(load(side.server.url, plan, cookies=side.cookies, cpu_seconds=cpu_seconds))


def compare(
    first: Side, second: Side, *, rounds: int = 6, measure: Callable[[Side], float] = cpu
) -> Ratio:
    """Return how much more ``second`` costs than ``first``, over alternating rounds."""
    pairs = []
    for number in range(rounds):
        if number % 2 == 0:
            a = measure(first)
            b = measure(second)
        else:
            b = measure(second)
            a = measure(first)
        pairs.append((a, b))
    ratios = sorted(b / a for a, b in pairs)
    return Ratio(
        median=median(ratios),
        lowest=ratios[0],
        highest=ratios[-1],
        first=median(a for a, _ in pairs),
        second=median(b for _, b in pairs),
    )
