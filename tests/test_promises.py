"""Each promise of docs/promises.md is held by a test that bears its number."""

import re
from pathlib import Path

import pytest

from tests.support import ROOT

ROWS = re.findall(r"^\| (\d\d) \|", (ROOT / "docs/promises.md").read_text(), re.MULTILINE)
NAMED = re.compile(r"def test_promise_(\d\d)_\w+\(")
TESTS = {
    number: path
    for path in sorted(Path(ROOT / "tests").rglob("test_*.py"))
    for number in NAMED.findall(path.read_text())
}


def test_the_page_numbers_every_promise_once():
    assert sorted(set(ROWS)) == ROWS
    assert len(ROWS) == 26


@pytest.mark.parametrize("number", ROWS)
def test_a_promise_has_a_test(number):
    assert number in TESTS, f"no test is called test_promise_{number}_…"


def test_no_test_claims_a_promise_that_is_not_made():
    assert set(TESTS) <= set(ROWS)
