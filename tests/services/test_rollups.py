"""Weekly sums agree with the raw rows, whatever happened to them."""

import threading
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from core.database import transaction
from core.models import Contact, ContactToll, Pulse, StrainWeek, WorkWeek
from core.queries.contacts import own_contacts
from core.rules.contacts import ContactEntry
from core.rules.dates import week_of
from core.rules.pulses import CORE_ITEMS
from core.services.contacts import delete_contact, edit_contact, log_contact, undo_delete
from core.services.pulses import record_pulse
from core.services.rollups import rebuild_all
from core.vocabulary import Format, PulseItem, Role
from tests.support import NOW

pytestmark = pytest.mark.storage
TODAY = date(2026, 11, 18)

entries = st.builds(
    ContactEntry,
    day=st.integers(0, 30).map(lambda back: TODAY - timedelta(days=back)),
    minutes=st.integers(0, 720),
    format=st.just(Format.PHONE),
    toll=st.none() | st.integers(0, 10),
    planned=st.booleans(),
    incident=st.booleans(),
    outside_hours=st.booleans(),
)
answers = st.dictionaries(
    st.sampled_from(PulseItem), st.integers(1, 5), min_size=1, max_size=len(PulseItem)
)
which = st.integers(0, 9)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("log"), entries),
        st.tuples(st.just("edit"), which, entries),
        st.tuples(st.just("delete"), which),
        st.tuples(st.just("undo")),
        st.tuples(st.just("pulse"), st.integers(0, 4), answers),
    ),
    min_size=1,
    max_size=8,
)


def play(session, actor, script) -> None:
    deleted = False
    for verb, *given_values in script:
        own = own_contacts(session, actor)
        if verb == "log":
            log_contact(session, actor, given_values[0], now=NOW)
        elif verb == "pulse":
            weeks_on, said = given_values
            record_pulse(session, actor, said, now=NOW + timedelta(weeks=weeks_on))
        elif verb == "undo" and deleted:
            undo_delete(session, actor, now=NOW)
            deleted = False
        elif verb == "edit" and own:
            row = own[given_values[0] % len(own)]
            edit_contact(session, actor, row.id, given_values[1], version=row.version, now=NOW)
        elif verb == "delete" and own:
            delete_contact(session, actor, own[given_values[0] % len(own)].id, now=NOW)
            deleted = True


def values(row) -> tuple[tuple[str, object], ...]:
    return tuple((c.name, getattr(row, c.name) or 0) for c in row.__table__.columns)


def stored(session, actor):
    return {
        table.__tablename__: sorted(
            values(row)
            for row in session.exec(
                select(table)
                .where(table.person_id == actor.person_id)
                .execution_options(populate_existing=True)
            )
        )
        for table in (WorkWeek, StrainWeek)
    }


def summed_by_hand(session, actor):
    """The same sums in plain Python, so that a wrong statement cannot agree with itself."""
    work, strain = {}, {}
    pairs = session.exec(
        select(Contact, ContactToll.toll)
        .join(ContactToll, ContactToll.contact_id == Contact.id, isouter=True)
        .where(Contact.person_id == actor.person_id)
    ).all()
    for contact, toll in pairs:
        week = week_of(contact.day)
        sums = work.setdefault(week, Counter())
        longest = max(sums["longest_minutes"], contact.minutes)
        sums.update(
            contacts=1,
            minutes=contact.minutes,
            outside_hours=int(contact.outside_hours),
            unplanned=int(not contact.planned),
            incidents=int(contact.incident),
        )
        sums["longest_minutes"] = longest
        if toll is not None:
            strain.setdefault(week, Counter()).update(tolls=1, toll_sum=toll, heavy=int(toll >= 7))
    for pulse in session.exec(select(Pulse).where(Pulse.person_id == actor.person_id)):
        given_answers = [a for item in CORE_ITEMS if (a := getattr(pulse, item)) is not None]
        if given_answers:
            strain.setdefault(pulse.week, Counter()).update(
                pulse_items=len(given_answers), pulse_sum=sum(given_answers)
            )
    return {
        table.__tablename__: sorted(
            values(table(week=week, person_id=actor.person_id, **sums))
            for week, sums in found.items()
        )
        for table, found in ((WorkWeek, work), (StrainWeek, strain))
    }


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(script=steps)
def test_sums_agree_with_raw_rows_after_any_sequence_of_writes(add_actor, engine, script):
    actor = add_actor(Role.SUPPORTER)
    with transaction(engine) as session:
        play(session, actor, script)
        kept = stored(session, actor)
        assert kept == summed_by_hand(session, actor)
        rebuild_all(session)
        assert stored(session, actor) == kept


def test_a_rebuild_repairs_wrong_and_left_over_sums(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    log_contact(
        session, ada, ContactEntry(day=TODAY, minutes=30, format=Format.TEXT, toll=4), now=NOW
    )
    right = stored(session, ada)
    week = session.exec(select(WorkWeek)).one()
    week.minutes = 999
    session.add(WorkWeek(week=1, person_id=ada.person_id, contacts=3))
    session.flush()

    rebuild_all(session)

    session.expire_all()
    assert stored(session, ada) == right


def test_a_rebuild_keeps_strain_weeks_whose_tolls_have_expired(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    session.add(StrainWeek(week=2000, person_id=ada.person_id, tolls=3, toll_sum=12))
    session.flush()
    rebuild_all(session)
    kept = session.exec(select(StrainWeek)).one()
    assert (kept.tolls, kept.toll_sum) == (3, 12)


def test_a_contact_without_a_toll_leaves_an_expired_strain_week_alone(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    session.add(StrainWeek(week=week_of(TODAY), person_id=ada.person_id, tolls=3, toll_sum=12))
    session.flush()
    entry = ContactEntry(day=TODAY, minutes=30, format=Format.TEXT)
    log_contact(session, ada, entry, now=NOW)
    kept = session.exec(select(StrainWeek)).one()
    assert (kept.tolls, kept.toll_sum) == (3, 12)


def test_contacts_saved_at_the_same_moment_are_all_summed(add_actor, engine):
    ada = add_actor(Role.SUPPORTER)
    problems = []

    def save_some() -> None:
        entry = ContactEntry(day=TODAY, minutes=10, format=Format.TEXT, toll=5)
        try:
            for _ in range(8):
                with transaction(engine) as session:
                    log_contact(session, ada, entry, now=NOW)
        except Exception as problem:  # noqa: BLE001 - a thread would swallow it
            problems.append(problem)

    threads = [threading.Thread(target=save_some) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    with transaction(engine) as session:
        work, strain = session.exec(select(WorkWeek)).one(), session.exec(select(StrainWeek)).one()
    assert (work.contacts, work.minutes) == (24, 240)
    assert (strain.tolls, strain.toll_sum) == (24, 120)
