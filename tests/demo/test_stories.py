"""What can be found in the invented organisation, on whatever day it is built."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from core.database import reading
from core.demo import stories
from core.demo.calendar import Calendar
from core.demo.cast import BY_NAME, CAST, COORDINATORS, DUNES, HARBOUR, LIGHTHOUSE, TEAMS
from core.demo.people import actor_of, person_id, team_id
from core.jobs.nightly import run_jobs
from core.models import (
    Contact,
    Cover,
    FollowUp,
    FollowUpNote,
    Pause,
    Person,
    Questionnaire,
    Release,
    RingMe,
    WellbeingFlag,
    WorkFlag,
)
from core.models.base import open_words
from core.queries.completion import completion_matrix, due_list, waiting_for_confirmation
from core.queries.people import actor_for
from core.queries.shared import shared_with_me
from core.queries.sharing import own_sharing
from core.services.questionnaire_offers import own_scores
from core.vocabulary import FollowUpState, Outcome, ShareTopic, TrainingState
from tests.demo.looking import CALM, TOLD, flags_up, waiting_in


@pytest.fixture
def calendar(demo) -> Calendar:
    return Calendar(demo.now, "Europe/London")


@pytest.fixture
def session(demo) -> Iterator[Session]:
    with reading(demo.engine) as opened:
        yield opened


@pytest.fixture
def raised(session):
    return flags_up(session)


@pytest.fixture
def queue(session):
    return waiting_in(session)


def test_each_story_raises_exactly_what_it_tells(raised):
    assert {name: raised[name] for name in TOLD} == {n: set(s.raises) for n, s in TOLD.items()}


def test_nobody_else_has_a_flag(raised):
    assert {name: raised[name] for name in CALM if raised[name]} == {}


def test_each_story_asks_a_coordinator_exactly_for_what_it_tells(queue):
    assert {name: set(queue[name]) for name in TOLD} == {n: set(s.asks) for n, s in TOLD.items()}
    assert {name: queue[name] for name in CALM if queue[name]} == {}
    assert all(len(reasons) == len(set(reasons)) for reasons in queue.values())


def test_a_queue_holds_a_handful(queue):
    waiting = Counter(BY_NAME[name].team for name, reasons in queue.items() for _ in reasons)

    assert 4 <= waiting[HARBOUR] <= 7
    assert 2 <= waiting[LIGHTHOUSE] <= 7
    assert waiting[DUNES] == 0


def flag_and_follow_up(session, story):
    who = person_id(BY_NAME[story.person])
    flag = session.exec(select(WellbeingFlag).where(WellbeingFlag.person_id == who)).one()
    return flag, session.exec(select(FollowUp).where(FollowUp.source_id == flag.id)).one()


def test_a_shared_flag_reaches_the_queue_two_days_after_the_person_saw_it(session, demo):
    flag, asked = flag_and_follow_up(session, stories.STEP)

    assert asked.opened_at == flag.raised_at + timedelta(hours=48)
    assert asked.due_at < demo.now


def test_a_flag_that_was_kept_back_reaches_the_queue_when_it_is_shared(session, demo):
    flag, asked = flag_and_follow_up(session, stories.DRIFT)

    assert asked.opened_at == demo.now - timedelta(hours=30)
    assert flag.raised_at < asked.opened_at - timedelta(hours=48)


def test_few_answers_are_overdue(session, demo):
    waiting = session.exec(
        select(FollowUp.person_id).where(
            FollowUp.state == FollowUpState.OPEN, FollowUp.due_at < demo.now
        )
    ).all()

    late = (stories.STEP, stories.OPEN_INCIDENT)
    assert set(waiting) == {person_id(BY_NAME[story.person]) for story in late}


def test_a_coordinator_sees_what_was_shared_and_nothing_else(session, calendar, demo):
    lead = actor_of(session, COORDINATORS[HARBOUR], calendar)

    seen = {person.name: person for person in shared_with_me(session, lead, now=demo.now)}

    assert stories.SHARES_NOTHING.person not in seen
    shared = {stories.DRIFT.person, stories.STEP.person, stories.BOUNDARY_SIGNS.person}
    assert shared <= seen.keys()
    [signals] = seen[stories.DRIFT.person].flags
    [answers] = seen[stories.STEP.person].flags
    assert signals.reasons
    assert not signals.sentences
    assert answers.sentences


def test_a_flag_of_yesterday_is_still_the_persons_alone(session, calendar, demo):
    lead = actor_of(session, COORDINATORS[LIGHTHOUSE], calendar)
    name = stories.STILL_ALONE.person

    def seen(at):
        return {each.name for each in shared_with_me(session, lead, now=at)}

    assert name not in seen(demo.now)
    assert name in seen(demo.now + timedelta(hours=28))


def test_everybody_but_one_has_chosen_what_to_share(session):
    undecided = session.exec(
        select(Person.display_name).where(col(Person.sharing_chosen_at).is_(None))
    ).all()

    assert undecided == [stories.UNDECIDED.person]


def test_somebody_shares_nothing_and_says_so(session, calendar):
    noor = actor_of(session, BY_NAME[stories.SHARES_NOTHING.person], calendar)

    assert (
        own_sharing(session, noor, now=calendar.now).choices[ShareTopic.STRAIN].value == "nothing"
    )


def test_the_pause_is_on_and_nobody_writes_during_it(session, calendar):
    who = person_id(BY_NAME[stories.PAUSED.person])
    pause = session.exec(select(Pause).where(Pause.person_id == who)).one()

    assert pause.starts_on <= calendar.today < pause.returns_on
    newest = max(session.exec(select(Contact.day).where(Contact.person_id == who)))
    assert newest < pause.starts_on


def test_the_request_to_be_rung_waits(session):
    waiting = session.exec(select(RingMe).where(col(RingMe.answered_at).is_(None))).one()

    assert waiting.person_id == person_id(BY_NAME[stories.RING_ME.person])


def test_a_follow_up_was_resolved_with_words_and_an_outcome(session):
    who = person_id(BY_NAME[stories.RESOLVED.person])
    row = session.exec(select(FollowUp).where(FollowUp.person_id == who)).one()
    notes = session.exec(select(FollowUpNote).where(FollowUpNote.follow_up_id == row.id)).all()

    assert (row.state, row.outcome) == (FollowUpState.RESOLVED, Outcome.TALKED)
    assert any(
        "done in a pair" in open_words(n.text, "follow_up_note.text", n.id, who) for n in notes
    )


def test_figures_of_the_small_team_stay_hidden(session):
    shown = Counter(session.exec(select(Release.team_id).where(col(Release.value).is_not(None))))
    hidden = Counter(session.exec(select(Release.team_id).where(col(Release.value).is_(None))))

    assert shown[team_id(DUNES)] == 0
    assert hidden[team_id(DUNES)] >= 50
    assert shown[team_id(HARBOUR)] >= 40
    assert shown[team_id(LIGHTHOUSE)] >= 40


def test_every_team_is_coordinated_and_one_is_covered(session, calendar, demo):
    assert set(COORDINATORS) == set(TEAMS)
    cover = session.exec(select(Cover)).one()
    assert cover.from_day <= calendar.today <= cover.until_day
    standing_in = actor_for(session, cover.cover_id, now=demo.now)
    assert standing_in is not None
    assert standing_in.coordinates == {team_id(LIGHTHOUSE), team_id(DUNES)}


def test_training_has_one_expired_one_ending_and_one_to_confirm(session, calendar, demo):
    lead = actor_of(session, next(m for m in CAST if m.team is None), calendar)

    matrix = completion_matrix(session, lead, now=demo.now)

    assert {
        (each.person.name, each.module.code): each.standing.state
        for each in due_list(matrix)
        if each.person.name != stories.UNDECIDED.person
    } == {
        (stories.SAFEGUARDING_EXPIRED.person, "t04"): TrainingState.EXPIRED,
        ("Gwen Ashworth", "t02"): TrainingState.EXPIRING,
    }
    [waiting] = waiting_for_confirmation(session, lead)
    assert waiting.person == "Rhys Morgan"


def test_the_night_finds_nothing_left_to_do(demo, raised, queue):
    before = raised, queue

    done = run_jobs(demo.engine, now=demo.now)

    # Open incidents and debriefs are looked at by the hour, whatever day the flags are of.
    assert done.people <= len((stories.OPEN_INCIDENT, stories.DEBRIEF_WANTED))
    assert (done.follow_ups, done.releases) == (0, 0)
    with reading(demo.engine) as session:
        assert (flags_up(session), waiting_in(session)) == before


def test_nothing_lies_ahead_of_now(session, calendar, demo):
    assert max(session.exec(select(Contact.day))) <= calendar.today
    assert max(session.exec(select(Contact.created_at))) <= demo.now
    for model in (WorkFlag, WellbeingFlag):
        assert all(f.changed_at <= demo.now for f in session.exec(select(model)))
    assert all(f.opened_at <= demo.now for f in session.exec(select(FollowUp)))


def test_results_with_a_history_can_be_looked_at_and_none_is_urgent(session, calendar):
    ines = actor_of(session, BY_NAME[stories.DRIFT.person], calendar)
    known = {one.id: one for one in own_scores(session, ines)}

    assert {"cbi", "proqol5", "single_item_burnout"} <= known.keys()
    assert all(len(known[name].results) >= 2 for name in ("cbi", "proqol5"))
    assert not session.exec(select(WellbeingFlag).where(col(WellbeingFlag.urgent))).all()
    people = session.exec(select(Questionnaire.person_id).distinct()).all()
    assert len(people) >= 15
    assert len(people) < sum(member.keeps_diary for member in CAST)
