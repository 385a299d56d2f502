"""A case is known by a code alone: notice when a code could give somebody away."""

import re
from typing import Final

_EMAIL: Final = re.compile(r"\S@\S+\.\S")
_PHONE: Final = re.compile(r"(?:\d[\s().+/-]*){7,}")
_NAME: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-]){2,}")
# Words that people use to number or describe a case; they name nobody.
_PLAIN: Final = frozenset(
    {"case", "client", "person", "peer", "group", "weekly", "circle", "new", "contact"}
)


def code_warning(code: str) -> str | None:
    """Return a kind sentence when a case code looks like a name, phone number or e-mail.

    It never blocks: only the person knows whether "Robin" is a bird or a neighbour.
    """
    cleaned = code.strip()
    if _EMAIL.search(cleaned):
        return _sentence("an e-mail address")
    if _PHONE.search(cleaned):
        return _sentence("a phone number")
    if _looks_like_a_name(cleaned):
        return _sentence("a name")
    return None


def _looks_like_a_name(code: str) -> bool:
    words = code.split()
    named = [w for w in words if _NAME.fullmatch(w) and w[0].isupper() and w.lower() not in _PLAIN]
    if len(named) >= 2:
        return True
    return len(words) == 1 and len(named) == 1 and not named[0].isupper()


def _sentence(what: str) -> str:
    return f"This looks like {what}. A code that only you understand keeps the person private."
