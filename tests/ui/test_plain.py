"""Names inside a line of our own words keep every sign that Markdown would take."""

import pytest

from core.ui.plain import plain
from core.ui.today_parts import greeting
from tests.support import NOW


@pytest.mark.parametrize(
    ("typed", "escaped"),
    [
        ("![x](//evil.example/x)", r"!\[x\](//evil.example/x)"),
        (":red[stop]", r"\:red\[stop\]"),
        ("$$x$$", r"\$\$x\$\$"),
        ("&lt;b&gt;", r"\&lt;b\&gt;"),
        ("R&D", "R&D"),
        ("a -> b", "a \u2060-> b"),
        ("a->b", "a->b"),
        (":smile:", ":\u2060smile:"),
        ("===", r"\==="),
        ("one\n# two", "one # two"),
        ("::: note", r"\:\:: note"),
    ],
)
def test_a_name_is_shown_letter_by_letter(typed, escaped):
    assert plain(typed) == escaped


def test_a_greeting_keeps_to_the_letters_of_the_name():
    assert greeting("*Ada*", NOW, "Europe/London") == r"Good morning, \*Ada\*"
