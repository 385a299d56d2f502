"""The weekly pulse, the boundary self-check and pauses."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.errors import InvalidValue, NotFound
from core.models import BoundaryCheck, Pause, Pulse, StrainWeek
from core.queries.cases import own_pauses
from core.queries.wellbeing import own_checks, own_pulses
from core.services.boundary_checks import record_check, self_check
from core.services.pauses import end_pause, start_pause
from core.services.pulses import record_pulse
from core.vocabulary import PulseItem, Role
from tests.services.work import TODAY, at_week
from tests.support import NOW

pytestmark = pytest.mark.storage


def test_a_second_pulse_of_a_week_takes_the_place_of_the_first(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    record_pulse(session, ada, {PulseItem.ENERGY: 2, PulseItem.SLEEP: 3}, now=NOW)
    record_pulse(session, ada, {PulseItem.ENERGY: 4, PulseItem.ROLE_CLEAR: 1}, now=NOW)
    record_pulse(session, ada, {PulseItem.SLEEP: 5}, now=at_week(1))

    newest, first = own_pulses(session, ada)

    assert first.answers == dict.fromkeys(PulseItem) | {
        PulseItem.ENERGY: 4,
        PulseItem.ROLE_CLEAR: 1,
    }
    assert newest.week == first.week + 1
    sums = session.exec(select(StrainWeek.pulse_items, StrainWeek.pulse_sum)).all()
    assert sorted(sums) == [(1, 4), (1, 5)]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "at least one question"),
        (dict.fromkeys(PulseItem), "at least one question"),
        ({PulseItem.ENERGY: 6}, "Answers run from 1 to 5; please correct 6."),
        ({PulseItem.ENERGY: 0}, "please correct 0"),
        ({"mood": 3}, "not part of the check-in"),
    ],
)
def test_a_pulse_outside_the_scale_is_refused(add_actor, session, answers, words):
    ada = add_actor(Role.SUPPORTER)
    with pytest.raises(InvalidValue, match=words):
        record_pulse(session, ada, answers, now=NOW)
    assert session.exec(select(Pulse)).all() == []


def test_a_self_check_answers_with_what_may_help_most_serious_first(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    shown = record_check(session, ada, ["hours_out", "money_lend", "gift", "gift"], now=NOW)
    assert [sign.id for sign in shown] == ["money_lend", "gift", "hours_out"]
    assert all(sign.action for sign in shown)
    (check,) = own_checks(session, ada)
    assert check.signs == ("gift", "hours_out", "money_lend")


def test_a_self_check_without_signs_counts_and_an_unknown_sign_does_not(add_actor, session):
    ada, bea = add_actor(Role.SUPPORTER), add_actor(Role.SUPPORTER, name="Bea")
    assert record_check(session, ada, [], now=NOW) == ()
    with pytest.raises(InvalidValue, match="not on the checklist"):
        record_check(session, ada, ["flew_to_mars"], now=NOW)
    assert session.exec(select(BoundaryCheck)).one().checklist_version == self_check().version
    assert own_checks(session, bea) == []


def test_a_pause_is_on_until_the_day_of_return(add_actor, session):
    ada = add_actor(Role.SUPPORTER)
    back = TODAY + timedelta(days=10)
    start_pause(session, ada, starts_on=TODAY + timedelta(days=3), returns_on=back, now=NOW)
    for days, expected in ((0, [False]), (3, [True]), (9, [True]), (10, [])):
        pauses = own_pauses(session, ada, now=NOW + timedelta(days=days))
        assert [pause.is_on for pause in pauses] == expected


@pytest.mark.parametrize(
    ("starts", "returns", "words"),
    [
        (-1, None, "has passed"),
        (2, 2, "must be after the first day"),
        (400, None, "more than a year ahead"),
        (0, 400, "leave it open"),
        (6, 9, "Another pause"),
        (0, None, "Another pause"),
    ],
)
def test_a_pause_that_makes_no_sense_is_refused(add_actor, session, starts, returns, words):
    ada = add_actor(Role.SUPPORTER)
    day = {n: TODAY + timedelta(days=n) for n in (-1, 0, 2, 5, 6, 8, 9, 400)}
    start_pause(session, ada, starts_on=day[5], returns_on=day[8], now=NOW)
    with pytest.raises(InvalidValue, match=words):
        start_pause(
            session,
            ada,
            starts_on=day[starts],
            returns_on=None if returns is None else day[returns],
            now=NOW,
        )


def test_coming_back_ends_a_pause_today_and_calls_a_planned_one_off(add_actor, session):
    ada, bea = add_actor(Role.SUPPORTER), add_actor(Role.SUPPORTER, name="Bea")
    begun = start_pause(session, ada, starts_on=TODAY, now=NOW)
    with pytest.raises(NotFound):
        end_pause(session, bea, begun, now=NOW)
    later = NOW + timedelta(days=4)
    end_pause(session, ada, begun, now=later)
    assert session.exec(select(Pause.returns_on)).one() == TODAY + timedelta(days=4)
    with pytest.raises(NotFound):
        end_pause(session, ada, begun, now=later)
    ahead = start_pause(session, ada, starts_on=TODAY + timedelta(days=9), now=later)
    end_pause(session, ada, ahead, now=later)
    assert len(session.exec(select(Pause)).all()) == 1
