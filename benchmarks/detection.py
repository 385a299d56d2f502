"""Does the strain detector do what its specification says?

``python -m benchmarks.detection --vectors FILE`` compares every week of every test vector:
level, reasons and all intermediates. Without ``--vectors`` it lets invented supporters live
through known changes and measures how early and how falsely the detector speaks.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.strain_bars import all_bars, naive
from core.rules.dates import week_of
from core.rules.strain import (
    ChannelReading,
    Parameters,
    Score,
    WeekInput,
    WeekVerdict,
    monitor,
    week_input,
)
from core.vocabulary import Instrument

PARAMETERS = {
    "lam": "weight",
    "clip": "clip",
    "n_min": "calibration_weeks",
    "guard": "guard_weeks",
    "n_ref": "reference_weeks",
    "nu0": "prior_weeks",
    "s_floor": "floor",
    "z_watch": "z_watch",
    "z_high": "z_high",
    "d_watch": "change_watch",
    "d_high": "change_high",
    "y_high": "level_high",
    "recent_m": "recent_weeks",
    "recent_k": "recent_needed",
    "recent_u": "recent_above",
    "z_clear": "z_clear",
    "z_excl": "z_exclude",
    "clear_weeks": "clear_weeks",
    "gap_cap": "gap_cap",
    "gap_reset": "gap_reset",
    "fresh": "fresh_weeks",
    "rho": "correlation",
    "z_conc": "z_together",
    "hold_max": "hold_weeks",
    "s0_toll": "prior_toll",
    "s0_chk": "prior_check",
    "s0_load": "prior_load",
    "s_floor_load": "floor_load",
}
"""Names of the specification and ours."""
CHANNELS = {"toll": ("toll", "toll"), "chk": ("check", "check"), "load": ("load", "minutes")}
"""Name of the vectors, of the reading and of the observed value."""
INTERMEDIATES = {
    "n_ref": "n",
    "mu": "mu",
    "s": "s",
    "u": "u",
    "E": "e",
    "V": "v",
    "z": "z",
    "delta": "delta",
}

FEWEST = 1000
"""Supporters for each scenario without which a kept bar may be luck."""
ABSENT = float("inf")
"""The error of something that is absent, present where nothing should be, or another word."""


def weeks_of(vector: Mapping[str, Any]) -> list[WeekInput]:
    """Read the weeks of a vector; an absent value stays unobserved."""
    return [
        WeekInput(week["week"], week.get("toll"), week.get("chk"), week.get("load"))
        for week in vector["weeks"]
    ]


def reading_error(expected: Mapping[str, float] | None, got: ChannelReading | None) -> float:
    """Return the largest difference of one channel in one observed week."""
    if expected is None:
        return 0.0
    if got is None or not got.current:
        return ABSENT
    pairs = ((value, getattr(got, INTERMEDIATES[key])) for key, value in expected.items())
    return float(max(abs(theirs - ours) for theirs, ours in pairs))


def week_error(expected: Mapping[str, Any], observed: WeekInput, got: WeekVerdict) -> float:
    """Return the largest difference of one week; infinite when words differ."""
    same = (
        expected["week"] == got.week
        and expected["level"] == got.level
        and sorted(expected["reasons"]) == sorted(got.reasons)
    )
    if not same:
        return ABSENT
    errors = [0.0]
    for theirs, (ours, value) in CHANNELS.items():
        reading = getattr(got, ours)
        is_seen = getattr(observed, value) is not None
        if theirs not in expected and is_seen and reading is not None:
            return ABSENT
        errors.append(reading_error(expected.get(theirs), reading))
    return max(errors)


def vector_error(vector: Mapping[str, Any], parameters: Parameters) -> float:
    """Return the largest difference of a monitor vector."""
    weeks = weeks_of(vector)
    scores = [Score(week, Instrument(name), value) for week, name, value in vector["scores"]]
    verdicts = monitor(weeks, scores, parameters)
    if len(verdicts) != len(vector["expected"]):
        return ABSENT
    return max(map(week_error, vector["expected"], weeks, verdicts))


def entry_error(vector: Mapping[str, Any]) -> float:
    """Return the largest difference of an entry vector: days to weekly means."""
    found: dict[int, list[float]] = {}
    for day, toll in vector["entries"]:
        found.setdefault(week_of(date.fromisoformat(day)), []).append(toll)
    expected = {one["week"]: one for one in vector["expected"]}
    if found.keys() != expected.keys():
        return ABSENT
    return max(
        abs(week_mean(week, tolls) - float(expected[week]["toll"]))
        + abs(len(tolls) - float(expected[week]["n"]))
        for week, tolls in found.items()
    )


def week_mean(week: int, tolls: list[float]) -> float:
    """Return the mean that the product charts for a week of tolls."""
    mean = week_input(week, toll_sum=sum(tolls), tolls=len(tolls)).toll
    return ABSENT if mean is None else mean


def errors(content: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield the name and the largest difference of every vector of a file."""
    named = content.get("parameters", {})
    parameters = Parameters(**{PARAMETERS[key]: value for key, value in named.items()})
    for vector in content["vectors"]:
        yield vector["id"], vector_error(vector, parameters)
    for vector in content.get("entry_vectors", []):
        yield vector["id"], entry_error(vector)


def check_vectors(path: Path) -> bool:
    """Print how many vectors agree; say whether all do."""
    content = json.loads(path.read_text())
    found = list(errors(content))
    wrong = [(name, error) for name, error in found if not error <= content["tolerance"]]
    for name, error in wrong:
        print(f"  {name} differs: {'words or presence' if error == ABSENT else error}")
    print(f"vectors: {len(found) - len(wrong)} of {len(found)}")
    print(f"largest error: {max((error for _, error in found), default=0.0):.2e}")
    return bool(found) and not wrong


def check_bars(people: int, seed: int) -> bool:
    """Print every bar with its figure; say whether all are kept."""
    held = people >= FEWEST
    if not held:
        print(f"Fewer than {FEWEST} supporters tell too little to pass.")
    print(f"{people} invented supporters for each scenario, seed {seed}")
    for bar in all_bars(people, seed):
        print(bar, flush=True)
        held = held and bar.held
    print("For comparison, on the same people:")
    for line in naive(people, seed):
        print(f"  {line}")
    return held


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.detection", description=__doc__)
    parser.add_argument("--vectors", type=Path, help="file of test vectors to compare with")
    parser.add_argument("--people", type=int, default=2000, help="supporters for each scenario")
    parser.add_argument("--seed", type=int, default=20260)
    asked = parser.parse_args()
    if asked.vectors:
        try:
            return 0 if check_vectors(asked.vectors) else 1
        except (OSError, ValueError, KeyError, TypeError) as problem:
            print(f"{asked.vectors} cannot be read as test vectors: {type(problem).__name__}.")
            return 2
    return 0 if check_bars(asked.people, asked.seed) else 1


if __name__ == "__main__":
    raise SystemExit(main())
