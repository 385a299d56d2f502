"""What a person may say to a flag about them, and how the reason for a "not right" is kept."""

from dataclasses import dataclass

from core.errors import InvalidValue
from core.vocabulary import NotRight


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why somebody says that a flag is not right."""

    reason: NotRight
    words: str = ""

    def kept(self) -> str:
        """Return it as one text, to be sealed as a whole: the choice says as much as the words."""
        return f"{self.reason.value}\n{self.words}"


def doubt(reason: NotRight | None, words: str) -> Doubt:
    """Return the reason for a "not right"; a flag is not put aside without one.

    Raises:
        InvalidValue: nothing was chosen, or "something else" stands without words.
    """
    said = words.strip()
    if reason is None:
        raise InvalidValue(
            "Please choose what is not right about it. It stays with you and helps you later."
        )
    if reason is NotRight.ELSE and not said:
        raise InvalidValue("Please say in a few words what is not right; only you read them.")
    return Doubt(reason, said)


def doubt_of(kept: str) -> Doubt | None:
    """Return the reason that a text holds; nothing when there is none."""
    first, _line, words = kept.partition("\n")
    return Doubt(NotRight(first), words) if first in set(NotRight) else None
