"""No field that somebody types into is left out where nasty texts are tried in a browser."""

from typing import Final

import pytest
from sqlalchemy import JSON, select
from sqlmodel import AutoString

from core import crypto, database, settings
from core.clock import utc_now
from core.models.base import Base, SealedWords
from tests.browser.written import write_everywhere

NOBODY_TYPES_IT: Final = {
    "secrets and digests": """
        audit_entry.digest download.session_hash erasure_mark.digest known_device.token_hash
        login_session.token_hash one_time_token.token_hash outside_attempt.nonce
        outside_attempt.proves outside_attempt.state_hash outside_attempt.verifier
        person.password_hash recovery_code.code_hash second_factor.secret sign_in_throttle.key
    """,
    "names and sentences of ours": """
        account_change.roles boundary_sign.sign contact_tag.tag download.file_name
        download.media_type instrument_off.instrument job_lease.holder job_lease.job
        job_lease.said limit_trial.key outside_attempt.leads_to prompt.subject
        questionnaire.instrument questionnaire.urgent questionnaire_answer.item
        questionnaire_score.band questionnaire_score.scale questionnaire_score.title
        release_member.cell team_release.part threshold.key threshold.source threshold.unit
        wellbeing_flag.clears wellbeing_flag.findings wellbeing_flag.steps wellbeing_flag.told
        wellbeing_flag.subject work_flag.clears work_flag.findings work_flag.steps
        work_flag.subject organisation.time_zone
    """,
    "shown to nobody": "download.body outside_identity.issuer outside_identity.subject",
    "typed in the browser test itself": "organisation.urgent_help login_session.device",
}
LISTED: Final = {name for names in NOBODY_TYPES_IT.values() for name in names.split()}
TEXTS: Final = {
    f"{table.name}.{column.name}": column
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, AutoString | JSON | SealedWords)
}


@pytest.fixture
def written(tmp_path, monkeypatch):
    monkeypatch.setenv("HOLDFAST_DATABASE_URL", f"sqlite:///{tmp_path / 'texts.db'}")
    monkeypatch.setenv("HOLDFAST_KEY_FILE", str(tmp_path / "texts.key"))
    settings.settings.cache_clear()
    database.engine.cache_clear()
    crypto.make_key_file(tmp_path / "texts.key")
    Base.metadata.create_all(database.engine())
    write_everywhere(database.engine(), now=utc_now())
    yield database.engine()
    database.engine().dispose()
    settings.settings.cache_clear()
    database.engine.cache_clear()


def test_promise_13_a_nasty_text_is_planted_in_every_field_that_somebody_types_into(written):
    with written.connect() as connection:
        missing = {
            name
            for name, column in TEXTS.items()
            if name not in LISTED
            and not any(
                isinstance(value, bytes) or "<" in value or "[" in value
                for value in connection.scalars(select(column).where(column.is_not(None)))
            )
        }
    assert not missing, "plant it in tests/browser/written.py, or say why nobody types it"


def test_what_is_said_to_be_typed_by_nobody_is_there():
    assert not LISTED - set(TEXTS)
