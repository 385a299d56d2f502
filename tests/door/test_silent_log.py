"""Whatever goes wrong, nobody's words and no secret come into a log."""

from uuid import uuid4

import httpx
import pytest
from sqlmodel import select
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from core.clock import utc_now
from core.crypto import make_key_file
from core.database import make_engine, transaction
from core.models import AuditEntry, Organisation, Person
from core.permissions import SCREENS
from core.queries.people import actor_for
from core.services.access import make_one_time_link
from core.services.cases import close_case, open_case
from core.services.contacts import log_contact
from core.vocabulary import Frequency, Role, TokenPurpose
from tests.door.conftest import House, database_in, holdfast
from tests.door.live import Live, live
from tests.services.work import entry
from tests.serving import COOKIE, post_form, serving

pytestmark = pytest.mark.storage
WORD = f"quokka{uuid4().hex[:8]}"
"""In every secret and every word of this file, and nowhere else."""
_PLAIN_PAGES = ("/healthz", "/login", f"/oidc/callback?code={WORD}&state={WORD}", f"/{WORD}")
_LINKS = ("invite", "reset", "setup")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An installation of its own, to be broken."""
    url = database_in(tmp_path)
    assert holdfast(tmp_path, "migrate", HOLDFAST_DATABASE_URL=url).returncode == 0
    make_key_file(tmp_path / "holdfast.key")
    monkeypatch.setenv("HOLDFAST_KEY_FILE", str(tmp_path / "holdfast.key"))
    engine = make_engine(url)
    with transaction(engine) as session:
        session.add(Organisation(name="Circle"))
    yield House(url, tmp_path / "holdfast.key", engine)
    engine.dispose()


@pytest.fixture
def cookie(home):
    """Somebody who wrote the word wherever words may stand, signed in."""
    home.add_person(Role.ADMINISTRATOR)
    person = home.add_person()
    with transaction(home.engine) as session:
        row = session.get_one(Person, person.id)
        row.display_name, row.email, row.sharing_chosen_at = WORD, f"{WORD}@example.org", utc_now()
        session.flush()
        actor, now = actor_for(session, person.id, now=utc_now()), utc_now()
        for code in (f"{WORD} a", f"{WORD} b"):
            case = open_case(session, actor, code=code, frequency=Frequency.WEEKLY, now=now)
        close_case(session, actor, case, ending_note=f"{WORD} ending", now=now)
        written = entry(day=now.date(), toll=7, note=f"{WORD} note", glad_of=f"{WORD} glad")
        log_contact(session, actor, written, now=now)
    return home.cookie_for(person)


def _knock(url: str, tokens: list[str]) -> None:
    """Type wrong, broken and expired things at the front door."""
    for path in (*_PLAIN_PAGES, *(f"/{kind}/{WORD}" for kind in _LINKS)):
        httpx.get(url + path, headers={"Cookie": f"{COOKIE}={WORD}"})
    for email in (f"{WORD}@example.org", f"{WORD}-nobody@example.org", WORD, WORD * 60):
        post_form(url, "/login", {"email": email, "password": f"{WORD} as a password"})
    for path in ("/login", "/password", f"/reset/{WORD}", f"/invite/{tokens[0]}"):
        typed = {"form_check": WORD, "password": WORD, "again": f"{WORD} not the same"}
        httpx.post(url + path, data=typed, headers={"Origin": url})
        httpx.post(url + path, content=WORD.encode() * 9, headers={"Origin": url})


def _babble(opened: Live) -> None:
    """Send messages that no browser sends, and words into fields."""
    for data in (WORD.encode(), b"\xff" + WORD.encode(), BackMsg(load_git_info=True)):
        opened.socket.send(data if isinstance(data, bytes) else data.SerializeToString())
    opened.socket.send(WORD)
    opened.run(page="supporter-log_contact")
    note = opened.fields["Private note"]
    for state in (
        WidgetState(id=note, string_value=f"{WORD} draft"),
        WidgetState(id=note, int_value=4),
    ):
        opened.forge("supporter-log_contact", state)
    # The gate passes no name on that the server did not make; nobody answers.
    unknown = BackMsg()
    unknown.rerun_script.page_name = "supporter-log_contact"
    unknown.rerun_script.widget_states.widgets.add(id=f"$$ID-{WORD}", json_value=WORD)
    _answers(opened)
    opened.send(unknown)
    assert _answers(opened) == 0


def _answers(opened: Live) -> int:
    """Count what comes until a second of silence."""
    heard = 0
    while True:
        try:
            opened.socket.recv(timeout=1)
        except TimeoutError:
            return heard
        heard += 1


def _look_around(opened: Live) -> None:
    for screen in SCREENS:
        opened.run(page=screen.url_path)


def _break(home: House, *statements: str) -> None:
    with home.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def _break_person(home: House) -> None:
    # SQLite alone refuses to rename what views and other tables still name.
    old = ("PRAGMA legacy_alter_table = ON",) if home.engine.dialect.name == "sqlite" else ()
    _break(home, *old, "ALTER TABLE person RENAME TO person_gone")


def test_promise_24_no_secret_and_no_word_comes_into_a_log(home, cookie, tmp_path):
    with transaction(home.engine) as session:
        purpose = TokenPurpose.INVITE
        person = session.exec(select(Person.id).where(Person.display_name == WORD)).one()
        tokens = [make_one_time_link(session, purpose=purpose, person_id=person, now=utc_now())]
    with serving(home.database_url, home.key_file) as server:
        _knock(server.url, tokens)
        with live(server, cookie) as opened:
            _babble(opened)
            odd = "x'00ff'" if home.engine.dialect.name == "sqlite" else "'\\x00ff'"
            _break(home, f"UPDATE support_case SET ending_note = {odd}")
            _look_around(opened)
            with transaction(home.engine) as session:
                audited = [entry.detail for entry in session.exec(select(AuditEntry))]
            _break(
                home,
                "ALTER TABLE draft RENAME TO draft_gone",
                "ALTER TABLE support_case RENAME TO case_gone",
            )
            _look_around(opened)
        _break(home, "ALTER TABLE one_time_token RENAME TO token_gone")
        for kind in _LINKS:
            httpx.get(f"{server.url}/{kind}/{tokens[0]}")
            httpx.get(f"{server.url}/{kind}/{WORD}")
        _break_person(home)
        for _try in range(2):
            with pytest.raises((AssertionError, httpx.HTTPError)):
                assert post_form(
                    server.url, "/login", {"email": f"{WORD}@example.org", "password": WORD}
                ).is_success
    log = server.log.read_text()
    commands = ("doctor", "audit verify", "migrate")
    env = {"HOLDFAST_DATABASE_URL": home.database_url}
    said = [holdfast(tmp_path, *words.split(), **env) for words in commands]

    broken = "OperationalError" if home.engine.dialect.name == "sqlite" else "UndefinedTable"
    assert log.count(broken) >= 3, log[-3000:]
    for secret in (WORD, cookie, *tokens):
        assert [line for line in log.splitlines() if secret in line] == []
        assert [detail for detail in audited if secret in detail] == []
        assert [done for done in said if secret in done.stdout + done.stderr] == []
