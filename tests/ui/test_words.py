"""Words and tables of the charts and fields."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.queries.wellbeing import OwnWeek
from core.rules.dates import week_of
from core.rules.strain import Band
from core.services.contacts import ContactEntry
from core.ui.contact_values import entry_of, restored, values_of
from core.ui.days import day_words, duration_words
from core.ui.flag_titles import flag_title
from core.ui.toll import toll_word, toll_words
from core.ui.wellbeing_tables import (
    band_table,
    check_of,
    check_spot,
    toll_of,
    toll_spot,
    weeks_twin,
    year_table,
)
from core.vocabulary import FlagKind, Format, Helped, Level, Weight
from tests.rules.catalogue import verdicts

MONDAY = date(2026, 11, 16)


def week(back, toll, band=None):
    monday = MONDAY - timedelta(weeks=back)
    low, usual, high = band or (None, None, None)
    return OwnWeek(
        week=week_of(monday),
        monday=monday,
        closed=True,
        toll_mean=toll,
        tolls=1,
        heavy=0,
        check=None,
        minutes=60,
        contacts=1,
        level=Level.STEADY,
        reasons=(),
        usual=usual,
        low=low,
        high=high,
        watch_line=None,
        high_line=None,
        smoothed=None,
        check_band=None,
        load_band=None,
    )


@pytest.mark.parametrize(
    ("toll", "word"),
    [
        (0, "light"),
        (1, "light"),
        (2, "mild"),
        (3, "mild"),
        (5, "moderate"),
        (6, "heavy"),
        (7, "heavy"),
        (8, "very heavy"),
        (10, "very heavy"),
        (5.4, "moderate"),
        (5.5, "heavy"),
    ],
)
def test_every_toll_has_the_word_of_its_band(toll, word):
    assert toll_word(toll) == word


def test_a_toll_that_was_not_given_is_said_so():
    assert toll_words(None) == "not said"
    assert toll_words(0) == "0 · light"


def test_near_days_have_names_and_other_years_their_number():
    today = date(2026, 11, 18)
    assert day_words(today, today=today) == "today"
    assert day_words(date(2026, 11, 17), today=today) == "yesterday"
    assert day_words(date(2026, 5, 4), today=today) == "4 May"
    assert day_words(date(2025, 5, 4), today=today) == "4 May 2025"


def test_minutes_read_as_hours():
    assert [duration_words(n) for n in (45, 60, 75, 120)] == [
        "45 min",
        "1 hour",
        "1 h 15 min",
        "2 hours",
    ]


def test_each_week_says_in_a_shape_where_it_lies():
    band = (3, 4, 5)
    weeks = [week(4, 4), week(3, 2, band), week(2, 4, band), week(1, 6, band), week(0, None, band)]
    table = band_table(weeks, toll_spot, toll_of)
    assert table["state"].to_pylist() == ["unjudged", "below", "usual", "above", None]
    assert table["limit_label"].to_pylist().count(None) == 4
    assert table["limit_label"].to_pylist()[1] == "— worth a talk   - - keep an eye on it"
    assert table["band_label"].to_pylist()[-1] == "your band"


def test_the_twin_says_in_words_what_the_picture_shows():
    rows = weeks_twin([week(1, 6.0, (3, 4, 5)), week(0, None)]).to_pylist()
    assert rows[0]["Toll"] == "no toll entered"
    assert rows[1]["Toll"] == "6.0 · heavy"
    assert rows[1]["Band"] == "3.0–5.0"


def test_the_check_in_has_a_band_of_its_own():
    band = Band(usual=2, low=1, high=3, smoothed=2.5, watch_line=4, high_line=5)
    own = replace(week(1, 6.0, (3, 4, 5)), check=3.5, check_band=band)
    table = band_table([own], check_spot, check_of)
    assert table["value"].to_pylist() == [3.5]
    assert table["limit"].to_pylist() == [5]
    assert table["state"].to_pylist() == ["above"]
    assert table["words"].to_pylist() == ["3.5 of 10, more means harder"]


def test_a_week_without_a_toll_stays_empty_in_the_year():
    table = year_table([week(1, 6.0), week(0, None)])
    assert table["number"].to_pylist() == ["6.0", "–"]
    assert table["band"].to_pylist() == ["heavy", "none"]


def test_an_entry_survives_the_way_through_the_fields():
    entry = ContactEntry(
        day=MONDAY,
        minutes=37,
        format=Format.GROUP,
        toll=0,
        weights=frozenset({Weight.LOSS}),
        helped=frozenset({Helped.BREAK}),
        note="words",
        planned=False,
    )
    assert entry_of(values_of(entry)) == entry


def test_a_draft_of_a_case_that_was_closed_since_falls_back():
    fresh = values_of(ContactEntry(day=MONDAY, minutes=30, format=Format.PHONE))
    draft = fresh | {"case": "gone", "more_cases": ["gone", "here"], "note": "kept", "odd": 1}
    values = restored(draft, fresh, {"here"})
    assert (values["case"], values["more_cases"], values["note"]) == ("", ["here"], "kept")
    assert "odd" not in values


def test_flags_of_one_kind_that_stand_on_a_screen_at_once_have_titles_of_their_own():
    kinds = {FlagKind.CASELOAD, FlagKind.SUPPORT_GAP}
    titles = {one.subject: flag_title(one) for one in verdicts() if one.kind in kinds}
    assert titles["hours_week"] == "Caseload: hours in a week"
    assert len(titles) == 11
    assert len(set(titles.values())) == len(titles)
    assert all(": " in title for title in titles.values())
