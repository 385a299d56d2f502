"""Whom an identity provider may stand for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

ATTEMPT: Final = timedelta(minutes=10)
"""How long somebody may take at the provider before they have to begin again."""
_BESIDE_A_PASSWORD: Final = frozenset(("otp", "hwk", "fido"))


@dataclass(frozen=True, slots=True)
class OutsideProof:
    """Who somebody is at the provider, as its signed answer says."""

    issuer: str
    subject: str
    verified_email: str
    """Empty unless the provider says that it has checked the address."""
    second_factor: bool
    """Whether the provider says that it asked for two factors (RFC 8176)."""


def proof_from(claims: Mapping[str, Any], issuer: str) -> OutsideProof | None:
    """Return the proof in checked claims, or nothing when they name nobody."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 1 <= len(subject) <= 255:
        return None
    email = claims.get("email") if claims.get("email_verified") is True else ""
    methods = claims.get("amr")
    strong = isinstance(methods, list) and _more_than_one(methods)
    return OutsideProof(issuer, subject, str(email or "").strip().lower(), strong)


def _more_than_one(methods: list[Any]) -> bool:
    """Return whether two factors were asked for; one alone may be all there was."""
    named = {method for method in methods if isinstance(method, str)}
    return "mfa" in named or ("pwd" in named and not named.isdisjoint(_BESIDE_A_PASSWORD))
