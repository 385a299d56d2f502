"""The shape of the code. Each failure message says what to do instead."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.permissions import SCREENS
from tests.support import ROOT

SOURCES = sorted([ROOT / "app.py", *ROOT.glob("pages/**/*.py"), *ROOT.glob("core/**/*.py")])
PAGES = sorted(ROOT.glob("pages/*/*.py"))
VERSIONS = ROOT / "core/migrations/versions"

# What a package may import from core; a line here is a decision, not a convenience.
_READ = {"models", "permissions", "rules", "errors", "vocabulary"}
_WRITE = _READ | {"queries", "data", "clock"}
_MOVE = _WRITE | {"services", "database", "settings"}
_SHOW = {
    "queries",
    "services",
    "charts",
    "transfer",
    "errors",
    "vocabulary",
    "permissions",
    "settings",
}
MAY_IMPORT: dict[str, set[str]] = {
    "vocabulary": set(),
    "errors": set(),
    "clock": set(),
    "settings": set(),
    "data": set(),
    "permissions": {"errors", "vocabulary"},
    "rules": {"errors", "vocabulary"},
    "database": {"settings", "errors"},
    "crypto": {"settings", "errors"},
    "models": {"vocabulary", "crypto"},
    "queries": _READ,
    "services": _WRITE,
    "charts": {"rules", "vocabulary", "queries"},
    "transfer": _MOVE,
    "jobs": _MOVE,
    "demo": _MOVE,
    "door": {"services", "queries", "settings", "database", "errors", "clock"},
    # A page opens no transaction itself: core.ui does, so core.ui alone knows the database.
    "ui": _SHOW | {"database", "clock"},
    "pages": _SHOW | {"ui"},
}
ANYTHING = {"cli", "app", "migrations", "__init__"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import from the root, not relatively"
            module = node.module or ""
            if module == "core":
                yield from (f"core.{alias.name}" for alias in node.names)
            else:
                yield module


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def package_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[0] if parts[0] != "core" else parts[1]


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_layers_import_downwards_only(path):
    package = package_of(path)
    if package in ANYTHING:
        return
    assert package in MAY_IMPORT, "a new package needs a line in the import table"
    ours = {module.split(".")[1] for module in imports(path) if module.startswith("core.")}
    strangers = ours - MAY_IMPORT[package] - {package}
    assert not strangers, f"{package} may not import {strangers}; ask a layer it may import"


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_streamlit_stays_at_the_edge(path):
    at_the_edge = relative(path).startswith(("app.py", "pages/", "core/ui/"))
    assert at_the_edge or not any(m.split(".")[0] == "streamlit" for m in imports(path))


def test_a_page_opens_no_database_by_itself():
    for path in PAGES:
        assert not {"sqlalchemy", "sqlmodel"} & {m.split(".")[0] for m in imports(path)}, path


def test_no_page_lies_directly_in_the_pages_folder():
    # Streamlit serves pages/*.py by itself, without the frame and so without its guard.
    assert not list((ROOT / "pages").glob("*.py"))
    assert not (ROOT / "core/ui/pages").exists()


def test_every_page_is_a_screen_and_every_screen_a_page():
    assert {screen.path for screen in SCREENS} == {relative(path) for path in PAGES}


def is_preamble(node: ast.stmt) -> bool:
    constant = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).isupper()
    return constant or isinstance(node, ast.Import | ast.ImportFrom)


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_a_page_asks_permission_first_and_stays_short(path):
    source = path.read_text()
    assert len(source.splitlines()) <= 80, "move parts to core/ui, decisions to a service"
    _docstring, first, *_ = (n for n in ast.parse(source).body if not is_preamble(n))
    assert "require(Permission." in ast.unparse(first)


def test_every_page_asks_for_the_permission_its_screen_names():
    for screen in SCREENS:
        wanted = f"require(Permission.{screen.permission.name})"
        assert wanted in (ROOT / screen.path).read_text(), screen.path


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_file_and_its_functions_fit_on_a_screen(path):
    source = path.read_text()
    if not path.is_relative_to(VERSIONS):
        assert len(source.splitlines()) <= 300, "split this file by subject"
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                assert lines <= 40, f"{node.name} has {lines} lines; at most 40"


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_only_the_clock_reads_the_clock(path):
    if package_of(path) == "clock":
        return
    calls = {
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    }
    assert not calls & {"datetime.now", "date.today", "datetime.utcnow", "time.time"}


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_nothing_personal_can_enter_a_cache_of_everybody(path):
    source = path.read_text()
    assert "cache_data" not in source
    assert "session_state.clear()" not in source


def test_no_module_hides_behind_a_vague_name():
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "data2"}
    assert not {path.stem for path in SOURCES} & vague


def test_a_screen_takes_its_limits_from_the_service_that_keeps_them():
    for path in SOURCES:
        if relative(path).startswith(("pages/", "core/ui/")):
            typed = re.search(r"max_chars=\d|LONGEST\w*(: Final)? = \d", path.read_text())
            assert not typed, f"{path}: {typed and typed[0]}; import the limit instead"


def test_a_name_has_its_longest_length_in_one_place():
    homes = [path for path in SOURCES if re.search(r"LONGEST_NAME\b.*= \d", path.read_text())]
    assert [relative(path) for path in homes] == ["core/rules/names.py"]


def test_services_and_queries_never_commit():
    for path in [*ROOT.glob("core/services/*.py"), *ROOT.glob("core/queries/*.py")]:
        assert ".commit()" not in path.read_text(), f"{path}: the caller owns the transaction"


def names_from_core(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("core."):
            yield from ((node.module or "", alias.name) for alias in node.names)


def test_only_the_closing_of_a_week_reads_what_its_figures_are_made_from():
    readers = {
        relative(path)
        for path in SOURCES
        if any(module == "core.queries.release_facts" for module in imports(path))
    }
    assert readers == {"core/services/releases.py"}


def test_only_the_telling_of_trials_judges_anybody_by_other_limits():
    def readers(name):
        return {relative(path) for path in SOURCES if any(m == name for m in imports(path))}

    assert readers("core.services.limit_replay") == {"core/services/threshold_trials.py"}
    assert readers("core.services.threshold_trials") == {"core/jobs/nightly.py"}


def test_whom_a_trial_counts_is_read_by_its_audit_and_the_persons_own_export_alone():
    for model in ("LimitTrialMember", "ReleaseMember"):
        named = {relative(path) for path in SOURCES if re.search(rf"\b{model}\b", path.read_text())}
        assert named <= {
            "core/models/__init__.py",
            "core/models/records.py",
            "core/queries/personal_tables.py",
            "core/queries/release_proof.py",
            "core/services/releases.py",
            "core/services/threshold_trials.py",
        }


def test_promise_19_only_screens_that_write_a_look_down_read_what_others_share():
    sharing = {"shared_with_me", "visible_flags", "follow_up_queue", "follow_up_rows"}
    readers = {
        relative(path)
        for path in SOURCES
        if relative(path).startswith(("pages/", "core/ui/", "core/transfer/", "core/door/"))
        and sharing & {name for _module, name in names_from_core(path)}
    }
    # The last one lists what is finished, and of that nothing shared.
    assert readers == {
        "core/ui/follow_up_detail.py",
        "core/ui/queue.py",
        "pages/coordinator/follow_up.py",
    }
