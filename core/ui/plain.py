"""Names inside a line of our own words."""

import re
from typing import Final

_MEANS_SOMETHING: Final = re.compile(r"([\\`*_{}\[\]()#+\-!|<>~$:])")


def plain(text: str) -> str:
    """Return ``text`` so that Markdown shows it letter by letter."""
    return _MEANS_SOMETHING.sub(r"\\\1", text)
