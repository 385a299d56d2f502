"""Who people are and what they do with their accounts."""

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


class TokenPurpose(StrEnum):
    """What a one-time link is for."""

    SETUP = "setup"
    INVITE = "invite"
    RESET = "reset"
    """Choose a new password, started by an administrator."""
    SECOND_STEP = "second_step"
    """The password was right; the code of the authenticator app is still due."""


class AccountEvent(StrEnum):
    """What somebody changed about an account; its owner can read it."""

    ADDED = "added"
    LINK_RENEWED = "link_renewed"
    ROLES_AND_TEAMS = "roles_and_teams"
    DEACTIVATED = "deactivated"
    REACTIVATED = "reactivated"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - what happened, not a secret
    RESET_STARTED = "reset_started"
    RESET_USED = "reset_used"
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    RECOVERY_CODES = "recovery_codes"
    OUTSIDE_LINKED = "outside_linked"
    OUTSIDE_UNLINKED = "outside_unlinked"
    LEFT = "left"
    STANDS_IN = "stands_in"
    STANDS_IN_ENDED = "stands_in_ended"
    COVERED = "covered"
    COVERED_ENDED = "covered_ended"
