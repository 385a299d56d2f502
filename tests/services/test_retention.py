"""Old data leaves by itself, also after weeks in which nobody was there to let it."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import Date, Integer, delete, func, insert, select, update

from core.database import reading, transaction
from core.errors import InvalidValue, NotAllowed
from core.jobs.nightly import run_jobs
from core.jobs.schedule import NIGHTLY, is_missed, run_nightly
from core.models import (
    AuditEntry,
    Case,
    Completion,
    Contact,
    ContactToll,
    FlagsAsOf,
    JobLease,
    KnownDevice,
    LoginSession,
    OutsideAttempt,
    Person,
    Questionnaire,
    QuestionnaireAnswer,
    QuestionnaireScore,
    RingMe,
    SignInThrottle,
    StrainWeek,
    WellbeingFlag,
    WorkFlag,
)
from core.models.base import table_of
from core.permissions import Actor
from core.queries.personal_tables import PERSONAL
from core.queries.retention import kept_for
from core.rules.dates import monday_of, week_of
from core.rules.retention import DEFAULTS, goes_on, limits_with
from core.services.access import end_session, start_session, token_hash
from core.services.contacts import ContactEntry, edit_contact, log_contact
from core.services.flags import refresh_flags
from core.services.known_devices import remember_device
from core.services.outside import begin_attempt
from core.services.people import deactivate
from core.services.retention import set_limit
from core.services.rollups import rebuild_all
from core.vocabulary import AuditEvent, FlagKind, Format, Kept, Lane, Role
from tests.a_life import live
from tests.support import NOW

pytestmark = pytest.mark.storage

AGEING = [
    one
    for one in PERSONAL
    if one.ages_by and one.newest_stays is None and one.kept not in (None, Kept.SIGN_INS)
]


@pytest.fixture
def cleo(add_actor):
    return add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))


@pytest.fixture
def ada(engine, add_actor, cleo):
    actor = add_actor(Role.SUPPORTER)
    with transaction(engine) as session:
        live(session, actor.person_id, cleo.person_id)
    return actor


def count(engine, table):
    with reading(engine) as session:
        counted = select(func.count()).select_from(table)
        return session.connection().execute(counted).scalar_one()


def age_all(engine, table, column, moment):
    """Pretend that every row of a table is as old as a moment."""
    kind = table.c[column].type
    value = moment
    if isinstance(kind, Integer):
        value = week_of(moment.date())
    elif isinstance(kind, Date):
        value = moment.date()
    with transaction(engine) as session:
        session.connection().execute(update(table).values({column: value}))


@pytest.mark.parametrize("one", AGEING, ids=lambda one: one.section)
def test_promise_22_each_class_goes_on_its_day_also_when_nobody_was_there_for_weeks(
    engine, ada, one
):
    age_all(engine, one.table, one.ages_by, NOW)
    with transaction(engine) as session:
        # Nobody's flags are computed who is away, so no new ones come meanwhile.
        session.get(Person, ada.person_id).active = False
    last = goes_on(one.kept, limits_with({}), NOW.date())
    eve = datetime.combine(last - timedelta(days=1), NOW.timetz())

    run_jobs(engine, now=eve)
    assert count(engine, one.table) >= 1
    # The app was off for forty days from then on, over the day on which this should have gone.
    run_jobs(engine, now=eve + timedelta(days=40))
    about_ada = select(func.count()).select_from(one.table).where(one.belongs_to(ada.person_id))
    with reading(engine) as session:
        assert session.connection().execute(about_ada).scalar_one() == 0


def test_promise_22_a_start_after_weeks_off_does_the_missed_night(engine, ada, time_machine_at):
    with transaction(engine) as session:
        session.add(JobLease(job=NIGHTLY, until_at=NOW, finished_at=NOW))
    time_machine_at(NOW + timedelta(days=600))
    assert is_missed(engine, now=NOW + timedelta(days=600))
    assert "old records" in run_nightly(engine)
    assert count(engine, table_of(ContactToll)) == 0
    assert count(engine, table_of(StrainWeek)) == 1


@pytest.fixture
def time_machine_at():
    started = []

    def travel(moment):
        traveller = time_machine.travel(moment, tick=False)
        traveller.start()
        started.append(traveller)

    yield travel
    for traveller in started:
        traveller.stop()


def test_words_go_before_the_entry_they_belong_to(engine, ada):
    days = timedelta(days=DEFAULTS[Kept.WORDS].days + 1)
    run_jobs(engine, now=NOW + days)
    with reading(engine) as session:
        toll = session.get(ContactToll, session.exec(select(ContactToll.contact_id)).scalar_one())
        assert (toll.note, toll.glad_of, toll.toll) == (None, None, 1)
        assert session.exec(select(Case.ending_note)).scalars().all() == [None]


def test_words_beside_a_flag_that_is_over_and_a_time_to_ring_go_after_half_a_year(engine, ada):
    flag, ring = table_of(WellbeingFlag), table_of(RingMe)
    said = {flag: ("context", "answer_reason"), ring: ("best_time",)}
    over = {flag: {"cleared_at": NOW}, ring: {"asked_at": NOW, "answered_at": NOW}}
    typed = {flag: dict.fromkeys(said[flag], b"sealed"), ring: {"best_time": "after six"}}
    with transaction(engine) as session:
        for table in said:
            session.connection().execute(update(table).values(over[table] | typed[table]))

    for days, stays in ((183, True), (184, False)):
        run_jobs(engine, now=NOW + timedelta(days=days))
        with reading(engine) as session:
            for table, names in said.items():
                rows = session.connection().execute(select(*(table.c[name] for name in names)))
                found = [any(row) for row in rows]
                assert found
                assert all(found) if stays else not any(found), (table.name, days)


def test_ratings_go_a_whole_week_at_a_time_and_their_sum_stays(engine, add_actor):
    ben = add_actor(Role.SUPPORTER, name="Ben")
    monday = monday_of(week_of(NOW.date()) - 1)
    log(engine, ben, monday, toll=8)
    log(engine, ben, monday + timedelta(days=6), toll=4)
    gone = goes_on(Kept.WELLBEING, limits_with({}), monday)

    run_jobs(engine, now=at(gone - timedelta(days=1)))
    assert count(engine, table_of(ContactToll)) == 2
    run_jobs(engine, now=at(gone))
    assert count(engine, table_of(ContactToll)) == 0
    assert count(engine, table_of(Contact)) == 2
    assert sums(engine, ben) == [(2, 12)]

    with transaction(engine) as session:
        rebuild_all(session)
    assert sums(engine, ben) == [(2, 12)]


def test_correcting_an_old_contact_leaves_the_sum_of_its_expired_week_alone(engine, add_actor):
    ben = add_actor(Role.SUPPORTER, name="Ben")
    monday = monday_of(week_of(NOW.date()) - 1)
    first = log(engine, ben, monday, toll=8)
    log(engine, ben, monday, toll=4)
    later = at(goes_on(Kept.WELLBEING, limits_with({}), monday))
    run_jobs(engine, now=later)

    entry = ContactEntry(day=monday, minutes=45, format=Format.PHONE, toll=1)
    with transaction(engine) as session:
        edit_contact(session, ben, first, entry, version=1, now=later)

    assert sums(engine, ben) == [(2, 12)]
    run_jobs(engine, now=later + timedelta(days=1))
    assert count(engine, table_of(ContactToll)) == 0


def test_flags_read_the_same_before_and_after_old_ratings_went(engine, add_actor):
    ben = add_actor(Role.SUPPORTER, name="Ben")
    week = week_of(NOW.date())
    with transaction(engine) as session:
        for ago in range(1, 60):
            monday = monday_of(week - ago)
            for day in range(3):
                contact = uuid4()
                put(session, Contact, id=contact, person_id=ben.person_id, minutes=60,
                    day=monday + timedelta(days=day), format=Format.PHONE, created_at=NOW,
                    planned=True, incident=False, outside_hours=False, no_contact_made=False,
                    debrief="none", version=1)  # fmt: skip
                put(session, ContactToll, contact_id=contact, person_id=ben.person_id,
                    toll=9 if ago < 6 else 3)  # fmt: skip
        rebuild_all(session)
        refresh_flags(session, ben.person_id, now=NOW)
    before = flags(engine, ben)
    assert FlagKind.BURNOUT_RISK in {kind for kind, *_ in before}

    run_jobs(engine, now=NOW)
    with transaction(engine) as session:
        session.connection().execute(delete(table_of(FlagsAsOf)))
        refresh_flags(session, ben.person_id, now=NOW)

    assert count(engine, table_of(ContactToll)) < 59 * 3
    assert flags(engine, ben) == before


def test_a_score_stays_while_the_newest_is_compared_with_it_and_its_answers_go(engine, add_actor):
    ben = add_actor(Role.SUPPORTER, name="Ben")
    old, new = NOW.date() - timedelta(days=400), NOW.date() - timedelta(days=30)
    with transaction(engine) as session:
        for day in (old - timedelta(days=100), old, new):
            given = uuid4()
            put(session, Questionnaire, id=given, person_id=ben.person_id, instrument="cbi",
                version=1, day=day, urgent=[], recorded_at=NOW)  # fmt: skip
            put(session, QuestionnaireAnswer, questionnaire_id=given, item="P1", value=50)
            put(session, QuestionnaireScore, questionnaire_id=given, scale="work", place=1,
                title="Work", value=50.0, band="low", missing=0, asked=7)  # fmt: skip

    run_jobs(engine, now=NOW)
    with reading(engine) as session:
        assert set(session.exec(select(Questionnaire.day)).scalars()) == {old, new}
    assert count(engine, table_of(QuestionnaireAnswer)) == 1
    run_jobs(engine, now=NOW + timedelta(days=62))
    with reading(engine) as session:
        assert set(session.exec(select(Questionnaire.day)).scalars()) == {new}


def test_sign_ins_known_browsers_and_half_done_ways_in_go_each_in_its_time(engine, add_actor):
    ben = add_actor(Role.SUPPORTER, name="Ben")
    with transaction(engine) as session:
        ended, _never_ended = (
            start_session(session, person_id=ben.person_id, own_device=True, now=NOW)
            for _each in range(2)
        )
        session.flush()
        end_session(session, token_hash(ended), now=NOW)
        remember_device(session, ben.person_id, presented=None, now=NOW)
        begin_attempt(session, leads_to="/", now=NOW)

    left = {}
    for days in (0, 2, 29, 31, 59, 61, 179, 181):
        run_jobs(engine, now=NOW + timedelta(days=days, minutes=1))
        tables = map(table_of, (LoginSession, KnownDevice, OutsideAttempt))
        left[days] = tuple(count(engine, table) for table in tables)
    assert left == {
        0: (2, 1, 1),
        2: (2, 1, 0),
        29: (2, 1, 0),
        31: (1, 1, 0),  # Thirty days after the one had ended.
        59: (1, 1, 0),
        61: (0, 1, 0),  # And after the other had lapsed, at thirty days on an own device.
        179: (0, 1, 0),
        181: (0, 0, 0),
    }


def test_what_was_counted_of_failed_sign_ins_goes_after_a_month(engine):
    kept, gone = NOW - timedelta(days=29), NOW - timedelta(days=31)
    with transaction(engine) as session:
        for moment in (kept, gone):
            session.add(
                SignInThrottle(
                    key=uuid4().hex, failures=1, counted_from_at=moment, last_failed_at=moment
                )
            )
    run_jobs(engine, now=NOW)
    with reading(engine) as session:
        assert session.exec(select(SignInThrottle.last_failed_at)).scalars().all() == [kept]


def test_a_month_after_leaving_nothing_of_the_wellbeing_lane_is_left(engine, ada):
    with transaction(engine) as session:
        person = session.get(Person, ada.person_id)
        person.left_at, person.active = NOW, False
    run_jobs(engine, now=NOW + timedelta(days=30))
    assert count(engine, table_of(ContactToll)) == 1
    run_jobs(engine, now=NOW + timedelta(days=31))

    with reading(engine) as session:
        for one in PERSONAL:
            mine = select(func.count()).select_from(one.table)
            there = session.connection().execute(mine.where(one.belongs_to(ada.person_id)))
            if one.lane is Lane.WELLBEING:
                assert there.scalar_one() == 0, one.section
        assert session.exec(select(Case.ending_note)).scalars().all() == [None]
    assert count(engine, table_of(Contact)) == 1


@pytest.mark.parametrize("planned", [None, NOW + timedelta(days=60)])
def test_an_account_that_somebody_closes_loses_its_wellbeing_lane_as_well(
    engine, add_actor, ada, planned
):
    ann = add_actor(Role.ADMINISTRATOR, name="Ann", team=None)
    with transaction(engine) as session:
        session.get(Person, ada.person_id).left_at = planned
        deactivate(session, ann, ada.person_id, now=NOW)
    run_jobs(engine, now=NOW + timedelta(days=30))
    assert count(engine, table_of(ContactToll)) == 1
    run_jobs(engine, now=NOW + timedelta(days=31))
    assert count(engine, table_of(ContactToll)) == 0


def test_a_year_after_leaving_the_training_goes_and_after_two_the_name(engine, ada):
    with transaction(engine) as session:
        person = session.get(Person, ada.person_id)
        person.left_at, person.active = NOW, False
    run_jobs(engine, now=NOW + timedelta(days=366))
    assert count(engine, table_of(Completion)) == 1
    run_jobs(engine, now=NOW + timedelta(days=368))
    assert count(engine, table_of(Completion)) == 0
    run_jobs(engine, now=NOW + timedelta(days=733))
    with reading(engine) as session:
        assert session.get(Person, ada.person_id) is None


def test_an_administrator_chooses_and_everybody_reads_it(engine, add_actor):
    ann = add_actor(Role.ADMINISTRATOR, name="Ann", team=None)
    ben = add_actor(Role.SUPPORTER, name="Ben")
    with transaction(engine) as session:
        set_limit(session, ann, Kept.WORDS, 90, now=NOW)
    with reading(engine) as session:
        mine = {row.kept: row for row in kept_for(session, ben)}
        theirs = {row.kept: row for row in kept_for(session, ann)}
        assert (mine[Kept.WORDS].days, mine[Kept.WORDS].chosen_by) == (90, "")
        assert theirs[Kept.WORDS].chosen_by == "Ann"
        assert mine[Kept.WORK].chosen_at is None
        said = session.exec(select(AuditEntry.event, AuditEntry.detail)).all()
    assert (AuditEvent.SETTINGS_CHANGED, "kept: words 183 -> 90 days") in said


def test_an_impossible_limit_is_refused_and_nobody_else_may_choose(engine, add_actor):
    ann = add_actor(Role.ADMINISTRATOR, name="Ann", team=None)
    with transaction(engine) as session:
        with pytest.raises(InvalidValue, match="Words belong"):
            set_limit(session, ann, Kept.WORDS, 500, now=NOW)
        with pytest.raises(NotAllowed):
            set_limit(session, a_coordinator(), Kept.WORDS, 90, now=NOW)


def a_coordinator():
    return Actor(uuid4(), "Ben", frozenset({Role.COORDINATOR}), None, frozenset())


def at(day: date) -> datetime:
    return datetime.combine(day, NOW.timetz())


def log(engine, actor, day, *, toll):
    with transaction(engine) as session:
        entry = ContactEntry(day=day, minutes=30, format=Format.PHONE, toll=toll)
        return log_contact(session, actor, entry, now=NOW)


def put(session, model, **values):
    session.connection().execute(insert(table_of(model)), values)


def sums(engine, actor):
    with reading(engine) as session:
        mine = select(StrainWeek.tolls, StrainWeek.toll_sum)
        rows = session.exec(mine.where(StrainWeek.person_id == actor.person_id))
        return [tuple(row) for row in rows]


def flags(engine, actor):
    found = []
    with reading(engine) as session:
        for model in (WellbeingFlag, WorkFlag):
            table = table_of(model)
            mine = select(table.c.kind, table.c.subject, table.c.level, table.c.findings)
            rows = session.connection().execute(mine.where(table.c.person_id == actor.person_id))
            found += [tuple(row) for row in rows]
    return sorted(found, key=str)
