"""How fast guesses are slowed, and that waiting always helps."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.rules.throttle import (
    FIRST_WAIT,
    FORGIVEN_EVERY,
    FREE,
    LONGEST_WAIT,
    MOST_A_DAY,
    ROOM,
    Tries,
    may_try,
    settled,
    with_failure,
    without_failure,
)
from tests.support import NOW

DAY = timedelta(hours=24)


def after(failures: int, now: datetime = NOW, *, known: bool = False) -> Tries:
    tries = Tries(0, now)
    for _ in range(failures):
        tries = with_failure(tries, now, known_device=known)
    return tries


def guesses(moments: list[datetime], *, known: bool = False) -> list[datetime]:
    """Return which of these guesses, all wrong, are checked."""
    tries, checked = Tries(0, moments[0]), []
    for now in moments:
        tries = settled(tries, now)
        if may_try(tries, now):
            tries = with_failure(tries, now, known_device=known)
            checked.append(now)
    return checked


def test_ten_mistakes_cost_no_wait_and_the_next_ones_double_it_to_a_quarter_of_an_hour():
    waits = [after(n).wait_until for n in range(ROOM)]

    assert waits[: FREE + 1] == [None] * (FREE + 1)
    assert waits[FREE + 1] == NOW + FIRST_WAIT
    assert waits[FREE + 2] == NOW + 2 * FIRST_WAIT
    assert waits[-1] == NOW + LONGEST_WAIT


def test_nothing_is_checked_during_a_wait_and_the_next_guess_is_checked_after_it():
    tries = after(FREE + 1)

    assert not may_try(tries, NOW + FIRST_WAIT - timedelta(seconds=1))
    assert may_try(tries, NOW + FIRST_WAIT)


def test_a_known_device_never_waits_and_its_budget_is_bounded_all_the_same():
    assert may_try(after(ROOM - 1, known=True), NOW)
    assert not may_try(after(ROOM, known=True), NOW)


def test_whoever_waits_may_always_try_again():
    full = after(ROOM)

    assert not may_try(settled(full, NOW + FORGIVEN_EVERY - timedelta(seconds=1)), NOW + DAY)
    later = NOW + FORGIVEN_EVERY
    assert may_try(settled(full, later), later)
    assert settled(full, NOW + 3 * DAY) == Tries(0, NOW + 3 * DAY)


def test_the_right_password_takes_back_what_was_counted_for_it():
    tries = without_failure(after(FREE + 3))
    assert tries.failures == FREE + 2
    assert may_try(tries, NOW)
    assert without_failure(Tries(0, NOW)).failures == 0


def test_a_clock_that_jumps_back_forgives_nothing_and_breaks_nothing():
    assert settled(after(5), NOW - DAY).failures == 5


@given(
    st.lists(st.integers(0, 3600 * 2), min_size=1, max_size=400),
    st.booleans(),
)
def test_no_day_holds_more_than_thirty_checked_guesses_however_they_are_spread(gaps, known):
    moments, now = [], NOW
    for gap in gaps:
        now += timedelta(seconds=gap)
        moments.append(now)

    checked = guesses(moments, known=known)

    for start in checked:
        assert sum(start <= moment < start + DAY for moment in checked) <= MOST_A_DAY


def test_a_guesser_who_never_rests_gets_thirty_in_the_first_day_and_ten_in_the_next():
    moments = [NOW + timedelta(seconds=30 * n) for n in range(2 * 24 * 120)]

    checked = guesses(moments)

    assert sum(moment < NOW + DAY for moment in checked) in {MOST_A_DAY - 1, MOST_A_DAY}
    assert sum(moment >= NOW + DAY for moment in checked) <= 11
