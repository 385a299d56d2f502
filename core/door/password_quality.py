"""How guessable a new password is, judged offline, with a sentence about what to change.

``zxcvbn`` cuts a password into the pieces that a guesser would try and says how many guesses
each takes. Their product is compared here: its own total adds ten thousand guesses for every
further piece, so that a handful of very common pieces would pass.
"""

import math
import re
from collections.abc import Iterable
from typing import Any, Final

from zxcvbn import zxcvbn

_ENOUGH: Final = 10.0
"""Powers of ten: the guesses that zxcvbn itself calls "very unguessable"."""
_JUDGED: Final = 32
"""Characters that are looked at; cutting up hundreds takes seconds, and these can be enough."""
_SHORTEST_WORD: Final = 3
_SEPARATORS: Final = re.compile(r"[\s._,-]+")
_ANY_MARK: Final = re.compile(r"[\W_]+")
_KNOWN_PHRASES: Final = """
holdfast
peer support
peer supporter
volunteer
correct horse battery staple
to be or not to be
that is the question
the quick brown fox
jumps over the lazy dog
may the force be with you
once upon a time
i love you so much
i love my family
i love you more than
let me in please
this is my password
my secret password
my new password
a password of my own
open sesame
change me please
never gonna give you up
twinkle twinkle little star
happy birthday to you
merry christmas and a happy new year
god save the king
god is good all the time
in the beginning was the word
the lord is my shepherd
winter is coming
all you need is love
let it be let it be
here comes the sun
we are the champions
you shall not pass
one ring to rule them all
live long and prosper
to infinity and beyond
hakuna matata
you only live once
carpe diem
keep calm and carry on
mary had a little lamb
humpty dumpty sat on a wall
an apple a day keeps the doctor away
home sweet home
work hard play hard
"""
"""What people type when they are asked for a phrase, and what this product is about."""
_PHRASES: Final = [
    form
    for phrase in _KNOWN_PHRASES.split("\n")
    if phrase
    for form in (phrase, phrase.replace(" ", ""))
]

_ADVICE: Final = "Four or five words that have nothing to do with each other work well."
_OWN_WORDS: Final = (
    f"Your password leans on your name, your e-mail address or this organisation. {_ADVICE}"
)
_COMMON: Final = f"Your password is built on a very common one, which is tried first. {_ADVICE}"
_WORDS: Final = (
    "Your password is made of few well-known words or names. One or two unusual words more do."
)
_REPEATED: Final = f"Your password repeats the same few characters. {_ADVICE}"
_IN_ORDER: Final = (
    f"Your password follows the keys, the alphabet or the numbers in their order. {_ADVICE}"
)
_DATE: Final = f"Your password is mostly a date or a year. {_ADVICE}"
_TOO_PLAIN: Final = f"Your password is easy to guess. {_ADVICE}"
_SAID: Final = {
    "repeat": _REPEATED,
    "sequence": _IN_ORDER,
    "spatial": _IN_ORDER,
    "date": _DATE,
    "regex": _DATE,
    "bruteforce": _TOO_PLAIN,
}


def weakness_of(password: str, own_words: Iterable[str] = ()) -> str:
    """Return a sentence about what makes a password guessable, or nothing when it will do.

    ``own_words`` are what a stranger who knows the person would try.
    """
    own = _own(own_words)
    # Neither capitals nor spaces and dashes between common words make them less common.
    plain = password.casefold()
    for text in (plain, _SEPARATORS.sub("", plain)):
        found = _cut_up(text[:_JUDGED], [*own, *_PHRASES])
        if sum(math.log10(max(piece["guesses"], 1)) for piece in found) < _ENOUGH:
            return _sentence(found, own)
    return ""


def _own(words: Iterable[str]) -> list[str]:
    """Return what people make passwords of when they know these words, in small letters."""
    found: set[str] = set()
    for phrase in words:
        found |= {phrase, _ANY_MARK.sub("", phrase), *_ANY_MARK.split(phrase)}
    return sorted({word.casefold() for word in found if len(word) >= _SHORTEST_WORD})


def _cut_up(text: str, words: list[str]) -> list[dict[str, Any]]:
    if not text:
        return []
    pieces: list[dict[str, Any]] = zxcvbn(text, user_inputs=words)["sequence"]
    return pieces


def _sentence(pieces: list[dict[str, Any]], own: list[str]) -> str:
    """Say what most of a weak password consists of."""
    weight: dict[str, int] = {}
    for piece in pieces:
        said = _SAID.get(piece["pattern"]) or _said_of_word(piece, own)
        weight[said] = weight.get(said, 0) + len(piece["token"])
    known = {said: size for said, size in weight.items() if said != _TOO_PLAIN}
    return max(known, key=lambda said: known[said]) if known else _TOO_PLAIN


def _said_of_word(piece: dict[str, Any], own: list[str]) -> str:
    if piece["dictionary_name"] == "user_inputs":
        return _OWN_WORDS if piece["matched_word"] in own else _COMMON
    return _COMMON if piece["dictionary_name"] == "passwords" else _WORDS
