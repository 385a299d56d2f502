"""Texts that somebody types to find out what a screen does with them."""

import json
from collections.abc import Iterable
from typing import Final

from tests.support import ROOT

_LIST: Final = ROOT / "node_modules/big-list-of-naughty-strings/blns.json"
NAUGHTY: Final[tuple[str, ...]] = tuple(json.loads(_LIST.read_text()))
"""The Big List of Naughty Strings by Max Woolf (MIT)."""

OWN: Final = (
    "![x](http://evil.example/1)",
    "![x](//evil.example/2)",
    "![x][y]",
    "[y]: http://evil.example/3",
    "[go](javascript:alert(1))",
    "[go](http://evil.example/4)",
    "<http://evil.example/5>",
    '<img src="http://evil.example/6">',
    "<img src=x onerror=alert(2)>",
    "<svg onload=alert(3)>",
    "<script>alert(4)</script>",
    "<style>*{display:none}</style>",
    "<iframe src=//evil.example/7>",
    '<a href="//evil.example/8">a</a>',
    "<b>bold</b>",
    "&lt;b&gt;",
    "&#60;b&#62;",
    "AT&amp;T",
    "**bold**",
    "*lean* _lean_",
    "~~struck~~",
    "`code`",
    "``` code",
    "# heading",
    "- point",
    "+ point",
    "> said",
    "1. first",
    "1) first",
    "---",
    "===",
    "| a | b |",
    "|---|---|",
    "a\\*b\\",
    "$$x^2$$",
    "$x$ and $y$",
    "$$\\href{http://evil.example/9}{x}$$",
    "\\(x\\)",
    ":material/emergency:",
    ":smile: :+1:",
    ":streamlit:",
    ":red[stop]",
    ":red-background[stop]",
    ":color[stop]{foreground=red}",
    ":small[low]",
    ":blue-badge[now]",
    ":shortcut[Ctrl+K]",
    ":help[x]{y}",
    "::: note",
    "::leaf[x]",
    ":name{a=b}",
    "10:30 a:b c::d e:f:g",
    "www.evil.example/a_b*c*",
    "http://evil.example/a_b*c*[d]",
    "a_b*c*@evil.example",
    "[^1]",
    "[x] done",
    "-> here -- there",
    "<- >= <= ~= <->",
    "->",
    "a  b",
    "{name} {0} %s %(x)s",
    "=HYPERLINK(1)",
    "\u202eright to left",
)
"""Markdown, HTML, formulas and Streamlit's own signs, each short enough for a case code."""
assert all(len(text) <= 40 for text in OWN)  # The length of a case code.

_SIGNS: Final = ("<", "![", "](", "$$", "javascript:", "{{", "&#")
SHARP: Final = OWN + tuple(text for text in NAUGHTY if any(sign in text for sign in _SIGNS))
"""Those that mean something to a browser or to Markdown."""


def packed(texts: Iterable[str], longest: int, by: str = " ") -> list[str]:
    """Return the texts, several joined to one as long as that has at most ``longest`` signs."""
    made: list[str] = []
    for text in (text.strip() for text in texts):
        if not text or len(text) > longest:
            continue
        if made and len(made[-1]) + len(by) + len(text) <= longest:
            made[-1] += by + text
        else:
            made.append(text)
    return made


def as_read(text: str) -> str:
    """Return a text as it reads: how much room is between words is not part of it."""
    return " ".join(text.replace("\u2060", "").split())
