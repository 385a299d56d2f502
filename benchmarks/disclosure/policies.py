"""What a product may show of a week: the common ways, and ours, on the same organisations."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from benchmarks.disclosure.organisations import Team, Week
from core.rules.release import SMALLEST_GROUP
from core.rules.release_audit import View, every_view, size_of, smallest_reachable
from core.rules.release_figures import team_figures

Value = tuple[int, int, float]
"""A person, a week, and what their entry said then: a changed entry is another value."""
Group = frozenset[Value]
"""The values that a figure adds up."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that was ever shown of an organisation."""

    sums: tuple[Group, ...]
    views: int
    weeks: int
    """Weeks of whole teams among the views."""


def members(team: Team, view: View) -> frozenset[int]:
    """Return who is in a view of a team's week."""
    return frozenset(person for person, entry in team.items() if view.holds(entry.cell))


def plain_floor(team: Team) -> list[View]:
    """Show every group of five."""
    return [view for view in every_view() if len(members(team, view)) >= SMALLEST_GROUP]


def floor_and_remainder(team: Team) -> list[View]:
    """Show every group of five whose remainder is nobody or five."""
    rest = {view: len(team) - len(members(team, view)) for view in plain_floor(team)}
    return [view for view, people in rest.items() if people == 0 or people >= SMALLEST_GROUP]


def rank_test(team: Team) -> list[View]:
    """Show groups of five, the larger first, unless one person's value could be worked out."""
    cells = Counter(entry.cell for entry in team.values())
    shown: list[View] = []
    for view in sorted(plain_floor(team), key=lambda view: -size_of(view, cells)):
        if smallest_reachable([View(), *shown, view], cells) > 1:
            shown.append(view)
    return shown


def released(team: Team) -> list[View]:
    """Show what the product releases."""
    return list(team_figures(list(team.values())))


def seen(weeks: Iterable[Week], policy: Callable[[Team], list[View]]) -> Seen:
    """Return what is shown of some weeks."""
    sums: list[Group] = []
    whole = 0
    for week, teams in weeks:
        for team in teams.values():
            views = policy(team)
            whole += View() in views
            sums += [
                frozenset((person, week, team[person].toll) for person in members(team, view))
                for view in views
            ]
    return Seen(tuple(sums), len(sums), whole)
