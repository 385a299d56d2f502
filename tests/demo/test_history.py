"""Rows written in bulk are the rows that the services write."""

from contextlib import suppress
from random import Random

import pytest
from sqlmodel import Session, select

from core.database import transaction
from core.demo.building import TIME_ZONE, write_rows
from core.demo.calendar import Calendar
from core.demo.cast import CAST
from core.demo.diary import diary_of
from core.demo.history import entry_of, history_of
from core.demo.people import actor_of, person_id, write_people
from core.models import (
    Contact,
    ContactCase,
    ContactTag,
    ContactToll,
    Meeting,
    Pulse,
    Questionnaire,
    QuestionnaireAnswer,
    QuestionnaireScore,
    StrainWeek,
    WorkWeek,
)
from core.models.base import open_words, table_of
from core.services.contacts import log_contact
from core.services.meetings import record_meeting
from core.services.pulses import record_pulse
from core.services.questionnaires import record_answers
from core.services.rollups import rebuild_all
from core.vocabulary import PulseItem
from tests.support import NOW

pytestmark = pytest.mark.storage

CALENDAR = Calendar(NOW, TIME_ZONE)
LAST_DAYS = 21
"""How much of a diary is compared; every kind of row occurs in it."""


class BackOut(Exception):
    """Ends a transaction without keeping anything."""


def contacts_as_written(session: Session):
    """Return contacts with all that hangs on them, without their ids."""
    tags, links = {}, {}
    for contact_id, tag in session.exec(select(ContactTag.contact_id, ContactTag.tag)):
        tags.setdefault(contact_id, set()).add(tag)
    for contact_id, case_id in session.exec(select(ContactCase.contact_id, ContactCase.case_id)):
        links.setdefault(contact_id, set()).add(case_id)
    tolls = {toll.contact_id: toll for toll in session.exec(select(ContactToll))}
    return {
        (
            contact.model_dump_json(exclude={"id"}),
            tolls[contact.id].model_dump_json(include={"person_id", "toll", "grey_theme"})
            if contact.id in tolls
            else None,
            words(tolls.get(contact.id), "note"),
            words(tolls.get(contact.id), "glad_of"),
            frozenset(tags.get(contact.id, ())),
            frozenset(links.get(contact.id, ())),
        )
        for contact in session.exec(select(Contact))
    }


def words(toll, field):
    if toll is None:
        return ""
    sealed = getattr(toll, field)
    return open_words(sealed, f"contact_toll.{field}", toll.contact_id, toll.person_id)


def without_id(session: Session, model):
    return {row.model_dump_json(exclude={"id"}) for row in session.exec(select(model))}


def questionnaires_as_written(session: Session):
    """Return questionnaires with their answers and scores, without their ids."""
    said = {}
    for model in (QuestionnaireAnswer, QuestionnaireScore):
        for row in session.exec(select(model)):
            told = row.model_dump_json(exclude={"questionnaire_id"})
            said.setdefault(row.questionnaire_id, set()).add(told)
    return {
        (row.model_dump_json(exclude={"id"}), frozenset(said[row.id]))
        for row in session.exec(select(Questionnaire))
    }


def rollups(session: Session):
    return {
        tuple(row)
        for model in (WorkWeek, StrainWeek)
        for row in session.connection().execute(select(table_of(model)))
    }


def everything(session: Session):
    return (
        contacts_as_written(session),
        without_id(session, Pulse),
        without_id(session, Meeting),
        questionnaires_as_written(session),
        rollups(session),
    )


@pytest.fixture
def sample():
    """Return some people, with the part of their history that is compared."""
    writers = [m for m in CAST if m.keeps_diary and m.weeks > 10]
    return Random(7).sample(writers, 6)


def recent(member):
    return [
        row
        for row in history_of(member, diary_of(member), CALENDAR)
        if row.table.name == "support_case"
        or row.at >= CALENDAR.at(CALENDAR.days_ago(LAST_DAYS), 0)
    ]


@pytest.fixture
def in_bulk(engine, sample):
    """Return what the bulk writing leaves behind, and take it back."""
    left = None
    with suppress(BackOut), transaction(engine) as session:
        write_people(session, CALENDAR, "hash")
        for member in sample:
            write_rows(session, recent(member))
        left = everything(session)
        raise BackOut
    return left


def log_through_services(session: Session, member):
    actor = actor_of(session, member, CALENDAR)
    diary = diary_of(member)
    rows = recent(member)
    write_rows(session, [row for row in rows if row.table.name == "support_case"])
    entries = {
        (entry.day, entry.minutes): entry
        for entry in (entry_of(member, logged, CALENDAR) for logged in diary.contacts)
    }
    for row in sorted(rows, key=lambda row: row.at):
        values = row.values
        if row.table.name == "contact":
            log_contact(session, actor, entries[values["day"], values["minutes"]], now=row.at)
        elif row.table.name == "pulse":
            record_pulse(session, actor, {item: values[item] for item in PulseItem}, now=row.at)
        elif row.table.name == "questionnaire":
            answers = answers_of(rows, values["id"])
            record_answers(session, actor, values["instrument"], answers, now=row.at)
        elif row.table.name == "meeting":
            by = next(m for m in CAST if person_id(m) == values["recorded_by"])
            record_meeting(
                session,
                actor_of(session, by, CALENDAR),
                person_id=actor.person_id,
                kind=values["kind"],
                day=values["day"],
                now=row.at,
            )


def answers_of(rows, questionnaire_id):
    return {
        row.values["item"]: row.values["value"]
        for row in rows
        if row.table.name == "questionnaire_answer"
        and row.values["questionnaire_id"] == questionnaire_id
    }


def test_logging_the_same_through_the_services_leaves_the_same_rows_and_sums(
    engine, in_bulk, sample
):
    with transaction(engine) as session:
        write_people(session, CALENDAR, "hash")
        for member in sample:
            log_through_services(session, member)
        by_services = everything(session)

    for bulk, service in zip(in_bulk, by_services, strict=True):
        assert bulk
        assert bulk == service


def test_the_sums_are_those_a_rebuild_makes(engine, sample):
    with transaction(engine) as session:
        write_people(session, CALENDAR, "hash")
        for member in sample:
            write_rows(session, history_of(member, diary_of(member), CALENDAR))
        before = rollups(session)
        rebuild_all(session)
        assert before
        assert rollups(session) == before


def test_nothing_is_written_down_after_now(engine):
    member = next(m for m in CAST if m.keeps_diary)
    for row in history_of(member, diary_of(member), CALENDAR):
        assert row.at <= NOW
        assert row.day is None or row.day <= CALENDAR.today
