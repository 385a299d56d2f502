"""The tables of signing in, and of what has to be proven."""

from typing import Final

from core import models as m
from core.queries.personal_data import Personal
from core.vocabulary import Kept

_SECRET: Final = "a fingerprint of a secret; who has it is not who it belongs to"  # noqa: S105

SIGN_IN_TABLES: Final = (
    Personal(
        section="sign_ins",
        title="Where you signed in",
        model=m.LoginSession,
        hidden={"token_hash": _SECRET},
        kept=Kept.SIGN_INS,
        ages_by="ended_at",
    ),
    Personal(
        section="known_devices",
        title="Devices you signed in with before",
        model=m.KnownDevice,
        hidden={"token_hash": _SECRET},
    ),
    Personal(
        section="second_step",
        title="Second step at sign-in",
        model=m.SecondFactor,
        hidden={"secret": _SECRET, "last_step": "says nothing but when the last code was used"},
    ),
    Personal(
        section="recovery_codes",
        title="Recovery codes",
        model=m.RecoveryCode,
        hidden={"code_hash": _SECRET},
    ),
    Personal(
        section="failed_sign_ins",
        title="Failed sign-ins of this hour",
        model=m.FailedSignIns,
        owner="about_id",
    ),
    Personal(
        section="outside_identities",
        title="Who you are elsewhere",
        model=m.OutsideIdentity,
    ),
    Personal(
        section="links",
        title="One-time links made for you",
        model=m.OneTimeToken,
        hidden={"token_hash": _SECRET},
    ),
    Personal(
        section="downloads",
        title="Files prepared for you",
        model=m.Download,
        hidden={"session_hash": _SECRET, "body": "the file itself"},
    ),
    Personal(
        section="audit",
        title="What was written down about you to be provable",
        model=m.AuditEntry,
        owner="subject_id",
        names=frozenset({"actor_id"}),
        hidden={
            "position": "its place in everybody's log",
            "digest": "proves the log, says nothing about you",
        },
        kept=Kept.AUDIT,
        outlives="it proves what was done and names you by a random key alone",
    ),
)
