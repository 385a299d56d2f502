"""The stories that can be found in the invented organisation, and what each must show.

A story names one person, the flags that are up for them today (all of them) and where to
look. The tests hold the organisation to these lists, on whatever day it is built.
"""

from dataclasses import dataclass
from typing import Final

from core.vocabulary import BoundaryTheme, FlagKind, FollowUpReason, Level


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag that is up today."""

    kind: FlagKind
    level: Level
    subject: str = ""
    """Theme or indicator; empty for a flag about one case, whose key says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Something that happened to one person, and where it can be seen."""

    title: str
    person: str
    look_at: str
    raises: frozenset[Raised] = frozenset()
    """Every flag that is up today; a flag that is not named here must not be up."""
    asks: frozenset[FollowUpReason] = frozenset()
    """Why this person stands in a coordinator's queue today."""


DRIFT: Final = Story(
    title="A drift over two months",
    person="Ines Calder",
    look_at="My wellbeing: the weekly toll climbs out of the band. Ines chose to share signals "
    "yesterday, so the coordinator reads the level word and the reason names, no numbers.",
    raises=frozenset({Raised(FlagKind.BURNOUT_RISK, Level.HIGH, "strain")}),
    asks=frozenset({FollowUpReason.SHARED_FLAG}),
)
STEP: Final = Story(
    title="A sudden step",
    person="Tomasz Wiśniewski",
    look_at="Follow up: answers are shared, so the sentence stands there with its numbers. The "
    "promised answer is overdue.",
    raises=frozenset({Raised(FlagKind.BURNOUT_RISK, Level.HIGH, "strain")}),
    asks=frozenset({FollowUpReason.SHARED_FLAG}),
)
HARD_WEEK: Final = Story(
    title="One terrible week",
    person="Rosalind Achterberg-Mwangi",
    look_at="My wellbeing: one very heavy week three weeks ago, and no flag for it.",
)
SHARES_NOTHING: Final = Story(
    title="Somebody who shares nothing",
    person="Noor Haddad",
    look_at="My wellbeing shows a flag to Noor alone; no coordinator screen knows of it.",
    raises=frozenset({Raised(FlagKind.BURNOUT_RISK, Level.HIGH, "strain")}),
)
DOUBLED_LOAD: Final = Story(
    title="A load that doubled",
    person="Anneliese Vandenbroucke-Oyelaran",
    look_at="Caseload: more than eight hours a week for a month; the toll stayed the same.",
    raises=frozenset(
        {
            Raised(FlagKind.BURNOUT_RISK, Level.WATCH, "strain"),
            Raised(FlagKind.CASELOAD, Level.WATCH, "hours_week"),
        }
    ),
    asks=frozenset({FollowUpReason.SHARED_FLAG}),
)
BOUNDARY_SIGNS: Final = Story(
    title="Boundary signs that add up",
    person="Yusuf Demir",
    look_at="My wellbeing: two grey-area ticks and a sign of one theme within 30 days. Each is "
    "something to think over; together they are worth a talk.",
    raises=frozenset({Raised(FlagKind.BOUNDARY, Level.HIGH, BoundaryTheme.NEED.value)}),
    asks=frozenset({FollowUpReason.SHARED_FLAG}),
)
STILL_ALONE: Final = Story(
    title="A flag that is still the person's alone",
    person="Eilidh Campbell",
    look_at="My wellbeing: raised within the last day. Signals are shared, so the coordinator sees "
    "it 48 hours after it was raised, and Eilidh can say something to it before.",
    raises=frozenset(
        {Raised(FlagKind.BOUNDARY, Level.HIGH, BoundaryTheme.MONEY_AND_FAVOURS.value)}
    ),
)
ONE_CASE: Final = Story(
    title="One very dependent case",
    person="Liam Fitzgerald",
    look_at="My wellbeing: one person takes most of the hours, ever more often, and is past the "
    "agreed length. Liam let his coordinator know yesterday: they read the reasons, not who it is.",
    raises=frozenset({Raised(FlagKind.DEPENDENCY, Level.HIGH)}),
    asks=frozenset({FollowUpReason.SHARED_FLAG}),
)
NEWCOMER: Final = Story(
    title="A newcomer in month three",
    person="Kofi Asante",
    look_at="My wellbeing: too few weeks for a usual of their own, and the screen says so.",
)
PAUSED: Final = Story(
    title="Somebody on a pause",
    person="Aroha Tamihana",
    look_at="Team overview: a pause with a return date; flags and reminders are silent.",
)
RING_ME: Final = Story(
    title="Please ring me",
    person="Bilal Okonkwo",
    look_at="Follow up: asked three hours ago, with the promised answer time.",
    asks=frozenset({FollowUpReason.RING_ME}),
)
OPEN_INCIDENT: Final = Story(
    title="An incident nobody has talked through yet",
    person="Hannelore Brandt",
    look_at="Follow up: an incident of yesterday, and nobody answered in the promised time.",
    raises=frozenset({Raised(FlagKind.SUPPORT_GAP, Level.WATCH, "incident_open")}),
    asks=frozenset({FollowUpReason.INCIDENT}),
)
DEBRIEF_WANTED: Final = Story(
    title="A debrief is wanted",
    person="Jun Watanabe",
    look_at="Follow up: a debrief was asked for within the last day.",
    asks=frozenset({FollowUpReason.DEBRIEF_WANTED}),
)
SUPERVISION_OVERDUE: Final = Story(
    title="Supervision overdue",
    person="Deepa Raghunathan",
    look_at="Follow up: the last supervision was 52 days ago.",
    raises=frozenset({Raised(FlagKind.SUPPORT_GAP, Level.HIGH, "supervision_gap")}),
    asks=frozenset({FollowUpReason.SUPPORT_GAP}),
)
OVER_CAPACITY: Final = Story(
    title="Over capacity",
    person="Owen Prys-Jones",
    look_at="Caseload: three people came on top this week; 6 weighted where 5 were agreed.",
    raises=frozenset({Raised(FlagKind.CASELOAD, Level.HIGH, "weighted_people")}),
    asks=frozenset({FollowUpReason.CASELOAD}),
)
SAFEGUARDING_EXPIRED: Final = Story(
    title="An expired safeguarding module",
    person="Fatou Diallo",
    look_at="Completion: module t04 expired; Fatou and the coordinator see it as a flag.",
    raises=frozenset({Raised(FlagKind.TRAINING, Level.WATCH, "required")}),
)
RESOLVED: Final = Story(
    title="A follow-up that was resolved",
    person="Magdalena Sørensen",
    look_at="Follow up, resolved: a debrief five weeks ago, noted and closed with an outcome.",
)
UNDECIDED: Final = Story(
    title="Sharing not chosen yet",
    person="Piotr Zieliński",
    look_at="Signing in as Piotr opens the first-use choice before the first log.",
)
SMALL_TEAM: Final = Story(
    title="A team too small to show figures",
    person="Sunniva Lindqvist",
    look_at="Team overview of Dunes: three supporters and a coordinator, too few for any figure.",
)

STORIES: Final = (
    DRIFT,
    STEP,
    HARD_WEEK,
    SHARES_NOTHING,
    DOUBLED_LOAD,
    BOUNDARY_SIGNS,
    STILL_ALONE,
    ONE_CASE,
    NEWCOMER,
    PAUSED,
    RING_ME,
    OPEN_INCIDENT,
    DEBRIEF_WANTED,
    SUPERVISION_OVERDUE,
    OVER_CAPACITY,
    SAFEGUARDING_EXPIRED,
    RESOLVED,
    UNDECIDED,
    SMALL_TEAM,
)
