"""Names and e-mail addresses: how long they are, and how they are stored."""

from typing import Final

from core.errors import InvalidValue

LONGEST_NAME: Final = 80
LONGEST_EMAIL: Final = 254


def clean_name(what: str, text: str) -> str:
    """Return the name of a person, a team or the organisation as it is stored.

    Raises:
        InvalidValue: it is empty or too long; ``what`` says whose name it is.
    """
    cleaned = " ".join(text.split())
    if not 1 <= len(cleaned) <= LONGEST_NAME:
        raise InvalidValue(f"{what} has 1 to {LONGEST_NAME} characters; please correct it.")
    return cleaned


def clean_email(email: str) -> str:
    """Return an e-mail address as it is stored.

    Raises:
        InvalidValue: it cannot be an e-mail address.
    """
    cleaned = email.strip().lower()
    local, _, domain = cleaned.rpartition("@")
    if not local or "." not in domain or len(cleaned) > LONGEST_EMAIL or " " in cleaned:
        raise InvalidValue("The e-mail looks incomplete; it reads like name@example.org.")
    return cleaned
