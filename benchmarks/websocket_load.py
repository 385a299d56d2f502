"""Several visitors of one server at once, and what they cost it."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import cycle

from benchmarks.visit import Run, Step, Visit


@dataclass(frozen=True, slots=True)
class Load:
    """What some visits cost together."""

    runs: list[Run]
    seconds: float
    cpu_seconds: float
    """Of the server, from the first step to the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What several visitors do at once."""

    page: str = ""
    """The address each visit opens first; opening it is not part of the result."""
    prepare: Step | None = None
    """What each visit does before each round of steps; it is not part of the result either."""
    steps: Sequence[Step] = (Step(),)
    visits: int = 1
    repeat: int = 10
    think: float = 0.0
    """Mean seconds between two steps; at random, so that visits do not fire in step."""


async def _walk(visit: Visit, plan: Plan) -> list[Run]:
    runs = []
    for step in plan.steps:
        runs.append(await visit.take(step))
        if plan.think:
            await asyncio.sleep(random.uniform(0, 2 * plan.think))
    return runs


async def load(
    url: str,
    plan: Plan,
    *,
    cookies: Sequence[str] = ("",),
    cpu_seconds: Callable[[], float] = lambda: 0.0,
) -> Load:
    """Let several visitors follow a plan at once.

    Args:
        url: where the server listens; only this machine is accepted.
        plan: what they do.
        cookies: ``Cookie`` headers of people who are signed in; visits take them in turns.
        cpu_seconds: reads the processor time the server has used so far.
    """
    total = Load([], 0.0, 0.0)
    async with AsyncExitStack() as open_tabs:
        tabs = []
        for _, cookie in zip(range(plan.visits), cycle(cookies), strict=False):
            tabs.append(await open_tabs.enter_async_context(Visit(url, cookie)))
            await tabs[-1].open(plan.page)
        rounds = plan.repeat if plan.prepare else 1
        for _ in range(rounds):
            if plan.prepare:
                await asyncio.gather(*(tab.take(plan.prepare) for tab in tabs))
            cpu, started = cpu_seconds(), time.perf_counter()
            walks = await asyncio.gather(
                *(_walks(tab, plan, plan.repeat // rounds) for tab in tabs)
            )
            total = Load(
                runs=total.runs + [run for runs in walks for run in runs],
                seconds=total.seconds + time.perf_counter() - started,
                cpu_seconds=total.cpu_seconds + cpu_seconds() - cpu,
            )
    return total


async def _walks(visit: Visit, plan: Plan, times: int) -> list[Run]:
    return [run for _ in range(times) for run in await _walk(visit, plan)]
