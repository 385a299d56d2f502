"""Every service and query that acts for somebody asks whether they may, before it reads."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.support import ROOT

LAYERS: Final = sorted([*ROOT.glob("core/services/*.py"), *ROOT.glob("core/queries/*.py")])

# Functions with a session and an actor that do not ask, each with its reason.
NEEDS_NO_PERMISSION: Final[dict[str, str]] = {
    "follow_ups.somebody_follows_up": "says only whether the reader has a coordinator at all",
    "audit.note_setting": "writes down what a service did after it asked",
    "audit.note_refusal": "writes down that a service asked and refused",
}
# What every screen may know before anybody is asked.
HARMLESS: Final = {"organisation"}


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path in LAYERS:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and {"session", "actor"} <= arguments_of(node):
                yield path, node


def arguments_of(function: ast.FunctionDef) -> set[str]:
    arguments = function.args
    return {each.arg for each in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]}


def asks(statement: ast.stmt, asking: set[str]) -> bool:
    """Return whether a statement asks on every way through it, itself or by whom it calls."""
    if isinstance(statement, ast.If):
        branches = (statement.body, statement.orelse)
        return all(any(asks(each, asking) for each in branch) for branch in branches)
    if not isinstance(statement, ast.Expr | ast.Assign | ast.AnnAssign | ast.Return):
        return False
    return any(
        ast.unparse(call.func) == "actor.must" or hands_over(call, asking)
        for call in ast.walk(statement)
        if isinstance(call, ast.Call)
    )


def hands_over(call: ast.Call, asking: set[str]) -> bool:
    passed = [ast.unparse(each) for each in call.args[:2]]
    return passed == ["session", "actor"] and ast.unparse(call.func) in asking


def reads(statement: ast.stmt) -> bool:
    harmless = {
        id(argument)
        for call in ast.walk(statement)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in HARMLESS
        for argument in call.args
    }
    return any(
        isinstance(node, ast.Name) and node.id == "session" and id(node) not in harmless
        for node in ast.walk(statement)
    )


def asks_before_it_reads(function: ast.FunctionDef, asking: set[str]) -> bool:
    for statement in function.body:
        if asks(statement, asking):
            return True
        if reads(statement):
            return False
    return False


def all_who_ask(acting: list[tuple[Path, ast.FunctionDef]]) -> set[str]:
    """Return the names of functions that ask, or hand over to one that does."""
    asking: set[str] = set()
    while True:
        found = {f.name for _path, f in acting if asks_before_it_reads(f, asking)}
        if found == asking:
            return asking
        asking = found


ACTING: Final = list(functions())
ASKING: Final = all_who_ask(ACTING)
PUBLIC: Final = [(path, f) for path, f in ACTING if not f.name.startswith("_")]


def name(value: object) -> str:
    return value.name if isinstance(value, ast.FunctionDef) else value.stem


@pytest.mark.parametrize(("path", "function"), PUBLIC, ids=name)
def test_who_acts_is_asked_before_anything_is_read(path, function):
    excused = f"{path.stem}.{function.name}" in NEEDS_NO_PERMISSION
    assert excused or asks_before_it_reads(function, ASKING), (
        "start with actor.must(Permission.X), or say in NEEDS_NO_PERMISSION why not"
    )


def test_nobody_is_excused_who_asks_anyway():
    quiet = {f"{path.stem}.{f.name}" for path, f in PUBLIC if f.name not in ASKING}
    assert set(NEEDS_NO_PERMISSION) <= quiet


def test_most_of_what_there_is_was_found():
    assert len(PUBLIC) > 60


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ("actor.must(Permission.X)\n    session.exec(1)", True),
        ("session.exec(1)\n    actor.must(Permission.X)", False),
        ("today = organisation(session).today(now)\n    return other(session, actor)", True),
        ("return other(session, stranger)", False),
        ("if a:\n        actor.must(1)\n    else:\n        actor.must(2)", True),
        ("if a:\n        actor.must(1)\n    session.exec(1)", False),
        ("return [row for row in session.exec(1)]", False),
    ],
)
def test_the_check_itself_can_fail(body, verdict):
    (function,) = ast.parse(f"def act(session, actor):\n    {body}").body
    assert asks_before_it_reads(function, {"other"}) is verdict
