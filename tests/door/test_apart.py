"""Many people at once on one server: nobody's words arrive at anybody else."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle, islice
from uuid import uuid4

import httpx
import pytest
from sqlmodel import Session
from streamlit.proto.WidgetStates_pb2 import WidgetState

from core.clock import utc_now
from core.database import transaction
from core.models import Module, Person, Team
from core.permissions import SCREENS, Permission
from core.queries.people import actor_for
from core.services.cases import close_case, open_case
from core.services.contacts import log_contact
from core.services.flags import add_context
from core.services.training import record_completion
from core.vocabulary import Frequency
from tests.door.live import AT_FULL_SIZE, Live, live
from tests.services.work import entry
from tests.serving import COOKIE
from tests.shared_flags import raise_flag, up_to_date
from tests.support import ROOT

EVERY_RUN, FULL_SIZE = (20, 22), (50, 200)
"""People at once, and screens that each of them opens."""
PEOPLE, ACTIONS = FULL_SIZE if AT_FULL_SIZE else EVERY_RUN
OPEN_TO_SUPPORTERS = {Permission.LOG_WORK, Permission.OWN_TRAINING, Permission.OWN_ACCOUNT}
PAGES = [each.url_path for each in SCREENS if each.permission in OPEN_TO_SUPPORTERS]
_BROKEN = b"encountered an error"
_WORDS = re.compile(rb"kittiwake[0-9a-f]{12}")
_FILES = re.compile(rb"/media/[\w.%-]+")


@dataclass
class Somebody:
    """One person, the word that stands in everything of theirs, and what came over their line."""

    word: bytes
    cookie: str
    words: Counter[bytes] = field(default_factory=Counter)
    """Planted words that arrived, one's own and any other, and how often."""
    files: set[bytes] = field(default_factory=set)
    broken: bool = False

    def note(self, opened: Live) -> None:
        """Search what the last run sent; kept whole it would fill the memory."""
        received = b"".join(opened.raw)
        self.words.update(_WORDS.findall(received))
        self.files.update(_FILES.findall(received))
        self.broken |= _BROKEN in received


@pytest.fixture(scope="module")
def circle(house) -> list[Somebody]:
    """People of one team, each with a word of their own wherever words may stand."""
    made = []
    with transaction(house.engine) as session:
        team, module = (
            Team(name=f"Circle {uuid4().hex[:6]}"),
            Module(code=uuid4().hex[:8], title="Listening", renew_months=12),
        )
        session.add_all((team, module))
    for _nth in range(PEOPLE):
        word = f"kittiwake{uuid4().hex[:12]}"
        person = house.add_person()
        with transaction(house.engine) as session:
            _plant(session, person.id, word, team.id, module.id)
        made.append(Somebody(word.encode(), house.cookie_for(person)))
    return made


def _plant(session: Session, person_id, word: str, team_id, module_id) -> None:
    moment = utc_now()
    row = session.get_one(Person, person_id)
    row.display_name, row.team_id, row.sharing_chosen_at = word, team_id, moment
    row.email = f"{word}@example.org"
    session.flush()
    actor = actor_for(session, person_id, now=moment)
    kept, ended = (
        open_case(session, actor, code=code, frequency=Frequency.WEEKLY, now=moment)
        for code in (f"{word} kept", f"{word} ended")
    )
    close_case(session, actor, ended, ending_note=f"{word} ending", now=moment)
    day = moment.date() - timedelta(days=1)
    written = entry(day=day, case_ids=(kept,), toll=7, note=f"{word} note", glad_of=f"{word} glad")
    log_contact(session, actor, written, now=moment)
    record_completion(
        session,
        actor,
        module_id=module_id,
        completed_on=day,
        evidence=f"{word} evidence",
        now=moment,
    )
    flag = raise_flag(session, person_id, raised_at=moment, sentence=f"{word} sentence")
    add_context(session, actor, flag, f"{word} context", now=moment)
    up_to_date(session, person_id, now=moment)


def _act(server, me: Somebody) -> None:
    """Go through the screens, open what is folded away, and type the own word."""
    with live(server, me.cookie) as opened:
        for page in islice(cycle(PAGES), ACTIONS):
            opened.run(page=page)
            me.note(opened)
            _type(opened, page, me)


def _type(opened: Live, page: str, me: Somebody) -> None:
    note = opened.fields.get("Private note")
    if page == "supporter-log_contact" and note:
        opened.forge(page, WidgetState(id=note, string_value=f"{me.word.decode()} draft"))
        me.note(opened)


def test_promise_12_the_page_says_how_many_people_and_screens_are_tried_and_when():
    (row,) = re.findall(r"^\| 12 \|.*$", (ROOT / "docs/promises.md").read_text(), re.MULTILINE)
    people, screens = EVERY_RUN
    assert f"{people} people at once with {screens} screens each in every run of the tests" in row
    people, screens = FULL_SIZE
    assert f"{people} with {screens} each with `make promises`" in row
    assert EVERY_RUN[1] >= len(PAGES), "each of a supporter's screens at least once"
    assert "FULL_SIZE=1" in (ROOT / "Makefile").read_text()


def test_promise_12_no_word_of_one_person_arrives_at_another_while_many_act_at_once(server, circle):
    with ThreadPoolExecutor(PEOPLE) as pool:
        for done in [pool.submit(_act, server, me) for me in circle]:
            done.result()

    for me in circle:
        assert not me.broken
        assert me.words[me.word] > 2 * ACTIONS, "everybody sees their own"
        assert set(me.words) == {me.word}


def test_promise_12_a_file_of_one_person_is_not_handed_to_another(server, circle):
    ada, ben = circle[:2]
    with live(server, ada.cookie) as opened:
        for page in PAGES:
            opened.run(page=page)
            ada.note(opened)
        for path in (
            *(found.decode() for found in ada.files),
            f"/media/{uuid4().hex}.csv",
            "/media/",
            f"/export/{uuid4()}",
        ):
            answer = httpx.get(server.url + path, headers={"Cookie": f"{COOKIE}={ben.cookie}"})
            assert answer.status_code in (403, 404)
            assert ada.word not in answer.content


def test_promise_12_a_resumed_page_of_somebody_else_shows_nothing_of_theirs(server, circle):
    ada, ben = circle[:2]
    with live(server, ada.cookie) as opened:
        opened.run(page="supporter-log_contact")
        note = opened.fields["Private note"]
        opened.forge(
            "supporter-log_contact",
            WidgetState(id=note, string_value=f"{ada.word.decode()} unsaved"),
        )
        session_of_ada = opened.streamlit_session
    with live(server, ben.cookie, resume=session_of_ada) as opened:
        for page in PAGES:
            opened.run(page=page)
            assert opened.streamlit_session != session_of_ada
            assert ada.word not in b"".join(opened.raw)
