"""The words of the domain. Imports nothing else of ours, so every layer may use it."""

from core.vocabulary.flags import (
    FlagAnswer,
    FlagKind,
    FlagMoment,
    FollowUpReason,
    FollowUpState,
    Level,
    Outcome,
    ShareScope,
    ShareTopic,
    Viewed,
)
from core.vocabulary.people import AccountEvent, Audience, Lane, Role, TokenPurpose
from core.vocabulary.records import AuditEvent, Kept
from core.vocabulary.wellbeing import (
    BoundaryTheme,
    Helped,
    Instrument,
    Moved,
    PulseItem,
    TollBand,
    Weight,
)
from core.vocabulary.work import (
    Debrief,
    DraftForm,
    EventKind,
    Format,
    Frequency,
    MeetingKind,
    TrainingState,
)

__all__ = [
    "AccountEvent",
    "Audience",
    "AuditEvent",
    "BoundaryTheme",
    "Debrief",
    "DraftForm",
    "EventKind",
    "FlagAnswer",
    "FlagKind",
    "FlagMoment",
    "FollowUpReason",
    "FollowUpState",
    "Format",
    "Frequency",
    "Helped",
    "Instrument",
    "Kept",
    "Lane",
    "Level",
    "MeetingKind",
    "Moved",
    "Outcome",
    "PulseItem",
    "Role",
    "ShareScope",
    "ShareTopic",
    "TokenPurpose",
    "TollBand",
    "TrainingState",
    "Viewed",
    "Weight",
]
