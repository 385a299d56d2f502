"""Ids of somebody else's records, forged in three ways, reach nothing."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from inspect import signature
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from core.database import transaction
from core.errors import AppError, NotAllowed, NotFound
from core.models import (
    BoundaryCheck,
    Case,
    Completion,
    Cover,
    Pause,
    Person,
    Questionnaire,
    SeeRequest,
)
from core.models.base import Base
from core.permissions import Actor, Permission
from core.services.access import start_session
from core.services.contacts import log_contact
from core.services.drafts import keep_edit
from core.services.follow_ups import open_follow_up
from core.services.modules import seed_catalogue
from core.services.sharing import share_flag_once
from core.vocabulary import (
    FlagAnswer,
    FollowUpReason,
    Frequency,
    Lane,
    MeetingKind,
    NotRight,
    Outcome,
    Role,
    ShareScope,
    ShareTopic,
)
from tests.access.rules import rules
from tests.services.work import TODAY, entry
from tests.shared_flags import raise_flag
from tests.support import NOW

RULES = rules()
RECORDS = (
    "contact_id",
    "case_id",
    "flag_id",
    "follow_up_id",
    "pause_id",
    "completion_id",
    "session_id",
    "request_id",
    "questionnaire_id",
    "cover_id",
    "check_id",
    "flag_ids",
    "person_ids",
    "person_id",
)
# What belongs to nobody, and what is a choice among what everybody may know.
NOBODYS = {"module_id", "instrument_id", "team_id", "coordinator_id"}
# Who answers for the whole organisation reaches everybody's record by right.
EVERYWHERE = {
    Permission.MANAGE_ACCOUNTS,
    Permission.MANAGE_ORGANISATION,
    Permission.MANAGE_TRAINING,
    Permission.SEE_TRAINING,
}


def wanted(name: str) -> Callable[..., Any]:
    module, _, function = name.rpartition(".")
    return getattr(import_module(f"core.{module}"), function)


def record_of(name: str) -> str | None:
    parameters = signature(wanted(name)).parameters
    return next((each for each in RECORDS if each in parameters), None)


NOTHING = object()
REACHING = sorted(
    name
    for name, permission in RULES.items()
    if permission not in EVERYWHERE
    and record_of(name) is not None
    # Whom to stand in for oneself is a choice among all coordinators, not a record.
    and name != "services.teams.start_cover"
)


def test_a_new_kind_of_id_cannot_be_forgotten():
    taken = {
        parameter
        for name, permission in RULES.items()
        for parameter in signature(wanted(name)).parameters
        if permission not in EVERYWHERE and parameter.endswith(("_id", "_ids"))
    }
    assert taken == set(RECORDS) | NOBODYS, "give Ada such a record, or say whose choice it is"


def test_most_functions_that_take_an_id_were_found():
    assert len(REACHING) > 25
    assert {record_of(name) for name in REACHING} == set(RECORDS)


@pytest.fixture
def world(engine, add_actor):
    """Give Ada one record of every kind, and three others who would like to reach it."""
    ada = add_actor(Role.SUPPORTER, name="Ada")
    cleo = add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))
    others = {
        "same team": add_actor(Role.SUPPORTER, name="Bo"),
        "other team": add_actor(Role.SUPPORTER, name="Sol", team="South"),
        "other coordinator": add_actor(
            Role.COORDINATOR, name="Dee", team="South", coordinates=("South",)
        ),
    }
    with transaction(engine) as session:
        seed_catalogue(session)
        return ada, cleo, others, records_of(session, ada, cleo)


def records_of(session: Session, ada: Actor, cleo: Actor) -> dict[str, UUID]:
    module = first(session, "training_module")
    case = Case(person_id=ada.person_id, code="K7", frequency=Frequency.WEEKLY, opened_on=TODAY)
    rows = {
        "case_id": case,
        "pause_id": Pause(
            person_id=ada.person_id, starts_on=TODAY + timedelta(days=9), recorded_at=NOW
        ),
        "completion_id": Completion(
            person_id=ada.person_id,
            module_id=module,
            completed_on=TODAY,
            recorded_by=ada.person_id,
            recorded_at=NOW,
        ),
        "request_id": SeeRequest(
            person_id=ada.person_id,
            asked_by=cleo.person_id,
            topic=ShareTopic.STRAIN,
            asked_at=NOW - timedelta(days=1),
        ),
        "questionnaire_id": Questionnaire(
            person_id=ada.person_id,
            instrument="single_item_burnout",
            version=1,
            day=TODAY,
            recorded_at=NOW,
        ),
        "check_id": BoundaryCheck(
            person_id=ada.person_id, day=TODAY, checklist_version=1, recorded_at=NOW
        ),
        "cover_id": Cover(
            coordinator_id=cleo.person_id,
            cover_id=ada.person_id,
            from_day=TODAY,
            until_day=TODAY,
        ),
    }
    session.add_all(rows.values())
    session.flush()
    log_contact(session, ada, entry(toll=4), now=NOW)
    keep_edit(session, ada, first(session, "contact"), {"note": "unsaved"}, now=NOW)
    session.get_one(Person, ada.person_id).left_at = NOW + timedelta(days=60)
    start_session(session, person_id=ada.person_id, now=NOW)
    session.flush()
    open_follow_up(
        session, person_id=ada.person_id, reason=FollowUpReason.RING_ME, source_id=None, now=NOW
    )
    shared = raise_flag(session, ada.person_id, raised_at=NOW - timedelta(days=5))
    share_flag_once(session, ada, shared, ShareScope.SIGNALS, now=NOW)
    return {name: row.id for name, row in rows.items()} | {
        "contact_id": first(session, "contact"),
        "flag_id": shared,
        "follow_up_id": first(session, "follow_up"),
        "flag_ids": raise_flag(
            session, ada.person_id, raised_at=NOW, answer=FlagAnswer.PASSED, cleared_at=NOW
        ),
        "person_ids": ada.person_id,
        "session_id": first(session, "login_session"),
        "person_id": ada.person_id,
    }


def table(name: str) -> Any:
    return Base.metadata.tables[name]


def first(session: Session, name: str) -> UUID:
    return session.connection().execute(select(table(name).c.id)).first()[0]


def call(name: str, session: Session, actor: Actor, record: UUID) -> Any:
    """Call a function with good values for everything but whose record it is."""
    good = {
        "session": session,
        "actor": actor,
        "now": NOW,
        "entry": entry(toll=2),
        "body": {},
        "code": "K9",
        "frequency": Frequency.WEEKLY,
        "agreed_weeks": None,
        "version": 1,
        "ending_note": "",
        "answer": FlagAnswer.PASSED,
        "why": next(iter(NotRight)),
        "words": "",
        "lane": Lane.WELLBEING,
        "scope": ShareScope.SIGNALS,
        "topic": ShareTopic.STRAIN,
        "until": TODAY + timedelta(days=2),
        "outcome": Outcome.TALKED,
        "note": "",
        "text": "words",
        "kind": MeetingKind.SUPERVISION,
        "day": TODAY,
        "last_day": TODAY,
        record_of(name): [record] if str(record_of(name)).endswith("_ids") else record,
    }
    wants = signature(wanted(name)).parameters
    return wanted(name)(**{each: good[each] for each in wants if each in good})


def found(name: str, session: Session, actor: Actor, record: UUID) -> Any:
    """Return what a function gives somebody, or ``NOTHING``, as for a record that is not there."""
    given = _given(name, session, actor, record)
    if name.startswith("queries") and given == _given(name, session, actor, uuid4()):
        return NOTHING
    return given


def _given(name: str, session: Session, actor: Actor, record: UUID) -> Any:
    try:
        with session.begin_nested():
            return call(name, session, actor, record)
    except (NotFound, NotAllowed):
        return NOTHING


def answer_to(name: str, session: Session, actor: Actor, record: UUID) -> str:
    """Return what somebody is told, as a person would read it."""
    try:
        with session.begin_nested():
            return repr(call(name, session, actor, record))
    except (NotFound, NotAllowed) as refused:
        return str(refused)


def rows_of(session: Session) -> dict[str, int]:
    return {
        each.name: session.connection().execute(select(func.count()).select_from(each)).scalar_one()
        for each in Base.metadata.sorted_tables
    }


@pytest.mark.parametrize("name", REACHING)
def test_promise_11_nobody_reaches_another_persons_record_by_its_id(engine, world, name):
    _ada, _cleo, others, records = world
    with transaction(engine) as session:
        before = rows_of(session)
        for record in (records[record_of(name)], uuid4(), UUID(int=0)):
            for who, actor in others.items():
                assert found(name, session, actor, record) is NOTHING, who
        assert rows_of(session) == before


@pytest.mark.parametrize(
    "name", [name for name in REACHING if name.startswith("queries") or "flags" in name]
)
def test_promise_11_a_forged_id_is_answered_like_one_that_does_not_exist(engine, world, name):
    _ada, _cleo, others, records = world
    with transaction(engine) as session:
        for actor in others.values():
            said = {
                answer_to(name, session, actor, record)
                for record in (records[record_of(name)], uuid4())
            }
            assert len(said) == 1


def reaches(name: str, session: Session, actor: Actor, record: UUID) -> bool:
    """Return whether somebody gets as far as the record, if only to be told what is amiss."""
    try:
        return found(name, session, actor, record) is not NOTHING
    except (AppError, TypeError):
        return True


@pytest.mark.parametrize("name", REACHING)
def test_whose_record_it_is_or_their_coordinator_reaches_it(engine, world, name):
    """Otherwise the tests above would hold for a function that nobody can use."""
    ada, cleo, _others, records = world
    with transaction(engine) as session:
        record = records[record_of(name)]
        assert any(reaches(name, session, actor, record) for actor in (ada, cleo))
        session.rollback()
