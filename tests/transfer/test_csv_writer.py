"""No cell of a file we write is a formula, and every cell comes back as it was."""

import ast
import csv
import io
import unicodedata
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.transfer.csv_writer import csv_bytes, safe_text
from tests.support import ROOT

FORMULA = "=+-@\t\r\0"
ANYTHING = st.text(st.characters(exclude_categories=("Cs",)))
# What a hidden formula is made of, so that the search meets one more than once in a lifetime.
SUSPICIOUS = st.text(
    st.sampled_from("=+-@＝＋－＠\t\r\n\0 \u00a0\u200b\ufeff\"'“”‘abc1,;"), max_size=8
)


def read(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def first_that_shows(text):
    """Return what a spreadsheet sees first when it skips spaces and quotes."""
    for character in text:
        plain = unicodedata.normalize("NFKC", character)
        if plain in FORMULA:
            return plain
        if character not in "\"'“”‘ \n\u00a0\u200b\ufeff":
            return plain
    return ""


@given(SUSPICIOUS | ANYTHING)
def test_a_cell_of_text_never_begins_a_formula(text):
    [cell] = read(csv_bytes([], [[text]]))[1]
    assert cell in {text, f"'{text}"}
    assert cell.startswith("'") or first_that_shows(cell) not in set(FORMULA)


@given(st.lists(st.lists(SUSPICIOUS | ANYTHING, min_size=2, max_size=2)))
def test_rows_come_back_whole_whatever_is_in_them(rows):
    back = read(csv_bytes(["a", "b"], rows))
    assert back == [["a", "b"], *([safe_text(cell) for cell in row] for row in rows)]


@given(st.integers() | st.floats(allow_nan=False))
def test_true_numbers_stay_numbers(number):
    [cell] = read(csv_bytes([], [[number]]))[1]
    assert type(number)(cell) == number


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://evil.example","x")',
        "+1+1",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\0=1",
        "  =1",
        '" =1',
        "“=1",
        "＝1",
        "＠SUM",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "−1",
        "＋1",
        "－1",
        "\t＝1",
        "\r\n@SUM(A1)",
        "\x0b=1",
        "\x1f+1",
        "\u3000－1",
        "\u202e=1",
        "＂＝1",
    ],
)
def test_the_known_tricks_are_marked(text):
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=b", "a - b", "'quoted'", "K-17", "1 + 1", "Über", "3.5"])
def test_harmless_text_stays_as_it_is(text):
    assert safe_text(text) == text


class Colour(StrEnum):
    BLUE = "blue"


def test_every_field_is_quoted():
    data = csv_bytes(["a", "b"], [[1, None], [True, "x"], [-2.5, Colour.BLUE]])
    lines = data.decode("utf-8-sig").split("\r\n")
    assert lines == ['"a","b"', '"1",""', '"yes","x"', '"-2.5","blue"', ""]


def test_commas_and_a_mark_of_utf_8_whatever_the_language():
    data = csv_bytes(["Größe"], [["1;2"]])
    assert data == "\ufeff".encode() + '"Größe"\r\n"1;2"\r\n'.encode()


def test_there_is_no_other_writer():
    for path in [*ROOT.glob("core/**/*.py"), *ROOT.glob("pages/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            assert not called.endswith((".to_csv", "csv.writer", "DictWriter")), path
