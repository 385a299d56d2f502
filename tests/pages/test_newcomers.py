"""Somebody new, told as stories: a fellow supporter to ring, and the talk at week 16."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.clock import utc_now
from core.database import reading, transaction
from core.models import Meeting
from core.services.boundary_checks import record_check
from core.services.pulses import record_pulse
from core.vocabulary import MeetingKind, PulseItem, Role

TODAY = "supporter/today"
BUDDY = "A fellow supporter to ring"
TALK = "16 weeks in the role: a talk about the start"


@pytest.fixture
def new(add_actor):
    """Return a function that makes somebody who came so many days ago."""

    def came(days):
        return add_actor(Role.SUPPORTER, joined_on=utc_now().date() - timedelta(days=days))

    return came


def short_ones_done(engine, actor):
    with transaction(engine) as session:
        record_pulse(session, actor, {PulseItem.ENERGY: 3}, now=utc_now())
        record_check(session, actor, [], now=utc_now())


def titles(app):
    return [words.value.split("**")[1] for words in app.markdown if "**" in words.value]


def meetings(engine):
    with reading(engine) as session:
        return [row.kind for row in session.exec(select(Meeting))]


@pytest.mark.parametrize(("days", "shown"), [(111, False), (112, True), (139, True), (140, False)])
def test_the_talk_at_week_16_is_due_in_its_weeks(open_page, new, days, shown):
    assert (TALK in titles(open_page(new(days), TODAY))) is shown


def test_a_talk_that_took_place_is_recorded_as_supervision_and_gone(open_page, engine, new):
    app = open_page(new(113), TODAY)
    app.button(key="newcomer_talked").click().run()
    assert meetings(engine) == [MeetingKind.SUPERVISION]
    assert TALK not in titles(app)


def test_the_talk_can_be_put_off(open_page, engine, new):
    app = open_page(new(113), TODAY)
    app.button(key="not_now").click().run()
    assert not app.exception
    assert TALK not in titles(app)
    assert meetings(engine) == []


def test_somebody_new_is_offered_a_fellow_supporter_to_ring(open_page, engine, new):
    kofi = new(3)
    short_ones_done(engine, kofi)
    app = open_page(kofi, TODAY)
    assert BUDDY in titles(app)
    app.button(key="newcomer_talked").click().run()
    assert meetings(engine) == [MeetingKind.TEAM]
    assert BUDDY not in titles(app)


def test_whoever_is_not_new_is_not_offered_one(open_page, engine, new):
    old = new(121)
    short_ones_done(engine, old)
    assert BUDDY not in titles(open_page(old, TODAY))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (20, "New in the role, week 3: a fellow supporter to ring helps."),
        (111, "New in the role, week 16: a fellow supporter to ring helps."),
        (112, "• 16 weeks in the role: a talk about the first months is due."),
        (140, None),
    ],
)
def test_a_coordinator_reads_the_fact_and_never_what_was_put_off(
    open_page, engine, new, add_actor, days, words
):
    new(days)
    cora = add_actor(Role.COORDINATOR, name="Cora", coordinates=("North",))
    said = "\n".join(one.value for one in open_page(cora, "coordinator/caseload").markdown)
    assert words in said if words else "in the role" not in said
