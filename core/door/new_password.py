"""The two fields in which somebody chooses a password."""

from typing import Final

from core.door.html import Field
from core.door.passwords import LONGEST, SHORTEST
from core.errors import InvalidValue

NEW_PASSWORD: Final = (
    Field(
        name="password",
        label="New password",
        kind="password",
        autocomplete="new-password",
        hint=f"At least {SHORTEST} characters. Four or five words work well.",
        # Longer than it may be, so that a browser cuts nothing off unseen.
        longest=2 * LONGEST,
    ),
    Field(
        name="again",
        label="The same password again",
        kind="password",
        autocomplete="new-password",
        longest=2 * LONGEST,
    ),
)


def both_the_same(fields: dict[str, str]) -> str:
    """Return the password that was typed twice.

    Raises:
        InvalidValue: it was not the same both times.
    """
    if fields.get("password", "") != fields.get("again", ""):
        raise InvalidValue("The two passwords are not the same. Please type them once more.")
    return fields.get("password", "")
