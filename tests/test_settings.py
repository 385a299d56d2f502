"""Settings: what is misspelt, impossible or secret is noticed at the start, not in use."""

import pytest
from pydantic import ValidationError

from core.settings import Settings, explain


def test_without_any_setting_the_defaults_hold():
    defaults = Settings.from_env({"PATH": "/usr/bin"})

    assert defaults.port == 8501
    assert defaults.smallest_group == 5
    assert defaults.database_url.get_secret_value() == "sqlite:///data/holdfast.db"


def test_a_setting_is_read_from_the_environment():
    assert Settings.from_env({"HOLDFAST_PORT": "9000"}).port == 9000


def test_a_setting_is_read_from_a_file(tmp_path):
    secret = tmp_path / "url"
    secret.write_text("postgresql+psycopg://u:p@localhost/holdfast\n")

    made = Settings.from_env({"HOLDFAST_DATABASE_URL_FILE": str(secret)})

    assert made.database_url.get_secret_value().endswith("/holdfast")


def test_the_setting_that_is_itself_a_file_is_a_path_not_its_content():
    assert str(Settings.from_env({"HOLDFAST_KEY_FILE": "safe/a.key"}).key_file) == "safe/a.key"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOLDFAST_PROT", "9000"),
        ("HOLDFAST_PORT", "0"),
        ("HOLDFAST_PORT", "many"),
        ("HOLDFAST_SMALLEST_GROUP", "4"),
        ("HOLDFAST_ARGON2_MEMORY_MIB", "18"),
        ("HOLDFAST_ARGON2_ROUNDS", "1"),
        ("HOLDFAST_PUBLIC_URL", "localhost:8501"),
        ("HOLDFAST_PUBLIC_URL", "https://example.org/holdfast"),
    ],
)
def test_a_misspelt_name_or_an_impossible_value_stops_the_start_and_is_named(name, value):
    with pytest.raises(ValidationError) as problem:
        Settings.from_env({name: value})

    line = explain(problem.value)
    assert name in line
    assert "\n" not in line


def test_the_explanation_does_not_repeat_a_secret():
    with pytest.raises(ValidationError) as problem:
        Settings.from_env({"HOLDFAST_DATABASE_URLS": "postgresql://u:hush@localhost/x"})

    assert "hush" not in explain(problem.value)


def test_the_database_address_is_not_printed():
    made = Settings.from_env({"HOLDFAST_DATABASE_URL": "postgresql://u:hush@localhost/x"})

    assert "hush" not in repr(made)


def test_settings_cannot_be_changed_while_running():
    with pytest.raises(ValidationError):
        Settings().port = 1
