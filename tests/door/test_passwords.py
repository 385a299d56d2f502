"""Passwords: argon2id at the strength that the settings ask for, and nothing cut off."""

import ast
import re
import unicodedata
from collections.abc import Iterator

import argon2.low_level
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from passlib.context import CryptContext
from pydantic import ValidationError

from core import settings
from core.door import passwords
from core.errors import InvalidValue
from core.settings import Settings
from tests.support import PASSWORD, ROOT

# Far below what any setting allows: thousands of hashes in one test.
_HARDLY_ANY_WORK = CryptContext(
    schemes=["argon2"],
    argon2__type="ID",
    argon2__memory_cost=8,
    argon2__rounds=1,
    argon2__parallelism=1,
)


@pytest.fixture(autouse=True, scope="module")
def cheap():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_ARGON2_MEMORY_MIB", "19")
        patch.setenv("HOLDFAST_ARGON2_ROUNDS", "2")
        _forget()
        yield
    _forget()


@pytest.fixture(scope="module")
def quick() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_context", lambda: _HARDLY_ANY_WORK)
        yield


def _forget() -> None:
    settings.settings.cache_clear()
    passwords._context.cache_clear()


def test_a_password_fits_its_hash_and_no_other_does():
    stored = passwords.hash_password(PASSWORD)

    assert passwords.verify_and_update(PASSWORD, stored) == (True, None)
    assert passwords.verify_and_update(PASSWORD + " ", stored)[0] is False
    assert passwords.verify_and_update(PASSWORD[:-1], stored)[0] is False


def test_promise_01_the_hash_is_argon2id_at_the_strength_of_the_settings():
    assert passwords.hash_password(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_promise_01_the_default_is_strong_and_no_setting_goes_below_the_floor():
    assert (Settings().argon2_memory_mib, Settings().argon2_rounds) == (64, 3)
    for weaker in ({"argon2_memory_mib": 18}, {"argon2_rounds": 1}):
        with pytest.raises(ValidationError):
            Settings(**weaker)


def test_the_same_password_never_gives_the_same_hash():
    assert passwords.hash_password(PASSWORD) != passwords.hash_password(PASSWORD)


def test_promise_01_a_hash_of_other_strength_is_renewed():
    stored = passwords.hash_password(PASSWORD)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_ARGON2_MEMORY_MIB", "20")
        _forget()
        fits, renewed = passwords.verify_and_update(PASSWORD, stored)
    _forget()

    assert fits
    assert renewed is not None
    assert "m=20480" in renewed


def test_promise_04_a_refusal_costs_the_same_when_the_strength_was_changed(monkeypatch):
    old, new = passwords.hash_password(PASSWORD), passwords._context_of(20480, 3, 1).hash(PASSWORD)
    monkeypatch.setattr(passwords, "_OLDER", {})
    passwords.level_with((old, new, "$argon2 damaged"))
    done = []
    real = argon2.low_level.verify_secret
    monkeypatch.setattr(
        argon2.low_level,
        "verify_secret",
        lambda stored, *rest, **more: (
            done.append(passwords.strength_of(stored.decode())) or real(stored, *rest, **more)
        ),
    )
    spent = []
    for check in (
        passwords.dummy_verify,
        lambda: passwords.verify_and_update(PASSWORD + "?", old),
        lambda: passwords.verify_and_update(PASSWORD + "?", new),
        lambda: passwords.verify_and_update("x" * 300, new),
    ):
        done.clear()
        check()
        spent.append(sorted(done))
    assert spent == [[(19456, 2, 1), (20480, 3, 1)]] * 4


def test_promise_02_an_accent_may_be_typed_in_either_form():
    composed, decomposed = "caf\u00e9 by the cold sea", "cafe\u0301 by the cold sea"
    assert passwords.verify_and_update(decomposed, passwords.hash_password(composed))[0]
    assert passwords.verify_and_update(composed, passwords.hash_password(decomposed))[0]


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "at least 15"),
        ("x" * 14, "at least 15"),
        ("e\u0301" * 14, "at least 15"),
        ("x" * 257, "at most 256"),
        ("x" * 5000, "at most 256"),
        ("x" * 20 + "\0", "cannot be typed"),
        ("x" * 20 + "\ud800", "cannot be typed"),
    ],
    ids=["empty", "14", "14 with accents", "257", "5000", "nul", "half a letter"],
)
def test_promise_02_an_impossible_password_is_refused_in_words(password, words):
    with pytest.raises(InvalidValue, match=words):
        passwords.hash_password(password)


@pytest.mark.parametrize("password", ["x" * 5000, "\0", "", "x" * 20 + "\0", "x" * 20 + "\udfff"])
def test_promise_02_an_impossible_password_fits_nothing_and_breaks_nothing(password):
    stored = passwords.hash_password(PASSWORD)
    assert passwords.verify_and_update(password, stored) == (False, None)


@pytest.mark.parametrize("length", [15, 64, 256])
def test_promise_02_nothing_is_cut_off_and_nothing_is_composed_by_rule(length):
    password = ("zmxqtvebulgwokjhyd" * 15)[:length]
    stored = passwords.hash_password(password)

    assert passwords.verify_and_update(password, stored)[0]
    assert not passwords.verify_and_update(password[:-1] + "#", stored)[0]


@pytest.fixture
def said() -> Iterator[list[str]]:
    collected: list[str] = []
    yield collected
    assert collected
    assert [words for words in collected if not re.match(r"Your password .+\.$", words)] == []


@given(st.text(min_size=15, max_size=120))
@hypothesis_settings(
    max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_promise_02_any_text_of_any_script_works_whole_or_is_refused_in_words(
    quick, said, password
):
    try:
        stored = passwords.hash_password(password)
    except InvalidValue as refused:
        said.append(str(refused))
        return
    for form in ("NFC", "NFD"):
        assert passwords.verify_and_update(unicodedata.normalize(form, password), stored)[0]
    last = "y" if password[-1] == "x" else "x"
    assert not passwords.verify_and_update(password[:-1] + last, stored)[0]
    assert not passwords.verify_and_update(password + "x", stored)[0]


def test_only_one_module_knows_how_passwords_are_kept():
    for path in [ROOT / "app.py", *(ROOT / "core").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            module = getattr(node, "module", None) if isinstance(node, ast.ImportFrom) else None
            if module and module.split(".")[0] in {"passlib", "argon2"}:
                assert path == ROOT / "core/door/passwords.py"
