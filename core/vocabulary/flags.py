"""Flags, what is shared of them, and what somebody does about them."""

from enum import StrEnum


class FlagKind(StrEnum):
    """What a flag is about. Kinds are never mixed into one number."""

    BURNOUT_RISK = "burnout_risk"
    BOUNDARY = "boundary"
    DEPENDENCY = "dependency"
    CASELOAD = "caseload"
    SUPPORT_GAP = "support_gap"
    TRAINING = "training"


class Level(StrEnum):
    """How clearly a flag speaks. ``urgent`` is an event beside the level, never a level."""

    NOT_ENOUGH_DATA = "not_enough_data"
    STEADY = "steady"
    WATCH = "watch"
    HIGH = "high"


class FlagAnswer(StrEnum):
    """What the person said to a flag about them."""

    NONE = "none"
    NOT_RIGHT = "not_right"
    PASSED = "passed"


class NotRight(StrEnum):
    """Why a person says that a flag is not right."""

    WRONG_ENTRY = "wrong_entry"
    OTHER_CAUSE = "other_cause"
    NOT_HOW_IT_IS = "not_how_it_is"
    SETTLED = "settled"
    ELSE = "else"
    """In words alone."""


class FlagMoment(StrEnum):
    """Something that happened to a flag between its raising and its end."""

    RAISED = "raised"
    LIMIT = "limit"
    """An administrator changed a limit by which it is judged."""
    LEVEL = "level"
    """It speaks more or less clearly than before."""
    ANSWERED = "answered"
    SHARED = "shared"
    SHARE_ENDED = "share_ended"
    SEEN = "seen"
    CALL_ASKED = "call_asked"
    """The person asked from its card to be rung."""
    FOLLOW_UP = "follow_up"
    CLEARED = "cleared"
    RAISED_AGAIN = "raised_again"
    """It was cleared by mistake and is up again as if nothing had happened."""


class ShareTopic(StrEnum):
    """What a person may share with their coordinators, each on its own."""

    STRAIN = "strain"
    BOUNDARY = "boundary"
    CHECK_IN = "check_in"
    INSTRUMENTS = "instruments"


class ShareScope(StrEnum):
    """How much of a topic is shared."""

    NOTHING = "nothing"
    SIGNALS = "signals"
    ANSWERS = "answers"


class Viewed(StrEnum):
    """What of another person's shared data was looked at."""

    SHARED_STRAIN = "shared_strain"
    SHARED_BOUNDARY = "shared_boundary"
    SHARED_CHECK_IN = "shared_check_in"
    SHARED_INSTRUMENTS = "shared_instruments"


class FollowUpReason(StrEnum):
    """Why a coordinator is asked to act."""

    RING_ME = "ring_me"
    URGENT = "urgent"
    INCIDENT = "incident"
    DEBRIEF_WANTED = "debrief_wanted"
    SHARED_FLAG = "shared_flag"
    CASELOAD = "caseload"
    SUPPORT_GAP = "support_gap"
    TRAINING = "training"


class FollowUpState(StrEnum):
    """Where a follow-up stands."""

    OPEN = "open"
    TAKEN = "taken"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """How a follow-up ended."""

    TALKED = "talked"
    LOAD_CHANGED = "load_changed"
    SUPPORT_ARRANGED = "support_arranged"
    TRAINING_BOOKED = "training_booked"
    NOTHING_NEEDED = "nothing_needed"
