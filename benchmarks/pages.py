"""What each main screen costs, as ratios: ``python -m benchmarks.pages``.

Everything runs on this machine, through the real WebSocket and the real front door, on the
invented organisation. The exit status is 0 only when every bar holds; 2 says that the machine
was too noisy to judge.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.organisation import FLOOR, Place, invented, reader_of, supporters
from benchmarks.servers import Server, serving
from benchmarks.side_by_side import QUIET, Ratio, Side, compare, p50
from benchmarks.statements import statements_of_screens
from benchmarks.visit import Step
from core.permissions import SCREENS

_HEAVIEST: Final = {"coordinator-team_overview": 8.0}
_SCREEN_BAR: Final = 6.0
_SAVING_BAR: Final = 2.0
_LAUNCH_BAR: Final = 15.0
# Ten minutes, so that a day of measuring does not become a day of overload with its flags.
_TOLL: Final = Step(fill={"log_toll": ["5"], "log_minutes": ["10"]})
_SAVE: Final = Step(click="log_save")
_GO: Final = Step(click="Go")


@dataclass(frozen=True, slots=True)
class Finding:
    """One bar and whether it holds."""

    name: str
    holds: bool


def main() -> int:
    """Measure and print; return the exit status."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--rounds", type=int, default=6, help="alternating rounds of each ratio")
    rounds = wanted.parse_args().rounds
    with invented() as place, ExitStack() as running:
        empty = running.enter_context(_floor(place, "empty.py"))
        nobody = Side(server=empty, cookies=place.cookies(supporters(1)), repeat=40)
        noise = compare(nobody, nobody, rounds=rounds)
        print(f"\nnoise, an empty page against itself   {noise}")
        if not noise.is_quiet:
            print(f"noisy, no verdict: outside {QUIET[0]:.2f}..{QUIET[1]:.2f}")
            return 2
        product = running.enter_context(place.serving("core.cli", "serve"))
        findings = [
            *_screens(place, nobody, product, rounds),
            *_saving(place, product, rounds),
            *_launching(place, rounds),
        ]
    failed = [finding.name for finding in findings if not finding.holds]
    print(f"\nbars: {len(findings) - len(failed)} of {len(findings)} hold")
    for name in failed:
        print(f"  over: {name}")
    return 1 if failed else 0


def _floor(place: Place, script: str) -> AbstractContextManager[Server]:
    return place.serving("benchmarks.floor.serve", str(FLOOR / script))


def _screens(place: Place, nobody: Side, product: Server, rounds: int) -> Iterator[Finding]:
    counts = statements_of_screens(place)
    with _floor(place, "shell.py") as shell:
        cookies = place.cookies(supporters(1))
        empty = Side(server=shell, cookies=cookies, repeat=20)
        print("\nserver CPU per run of the frame around an empty page, against a page without it")
        frame = compare(nobody, empty, rounds=rounds)
        print(f"  {'(the frame alone)':30s} {frame}", flush=True)
        print("\nserver CPU per run, against an empty page in the same frame and front door")
        for screen in SCREENS:
            cookies = place.cookies([reader_of(screen)])
            side = Side(server=product, cookies=cookies, page=screen.url_path, repeat=8)
            bar = _HEAVIEST.get(screen.url_path, _SCREEN_BAR)
            ratio = compare(empty, side, rounds=rounds)
            whole = ratio.median * frame.median
            note = f"{counts[screen.url_path]:3d} statements, {whole:4.1f}x of a page without frame"
            yield _judge(screen.url_path, ratio, bar, note)


def _saving(place: Place, product: Server, rounds: int) -> Iterator[Finding]:
    print("\nsaving a contact, against submitting an empty form with the same widgets")
    cookies = place.cookies(supporters(10))
    page = "supporter-log_contact"
    with _floor(place, "form.py") as floor:
        empty = Side(server=floor, cookies=cookies, prepare=_TOLL, steps=(_SAVE,), repeat=12)
        full = Side(
            server=product, cookies=cookies, page=page, prepare=_TOLL, steps=(_SAVE,), repeat=6
        )
        yield _judge("save a contact", compare(empty, full, rounds=rounds), _SAVING_BAR)


def _launching(place: Place, rounds: int) -> Iterator[Finding]:
    print("\n`streamlit run`, against `holdfast serve` with the same button page")
    stock = (
        *(sys.executable, "-m", "streamlit", "run", str(FLOOR / "button.py")),
        *("--server.port", "{port}", "--server.headless", "true"),
        *("--server.fileWatcherType", "none", "--browser.gatherUsageStats", "false"),
    )
    # In a folder of its own, so that it does not find the product's configuration.
    with (
        TemporaryDirectory() as folder,
        serving(stock, folder=Path(folder)) as plain,
        _floor(place, "button.py") as ours,
    ):
        fast = Side(server=ours, cookies=place.cookies(supporters(1)), steps=(_GO,), repeat=40)
        slow = Side(server=plain, steps=(_GO,), repeat=3)
        p50s = compare(fast, slow, rounds=rounds, measure=p50)
        yield _judge("launcher, p50 of one visitor", p50s, _LAUNCH_BAR, at_least=True)
        costs = compare(fast, slow, rounds=rounds)
        yield _judge("launcher, server CPU", costs, _LAUNCH_BAR, at_least=True)


def _judge(
    name: str, ratio: Ratio, bar: float, note: str = "", *, at_least: bool = False
) -> Finding:
    holds = ratio.median >= bar if at_least else ratio.median <= bar
    limit = f"bar {'>=' if at_least else '<='} {bar:.1f}"
    print(f"  {name:30s} {ratio}  {limit:12s} {'ok ' if holds else 'OVER'} {note}", flush=True)
    return Finding(name, holds)


if __name__ == "__main__":
    sys.exit(main())
