"""A case is known by a code alone: notice when a code could give somebody away."""

import re
from itertools import pairwise
from typing import Final

_EMAIL: Final = re.compile(r"\S@\S+\.\S")
_PHONE: Final = re.compile(r"(?:\d[\s().+/-]*){7,}")
_NAME: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-]){2,}")
_INITIAL: Final = re.compile(r"[^\W\d_]\.?")
_INITIALS: Final = re.compile(r"(?<![^\W_])[^\W\d_]\.\s?[^\W\d_](?![^\W_])")
_SURNAME: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-])+")
_TITLES: Final = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "frau", "herr", "mme", "monsieur"}
)
# Words that people use to number or describe a case; they name nobody.
_PLAIN: Final = frozenset(
    {"case", "client", "person", "peer", "group", "weekly", "circle", "new", "contact"}
)


def code_warning(code: str) -> str | None:
    """Return a kind sentence when a case code looks like a name, phone number or e-mail.

    It never blocks: only the person knows whether "Robin" is a bird or a neighbour. A single
    word in lower case stays silent, because most codes that are chosen well look like that.
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
    if _INITIALS.search(code) or _has_a_title(words) or _has_an_initial(words):
        return True
    named = [word for word in words if _NAME.fullmatch(word) and _could_name(word)]
    if len(named) >= 2:
        return True
    return len(words) == 1 and len(named) == 1 and not named[0].isupper()


def _has_a_title(words: list[str]) -> bool:
    return any(
        first.lower().rstrip(".") in _TITLES and then[0].isalpha()
        for first, then in pairwise(words)
    )


def _has_an_initial(words: list[str]) -> bool:
    return any(
        _INITIAL.fullmatch(one)
        and one[0].isupper()
        and _SURNAME.fullmatch(other)
        and _could_name(other)
        for pair in pairwise(words)
        for one, other in (pair, pair[::-1])
    )


def _could_name(word: str) -> bool:
    return word[0].isupper() and word.lower() not in _PLAIN


def _sentence(what: str) -> str:
    return f"This looks like {what}. A code that only you understand keeps the person private."
