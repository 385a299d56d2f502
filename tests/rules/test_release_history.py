"""Half a year of invented organisations, attacked with everything that was ever shown.

People join and leave, entries come late or are deleted, teams differ in size. The attacker is
exact (``benchmarks.disclosure.attack``) and holds the figures of all teams and weeks at once.
"""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.disclosure.attack import smallest_groups
from benchmarks.disclosure.organisations import TEAMS, ZONE, closed_weeks, organisation
from benchmarks.disclosure.policies import plain_floor, released, seen
from core.rules.release import counts_in

seeds = st.integers(0, 2**32)


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(list(TEAMS)), seeds)
def test_promise_17_nothing_shown_in_half_a_year_reaches_four_people_besides_oneself(size, seed):
    shown = seen(closed_weeks(organisation(size, Random(seed))), released)
    assert smallest_groups(shown.sums, at_most=5) == []


def test_the_same_attacker_works_people_out_from_a_plain_floor():
    shown = seen(closed_weeks(organisation(40, Random(1))), plain_floor)
    assert any(len(group) == 1 for group in smallest_groups(shown.sums, at_most=1))


@settings(max_examples=12, deadline=None)
@given(seeds)
def test_no_contact_counts_in_two_weeks_and_most_count_in_one(seed):
    contacts = [c for person in organisation(20, Random(seed)) for c, _gone in person.contacts]
    weeks = [counts_in(contact, ZONE) for contact in contacts]
    assert sum(week is not None for week in weeks) > 0.9 * len(weeks)


def test_useful_figures_remain():
    shown = seen(closed_weeks(organisation(40, Random(1))), released)
    assert shown.weeks >= 26
    assert shown.views > shown.weeks
