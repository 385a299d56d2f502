"""What flags rest on: one person's own entries, those that are there, and nothing else."""

from datetime import timedelta
from random import Random

import pytest
from sqlmodel import select

from core.models import WellbeingFlag, WellbeingFlagChange, WorkFlag, WorkFlagChange
from core.queries.contacts import own_contacts
from core.queries.flag_facts import person_facts
from core.services.boundary_checks import record_check
from core.services.cases import open_case
from core.services.contacts import delete_contact, log_contact
from core.services.flags import refresh_flags
from core.services.meetings import record_meeting
from core.services.pulses import record_pulse
from core.services.verdicts import KINDS, Moment, verdicts_at
from core.vocabulary import BoundaryTheme, Debrief, Frequency, MeetingKind, PulseItem, Role
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


def live(session, actor, seed):
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
        for _ in range(rng.choice((0, 1, 2))):
            log_contact(session, actor, some_contact(rng, cases, week), now=moment)
        if rng.random() < 0.4:
            answers = {item: rng.choice((None, 1, 3, 5)) for item in PulseItem}
            record_pulse(session, actor, answers | {PulseItem.ENERGY: 2}, now=moment)
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
    return rng, cases


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
    rng, cases = live(session, ada, seed)
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
    assert set(after) <= set(before)


def test_nothing_of_the_life_of_a_removed_flag_stays(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    contact = log_contact(session, ada, entry(minutes=300), now=NOW)
    assert session.exec(select(WorkFlagChange)).all()

    delete_contact(session, ada, contact, now=NOW)

    assert session.exec(select(WorkFlagChange)).all() == []
    assert session.exec(select(WellbeingFlagChange)).all() == []
