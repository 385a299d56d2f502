"""Wherever somebody chooses a day, the field shows it in the same way."""

import ast

import pytest

from tests.support import ROOT

FIELDS = [
    (path.relative_to(ROOT).as_posix(), call)
    for folder in ("core", "pages")
    for path in sorted((ROOT / folder).rglob("*.py"))
    for call in ast.walk(ast.parse(path.read_text()))
    if isinstance(call, ast.Call)
    and isinstance(call.func, ast.Attribute)
    and call.func.attr == "date_input"
]


@pytest.mark.parametrize(("path", "call"), FIELDS, ids=[f"{p}-{c.lineno}" for p, c in FIELDS])
def test_a_day_reads_the_same_in_every_field(path, call):
    written = {word.arg: ast.unparse(word.value) for word in call.keywords}

    assert written.get("format") == "'YYYY-MM-DD'", path


def test_the_fields_were_found():
    assert len(FIELDS) >= 8
