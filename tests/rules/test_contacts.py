"""What a contact may hold, how a case code looks, and when a pause is on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidValue
from core.rules.case_codes import code_warning
from core.rules.contacts import ContactEntry, check_entry
from core.rules.pauses import is_on
from core.vocabulary import Format, Helped

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("Robin", "a name"),
        ("Mary Smith", "a name"),
        ("case Mary Smith", "a name"),
        ("Zoë", "a name"),
        ("Jean-Pierre", "a name"),
        ("O'Brien", "a name"),
        ("M. Schmidt", "a name"),
        ("M Schmidt", "a name"),
        ("Robin K.", "a name"),
        ("Mrs K", "a name"),
        ("mrs. k", "a name"),
        ("Dr Li", "a name"),
        ("J.S. 1970", "a name"),
        ("J. S. 1970", "a name"),
        ("J.S", "a name"),
        ("robin@example.org", "an e-mail address"),
        ("07700 900123", "a phone number"),
        ("+44 (0)20 7946 0018", "a phone number"),
    ],
)
def test_a_code_that_could_give_somebody_away_is_noticed(code, what):
    assert f"looks like {what}" in code_warning(code)


@pytest.mark.parametrize(
    "code",
    [
        *("", "K-7", "B12", "NRTH", "2026-04", "blue kite", "Case 12", "Client", "Jo", "robin7"),
        *("robin", "Case B", "a heron", "Group A 3", "K 7", "near miss", "miss 3", "v1.2", "3.b.1"),
    ],
)
def test_an_ordinary_code_is_left_alone(code):
    assert code_warning(code) is None


@given(st.integers(-2000, 2000), st.integers(-50, 2000), st.none() | st.integers(-5, 15))
def test_an_entry_is_accepted_exactly_within_its_limits(back, minutes, toll):
    entry = ContactEntry(
        day=TODAY - timedelta(days=back), minutes=minutes, format=Format.TEXT, toll=toll
    )
    possible = 0 <= back <= 60 and 0 <= minutes <= 720 and (toll is None or 0 <= toll <= 10)
    if possible:
        check_entry(entry, today=TODAY)
    else:
        with pytest.raises(InvalidValue):
            check_entry(entry, today=TODAY)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, False),
        ({"note": "  "}, False),
        ({"incident": True}, False),
        ({"toll": 0}, True),
        ({"note": "x"}, True),
        ({"helped": frozenset({Helped.BREAK})}, True),
    ],
)
def test_an_entry_knows_whether_it_says_what_it_cost(changes, says):
    entry = ContactEntry(day=TODAY, minutes=10, format=Format.TEXT, **changes)
    assert entry.says_what_it_cost is says


def test_a_pause_without_a_day_of_return_goes_on():
    assert is_on(TODAY, None, TODAY + timedelta(days=500))
    assert not is_on(TODAY, None, TODAY - timedelta(days=1))
    assert not is_on(TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=1))
