"""What somebody sees as they set up an authenticator app: the square, the key, the codes."""

from collections.abc import Iterable
from typing import Final

import pyotp
import segno

from core.door.html import Field, codes, hint, page, paragraph, picture, way_on

CODE: Final = Field(
    name="code",
    label="Code",
    autocomplete="one-time-code",
    hint="Six digits, or a recovery code.",
    longest=40,
)
NOT_YET: Final = (
    "That code does not fit. Please type the six digits that the app shows right now; "
    "if they never fit, set the clock of your phone to automatic."
)
_SCAN: Final = "Scan this square with the app. It then shows six digits, new every 30 seconds."
_TYPE: Final = "If the app cannot scan, type this key into it:"
_KEEP: Final = (
    "The second step is on. These recovery codes let you in when your phone is not at hand; "
    "each works once. Please write them down now: they are not shown again."
)


def scan(secret: str, email: str) -> str:
    """Return the square that an app scans, and the same as a key to type."""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Holdfast")
    square = segno.make(address, error="m").svg_inline(
        border=2, omitsize=True, svgclass=None, lineclass=None, dark="#000000"
    )
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return (
        paragraph(_SCAN)
        + picture(square, "Square to scan with the authenticator app")
        + hint(_TYPE)
        + codes([groups])
    )


def codes_page(recovery_codes: Iterable[str], to: str) -> str:
    """Return the page that shows fresh recovery codes, once."""
    return page(
        "Your recovery codes", paragraph(_KEEP) + codes(recovery_codes) + way_on(to, "Go on")
    )
