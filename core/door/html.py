"""The few plain pages outside Streamlit. Everything that varies is escaped here."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from string import Template
from typing import Final

from core.door.forms import CHECK_FIELD

_PAGE: Final = Template(
    """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>$title · Holdfast</title>
<link rel="icon" href="/favicon.png">
<link rel="stylesheet" href="/door/door.css">
<script src="/door/forms.js" defer></script>
</head>
<body>
<main>
<p class="name"><img src="/door/holdfast.svg" alt="" width="40" height="40">Holdfast</p>
<h1>$title</h1>
$body
</main>
</body>
</html>
"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One input of a form. A password is never sent back to the browser."""

    name: str
    label: str
    kind: str = "text"
    autocomplete: str = "off"
    hint: str = ""
    longest: int = 254

    def html(self, typed: str = "") -> str:
        """Return the label, the hint and the input, with what was typed before."""
        hint_id = f"{self.name}_hint"
        hint = f'<p class="hint" id="{hint_id}">{escape(self.hint)}</p>' if self.hint else ""
        described = f' aria-describedby="{hint_id}"' if self.hint else ""
        value = "" if self.kind == "password" else f' value="{escape(typed)}"'
        return (
            f'<label for="{self.name}">{escape(self.label)}</label>{hint}'
            f'<input id="{self.name}" name="{self.name}" type="{self.kind}" required'
            f' autocomplete="{self.autocomplete}" maxlength="{self.longest}"{value}{described}>'
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice of a form out of a list."""

    name: str
    label: str
    hint: str

    def html(self, options: Iterable[str], chosen: str) -> str:
        """Return the label, the hint and the list, with one option chosen."""
        listed = "".join(
            f"<option{' selected' if each == chosen else ''}>{escape(each)}</option>"
            for each in options
        )
        hint_id = f"{self.name}_hint"
        return (
            f'<label for="{self.name}">{escape(self.label)}</label>'
            f'<p class="hint" id="{hint_id}">{escape(self.hint)}</p>'
            f'<select id="{self.name}" name="{self.name}" required'
            f' aria-describedby="{hint_id}">{listed}</select>'
        )


def page(title: str, body: str) -> str:
    """Return a whole page; ``body`` is HTML made by the functions below."""
    return _PAGE.substitute(title=escape(title), body=body)


def paragraph(text: str) -> str:
    """Return a paragraph."""
    return f"<p>{escape(text)}</p>"


def hint(text: str) -> str:
    """Return a quiet paragraph."""
    return f'<p class="aside">{escape(text)}</p>'


def link(address: str, words: str) -> str:
    """Return a paragraph with one link."""
    return f'<p class="aside"><a href="{escape(address)}">{escape(words)}</a></p>'


def way_on(address: str, words: str) -> str:
    """Return the one link that goes on from a page without a form."""
    return f'<a class="go" href="{escape(address)}">{escape(words)}</a>'


def heading(text: str) -> str:
    """Return the heading of a part of the page."""
    return f"<h2>{escape(text)}</h2>"


def bullets(each: Iterable[str]) -> str:
    """Return a list, one line each."""
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in each)}</ul>"


def codes(each: Iterable[str]) -> str:
    """Return codes to be written down, each as one word."""
    return f'<ul class="codes">{"".join(f"<li><code>{escape(c)}</code></li>" for c in each)}</ul>'


def picture(svg: str, label: str) -> str:
    """Return a drawing of ours; ``svg`` is one element without a label of its own."""
    return f'<div class="square" role="img" aria-label="{escape(label)}">{svg}</div>'


def plain_page(title: str, text: str, link: str = "/") -> str:
    """Return a page that says one thing and leads back to Holdfast."""
    way_back = f'<p><a href="{escape(link)}">Go to Holdfast</a></p>'
    return page(title, paragraph(text) + way_back)


def alert(text: str) -> str:
    """Return a problem that a screen reader announces at once; nothing for no text."""
    return f'<p class="alert" role="alert">{escape(text)}</p>' if text else ""


def notice(text: str) -> str:
    """Return a quiet message; nothing for no text."""
    return f'<p class="notice" role="status">{escape(text)}</p>' if text else ""


def tick(name: str, label: str) -> str:
    """Return a checkbox with its label."""
    return (
        f'<p class="tick"><input id="{name}" name="{name}" type="checkbox" value="yes">'
        f'<label for="{name}">{escape(label)}</label></p>'
    )


def hidden(name: str, value: str) -> str:
    """Return a field that travels with the form unseen."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def other_button(name: str, value: str, words: str) -> str:
    """Return a quieter button, for a second thing that a form can do."""
    return f'<button class="quiet" name="{name}" value="{value}">{escape(words)}</button>'


def form(action: str, *inner: str, check: str, button: str, other: str = "") -> str:
    """Return a form that posts to ``action`` with the proof that it is ours."""
    proof = hidden(CHECK_FIELD, check)
    return (
        f'<form method="post" action="{escape(action)}">{proof}{"".join(inner)}'
        f"<button>{escape(button)}</button>{other}</form>"
    )
