"""How guessable a new password is, judged offline, with a sentence about what to change.

``zxcvbn`` finds the pieces that a guesser would try and says how many guesses each takes. The
cheapest way to put the password together from them is judged here by their product alone: the
library's own total adds ten thousand guesses for every further piece, so that a handful of very
common pieces would pass.
"""

import math
import re
from collections.abc import Iterable
from typing import Any, Final

from zxcvbn.matching import RANKED_DICTIONARIES, build_ranked_dict, omnimatch
from zxcvbn.scoring import estimate_guesses

_ENOUGH: Final = 10.0
"""Powers of ten: the guesses that zxcvbn itself calls "very unguessable"."""
_ONE_LETTER: Final = 1.0
"""What a character adds that belongs to nothing known."""
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
}
_OWN: Final = "own"
_OFTEN_TYPED: Final = "phrases"
_SAID_OF_LISTS: Final = {_OWN: _OWN_WORDS, _OFTEN_TYPED: _COMMON, "passwords": _COMMON}
_KNOWN: Final = {**RANKED_DICTIONARIES, _OFTEN_TYPED: build_ranked_dict(_PHRASES)}


def weakness_of(password: str, own_words: Iterable[str] = ()) -> str:
    """Return a sentence about what makes a password guessable, or nothing when it will do.

    ``own_words`` are what a stranger who knows the person would try.
    """
    own = _own(own_words)
    # A copy: the library would keep what belongs to one person for everybody.
    words = {**_KNOWN, _OWN: build_ranked_dict(own)}
    # Neither capitals nor spaces and dashes between common words make them less common.
    plain = password.casefold()
    for text in (plain, _SEPARATORS.sub("", plain)):
        guesses, pieces = _cheapest(text[:_JUDGED], words)
        if guesses < _ENOUGH:
            return _sentence(pieces)
    return ""


def _own(words: Iterable[str]) -> list[str]:
    """Return what people make passwords of when they know these words, in small letters."""
    found: set[str] = set()
    for phrase in words:
        found |= {phrase, _ANY_MARK.sub("", phrase), *_ANY_MARK.split(phrase)}
    return sorted({word.casefold() for word in found if len(word) >= _SHORTEST_WORD})


def _cheapest(text: str, words: dict[str, dict[str, int]]) -> tuple[float, list[dict[str, Any]]]:
    """Return the powers of ten of guesses that the cheapest way to put a text together takes."""
    ways: list[tuple[float, list[dict[str, Any]]]] = [(0.0, [])]
    ending: dict[int, list[dict[str, Any]]] = {}
    for piece in omnimatch(text, words):
        ending.setdefault(piece["j"] + 1, []).append(piece)
    for end in range(1, len(text) + 1):
        before, found = ways[end - 1]
        best = (before + _ONE_LETTER, [*found, {"pattern": "letter", "token": text[end - 1]}])
        for piece in ending.get(end, ()):
            before, found = ways[piece["i"]]
            total = before + math.log10(estimate_guesses(piece, text))
            if total < best[0]:
                best = (total, [*found, piece])
        ways.append(best)
    return ways[-1]


def _sentence(pieces: list[dict[str, Any]]) -> str:
    """Say what most of a weak password consists of."""
    weight: dict[str, int] = {}
    for piece in pieces:
        known = piece.get("dictionary_name")
        said = _SAID_OF_LISTS.get(known, _WORDS) if known else _SAID.get(piece["pattern"], "")
        weight[said] = weight.get(said, 0) + len(piece["token"])
    weight.pop("", None)
    return max(weight, key=lambda said: weight[said]) if weight else _TOO_PLAIN
