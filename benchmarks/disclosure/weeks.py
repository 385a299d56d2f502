"""What two weeks together say about the one person who is in one of them and not in the other.

Values of two weeks are different values, so nothing exact follows. The guess takes everybody
else to have had the same week twice, and is compared with simply naming the team's figure.
"""

from collections.abc import Iterable

from benchmarks.disclosure.organisations import Team, Week
from core.rules.release_audit import WHOLE_TEAM
from core.rules.release_figures import team_figures

Guesses = list[tuple[float, float]]
"""How far off each guess is: from two weeks, and from the team's figure alone."""


def guesses(weeks: Iterable[Week]) -> Guesses:
    """Guess everybody who alone makes the difference between two weeks that are shown."""
    found: Guesses = []
    before: dict[int, tuple[Team, float]] = {}
    for _week, teams in weeks:
        for which, team in teams.items():
            figure = team_figures(list(team.values())).get(WHOLE_TEAM)
            if figure is None:
                continue
            if which in before:
                found += _pairs((team, figure.toll), before[which])
            before[which] = team, figure.toll
    return found


def _pairs(now: tuple[Team, float], before: tuple[Team, float]) -> Guesses:
    (larger, high), (smaller, low) = sorted((now, before), key=lambda each: -len(each[0]))
    differing = larger.keys() ^ smaller.keys()
    if len(differing) != 1 or len(larger) == len(smaller):
        return []
    [person] = differing
    guess = min(10.0, max(0.0, len(larger) * high - len(smaller) * low))
    truth = larger[person].toll
    return [(abs(guess - truth), abs(high - truth))]
