"""Names inside a line of our own words."""

import re
from typing import Final

# Only what Markdown would take for a sign here: a checkbox or a toggle is read aloud with every
# backslash of its label. A colon means something before a name and another sign, or in an address.
_MEANS_SOMETHING: Final = re.compile(
    r"[\\`*_\[\]<~$]|^\s*[#+\->]|:(?=[\w+/-]+(?:[:\[]|$)|//)|^\s*\d+[.)](?=\s)"
)


def plain(text: str) -> str:
    """Return ``text`` so that Markdown shows it letter by letter."""
    return _MEANS_SOMETHING.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", text)


def about(words: str, whom: str) -> str:
    """Return the words of a button with whom or what it is about.

    Beside its line everybody sees that; core/door/static/screens.css keeps it for those who hear
    one button after the other.
    """
    return f"{words} *{plain(whom)}*"
