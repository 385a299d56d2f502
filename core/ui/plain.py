"""Names inside a line of our own words."""

import re
from typing import Final

# Only what Markdown would take for a sign here: a checkbox or a toggle is read aloud with every
# backslash of its label. A colon means something before a name and another sign, or in an address;
# an ampersand before the name of a character. An address becomes a link all the same; escaped, it
# is at least shown without the backslashes of its other signs.
_MEANS_SOMETHING: Final = re.compile(
    r"[\\`*_\[\]<~$]|^\s*[#+\->=]|:(?=[\w+/-]+(?:[:\[{]|$)|//|:)|&(?=#?\w+;)"
    r"|(?<=\bwww)\.|^\s*\d+[.)](?=\s)"
)
_LINES: Final = re.compile(r"\s*[\r\n]\s*")
# Streamlit draws these as one sign or picture, escaped or not.
_DRAWN_OTHERWISE: Final = re.compile(
    r"(?<!\S)(?=(?:<->|->|<-|--|>=|<=|~=)(?!\S))|(?<=:)(?=[\w+/-]+:)"
)
_WORD_JOINER: Final = "\u2060"
STAYS: Final = "\u00a0"
"""A space between an icon and its word, which no line ends with."""


def plain(text: str) -> str:
    """Return ``text`` as one line that Markdown shows letter by letter."""
    line = _DRAWN_OTHERWISE.sub(_WORD_JOINER, _LINES.sub(" ", text))
    return _MEANS_SOMETHING.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", line)


def about(words: str, whom: str) -> str:
    """Return the words of a button with whom or what it is about.

    Beside its line everybody sees that; core/door/static/screens.css keeps it for those who hear
    one button after the other.
    """
    return f"{words} *{plain(whom)}*"
