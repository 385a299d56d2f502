"""The words of the domain. Imports nothing of ours, so every layer may use it."""

from enum import StrEnum


class Role(StrEnum):
    """What a person does in the service; a person may have several."""

    SUPPORTER = "supporter"
    COORDINATOR = "coordinator"
    TRAINING_LEAD = "training_lead"
    ADMINISTRATOR = "administrator"


class Lane(StrEnum):
    """Who a fact belongs to: the work, or the person alone."""

    WORK = "work"
    WELLBEING = "wellbeing"


class Audience(StrEnum):
    """Who can see something a person enters or is told."""

    ONLY_YOU = "only_you"
    YOUR_COORDINATORS = "your_coordinators"
    TEAM_FIGURES = "team_figures"


class Format(StrEnum):
    """How a contact took place."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"
    TEXT = "text"
    GROUP = "group"
    FORUM = "forum"


class Debrief(StrEnum):
    """Whether a contact was talked through with somebody."""

    NONE = "none"
    TAKEN = "taken"
    WANTED = "wanted"


class Frequency(StrEnum):
    """How often a person is supported; it decides the weight of a case."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class MeetingKind(StrEnum):
    """A talk that carries the supporter."""

    SUPERVISION = "supervision"
    TEAM = "team"


class EventKind(StrEnum):
    """Something in a contact that a coordinator hears about by name."""

    DEBRIEF_WANTED = "debrief_wanted"
    INCIDENT = "incident"


class Weight(StrEnum):
    """What weighed in a contact."""

    THEIR_PAIN = "their_pain"
    RISK = "risk"
    LOSS = "loss"
    ANGER = "anger"
    STUCK = "stuck"
    TOO_CLOSE = "too_close"
    TIME = "time"
    SYSTEM = "system"


class Helped(StrEnum):
    """What helped in or after a contact."""

    COLLEAGUE = "colleague"
    BREAK = "break"
    PLAN = "plan"
    TRAINING = "training"
    OUTDOORS = "outdoors"
    MEANING = "meaning"


class PulseItem(StrEnum):
    """One question of the weekly pulse; answers run 1 to 5, higher is better."""

    ENERGY = "energy"
    SLEEP = "sleep"
    SWITCH_OFF = "switch_off"
    ROLE_CLEAR = "role_clear"
    FELT_SUPPORTED = "felt_supported"
    WORTHWHILE = "worthwhile"


class TollBand(StrEnum):
    """The word for a toll of 0 to 10."""

    LIGHT = "light"
    MILD = "mild"
    MODERATE = "moderate"
    HEAVY = "heavy"
    VERY_HEAVY = "very_heavy"

    @classmethod
    def of(cls, toll: float) -> "TollBand":
        """Return the band of a toll; a mean belongs to the band it has reached."""
        if not 0 <= toll <= 10:
            raise ValueError(toll)
        if toll < 2:
            return cls.LIGHT
        if toll < 4:
            return cls.MILD
        if toll < 6:
            return cls.MODERATE
        return cls.HEAVY if toll < 8 else cls.VERY_HEAVY


class Instrument(StrEnum):
    """A questionnaire scale whose score enters the strain detector."""

    CBI_PERSONAL = "cbi_personal"
    CBI_WORK = "cbi_work"
    CBI_CLIENT = "cbi_client"
    WHO5 = "who5"


class Moved(StrEnum):
    """How a score stands against one's own score before it."""

    BETTER = "better"
    WORSE = "worse"
    WITHIN_CHANCE = "within_chance"
    NOT_KNOWN = "not_known"
    """The publication names no reliable change."""


class BoundaryTheme(StrEnum):
    """What a boundary sign is about."""

    TIME_AND_PLACE = "time_and_place"
    CLOSENESS = "closeness"
    MONEY_AND_FAVOURS = "money_and_favours"
    NEED = "need"
    ROLE = "role"
    OWN_STORY = "own_story"
    OPENNESS = "openness"
    SAFETY = "safety"
    OWN_STRENGTH = "own_strength"


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


class FlagMoment(StrEnum):
    """Something that happened to a flag between its raising and its end."""

    RAISED = "raised"
    LEVEL = "level"
    """It speaks more or less clearly than before."""
    ANSWERED = "answered"
    SHARED = "shared"
    SHARE_ENDED = "share_ended"
    SEEN = "seen"
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


class TrainingState(StrEnum):
    """How a person stands with one module."""

    DONE = "done"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    MISSING = "missing"
    UNCONFIRMED = "unconfirmed"
    NOT_REQUIRED = "not_required"


class TokenPurpose(StrEnum):
    """What a one-time link is for."""

    SETUP = "setup"
    INVITE = "invite"


class AccountEvent(StrEnum):
    """What somebody changed about an account; its owner can read it."""

    ADDED = "added"
    LINK_RENEWED = "link_renewed"
    ROLES_AND_TEAMS = "roles_and_teams"
    DEACTIVATED = "deactivated"
    REACTIVATED = "reactivated"


class Viewed(StrEnum):
    """What of another person's shared data was looked at."""

    SHARED_STRAIN = "shared_strain"
    SHARED_BOUNDARY = "shared_boundary"
    SHARED_CHECK_IN = "shared_check_in"
    SHARED_INSTRUMENTS = "shared_instruments"


class DraftForm(StrEnum):
    """A form whose unsaved text is kept."""

    CONTACT = "contact"
    CONTACT_UNDO = "contact_undo"
