"""What is written down to be proven, and how long things are kept."""

from enum import StrEnum


class AuditEvent(StrEnum):
    """An act that has to be provable later."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_INS_FAILED = "sign_ins_failed"
    """So many within one hour, for one account or for addresses that have none."""
    ACCOUNT_CHANGED = "account_changed"
    NOT_ALLOWED = "not_allowed"
    """Somebody asked for what their roles do not include."""
    SHARED_DATA_SEEN = "shared_data_seen"
    SETTINGS_CHANGED = "settings_changed"
    EXPORTED = "exported"
    ERASED = "erased"
    EXPIRED = "expired"
    """Old records left by themselves."""
    KEYS_ROTATED = "keys_rotated"
    LEDGER_MADE_ANEW = "ledger_made_anew"
    """The list of erasures outside the database was lost and written again."""


class Kept(StrEnum):
    """A class of records with one limit of age."""

    WORDS = "words"
    WELLBEING = "wellbeing"
    WORK = "work"
    TRAINING = "training"
    SIGN_INS = "sign_ins"
    FAILED_SIGN_INS = "failed_sign_ins"
    AUDIT = "audit"
    AFTER_LEAVING = "after_leaving"
    """The wellbeing lane of somebody who left."""


class Feature(StrEnum):
    """One kind of thing that is known about a person, for the page of who can see it."""

    SINGLE_CONTACTS = "single_contacts"
    TOLLS = "tolls"
    WORDS = "words"
    LOAD = "load"
    NAMED_EVENTS = "named_events"
    WORK_FLAGS = "work_flags"
    STRAIN_FLAGS = "strain_flags"
    BOUNDARY_FLAGS = "boundary_flags"
    CHECK_INS = "check_ins"
    QUESTIONNAIRES = "questionnaires"
    TRAINING = "training"
    RING_ME = "ring_me"
    FOLLOW_UP_NOTES = "follow_up_notes"
    ACCOUNT = "account"
    SIGN_INS = "sign_ins"
    WHO_LOOKED = "who_looked"
    SELF_CHECKS = "self_checks"
    LIMIT_TRIALS = "limit_trials"
