"""Fields pass on whatever is typed: the service says in a sentence what is wrong with it."""

import ast

from tests.support import ROOT

CALLS = [
    (path.relative_to(ROOT).as_posix(), call)
    for folder in ("core", "pages")
    for path in sorted((ROOT / folder).rglob("*.py"))
    for call in ast.walk(ast.parse(path.read_text()))
    if isinstance(call, ast.Call)
]


def calls_of(name):
    """Return where something is called, whether as a method or as a function."""
    return [
        (path, call)
        for path, call in CALLS
        if name in (getattr(call.func, "attr", ""), getattr(call.func, "id", ""))
    ]


def test_a_day_is_asked_for_in_one_way_on_every_screen():
    assert [path for path, _call in calls_of("date_input")] == ["core/ui/day_field.py"]
    assert len(calls_of("day_field")) >= 8


def test_no_field_of_words_has_a_bound_at_which_a_browser_drops_what_is_pasted():
    fields = [*calls_of("text_input"), *calls_of("text_area")]
    assert len(fields) >= 20
    assert [
        path for path, call in fields if "max_chars" in {word.arg for word in call.keywords}
    ] == []


def test_no_field_of_figures_has_a_bound_beyond_which_the_old_figure_is_saved():
    fields = calls_of("number_input")
    assert len(fields) >= 7
    for path, call in fields:
        assert len(call.args) <= 1, f"{path}:{call.lineno} may bound by place"
        assert not {"min_value", "max_value"} & {word.arg for word in call.keywords}, path
