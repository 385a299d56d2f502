"""Passwords: argon2id at the strength that the settings ask for, and nothing cut off."""

import ast

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core import settings
from core.door import passwords
from core.errors import InvalidValue
from tests.support import PASSWORD, ROOT


@pytest.fixture(autouse=True, scope="module")
def cheap():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_ARGON2_MEMORY_MIB", "19")
        patch.setenv("HOLDFAST_ARGON2_ROUNDS", "2")
        _forget()
        yield
    _forget()


def _forget() -> None:
    settings.settings.cache_clear()
    passwords._context.cache_clear()


def test_a_password_fits_its_hash_and_no_other_does():
    stored = passwords.hash_password(PASSWORD)

    assert passwords.verify_and_update(PASSWORD, stored) == (True, None)
    assert passwords.verify_and_update(PASSWORD + " ", stored)[0] is False
    assert passwords.verify_and_update(PASSWORD[:-1], stored)[0] is False


def test_the_hash_is_argon2id_at_the_strength_of_the_settings():
    assert passwords.hash_password(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_same_password_never_gives_the_same_hash():
    assert passwords.hash_password(PASSWORD) != passwords.hash_password(PASSWORD)


def test_a_hash_of_other_strength_is_renewed():
    stored = passwords.hash_password(PASSWORD)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_ARGON2_MEMORY_MIB", "20")
        _forget()
        fits, renewed = passwords.verify_and_update(PASSWORD, stored)
    _forget()

    assert fits
    assert renewed is not None
    assert "m=20480" in renewed


def test_an_accent_may_be_typed_in_either_form():
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
    ],
    ids=["empty", "14", "14 with accents", "257", "5000", "nul"],
)
def test_an_impossible_password_is_refused_in_words(password, words):
    with pytest.raises(InvalidValue, match=words):
        passwords.hash_password(password)


@pytest.mark.parametrize("password", ["x" * 5000, "\0", "", "x" * 20 + "\0"])
def test_an_impossible_password_fits_nothing_and_breaks_nothing(password):
    stored = passwords.hash_password(PASSWORD)
    assert passwords.verify_and_update(password, stored) == (False, None)


@given(st.text(alphabet=st.characters(exclude_characters="\0"), min_size=15, max_size=80))
@hypothesis_settings(max_examples=25, deadline=None)
def test_any_password_of_any_script_works_and_its_last_character_counts(password):
    try:
        stored = passwords.hash_password(password)
    except (InvalidValue, UnicodeEncodeError):
        return
    assert passwords.verify_and_update(password, stored)[0]
    assert not passwords.verify_and_update(password + "x", stored)[0]


def test_only_one_module_knows_how_passwords_are_kept():
    for path in [ROOT / "app.py", *(ROOT / "core").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            module = getattr(node, "module", None) if isinstance(node, ast.ImportFrom) else None
            if module and module.split(".")[0] in {"passlib", "argon2"}:
                assert path == ROOT / "core/door/passwords.py"
