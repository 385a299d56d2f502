"""What supporters do: contacts, cases, meetings and training."""

from enum import StrEnum


class Format(StrEnum):
    """How a contact took place."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"
    TEXT = "text"
    GROUP = "group"
    FORUM = "forum"


class RoleAge(StrEnum):
    """How long a person has been in the role, as far as a team figure tells it."""

    NEW = "new"
    """Less than six months."""
    SETTLED = "settled"
    LONG = "long"
    """Two years or more."""


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


class TrainingState(StrEnum):
    """How a person stands with one module."""

    DONE = "done"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    MISSING = "missing"
    UNCONFIRMED = "unconfirmed"
    NOT_REQUIRED = "not_required"


class DraftForm(StrEnum):
    """A form whose unsaved text is kept."""

    CONTACT = "contact"
    CONTACT_EDIT = "contact_edit"
    """One for each contact that is being changed."""
    CONTACT_UNDO = "contact_undo"
