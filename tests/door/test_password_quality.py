"""Guessable passwords are refused with a reason, offline and at once; good ones are not."""

from collections.abc import Iterator
from itertools import cycle, islice

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS
from zxcvbn.matching import omnimatch

from core.demo import PASSWORD as DEMO_PASSWORD
from core.door import password_quality
from core.door.password_quality import weakness_of
from core.door.passwords import SHORTEST
from tests.support import PASSWORD

WHO = ("Ada Stone", "ada.stone@example.org", "Tidewell Peer Support", "Harbour team")
COMMON = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= 4][:600]
LEET = str.maketrans("aeo", "@30")


def tails() -> Iterator[str]:
    """Yield what people put behind a password that has to be longer."""
    return cycle(("1234567890", "2024!!!!!!!!", "-2025-2025-2025", "qwertyuiop", "0000000000000"))


def long_common_ones() -> Iterator[str]:
    """Yield common passwords, made longer the way people make them longer."""
    for number, (word, tail) in enumerate(zip(COMMON, tails(), strict=False)):
        other = COMMON[(number * 7 + 3) % len(COMMON)]
        yield word + tail
        yield (word * 15)[: max(15, 2 * len(word))]
        yield f"{word.capitalize()} {other} 123"
        yield f"{word}_{other}!1234567"
        if word.isalpha():
            yield word.translate(LEET) + tail
    yield from (w for w in FREQUENCY_LISTS["passwords"] if len(w) >= SHORTEST)


def names() -> Iterator[str]:
    """Yield first and last names with what usually follows."""
    first = [*FREQUENCY_LISTS["male_names"][:150], *FREQUENCY_LISTS["female_names"][:150]]
    for number, name in enumerate(first):
        last = FREQUENCY_LISTS["surnames"][number * 3]
        yield f"{name.capitalize()} {last.capitalize()} 1984"
        yield f"{name}.{last}.{name}"
        yield f"{name}{last}1234567890"


def own_ones() -> Iterator[str]:
    """Yield what somebody would try who knows the person."""
    for word in ("Ada Stone", "ada.stone@example.org", "Tidewell", "Harbour", "Holdfast"):
        for tail in ("", "!", " 2024", "123", f" {word}", " peer support", " volunteer"):
            yield f"{word}{tail}".ljust(SHORTEST, "1")


def test_promise_03_common_long_and_name_like_passwords_are_all_refused():
    sample = [p for p in (*long_common_ones(), *names(), *own_ones()) if len(p) >= SHORTEST]
    assert len(sample) >= 3000

    accepted = [password for password in islice(sample, 3600) if not weakness_of(password, WHO)]

    assert accepted == []


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("Ada Stone Ada Stone", "your name, your e-mail"),
        ("AdaStone@tidewell1", "your name, your e-mail"),
        ("dragon monkey 1234", "a very common one"),
        ("correct horse battery staple", "a very common one"),
        ("elizabeth patterson", "well-known words or names"),
        ("abababababababababab", "repeats"),
        ("mnopqrstuvwxyzabcd", "alphabet"),
        ("12.04.1984 12.04.1984", "repeats"),
        ("1984-04-12 1983-05-11", "a date"),
    ],
)
def test_the_reason_fits_the_password(password, words):
    assert words in weakness_of(password, WHO)


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        DEMO_PASSWORD,
        "my dog ate the blue sofa",
        "сегодня мы ловили рыбу",
        "今日は海で魚をたくさん釣りました",
        "🙂🐟🌊🪨🎣🐚🦀🚢⚓🏝️🌧️❄️🔥",
        "T7#qLz!m2Vx@9pRw",
        "!#%&/()=?*^:;<>|",
    ],
)
def test_a_good_password_of_any_script_is_taken(password):
    assert weakness_of(password, WHO) == ""


def test_capitals_spaces_and_dashes_make_nothing_less_common():
    for password in ("Pass-word-12-34-56", "PASSWORD 123456 7", "p.a.s.s.w.o.r.d.1.2.3"):
        assert weakness_of(password)


@pytest.mark.parametrize("alphabet", ["@4$5!1|7+", "0o1il|!", "1234567890", "qwertyuiop", "a"])
def test_a_long_password_is_no_more_work_to_judge_than_a_short_one(alphabet, monkeypatch):
    looked_at = []
    monkeypatch.setattr(
        password_quality,
        "omnimatch",
        lambda text, words: looked_at.append(len(text)) or omnimatch(text, words),
    )
    weakness_of("".join(islice(cycle(alphabet + alphabet[::-1]), 256)), WHO)

    assert looked_at
    assert max(looked_at) <= 32
