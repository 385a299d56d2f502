"""The people of the invented organisation. Every name is made up."""

from dataclasses import dataclass, replace
from datetime import time
from typing import Final

from core.demo import stories
from core.demo.shapes import USUAL, WEEKS, Shape, drift, once, step
from core.vocabulary import Frequency, Role, ShareScope

HARBOUR: Final = "Harbour"
LIGHTHOUSE: Final = "Lighthouse"
DUNES: Final = "Dunes"
TEAMS: Final = (HARBOUR, LIGHTHOUSE, DUNES)

_WEEKLY, _FORTNIGHTLY, _MONTHLY = Frequency.WEEKLY, Frequency.FORTNIGHTLY, Frequency.MONTHLY
NOTHING: Final = (ShareScope.NOTHING, ShareScope.NOTHING)
SIGNALS: Final = (ShareScope.SIGNALS, ShareScope.SIGNALS)
ANSWERS: Final = (ShareScope.ANSWERS, ShareScope.SIGNALS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One invented person and what their history is made from."""

    name: str
    team: str | None
    number: int = 0
    """Place in the cast; it spreads days and breaks over people."""
    roles: tuple[Role, ...] = (Role.SUPPORTER,)
    coordinates: tuple[str, ...] = ()
    joined_days_ago: int = 900
    shape: Shape = USUAL
    weekly_contacts: int = 3
    minutes: int = 45
    frequencies: tuple[Frequency, ...] = (_WEEKLY, _FORTNIGHTLY)
    capacity: float = 5.0
    until_time: time = time(20, 0)
    sharing: tuple[ShareScope, ShareScope] | None = SIGNALS
    """First choice for strain and for boundaries; nothing when the person has not chosen yet."""
    supervision_days_ago: int = 10
    break_week: int = 9
    """A free week comes every nine weeks, the latest this many weeks ago."""
    silent_since: int = -1
    """Nothing is logged from this many weeks ago on."""
    one_case: bool = False
    """Whether one case takes ever more of the hours."""

    @property
    def email(self) -> str:
        """The sign-in name."""
        plain = self.name.lower().translate(_PLAIN)
        return f"{'.'.join(plain.replace('-', ' ').split())}@example.org"

    @property
    def weeks(self) -> int:
        """Weeks with entries, the current one included."""
        return min(WEEKS, self.joined_days_ago // 7)

    @property
    def keeps_diary(self) -> bool:
        """Whether this person supports people and logs contacts."""
        return self.team is not None and self.sharing is not None


_PLAIN: Final = str.maketrans("śńøåéáíöüçñāóãčêôè", "snoaeaioucnaoaceoe", "'’")

_TOLD: Final = (
    Member(
        name=stories.DRIFT.person,
        team=HARBOUR,
        shape=Shape(toll=drift(8, 2.6), pulse=drift(8, 0.6)),
        sharing=(ShareScope.NOTHING, ShareScope.SIGNALS),
    ),
    Member(
        name=stories.STEP.person,
        team=HARBOUR,
        shape=Shape(toll=step(3, 3.0), pulse=step(3, 1.2)),
        sharing=ANSWERS,
    ),
    Member(name=stories.HARD_WEEK.person, team=HARBOUR, shape=Shape(toll=once(3, 6.0))),
    Member(
        name=stories.SHARES_NOTHING.person,
        team=HARBOUR,
        shape=Shape(toll=drift(6, 2.8), pulse=drift(6, 1.2)),
        sharing=NOTHING,
    ),
    Member(name=stories.BOUNDARY_SIGNS.person, team=HARBOUR),
    Member(name=stories.RING_ME.person, team=HARBOUR, sharing=NOTHING),
    Member(name=stories.OPEN_INCIDENT.person, team=HARBOUR),
    Member(name=stories.SUPERVISION_OVERDUE.person, team=HARBOUR, supervision_days_ago=52),
    Member(
        name=stories.OVER_CAPACITY.person,
        team=HARBOUR,
        weekly_contacts=5,
        minutes=30,
        frequencies=(_WEEKLY, _WEEKLY, _FORTNIGHTLY, _FORTNIGHTLY),
    ),
    Member(name=stories.RESOLVED.person, team=HARBOUR, sharing=ANSWERS),
    Member(
        name=stories.NEWCOMER.person,
        team=HARBOUR,
        joined_days_ago=75,
        weekly_contacts=2,
        break_week=4,
    ),
    Member(
        name=stories.DOUBLED_LOAD.person,
        team=LIGHTHOUSE,
        shape=Shape(extra_contacts=step(4, 3)),
        minutes=100,
        frequencies=(_WEEKLY, _WEEKLY, _FORTNIGHTLY),
    ),
    Member(
        name=stories.ONE_CASE.person,
        team=LIGHTHOUSE,
        one_case=True,
        sharing=(ShareScope.NOTHING, ShareScope.SIGNALS),
        weekly_contacts=4,
        frequencies=(_WEEKLY, _FORTNIGHTLY, _FORTNIGHTLY),
    ),
    Member(name=stories.STILL_ALONE.person, team=LIGHTHOUSE),
    Member(name=stories.PAUSED.person, team=LIGHTHOUSE, silent_since=1),
    Member(name=stories.DEBRIEF_WANTED.person, team=LIGHTHOUSE),
    Member(name=stories.SAFEGUARDING_EXPIRED.person, team=LIGHTHOUSE),
    Member(name=stories.UNDECIDED.person, team=LIGHTHOUSE, joined_days_ago=5, sharing=None),
)
_LEADING: Final = (
    Member(
        name="Marisol Vega",
        team=HARBOUR,
        roles=(Role.SUPPORTER, Role.COORDINATOR),
        coordinates=(HARBOUR,),
        weekly_contacts=2,
        sharing=NOTHING,
    ),
    Member(
        name="Graham Ellery",
        team=LIGHTHOUSE,
        roles=(Role.SUPPORTER, Role.COORDINATOR),
        coordinates=(LIGHTHOUSE,),
        weekly_contacts=2,
        sharing=NOTHING,
    ),
    Member(
        name=stories.SMALL_TEAM.person,
        team=DUNES,
        roles=(Role.SUPPORTER, Role.COORDINATOR),
        coordinates=(DUNES,),
        weekly_contacts=2,
        sharing=NOTHING,
    ),
    Member(name="Priya Natarajan", team=None, roles=(Role.TRAINING_LEAD,), sharing=NOTHING),
    Member(name="Solveig Thorne", team=None, roles=(Role.ADMINISTRATOR,), sharing=NOTHING),
)
_CALM: Final = {
    HARBOUR: (
        "Amara Nwosu",
        "Callum Reid",
        "Dorota Nowak",
        "Esi Boateng",
        "Francesca Bellandi",
        "Huw Llewellyn",
        "Kavita Menon",
        "Lucía Fernández de Córdoba y Salazar",
        "Oluwaseun Adebayo",
    ),
    LIGHTHOUSE: (
        "Beatriz Gonçalves",
        "Charlie Nguyen",
        "Gwen Ashworth",
        "Ibrahim Sesay",
        "Katarzyna Lewandowska-Featherstonehaugh",
        "Maeve Kinsella",
        "Nikhil Banerjee",
        "Rhys Morgan",
        "Siobhan O'Doherty",
        "Zanele Dlamini",
    ),
    DUNES: ("Jasper Whitlock", "Mei-Ling Chow", "Tariq Aziz Rahmani"),
}
_CASES: Final = (
    (_WEEKLY, _FORTNIGHTLY),
    (_WEEKLY, _FORTNIGHTLY, _MONTHLY),
    (_WEEKLY, _WEEKLY),
    (_FORTNIGHTLY, _FORTNIGHTLY, _MONTHLY),
    (_WEEKLY, _FORTNIGHTLY, _FORTNIGHTLY),
)
_SHARING: Final = (SIGNALS, NOTHING, ANSWERS, SIGNALS, (ShareScope.NOTHING, ShareScope.SIGNALS))


def _calm(team: str, name: str, place: int) -> Member:
    return Member(
        name=name,
        team=team,
        joined_days_ago=(1400, 760, 240, 1100, 510)[place % 5] + 3 * place,
        weekly_contacts=(2, 3, 3, 4, 2)[place % 5],
        minutes=(30, 45, 45, 30, 60)[place % 5],
        frequencies=_CASES[place % 5],
        until_time=time(18 + place % 4, 0),
        sharing=_SHARING[place % 5],
        supervision_days_ago=2 + (place * 5) % 21,
        break_week=1 + (place * 4) % 9,
    )


def _everybody() -> tuple[Member, ...]:
    quiet = [(team, name) for team, names in _CALM.items() for name in names]
    calm = (_calm(team, name, place) for place, (team, name) in enumerate(quiet))
    everybody = (*_LEADING, *_TOLD, *calm)
    return tuple(replace(member, number=n) for n, member in enumerate(everybody))


CAST: Final = _everybody()
BY_NAME: Final = {member.name: member for member in CAST}
COORDINATORS: Final = {team: m for m in CAST for team in m.coordinates}
SUPPORTER_ACCOUNT: Final = BY_NAME[stories.DRIFT.person]
COORDINATOR_ACCOUNT: Final = COORDINATORS[HARBOUR]
TRAINING_ACCOUNT: Final = next(m for m in CAST if Role.TRAINING_LEAD in m.roles)
ADMINISTRATOR_ACCOUNT: Final = next(m for m in CAST if Role.ADMINISTRATOR in m.roles)
