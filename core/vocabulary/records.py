"""What is written down to be proven, and how long things are kept."""

from enum import StrEnum


class AuditEvent(StrEnum):
    """An act that has to be provable later."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    ACCOUNT_CHANGED = "account_changed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - what happened, not a secret
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    NOT_ALLOWED = "not_allowed"
    """Somebody asked for what their roles do not include."""
    SHARED_DATA_SEEN = "shared_data_seen"
    SETTINGS_CHANGED = "settings_changed"
    EXPORTED = "exported"
    ERASED = "erased"
    EXPIRED = "expired"
    """Old records left by themselves."""
    KEYS_ROTATED = "keys_rotated"


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
