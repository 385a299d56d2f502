"""The invented diaries: what the detector says of them holds on every day."""

import pytest

from core.demo import stories
from core.demo.cast import BY_NAME, CAST
from core.demo.diary import diary_of
from core.demo.fitting import weeks_of
from core.rules.strain import monitor
from core.vocabulary import FlagKind, Level

WRITERS = [member for member in CAST if member.keeps_diary]
TOLD = {
    story.person: raised.level
    for story in stories.STORIES
    for raised in story.raises
    if raised.kind is FlagKind.BURNOUT_RISK
}
WORRYING = (Level.WATCH, Level.HIGH)


def verdicts(member):
    return monitor(weeks_of(diary_of(member)))


@pytest.mark.parametrize("member", WRITERS, ids=lambda member: member.email)
def test_only_people_with_a_story_of_strain_are_ever_raised(member):
    said = verdicts(member)

    assert said[-1].level in (
        (TOLD[member.name],) if member.name in TOLD else (Level.STEADY, Level.NOT_ENOUGH_DATA)
    )
    if member.name not in TOLD:
        assert not [week for week in said if week.level in WORRYING]


def test_the_drift_and_the_step_are_seen_only_after_they_began():
    for story in (stories.DRIFT, stories.STEP, stories.SHARES_NOTHING):
        first = next(week for week in verdicts(BY_NAME[story.person]) if week.level in WORRYING)
        assert -7 <= first.week <= -2


def test_the_load_that_doubled_is_flagged_for_its_load_alone():
    raised = [w for w in verdicts(BY_NAME[stories.DOUBLED_LOAD.person]) if w.level in WORRYING]

    assert {reason for week in raised for reason in week.reasons} == {"load"}


def test_the_terrible_week_is_terrible():
    tolls = [
        logged.toll
        for logged in diary_of(BY_NAME[stories.HARD_WEEK.person]).contacts
        if logged.weeks_ago == 3 and logged.toll is not None
    ]

    assert sum(tolls) / len(tolls) >= 8


def test_one_case_takes_ever_more_of_the_hours():
    diary = diary_of(BY_NAME[stories.ONE_CASE.person])

    def share(newest, oldest):
        logged = [c for c in diary.contacts if newest <= c.weeks_ago <= oldest]
        on_one = sum(c.minutes for c in logged if c.case == 0)
        return on_one / sum(c.minutes for c in logged)

    assert share(0, 4) > 0.7
    assert share(20, 40) < 0.6
    assert diary.cases[0].opened > (diary.cases[0].agreed_weeks or 0)


def test_the_newcomer_has_too_few_weeks_for_a_judgement():
    newcomer = BY_NAME[stories.NEWCOMER.person]

    assert 60 <= newcomer.joined_days_ago < 90
    assert {week.level for week in verdicts(newcomer)} == {Level.NOT_ENOUGH_DATA}


def test_the_same_person_writes_the_same_diary_every_time():
    member = BY_NAME[stories.DRIFT.person]

    assert diary_of(member) == diary_of(member)


def test_about_forty_five_people_with_names_and_addresses_of_their_own():
    assert 40 <= len(CAST) <= 50
    assert len({member.name for member in CAST}) == len(CAST)
    assert len({member.email for member in CAST}) == len(CAST)
    assert all(m.email.endswith("@example.org") and m.email.isascii() for m in CAST)
    assert max(len(member.name) for member in CAST) > 35
