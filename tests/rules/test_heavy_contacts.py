"""Heavy contacts: flags of load and support in the wellbeing lane."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.flags import HEAVY_CONTACTS, UNDEBRIEFED, lane_of
from core.rules.gauges import LimitsFor
from core.rules.heavy_contacts import TolledContact, heavy_verdicts
from core.rules.thresholds import Thresholds
from core.vocabulary import FlagKind, Lane, Level

TODAY = date(2026, 5, 13)
WATCH, HIGH = Level.WATCH, Level.HIGH
OLD = LimitsFor(Thresholds(), TODAY - timedelta(days=400), TODAY)
NEW = LimitsFor(Thresholds(), TODAY - timedelta(days=30), TODAY)


def contacts(*tolls, ends=1, debriefed=True):
    """One contact a day, the last so many days ago."""
    days = range(ends + len(tolls) - 1, ends - 1, -1)
    return [
        TolledContact(TODAY - timedelta(days=ago), toll, debriefed)
        for ago, toll in zip(days, tolls, strict=True)
    ]


def raised(given, limits=OLD):
    return {one.subject: one.level for one in heavy_verdicts(given, limits)}


def rules(given, limits=OLD):
    return [each.rule for one in heavy_verdicts(given, limits) for each in one.findings]


@pytest.mark.parametrize(
    ("tolls", "level", "said"),
    [
        ((3, 7, 7, 7), WATCH, ["heavy_run"]),
        ((7, 7, 7, 3), None, []),
        ((3, 7, 7), None, []),
        ((7, 3, 7, 3, 3), WATCH, ["heavy_share"]),
        ((7, 3, 7, 3, 7), HIGH, ["heavy_share"]),
        ((7, 3, 3, 3, 3), None, []),
        ((7, 3, 7, 3), None, []),
        ((3,) * 8 + (7,) * 5, HIGH, ["heavy_run"]),
    ],
)
def test_heavy_contacts_in_a_row_or_in_share_ask_for_another_mix(tolls, level, said):
    found = contacts(*tolls)
    assert raised(found) == ({HEAVY_CONTACTS: level} if level else {})
    assert [rule for rule in rules(found) if level is WATCH or rule in said] == said


def test_the_reasons_speak_of_the_contacts_that_were_given_a_toll():
    run, share = heavy_verdicts(contacts(3, 7, 7, 7, 7), OLD)[0].findings
    assert run.sentence == (
        "The last 4 contacts you gave a toll were all heavy, with no lighter one between."
    )
    assert share.sentence == "Of the 5 contacts you gave a toll in the last 28 days, 4 were heavy."
    for finding in (run, share):
        assert finding.threshold.endswith("without a toll is not known, and counts neither way")


@pytest.mark.parametrize(
    ("tolls", "said"),
    [
        ((3, 3, 3, 3, 3, 7, 7, 7), "after a contact with a toll under 7"),
        ((7, 3, 7, 3, 3), "once less than 40 % of the contacts given a toll in 28 days are heavy"),
        (
            (3, 7, 7, 7, 7),
            "after a contact with a toll under 7, "
            "once less than 40 % of the contacts given a toll in 28 days are heavy",
        ),
    ],
)
def test_what_would_clear_them_names_the_figure(tolls, said):
    assert heavy_verdicts(contacts(*tolls), OLD)[0].clears == f"Clears {said}."


def test_both_reasons_make_one_flag_with_the_higher_level():
    found = contacts(3, 7, 7, 7, 7)
    assert rules(found) == ["heavy_run", "heavy_share"]
    assert raised(found) == {HEAVY_CONTACTS: HIGH}


@pytest.mark.parametrize(
    ("ends", "level"), [(0, None), (2, None), (3, WATCH), (7, WATCH), (8, HIGH), (27, HIGH)]
)
def test_a_heavy_contact_that_was_not_talked_through_is_a_gap_in_support(ends, level):
    found = contacts(8, ends=ends, debriefed=False)
    assert raised(found) == ({UNDEBRIEFED: level} if level else {})
    assert raised(contacts(8, ends=ends)) == {}
    assert raised(contacts(6, ends=ends, debriefed=False)) == {}


def test_two_of_them_are_worth_a_talk():
    assert raised(contacts(8, 8, ends=3, debriefed=False)) == {UNDEBRIEFED: HIGH}
    assert raised(contacts(8, 8, ends=2, debriefed=False)) == {UNDEBRIEFED: WATCH}


def test_days_without_a_debrief_are_whole_ones_for_a_newcomer_too():
    assert raised(contacts(8, ends=1, debriefed=False), NEW) == {}
    for limits, ends, days in ((NEW, 2, "1 day"), (OLD, 3, "2 days"), (OLD, 8, "7 days")):
        (verdict,) = heavy_verdicts(contacts(8, ends=ends, debriefed=False), limits)
        expected = f"more than {days} after a heavy contact without a debrief"
        assert verdict.findings[0].threshold == expected
    assert verdict.since == TODAY - timedelta(days=8 - 3)


def test_what_is_older_than_four_weeks_says_nothing():
    assert raised(contacts(8, 8, 8, 8, 8, ends=28, debriefed=False)) == {}


def test_a_newcomer_is_watched_earlier_and_meets_the_same_upper_limit():
    third = contacts(7, 3, 3, 7, 3, 3)
    assert raised(third, NEW) == {HEAVY_CONTACTS: WATCH}
    assert raised(third, OLD) == {}
    assert "first 120 days" in heavy_verdicts(third, NEW)[0].findings[0].source
    assert raised(contacts(7, 3, 7, 3, 7), NEW) == {HEAVY_CONTACTS: HIGH}


def test_what_rests_on_tolls_belongs_to_the_wellbeing_lane():
    found = heavy_verdicts(contacts(8, 8, 8, 8, 8, ends=3, debriefed=False), OLD)
    assert {one.kind for one in found} == {FlagKind.CASELOAD, FlagKind.SUPPORT_GAP}
    assert {lane_of(one.kind, one.subject) for one in found} == {Lane.WELLBEING}
    assert lane_of(FlagKind.CASELOAD, "hours_week") is Lane.WORK


tolled = st.lists(
    st.builds(
        TolledContact,
        st.integers(0, 40).map(lambda ago: TODAY - timedelta(days=ago)),
        st.integers(0, 10),
        st.booleans(),
    ),
    max_size=20,
).map(lambda found: sorted(found, key=lambda one: one.day))


@given(tolled)
def test_talking_contacts_through_never_raises_more(found):
    talked = [TolledContact(one.day, one.toll, debriefed=True) for one in found]
    assert raised(talked).items() <= raised(found).items()
    assert UNDEBRIEFED not in raised(talked)


@given(tolled, st.randoms())
def test_the_order_of_entry_does_not_matter(found, random):
    assert heavy_verdicts(random.sample(found, len(found)), OLD) == heavy_verdicts(found, OLD)


@given(tolled)
def test_a_lighter_contact_today_ends_a_row_of_heavy_ones(found):
    assert "heavy_run" not in rules([*found, TolledContact(TODAY, 3)])
