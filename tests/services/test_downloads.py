"""A prepared file: for one sign-in, once, for minutes, and unreadable where it lies."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from core.database import transaction
from core.errors import InvalidValue, NotAllowed, NotFound
from core.models import AuditEntry, Download, LoginSession
from core.services.access import end_session, start_session, token_hash
from core.services.downloads import PreparedFile, fetch_download, prepare_download
from core.services.proofs import note_proof
from core.vocabulary import AuditEvent, Role
from tests.support import NOW, ROOT

pytestmark = pytest.mark.storage

FILE = PreparedFile(name="mine.zip", media_type="application/zip", body=b"PK canary-body \x00\xff")


@pytest.fixture
def ada(add_actor):
    return add_actor(Role.SUPPORTER)


def sign_in(engine, actor, *, proven=True):
    with transaction(engine) as session:
        hashed = token_hash(start_session(session, person_id=actor.person_id, now=NOW))
        if proven:
            session.flush()
            note_proof(session, actor, hashed, now=NOW)
        return hashed


def prepare(engine, actor, hashed, *, now=NOW):
    with transaction(engine) as session:
        return prepare_download(session, actor, FILE, session_hash=hashed, now=now)


def fetch(engine, download_id, actor, hashed, *, now=NOW):
    with transaction(engine) as session:
        return fetch_download(
            session, download_id, person_id=actor.person_id, session_hash=hashed, now=now
        )


def test_it_is_fetched_once_and_nothing_of_it_stays(engine, ada):
    hashed = sign_in(engine, ada)
    prepared = prepare(engine, ada, hashed)

    assert fetch(engine, prepared, ada, hashed) == FILE
    with pytest.raises(NotFound):
        fetch(engine, prepared, ada, hashed)
    exported = select(AuditEntry.actor_id).where(AuditEntry.event == AuditEvent.EXPORTED)
    with Session(engine) as session:
        assert session.exec(select(Download.id)).all() == []
        assert session.exec(exported).all() == [ada.person_id], "in the audit log"


def test_another_person_and_another_sign_in_of_the_same_person_find_nothing(engine, ada, add_actor):
    hashed = sign_in(engine, ada)
    bob = add_actor(Role.SUPPORTER, name="Bob")
    prepared = prepare(engine, ada, hashed)

    for who, foreign in ((bob, sign_in(engine, bob)), (bob, hashed), (ada, sign_in(engine, ada))):
        with pytest.raises(NotFound):
            fetch(engine, prepared, who, foreign)
    assert fetch(engine, prepared, ada, hashed) == FILE


def test_after_five_minutes_it_is_gone(engine, ada):
    hashed = sign_in(engine, ada)
    prepared = prepare(engine, ada, hashed)
    with pytest.raises(NotFound):
        fetch(engine, prepared, ada, hashed, now=NOW + timedelta(minutes=5))


def test_the_next_file_drops_those_that_nobody_fetched(engine, ada, add_actor):
    bob = add_actor(Role.SUPPORTER, name="Bob")
    prepare(engine, bob, sign_in(engine, bob))
    hashed = sign_in(engine, ada)
    first = prepare(engine, ada, hashed, now=NOW + timedelta(minutes=6))
    second = prepare(engine, ada, hashed, now=NOW + timedelta(minutes=7))
    with Session(engine) as session:
        assert session.exec(select(Download.id)).all() == [second]
    with pytest.raises(NotFound):
        fetch(engine, first, ada, hashed, now=NOW + timedelta(minutes=7))


def test_it_is_unreadable_in_the_database(engine, ada):
    prepared = prepare(engine, ada, sign_in(engine, ada))
    with Session(engine) as session:
        stored = session.exec(select(Download.body).where(Download.id == prepared)).one()
        raw = session.connection().execute(text("SELECT body FROM download")).scalar_one()
    assert b"canary-body" not in stored
    assert b"canary-body" not in bytes(raw)


def test_a_sign_in_that_ended_or_is_not_ones_own_prepares_nothing(engine, ada, add_actor):
    hashed = sign_in(engine, ada)
    bob = add_actor(Role.SUPPORTER, name="Bob")
    with pytest.raises(NotAllowed):
        prepare(engine, bob, hashed)
    with transaction(engine) as session:
        end_session(session, hashed, now=NOW)
        assert session.exec(select(LoginSession.ended_at)).one() == NOW
    with pytest.raises(NotAllowed):
        prepare(engine, ada, hashed)


def test_it_is_prepared_only_for_who_has_just_shown_that_it_is_them(engine, ada, add_actor):
    for hashed in (sign_in(engine, ada, proven=False), "never-signed-in"):
        with pytest.raises((InvalidValue, NotAllowed)):
            prepare(engine, ada, hashed)
    proven = sign_in(engine, ada)
    with pytest.raises(InvalidValue, match="show first that it is you"):
        prepare(engine, ada, proven, now=NOW + timedelta(minutes=10))
    assert prepare(engine, ada, proven, now=NOW + timedelta(minutes=9))
    bob = add_actor(Role.SUPPORTER, name="Bob")
    with transaction(engine) as session, pytest.raises(NotAllowed):
        note_proof(session, bob, proven, now=NOW)


def test_streamlit_itself_hands_out_no_file():
    # What it serves under /media has no owner: any signed-in person could fetch it.
    for path in [*ROOT.glob("pages/**/*.py"), *ROOT.glob("core/**/*.py")]:
        assert "download_button" not in path.read_text(), path
    settings = (ROOT / ".streamlit/config.toml").read_text()
    # The export of a table writes formulas as they were typed.
    assert "disableDataExport = true" in settings
