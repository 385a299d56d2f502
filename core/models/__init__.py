"""Tables by subject. Everything a migration must know is imported here."""

from core.models.access import Draft, LoginSession, OneTimeToken
from core.models.base import Base
from core.models.flags import (
    FlagMixin,
    FlagsAsOf,
    FollowUp,
    FollowUpNote,
    OneOffShare,
    RingMe,
    StandingShare,
    View,
    WellbeingFlag,
    WorkFlag,
)
from core.models.people import Cover, Organisation, Person, PersonRole, Team, TeamCoordinator
from core.models.records import Release, ReleaseMember, Threshold
from core.models.training import Completion, Module, Requirement
from core.models.wellbeing import (
    BoundaryCheck,
    BoundarySign,
    ContactTag,
    ContactToll,
    Pulse,
    StrainWeek,
)
from core.models.work import (
    Agreement,
    Case,
    Contact,
    ContactCase,
    Meeting,
    Pause,
    SupportEvent,
    WorkWeek,
)

__all__ = [
    "Agreement",
    "Base",
    "BoundaryCheck",
    "BoundarySign",
    "Case",
    "Completion",
    "Contact",
    "ContactCase",
    "ContactTag",
    "ContactToll",
    "Cover",
    "Draft",
    "FlagMixin",
    "FlagsAsOf",
    "FollowUp",
    "FollowUpNote",
    "LoginSession",
    "Meeting",
    "Module",
    "OneOffShare",
    "OneTimeToken",
    "Organisation",
    "Pause",
    "Person",
    "PersonRole",
    "Pulse",
    "Release",
    "ReleaseMember",
    "Requirement",
    "RingMe",
    "StandingShare",
    "StrainWeek",
    "SupportEvent",
    "Team",
    "TeamCoordinator",
    "Threshold",
    "View",
    "WellbeingFlag",
    "WorkFlag",
    "WorkWeek",
]
