"""What was not shared reaches nobody else's browser: everything that is sent is searched."""

import io
import re
from contextlib import suppress
from datetime import date, timedelta
from uuid import uuid4

import pyarrow as pa
import pytest
from sqlmodel import select
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from core.clock import utc_now
from core.database import reading, transaction
from core.models import (
    BoundaryCheck,
    BoundarySign,
    Case,
    Contact,
    ContactTag,
    ContactToll,
    Draft,
    FollowUp,
    Pulse,
    StrainWeek,
    WorkWeek,
)
from core.models.base import seal_words
from core.permissions import SCREENS
from core.rules.dates import week_of
from core.services.releases import release_closed_weeks
from core.services.ring_me import ask_to_be_rung
from core.services.sharing import choose_sharing, share_flag_once
from core.vocabulary import (
    DraftForm,
    FlagAnswer,
    FlagKind,
    Format,
    Frequency,
    Role,
    ShareScope,
    ShareTopic,
)
from tests.shared_flags import raise_flag, up_to_date

CANARY = "kittiwake"
"""Starts every private text of the people below; it stands nowhere else in the product."""
PRIVATE_NUMBERS = re.compile(rb"(?<![0-9a-f])(791919|7\.91919|6100717)(?![0-9a-f])")
"""A toll sum, the mean of that week, and the minutes of one week; not a piece of some id."""
PRIVATE_COLUMNS = {"toll", "tolls", "toll_sum", "toll_mean", "heavy", "pulse_sum", "check", "note"}
NOTHING = dict.fromkeys(
    (ShareTopic.STRAIN, ShareTopic.BOUNDARY, ShareTopic.CHECK_IN), ShareScope.NOTHING
)


@pytest.fixture
def sent(monkeypatch) -> list[bytes]:
    """Collect every message that a page sends to the browser, as bytes."""
    messages: list[bytes] = []
    enqueue = ForwardMsgQueue.enqueue

    def listen(queue, message):
        messages.append(message.SerializeToString())
        return enqueue(queue, message)

    monkeypatch.setattr(ForwardMsgQueue, "enqueue", listen)
    return messages


@pytest.fixture
def people(engine, add_actor):
    """Six people with private entries of every kind, who share nothing."""
    moment = utc_now()
    actors = [add_actor(Role.SUPPORTER, name=f"Wren {nth}") for nth in range(6)]
    with transaction(engine) as session:
        for nth, actor in enumerate(actors):
            _private_entries(session, actor.person_id, nth, moment)
            choose_sharing(session, actor, NOTHING, now=moment - timedelta(days=9))
        up_to_date(session, *(actor.person_id for actor in actors), now=moment)
        release_closed_weeks(session, now=moment)
    return actors


@pytest.fixture
def reader(engine, add_actor, people):
    """Somebody with every role that looks at other people."""
    roles = (Role.COORDINATOR, Role.TRAINING_LEAD, Role.ADMINISTRATOR)
    actor = add_actor(*roles, name="Cleo", coordinates=("North",))
    with transaction(engine) as session:
        ask_to_be_rung(session, people[0], best_time="after six", now=utc_now())
        up_to_date(session, actor.person_id, now=utc_now())
    return actor


def _private_entries(session, person_id, nth, moment):
    today = moment.date()
    case = Case(
        person_id=person_id,
        code=f"{CANARY} case",
        frequency=Frequency.WEEKLY,
        opened_on=date(2026, 1, 1),
    )
    contact = Contact(
        person_id=person_id, day=today, minutes=61, format=Format.PHONE, created_at=moment
    )
    check = BoundaryCheck(person_id=person_id, day=today, checklist_version=1, recorded_at=moment)
    draft = Draft(
        id=uuid4(), person_id=person_id, form=DraftForm.CONTACT, body=b"", saved_at=moment
    )
    draft.body = seal_words(f"{CANARY} draft", "draft.body", draft.id, person_id)
    case.ending_note = _sealed("support_case.ending_note", case.id, person_id)
    session.add_all((case, contact, check, draft))
    session.flush()
    session.add_all(
        (
            ContactToll(
                contact_id=contact.id,
                person_id=person_id,
                toll=nth + 3,
                note=_sealed("contact_toll.note", contact.id, person_id),
                glad_of=_sealed("contact_toll.glad_of", contact.id, person_id),
            ),
            ContactTag(contact_id=contact.id, tag=f"weight:{CANARY}"),
            BoundarySign(check_id=check.id, sign=f"{CANARY} sign"),
            Pulse(
                person_id=person_id,
                week=week_of(today),
                day=today,
                energy=1,
                recorded_at=moment,
            ),
        )
    )
    for back in range(1, 4):
        week = week_of(today) - back
        session.add(
            StrainWeek(
                week=week, person_id=person_id, tolls=100000, toll_sum=791919 if nth else 291919
            )
        )
        session.add(WorkWeek(week=week, person_id=person_id, contacts=9, minutes=6100717))
    for kind in (FlagKind.BURNOUT_RISK, FlagKind.BOUNDARY):
        flag = raise_flag(
            session,
            person_id,
            raised_at=moment - timedelta(days=5),
            kind=kind,
            context=f"{CANARY} context",
            sentence=f"{CANARY} sentence",
        )
        answered = raise_flag(
            session,
            person_id,
            raised_at=moment - timedelta(days=5),
            kind=kind,
            sentence=f"{CANARY} answered",
            answer=FlagAnswer.NOT_RIGHT,
        )
        assert flag != answered


def _sealed(field, row_id, person_id):
    return seal_words(f"{CANARY} {field}", field, row_id, person_id)


def open_with(app_as, actor, path, follow_up_id=None):
    app = app_as(actor)
    if follow_up_id is not None:
        app.query_params["id"] = str(follow_up_id)
    return app.switch_page(f"../../{path}").run()


def arrow_columns(message: bytes) -> set[str]:
    """Return the column names of every Arrow table inside a message."""
    names: set[str] = set()
    start = message.find(b"\xff\xff\xff\xff")
    while start != -1:
        with suppress(pa.ArrowInvalid, OSError):  # Most such bytes do not begin a table.
            names |= set(pa.ipc.open_stream(io.BytesIO(message[start:])).schema.names)
        start = message.find(b"\xff\xff\xff\xff", start + 4)
    return {name.lower() for name in names}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.url_path)
def test_promise_18_no_screen_sends_what_was_not_shared(app_as, sent, reader, screen):
    app = open_with(app_as, reader, screen.path)
    everything = b"".join(sent).lower()
    assert not app.exception
    assert len(everything) > 1000
    assert CANARY.encode() not in everything
    assert not PRIVATE_NUMBERS.search(everything)


@pytest.mark.parametrize(
    "path",
    [s.path for s in SCREENS if s.path.startswith(("pages/coordinator", "pages/training"))],
)
def test_no_table_about_others_has_a_column_of_the_wellbeing_lane(app_as, sent, reader, path):
    open_with(app_as, reader, path)
    columns = set().union(*map(arrow_columns, sent))
    assert not columns & PRIVATE_COLUMNS


def test_an_opened_follow_up_sends_nothing_private_either(app_as, engine, sent, reader):
    with reading(engine) as session:
        [follow_up] = session.exec(select(FollowUp.id)).all()
    app = open_with(app_as, reader, "pages/coordinator/follow_up.py", follow_up)
    everything = b"".join(sent)
    assert any("Wren 0" in m.value for m in app.markdown)
    assert CANARY.encode() not in everything


def test_the_search_finds_what_was_shared_so_it_can_find_what_was_not(
    app_as, engine, sent, people, reader
):
    moment = utc_now()
    with transaction(engine) as session:
        flag = raise_flag(
            session, people[1].person_id, raised_at=moment, sentence=f"{CANARY} on purpose"
        )
        share_flag_once(session, people[1], flag, ShareScope.ANSWERS, now=moment)
        follow_up = session.exec(select(FollowUp.id).where(FollowUp.source_id == flag)).one()
    open_with(app_as, reader, "pages/coordinator/follow_up.py", follow_up)
    everything = b"".join(sent)
    assert f"{CANARY} on purpose".encode() in everything
    for other in ("sentence", "context", "answered", "case", "draft", "sign", "contact_toll"):
        assert f"{CANARY} {other}".encode() not in everything


def test_the_search_reads_arrow_tables(app_as, sent, reader):
    open_with(app_as, reader, "pages/coordinator/caseload.py")
    assert "capacity" in set().union(*map(arrow_columns, sent))
    assert b"Wren 3" in b"".join(sent)


def test_the_coordinator_of_another_team_is_sent_no_name(app_as, add_actor, sent, people):
    sol = add_actor(Role.COORDINATOR, name="Sol", team="South", coordinates=("South",))
    for path in ("team_overview", "follow_up", "caseload", "people"):
        open_with(app_as, sol, f"pages/coordinator/{path}.py")
    assert b"Wren" not in b"".join(sent)
