"""What flags rest on: one person's own entries, those that are there, and nothing else."""

from datetime import timedelta
from random import Random

import pytest
from sqlmodel import select

from core.models import WellbeingFlag, WellbeingFlagChange, WorkFlag, WorkFlagChange
from core.queries.contacts import own_contacts
from core.queries.flag_facts import person_facts
from core.queries.wellbeing import own_weeks
from core.services.boundary_checks import record_check
from core.services.cases import open_case
from core.services.contacts import delete_contact, log_contact
from core.services.flags import refresh_flags
from core.services.meetings import record_meeting
from core.services.packs import packs
from core.services.pulses import record_pulse
from core.services.questionnaires import delete_answers, record_answers
from core.services.rollups import rebuild_all
from core.services.verdicts import KINDS, Moment, verdicts_at
from core.vocabulary import (
    BoundaryTheme,
    Debrief,
    Frequency,
    Level,
    MeetingKind,
    PulseItem,
    Role,
)
from tests.services.work import TODAY, at_week, entry
from tests.support import NOW

pytestmark = pytest.mark.storage
WEEKS = 14
SEEDS = range(6)
END = at_week(WEEKS)
LAST_DAY = TODAY + timedelta(weeks=WEEKS)


def some_contact(rng, cases, week):
    return entry(
        day=TODAY + timedelta(weeks=week),
        minutes=rng.choice((20, 45, 200, 300)),
        case_ids=tuple(rng.sample(cases, rng.choice((0, 1, 1, 2)))),
        toll=rng.choice((None, 2, 3, 8, 9)),
        grey_theme=rng.choice((None, None, None, *BoundaryTheme)),
        outside_hours=rng.random() < 0.3,
        incident=rng.random() < 0.1,
        debrief=rng.choice((Debrief.NONE, Debrief.TAKEN, Debrief.WANTED)),
    )


def look_every_night(session, actor, moment):
    """Look at flags as the job of the night does, in the week before a moment."""
    for days in range(6, -1, -1):
        night = (moment - timedelta(days=days)).replace(hour=2)
        refresh_flags(session, actor.person_id, now=max(night, NOW))


def live(session, actor, seed, *, nights=False):
    """Log some random months."""
    rng = Random(seed)
    cases = [
        open_case(
            session,
            actor,
            code=f"case {seed} {n}",
            frequency=rng.choice(list(Frequency)),
            agreed_weeks=rng.choice((None, 4, 52)),
            now=NOW,
        )
        for n in range(4)
    ]
    for week in range(WEEKS):
        moment = at_week(week)
        if nights:
            look_every_night(session, actor, moment)
        for _ in range(rng.choice((0, 1, 2))):
            log_contact(session, actor, some_contact(rng, cases, week), now=moment)
        if rng.random() < 0.4:
            answers = {item: rng.choice((None, 1, 3, 5)) for item in PulseItem}
            record_pulse(session, actor, answers | {PulseItem.ENERGY: 2}, now=moment)
        if week in (2, 5):
            ask(session, actor, rng, "cbi" if week == 2 else "proqol5", now=moment)
        if rng.random() < 0.2:
            signs = rng.sample(("dependency", "special_case", "over_time", "gift"), 2)
            record_check(session, actor, signs, now=moment)
        if rng.random() < 0.1:
            day = TODAY + timedelta(weeks=week)
            record_meeting(
                session,
                actor,
                person_id=actor.person_id,
                kind=MeetingKind.SUPERVISION,
                day=day,
                now=moment + timedelta(hours=1),
            )
    if nights:
        look_every_night(session, actor, END)
    return rng, cases


def ask(session, actor, rng, instrument, *, now):
    """Answer a questionnaire at random."""
    pack = packs()[instrument]
    answers = {
        item.id: rng.choice([option.value for option in pack.scales[item.scale]])
        for item in pack.items
    }
    return record_answers(session, actor, instrument, answers, now=now)


def judged(session, actor):
    person = person_facts(session, actor.person_id, today=LAST_DAY, time_zone="Europe/London")
    found = verdicts_at(session, person, KINDS, Moment(END, LAST_DAY))
    return {(one.kind, one.subject): one for one in found}


def stored(session, actor):
    found = []
    for table in (WorkFlag, WellbeingFlag):
        rows = session.exec(
            select(table)
            .where(table.person_id == actor.person_id)
            .execution_options(populate_existing=True)
        )
        found += [
            (row.kind, row.subject, row.level, row.urgent, row.cleared_at, str(row.findings))
            for row in rows
        ]
    return sorted(found, key=str)


def up(rows):
    return [row for row in rows if row[4] is None]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_flag_of_one_person_depends_on_another(add_actor, session, seed):
    ada, bea = add_actor(Role.SUPPORTER), add_actor(Role.SUPPORTER, name="Bea")
    live(session, ada, seed)
    alone = judged(session, ada)
    refresh_flags(session, ada.person_id, now=END)
    before = stored(session, ada)

    live(session, bea, seed + 100)
    refresh_flags(session, bea.person_id, now=END)
    refresh_flags(session, ada.person_id, now=END)

    assert alone
    assert judged(session, ada) == alone
    assert stored(session, ada) == before


@pytest.mark.parametrize("seed", SEEDS)
def test_a_deleted_entry_leaves_no_trace_in_level_or_reasons(add_actor, session, seed):
    ada = add_actor(Role.SUPPORTER)
    rng, cases = live(session, ada, seed, nights=True)
    refresh_flags(session, ada.person_id, now=END)
    without, before = judged(session, ada), stored(session, ada)

    known = {row.id for row in own_contacts(session, ada, limit=200)}
    for week in rng.sample(range(WEEKS - 4, WEEKS + 1), 4):
        log_contact(session, ada, some_contact(rng, cases, week), now=END)
    added = {row.id for row in own_contacts(session, ada, limit=200)} - known
    for contact_id in added:
        delete_contact(session, ada, contact_id, now=END)

    assert len(added) == 4
    assert judged(session, ada) == without
    after = stored(session, ada)
    assert up(after) == up(before)
    # An old flag that lost its ground while they were there is gone; nothing is there besides.
    # What an ended one last said is told anew, from the moments at which something was entered.
    assert {row[:5] for row in after} <= {row[:5] for row in before}


@pytest.mark.parametrize("seed", SEEDS)
def test_deleted_answers_leave_no_trace_in_level_or_reasons(add_actor, session, seed):
    ada = add_actor(Role.SUPPORTER)
    rng, _cases = live(session, ada, seed, nights=True)
    refresh_flags(session, ada.person_id, now=END)
    without, before = judged(session, ada), stored(session, ada)

    added = [
        ask(session, ada, rng, name, now=END) for name in ("cbi", "proqol5", "single_item_burnout")
    ]
    for questionnaire_id in added:
        delete_answers(session, ada, questionnaire_id, now=END)

    assert judged(session, ada) == without
    assert stored(session, ada) == before


@pytest.mark.parametrize("seed", SEEDS)
def test_flags_kept_week_by_week_are_those_judged_from_scratch(add_actor, session, seed):
    ada = add_actor(Role.SUPPORTER)
    live(session, ada, seed)
    refresh_flags(session, ada.person_id, now=END)
    kept = {
        (kind, subject): (level, said)
        for kind, subject, level, _u, _c, said in up(stored(session, ada))
    }

    rebuild_all(session)

    scratch = judged(session, ada)
    assert {key: level for key, (level, _said) in kept.items()} == {
        key: one.level for key, one in scratch.items()
    }
    for key, verdict in scratch.items():
        assert all(finding.sentence in kept[key][1] for finding in verdict.findings)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_entry_within_a_week_does_not_matter(add_actor, session, seed):
    ada, bea = add_actor(Role.SUPPORTER), add_actor(Role.SUPPORTER, name="Bea")
    rng = Random(seed)
    for week in range(WEEKS):
        monday_on = TODAY + timedelta(weeks=week) - timedelta(days=2)
        entries = [
            entry(
                day=monday_on + timedelta(days=rng.randint(0, 2)),
                minutes=rng.choice((20, 45, 200)),
                toll=rng.choice((None, 2, 3, 8, 9)),
                grey_theme=rng.choice((None, None, *BoundaryTheme)),
                debrief=rng.choice((Debrief.NONE, Debrief.TAKEN)),
            )
            for _ in range(3)
        ]
        for actor in (ada, bea):
            for made in rng.sample(entries, len(entries)):
                log_contact(session, actor, made, now=at_week(week))

    assert judged(session, ada)
    assert judged(session, ada) == judged(session, bea)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_answer_never_turns_missing_data_into_steady(add_actor, session, seed):
    ada = add_actor(Role.SUPPORTER)
    rng = Random(seed)
    for week in range(6):
        log_contact(
            session, ada, entry(day=TODAY + timedelta(weeks=week), toll=3), now=at_week(week)
        )
    assert own_weeks(session, ada, now=at_week(7)).level is Level.NOT_ENOUGH_DATA

    ask(session, ada, rng, rng.choice(("cbi", "proqol5")), now=at_week(7))
    record_pulse(session, ada, dict.fromkeys(PulseItem, rng.randint(1, 5)), now=at_week(7))

    assert own_weeks(session, ada, now=at_week(8)).level is not Level.STEADY


def test_nothing_of_the_life_of_a_removed_flag_stays(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    contact = log_contact(session, ada, entry(minutes=300), now=NOW)
    assert session.exec(select(WorkFlagChange)).all()

    delete_contact(session, ada, contact, now=NOW)

    assert session.exec(select(WorkFlagChange)).all() == []
    assert session.exec(select(WellbeingFlagChange)).all() == []
