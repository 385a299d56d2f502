"""Boundary signs and grey areas become one flag for each theme."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.checklist import checklist
from core.rules.boundaries import GreyTick, SignSeen, boundary_verdicts, theme_of
from core.rules.thresholds import DEFAULTS, Thresholds
from core.rules.words import day_words
from core.vocabulary import BoundaryTheme, Lane, Level
from tests.rules.catalogue import LIMITS, TODAY

SIGNS = checklist().signs
TIME = BoundaryTheme.TIME_AND_PLACE


def day(ago):
    return TODAY - timedelta(days=ago)


def judged(signs=(), grey=(), thresholds=LIMITS):
    return boundary_verdicts(signs, grey, SIGNS, today=TODAY, thresholds=thresholds)


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.id)
def test_how_serious_a_sign_is_decides_the_level(sign):
    (verdict,) = judged([SignSeen(sign.id, TODAY)])

    assert theme_of(verdict.subject) == BoundaryTheme(sign.theme)
    assert (verdict.subject == sign.theme) is not verdict.urgent
    assert verdict.level is (Level.WATCH if sign.severity == 1 else Level.HIGH)
    assert verdict.urgent is (sign.severity == 3)
    assert sign.phrase in verdict.findings[0].sentence
    assert verdict.findings[0].is_default
    assert verdict.steps[0] == sign.steps[0]


def test_an_urgent_sign_stands_beside_its_theme_and_counts_for_nothing_in_it():
    ticks = [
        SignSeen("gift", day(3)),
        SignSeen("money_lend", day(2)),
        SignSeen("money_lend", day(1)),
    ]

    urgent, theme = judged(ticks)

    assert (urgent.subject, urgent.since) == ("money_and_favours/money_lend", day(2))
    assert [one.rule for one in urgent.findings] == ["money_lend"]
    assert [one.rule for one in theme.findings] == ["gift"]
    assert not theme.urgent


def test_nothing_ticked_raises_nothing():
    assert judged() == []


def test_three_small_signs_of_one_theme_count_as_one_to_talk_about():
    two = [SignSeen("hours_out", day(9)), SignSeen("over_time", day(4))]
    grey = [GreyTick(TIME, day(1))]

    assert judged(two)[0].level is Level.WATCH
    (verdict,) = judged(two, grey)
    assert verdict.level is Level.HIGH
    assert not verdict.urgent
    assert verdict.since == day(1)
    assert verdict.findings[-1].numbers == {"count": 3, "days": 30, "ticked": 2, "grey": 1}
    assert "2 ticked and 1 contact marked as grey" in verdict.findings[-1].sentence


def test_grey_contacts_that_add_up_are_not_called_ticked_signs():
    (verdict,) = judged((), [GreyTick(TIME, day(ago)) for ago in (9, 4, 1)])
    assert verdict.findings[-1].sentence == (
        "3 contacts you marked as grey about time and place within 30 days "
        "are worth a talk together."
    )


def test_it_clears_on_the_day_it_names():
    (verdict,) = judged([SignSeen("hours_out", day(9))])
    ends = day(9) + timedelta(days=30)
    assert verdict.clears.startswith(f"Clears on {day_words(ends)}, 30 days after the last tick")
    signs, checklist_signs = [SignSeen("hours_out", day(9))], SIGNS
    for today, flags in ((ends - timedelta(days=1), 1), (ends, 0)):
        found = boundary_verdicts(signs, (), checklist_signs, today=today, thresholds=LIMITS)
        assert len(found) == flags


def test_three_small_signs_of_different_themes_do_not_add_up():
    signs = [SignSeen(name, TODAY) for name in ("hours_out", "special_case", "over_share")]
    assert [verdict.level for verdict in judged(signs)] == [Level.WATCH] * 3


def test_three_grey_contacts_on_one_day_add_up():
    assert judged(grey=[GreyTick(TIME, TODAY)] * 3)[0].level is Level.HIGH


def test_a_sign_ticked_twice_on_a_day_counts_once():
    again = [SignSeen("hours_out", TODAY)] * 3
    assert judged(again)[0].level is Level.WATCH


def test_signs_count_for_thirty_days():
    assert judged([SignSeen("money_lend", day(29))])
    assert judged([SignSeen("money_lend", day(30))]) == []


def test_a_sign_that_left_the_checklist_raises_nothing():
    assert judged([SignSeen("withdrawn_question", TODAY)]) == []


def test_the_number_of_small_signs_is_a_limit_that_can_be_changed():
    limit = DEFAULTS["boundary.reflect_count"]
    stricter = Thresholds([limit.changed(2, source="Team decision", version=2, is_default=False)])
    ticks = [GreyTick(TIME, TODAY)] * 2

    assert judged(grey=ticks)[0].level is Level.WATCH
    (verdict,) = judged(grey=ticks, thresholds=stricter)
    assert verdict.level is Level.HIGH
    assert verdict.findings[-1].version == 2
    assert verdict.findings[-1].source == "Team decision"


seen_lately = st.builds(
    SignSeen, st.sampled_from([sign.id for sign in SIGNS]), st.integers(0, 27).map(day)
)
seen = st.lists(
    st.builds(
        SignSeen,
        st.sampled_from([sign.id for sign in SIGNS]),
        st.integers(0, 40).map(day),
    ),
    max_size=12,
)


@given(seen, st.randoms())
def test_the_order_of_ticking_does_not_matter(signs, random):
    assert judged(random.sample(signs, len(signs))) == judged(signs)


@given(seen, st.lists(seen_lately, max_size=12))
def test_more_signs_of_late_never_lower_a_level(signs, more):
    # Earlier ones can: what was frequent before does not rise now.
    order = [Level.WATCH, Level.HIGH]
    before = {verdict.subject: verdict for verdict in judged(signs)}
    after = {verdict.subject: verdict for verdict in judged([*signs, *more])}
    for subject, verdict in before.items():
        assert order.index(after[subject].level) >= order.index(verdict.level)
        assert after[subject].urgent >= verdict.urgent


def test_the_name_of_a_reason_gives_away_the_theme_and_nothing_more():
    for sign in SIGNS:
        (verdict,) = judged([SignSeen(sign.id, TODAY)])
        assert sign.phrase not in verdict.findings[0].name
    assert Lane.WELLBEING


@pytest.mark.parametrize(
    ("days_ago", "level"),
    [
        ((40, 20, 10), Level.HIGH),
        ((40, 10), Level.WATCH),
        ((40, 35, 10), Level.WATCH),
        ((70, 20, 10), Level.WATCH),
        ((40, 35, 20, 10), Level.WATCH),
    ],
)
def test_signs_that_become_more_over_eight_weeks_are_worth_a_talk(days_ago, level):
    ticks = [GreyTick(BoundaryTheme.NEED, TODAY - timedelta(days=ago)) for ago in days_ago]

    (verdict,) = boundary_verdicts([], ticks, SIGNS, today=TODAY, thresholds=Thresholds())

    assert verdict.level is level
    rising = [one for one in verdict.findings if one.rule == "signs_rising"]
    assert bool(rising) is (level is Level.HIGH)
    if rising:
        assert rising[0].numbers == {"earlier": 1, "later": 2, "weeks": 4}
        assert rising[0].is_default


def test_how_many_signs_make_a_rise_is_a_limit_that_can_be_changed():
    limits = Thresholds(
        DEFAULTS[key].changed(value, source="Team decision", version=2, is_default=False)
        for key, value in (("boundary.drift_count", 4), ("boundary.reflect_count", 5))
    )
    ticks = [GreyTick(TIME, day(ago)) for ago in (40, 20, 10, 5)]
    assert judged(grey=ticks[:3], thresholds=limits)[0].level is Level.WATCH
    assert judged(grey=ticks, thresholds=limits)[0].level is Level.HIGH
