"""What a person reads about their own work and weeks: theirs alone, in few statements."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from core.database import reading, transaction
from core.models import Contact, Organisation, RingMe, Threshold
from core.queries.access import own_sessions
from core.queries.contacts import log_defaults, own_contact_count, own_contacts
from core.queries.flags import own_flags
from core.queries.people import actor_for, organisation
from core.queries.thresholds import thresholds_in_force
from core.queries.today import Ground, own_today
from core.queries.wellbeing import own_weeks
from core.rules.dates import week_of
from core.services.access import start_session
from core.services.cases import close_case, open_case
from core.services.contacts import log_contact
from core.services.flags import refresh_flags
from core.services.pauses import start_pause
from core.services.pulses import record_pulse
from core.services.questionnaires import record_answers
from core.ui.today_parts import level_in_words
from core.vocabulary import FlagKind, Format, Frequency, Level, PulseItem, Role
from tests.services.work import TODAY, at_week, entry, log_weeks
from tests.support import NOW

pytestmark = pytest.mark.storage


def test_the_log_starts_as_last_time_with_the_last_used_case_first(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    one, two, done = (
        open_case(session, ada, code=code, frequency=Frequency.WEEKLY, now=NOW)
        for code in ("K-1", "K-2", "K-3")
    )
    later = NOW + timedelta(hours=1)
    log_contact(session, ada, entry(case_ids=(one,), minutes=20), now=NOW)
    log_contact(session, ada, entry(case_ids=(done,)), now=NOW)
    last = entry(case_ids=(two,), minutes=75, format=Format.VIDEO, toll=9)
    log_contact(session, ada, last, now=later)
    close_case(session, ada, done, now=later)

    start = log_defaults(session, ada, now=later)

    assert [case.code for case in start.cases] == ["K-2", "K-1"]
    assert (start.case_id, start.minutes, start.format) == (two, 75, Format.VIDEO)
    assert start.today == TODAY


def test_the_first_log_starts_plainly(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    start = log_defaults(session, ada, now=NOW)
    assert (start.case_id, start.minutes, start.format) == (None, 60, Format.IN_PERSON)
    assert start.cases == ()


def test_a_case_closed_since_is_not_chosen_again(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    case = open_case(session, ada, code="K-1", frequency=Frequency.WEEKLY, now=NOW)
    log_contact(session, ada, entry(case_ids=(case,)), now=NOW)
    close_case(session, ada, case, now=NOW)
    assert log_defaults(session, ada, now=NOW).case_id is None


def test_the_list_shows_ones_own_contacts_newest_first(add_actor, session):
    ada, bea = add_actor(Role.SUPPORTER), add_actor(Role.SUPPORTER, name="Bea")
    case = open_case(session, ada, code="K-1", frequency=Frequency.WEEKLY, now=NOW)
    log_contact(session, bea, entry(toll=9), now=NOW)
    for back in (5, 1, 3):
        day = TODAY - timedelta(days=back)
        log_contact(session, ada, entry(day=day, toll=back, case_ids=(case,)), now=NOW)
    log_contact(session, ada, entry(note="words"), now=NOW)

    rows = own_contacts(session, ada, limit=3)

    assert [row.toll for row in rows] == [None, 1, 3]
    assert [row.codes for row in rows] == [(), ("K-1",), ("K-1",)]
    assert [row.has_words for row in rows] == [True, False, False]
    assert [row.toll for row in own_contacts(session, ada, limit=3, offset=3)] == [5]
    assert own_contact_count(session, ada) == 4


def test_weeks_carry_the_persons_own_band_and_keep_their_gaps(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    log_weeks(session, ada, [4, 3, 4, 5, 4, 3, 4, 5], first=0)
    log_weeks(session, ada, [5, 4], first=9)
    now = at_week(11)
    log_contact(session, ada, entry(day=TODAY + timedelta(weeks=11), toll=8), now=now)

    weeks = own_weeks(session, ada, now=now)

    first = week_of(TODAY)
    assert [point.week for point in weeks.points] == list(range(first, first + 12))
    gap, judged, present = weeks.points[8], weeks.points[9], weeks.points[-1]
    assert (gap.toll_mean, gap.minutes, gap.contacts) == (None, None, 0)
    assert judged.low < judged.usual < judged.high < judged.high_line
    assert judged.watch_line < judged.high_line
    assert (present.closed, present.toll_mean, present.heavy) == (False, 8.0, 1)
    assert weeks.weeks_missing == 0
    assert weeks.usual_toll == pytest.approx(4.0, abs=0.2)


def test_too_few_weeks_say_how_many_are_missing(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    log_weeks(session, ada, [4, 3, 4], first=0)
    weeks = own_weeks(session, ada, now=at_week(3))
    assert weeks.level is Level.NOT_ENOUGH_DATA
    assert weeks.weeks_missing == 6
    assert weeks.not_enough.startswith("Not enough data yet: 3 weeks with an entry so far; 6 more")
    assert all(point.usual is None for point in weeks.points)


def test_a_person_without_entries_has_no_weeks(add_actor, session):
    weeks = own_weeks(session, add_actor(Role.SUPPORTER), now=NOW)
    assert weeks.points == ()
    assert weeks.level is Level.NOT_ENOUGH_DATA


def test_a_pulse_below_three_core_answers_is_unobserved(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    record_pulse(session, ada, {PulseItem.ENERGY: 1, PulseItem.SLEEP: 1}, now=NOW)
    record_pulse(
        session,
        ada,
        {PulseItem.ENERGY: 1, PulseItem.SLEEP: 3, PulseItem.WORTHWHILE: 5},
        now=at_week(1),
    )
    checks = [point.check for point in own_weeks(session, ada, now=at_week(2)).points]
    assert checks == [None, 5.0]


def test_today_says_how_the_week_looks(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    log_contact(session, ada, entry(toll=4), now=NOW)
    log_contact(session, ada, entry(toll=7, minutes=30), now=NOW)
    log_contact(session, ada, entry(day=TODAY - timedelta(days=7)), now=NOW)

    today = own_today(session, ada, now=NOW)

    assert (today.contacts_this_week, today.minutes_this_week) == (2, 75)
    assert today.toll_this_week == 5.5
    assert today.usual_toll is None
    assert (today.ring_me, today.pause) == (None, None)


def test_a_level_that_rests_on_a_questionnaire_is_not_said_of_the_weeks(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    log_weeks(session, ada, [4, 3, 4, 5, 4, 3, 5, 4, 4, 4], first=0)
    record_answers(session, ada, "cbi", {f"P{n}": 50 for n in range(1, 7)}, now=at_week(9))

    today = own_today(session, ada, now=at_week(10))

    assert (today.level, today.ground) == (Level.WATCH, Ground.RESULT)
    assert level_in_words(today) == "A questionnaire result of yours stands out: keep an eye on it."


def test_a_level_that_rests_on_the_weeks_is_said_of_them(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    log_weeks(session, ada, [4, 3, 4, 5, 4, 3, 5, 4, 6, 7, 7, 8, 8], first=0)
    today = own_today(session, ada, now=at_week(13))
    assert level_in_words(today) == "Your last weeks run above your usual: worth a talk."


def test_today_says_that_a_pause_is_on(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    start_pause(session, ada, starts_on=TODAY, now=NOW)
    assert own_today(session, ada, now=NOW).pause.starts_on == TODAY


def test_today_shows_an_open_request_to_be_rung(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    session.add(RingMe(person_id=ada.person_id, best_time="evenings", asked_at=NOW))
    session.flush()
    ring_me = own_today(session, ada, now=NOW).ring_me
    assert (ring_me.best_time, ring_me.asked_at) == ("evenings", NOW)


def test_the_highest_version_of_a_limit_is_in_force(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    given = {
        "unit": "hours",
        "lowest": 1,
        "highest": 60,
        "source": "our trustees",
        "is_default": False,
        "changed_at": NOW,
    }
    for version, value in ((2, 2.0), (3, 1.0)):
        session.add(Threshold(key="hours_week.high", version=version, value=value, **given))
    session.add(Threshold(key="gone", version=1, value=2, **given))
    session.flush()
    limit = thresholds_in_force(session)["hours_week.high"]
    assert (limit.value, limit.version, limit.source) == (1.0, 3, "our trustees")
    assert thresholds_in_force(session).value("hours_week.watch") == 8

    log_contact(session, ada, entry(minutes=90), now=NOW)

    (view,) = own_flags(session, ada, now=NOW)
    assert (view.kind, view.subject, view.level) == (
        FlagKind.CASELOAD,
        "hours_week",
        Level.HIGH,
    )
    assert view.findings[0].version == 3


@pytest.fixture
def counted(engine):
    statements = []

    def count(_connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    yield statements
    event.remove(engine, "before_cursor_execute", count)


def test_saving_a_contact_takes_a_fixed_small_number_of_statements(add_actor, engine, counted):
    ada = add_actor(Role.SUPPORTER)
    with transaction(engine) as session:
        case = open_case(session, ada, code="K-1", frequency=Frequency.WEEKLY, now=NOW)
        refresh_flags(session, ada.person_id, now=NOW)
    seen = []
    for _ in range(3):
        counted.clear()
        with transaction(engine) as session:
            log_contact(session, ada, entry(toll=5, case_ids=(case,)), now=NOW)
        seen.append(len(counted))
    assert len(set(seen)) == 1
    locks = 2 if engine.dialect.name == "postgresql" else 0
    assert seen[0] - locks <= 10


def test_a_transaction_reads_the_organisation_once_and_the_next_one_anew(
    add_actor, engine, counted
):
    ada = add_actor(Role.SUPPORTER)
    with reading(engine) as session:
        counted.clear()
        actor_for(session, ada.person_id, now=NOW)
        assert organisation(session).time_zone == "Europe/London"
        assert len(counted) == 1
    with transaction(engine) as session:
        session.get_one(Organisation, 1).time_zone = "Asia/Tokyo"
    with reading(engine) as session:
        assert [organisation(session).time_zone for _ in range(2)] == ["Asia/Tokyo"] * 2


def test_ones_own_screens_read_in_few_statements_however_much_there_is(add_actor, engine, counted):
    ada = add_actor(Role.SUPPORTER)
    seen = []
    for rounds in (1, 12):
        with transaction(engine) as session:
            for back in range(rounds):
                day = TODAY - timedelta(days=back)
                log_contact(session, ada, entry(day=day, toll=3), now=NOW)
                start_session(session, person_id=ada.person_id, now=NOW)
        counted.clear()
        with reading(engine) as session:
            own_contacts(session, ada)
            log_defaults(session, ada, now=NOW)
            own_weeks(session, ada, now=NOW)
            own_today(session, ada, now=NOW)
            own_flags(session, ada, now=NOW)
            own_sessions(session, ada, now=NOW)
        seen.append(len(counted))
    assert seen[0] == seen[1] <= 16


def test_nobody_reads_somebody_elses_weeks(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    cora = add_actor(Role.COORDINATOR, name="Cora", coordinates=("North",))
    log_contact(session, ada, entry(toll=9), now=NOW)
    assert own_weeks(session, cora, now=NOW).points == ()
    assert own_contacts(session, cora) == []
    assert own_today(session, cora, now=NOW).contacts_this_week == 0
    assert session.exec(select(Contact)).one().person_id == ada.person_id
