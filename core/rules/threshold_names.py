"""What each limit is called, and which kind of flag it belongs to."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from core.rules.boundaries import is_one_sign
from core.rules.flags import HEAVY_CONTACTS
from core.vocabulary import FlagKind

_NAMES: Final[Mapping[str, tuple[FlagKind, str]]] = {
    "hours_week.watch": (FlagKind.CASELOAD, "Hours in a week, keep an eye on it"),
    "hours_week.high": (FlagKind.CASELOAD, "Hours in a week, worth a talk"),
    "session_len.watch": (FlagKind.CASELOAD, "Length of one contact, keep an eye on it"),
    "session_len.high": (FlagKind.CASELOAD, "Length of one contact, worth a talk"),
    "weighted_people.capacity": (
        FlagKind.CASELOAD,
        "People supported, where no capacity is agreed",
    ),
    "weighted_people.watch_share": (
        FlagKind.CASELOAD,
        "People supported, share of capacity to keep an eye on",
    ),
    "after_hours.watch": (
        FlagKind.CASELOAD,
        "Contacts outside agreed hours in 14 days, keep an eye on it",
    ),
    "after_hours.high": (
        FlagKind.CASELOAD,
        "Contacts outside agreed hours in 14 days, worth a talk",
    ),
    "no_break.watch": (FlagKind.CASELOAD, "Days since a real break, keep an eye on it"),
    "no_break.high": (FlagKind.CASELOAD, "Days since a real break, worth a talk"),
    "newcomer.days": (FlagKind.CASELOAD, "First days in which limits are stricter"),
    "newcomer.factor": (FlagKind.CASELOAD, "Share of a limit in those first days"),
    "supervision_gap.watch": (FlagKind.SUPPORT_GAP, "Days since supervision, keep an eye on it"),
    "supervision_gap.high": (FlagKind.SUPPORT_GAP, "Days since supervision, worth a talk"),
    "alone.watch": (FlagKind.SUPPORT_GAP, "Days without a talk with the team, keep an eye on it"),
    "alone.high": (FlagKind.SUPPORT_GAP, "Days without a talk with the team, worth a talk"),
    "incident_open.watch": (
        FlagKind.SUPPORT_GAP,
        "Hours an incident waits for a check-in, keep an eye on it",
    ),
    "incident_open.high": (
        FlagKind.SUPPORT_GAP,
        "Hours an incident waits for a check-in, worth a talk",
    ),
    "debrief_open.watch": (
        FlagKind.SUPPORT_GAP,
        "Hours a wanted debrief is open, keep an eye on it",
    ),
    "debrief_open.high": (FlagKind.SUPPORT_GAP, "Hours a wanted debrief is open, worth a talk"),
    "debrief_open.count": (FlagKind.SUPPORT_GAP, "Open debriefs at a time, worth a talk"),
    "boundary.days": (FlagKind.BOUNDARY, "Days that signs are looked back on"),
    "boundary.reflect_count": (FlagKind.BOUNDARY, "Small signs of one theme that are worth a talk"),
    "boundary.drift_weeks": (FlagKind.BOUNDARY, "Weeks that a drift is looked for in"),
    "boundary.drift_count": (FlagKind.BOUNDARY, "Signs of one theme that make a drift"),
    "one_person_share.watch": (
        FlagKind.DEPENDENCY,
        "Share of the hours for one person, keep an eye on it",
    ),
    "one_person_share.high": (
        FlagKind.DEPENDENCY,
        "Share of the hours for one person, worth a talk",
    ),
    "one_person_share.people": (FlagKind.DEPENDENCY, "People from which a share says something"),
    "one_person_share.margin": (
        FlagKind.DEPENDENCY,
        "Points above the share that the agreed frequency explains",
    ),
    "contacts_rising.factor": (
        FlagKind.DEPENDENCY,
        "Times as many contacts as in the weeks before",
    ),
    "contacts_rising.more": (FlagKind.DEPENDENCY, "Contacts a week more than before, at least"),
    "beyond_agreed.weeks": (FlagKind.DEPENDENCY, "Weeks beyond the agreed length"),
    "training_due.high": (FlagKind.TRAINING, "Days a needed module is overdue, worth a talk"),
    "heavy_share.watch": (FlagKind.CASELOAD, "Share of heavy contacts, keep an eye on it"),
    "heavy_share.high": (FlagKind.CASELOAD, "Share of heavy contacts, worth a talk"),
    "heavy_share.contacts": (FlagKind.CASELOAD, "Contacts from which that share counts"),
    "heavy_run.watch": (FlagKind.CASELOAD, "Heavy contacts in a row, keep an eye on it"),
    "heavy_run.high": (FlagKind.CASELOAD, "Heavy contacts in a row, worth a talk"),
    "undebriefed.watch": (
        FlagKind.SUPPORT_GAP,
        "Days until a heavy contact is talked through, keep an eye on it",
    ),
    "undebriefed.high": (
        FlagKind.SUPPORT_GAP,
        "Days until a heavy contact is talked through, worth a talk",
    ),
    "undebriefed.count": (
        FlagKind.SUPPORT_GAP,
        "Heavy contacts not talked through at a time, worth a talk",
    ),
    "rest_low.watch": (
        FlagKind.BURNOUT_RISK,
        "Check-ins in a row with hard rest, keep an eye on it",
    ),
    "rest_low.high": (FlagKind.BURNOUT_RISK, "Check-ins in a row with hard rest, worth a talk"),
    "role_unclear.watch": (
        FlagKind.BURNOUT_RISK,
        "Check-ins in a row with an unclear role, keep an eye on it",
    ),
    "role_unclear.high": (
        FlagKind.BURNOUT_RISK,
        "Check-ins in a row with an unclear role, worth a talk",
    ),
    "satisfaction_drop.score": (
        FlagKind.BURNOUT_RISK,
        "Points by which what supporting gives falls in the ProQOL",
    ),
    "satisfaction_drop.answer": (
        FlagKind.BURNOUT_RISK,
        "Points by which “worthwhile” falls in a check-in",
    ),
}
KINDS: Final[Mapping[str, FlagKind]] = MappingProxyType(
    {key: kind for key, (kind, _name) in _NAMES.items()}
)
NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {key: name for key, (_kind, name) in _NAMES.items()}
)
STRICTER_AT_FIRST: Final = frozenset({"newcomer.days", "newcomer.factor"})
"""They lower the limits of load and support for people new to the role."""
_SEVERAL: Final = {HEAVY_CONTACTS: ("heavy_share.", "heavy_run.")}
_DAYS_OF_SIGNS: Final = "boundary.days"


def limits_of_flag(kind: FlagKind, subject: str) -> frozenset[str]:
    """Return the limits by which a flag is judged, except ``STRICTER_AT_FIRST``."""
    if kind is FlagKind.BURNOUT_RISK:
        return frozenset()
    of_kind = {key for key in NAMES if KINDS[key] is kind}
    if kind in {FlagKind.CASELOAD, FlagKind.SUPPORT_GAP}:
        starts = _SEVERAL.get(subject, (f"{subject}.",))
        return frozenset(key for key in of_kind if key.startswith(starts))
    if kind is FlagKind.BOUNDARY and is_one_sign(subject):
        return frozenset({_DAYS_OF_SIGNS})
    return frozenset(of_kind)
