"""Can anybody be worked out from the team figures that were ever shown?

``python -m benchmarks.disclosure`` lets invented organisations live for 26 weeks, with people
who join and leave and entries that come late or are deleted. Then two coordinators put together
every figure of every team, and one of them may know their own value in it.
"""

import argparse
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from statistics import fmean
from time import perf_counter, process_time

from benchmarks.disclosure.attack import smallest_groups
from benchmarks.disclosure.organisations import (
    TEAMS,
    WEEKS,
    Team,
    Volunteer,
    closed_weeks,
    organisation,
    weeks_as_they_stand,
)
from benchmarks.disclosure.policies import (
    Group,
    Seen,
    floor_and_remainder,
    plain_floor,
    rank_test,
    released,
    seen,
)
from benchmarks.disclosure.weeks import Guesses, guesses
from core.rules.release import SMALLEST_GROUP
from core.rules.release_audit import Cell, View
from core.rules.release_figures import Entry, team_figures
from core.vocabulary import Format, RoleAge

LIVE = "floor of 5, figures change"
POLICIES: dict[str, Callable[[Team], list[View]]] = {
    LIVE: plain_floor,
    "floor of 5, weeks frozen": plain_floor,
    "floor and remainder, frozen": floor_and_remainder,
    "no single person (rank test)": rank_test,
    "released by the audit": released,
}
OURS, PLAIN = "released by the audit", "floor of 5, weeks frozen"


@dataclass(slots=True)
class Tally:
    """What the attack found, over organisations of one size."""

    organisations: int = 0
    people: int = 0
    views: int = 0
    weeks: int = 0
    leaking: int = 0
    exposed: int = 0
    exposed_to_one_inside: int = 0
    groups: Counter[int] = field(default_factory=Counter)
    """Minimal groups that can be worked out, by how many people they have."""

    def add(self, people: list[Volunteer], shown: Seen, *, at_most: int) -> None:
        """Attack one organisation, for groups of up to so many values."""
        found = [_people(group) for group in smallest_groups(shown.sums, at_most=at_most)]
        exposed = {person for group in found if len(group) == 1 for person in group}
        inside = {person for group in found if len(group) <= 2 for person in group}
        self.organisations += 1
        self.people += len(people)
        self.views += shown.views
        self.weeks += shown.weeks
        self.leaking += bool(exposed)
        self.exposed += len(exposed)
        self.exposed_to_one_inside += len(inside)
        self.groups.update(map(len, found))

    @property
    def small(self) -> int:
        """Groups below the floor that anybody can work out."""
        return sum(n for people, n in self.groups.items() if people < SMALLEST_GROUP)

    @property
    def small_inside(self) -> int:
        """The same for somebody who takes their own value away."""
        return sum(n for people, n in self.groups.items() if people <= SMALLEST_GROUP)


def _people(group: Group) -> frozenset[int]:
    return frozenset(person for person, _week, _toll in group)


def attack(size: int, organisations: int, seed: int) -> tuple[dict[str, Tally], Guesses]:
    """Let organisations of one size live, show their figures in every way, and attack them."""
    tallies = {name: Tally() for name in POLICIES}
    guessed: Guesses = []
    for number in range(organisations):
        people = organisation(size, Random(seed * 1_000_003 + size * 10_007 + number))
        frozen, live = list(closed_weeks(people)), list(weeks_as_they_stand(people))
        for name, policy in POLICIES.items():
            is_live = name == LIVE
            shown = seen(live if is_live else frozen, policy)
            # So many groups leak from changing figures that only the smallest are counted.
            tallies[name].add(people, shown, at_most=2 if is_live else SMALLEST_GROUP)
        guessed += guesses(frozen)
    return tallies, guessed


def report(size: int, tallies: dict[str, Tally]) -> None:
    """Print one table."""
    print(f"\n{tallies[OURS].organisations} organisations of {size} people, {WEEKS} weeks")
    print(
        f"{'':<28}{'people exposed':>22}{'to one inside':>15}{'groups below 5':>16}"
        f"{'to one inside':>15}{'views kept':>12}{'team weeks':>12}"
    )
    for name, tally in tallies.items():
        exposed = f"{tally.exposed} ({100 * tally.exposed / tally.people:.1f} %)"
        line = f"{name:<28}{exposed:>22}{tally.exposed_to_one_inside:>15}"
        if name != LIVE:
            kept = 100 * tally.views / tallies[PLAIN].views
            weeks = 100 * tally.weeks / tallies[PLAIN].weeks
            line += f"{tally.small:>16}{tally.small_inside:>15}{kept:>10.0f} %{weeks:>10.0f} %"
        print(line)


def speed(seed: int) -> None:
    """Print how long the audit of two years of a large team takes."""
    random = Random(seed)
    weeks = [
        [
            Entry(
                Cell(random.choice(list(Format)), random.choice(list(RoleAge))),
                random.uniform(0, 10),
                random.randrange(20, 300),
            )
            for _ in range(200)
        ]
        for _ in range(104)
    ]
    wall, busy = perf_counter(), process_time()
    shown = sum(len(team_figures(week)) for week in weeks)
    wall, busy = perf_counter() - wall, process_time() - busy
    print(
        f"\nAll 28 views x 104 weeks x 200 people: {shown} figures audited in {wall:.2f} s "
        f"({busy:.2f} s of one core)"
    )


def main() -> int:
    """Attack, print, and say by the exit code whether anybody was worked out."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.disclosure", description=__doc__)
    parser.add_argument("--organisations", type=int, default=170, help="of each size")
    parser.add_argument("--seed", type=int, default=20260)
    asked = parser.parse_args()
    held = True
    guessed: Guesses = []
    for size in TEAMS:
        tallies, more = attack(size, asked.organisations, asked.seed)
        report(size, tallies)
        guessed += more
        ours = tallies[OURS]
        held = held and not (ours.exposed_to_one_inside or ours.small_inside) and ours.views > 0
    print("\nviews kept, team weeks: of what the plain floor of 5 shows")
    print(
        f"Guessing one person from two weeks that differ by them alone, {len(guessed)} times: off "
        f"by {fmean(each[0] for each in guessed):.1f} points;\nnaming the team's figure instead: "
        f"{fmean(each[1] for each in guessed):.1f} points"
    )
    speed(asked.seed)
    print("\nnobody could be worked out" if held else "\nSOMEBODY COULD BE WORKED OUT")
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main())
