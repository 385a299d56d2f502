"""Team figures come from a release. What reads wellbeing tables is listed; what shows many is not.

Nothing here names a file that shows a team figure: whatever a screen for others, a chart or a file
to take away can reach is looked through, so that a new one is bound by the rule on its first day.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.support import ROOT
from tests.test_architecture import PAGES, SOURCES, relative

WELLBEING_TABLES: Final = {
    node.name
    for module in ("wellbeing", "questionnaires", "flags")
    for node in ast.parse((ROOT / f"core/models/{module}.py").read_text()).body
    if isinstance(node, ast.ClassDef) and (module != "flags" or node.name.startswith("Wellbeing"))
}
READ_WELLBEING: Final = {
    "one's own, for oneself": """
        queries.contacts queries.flag_answers queries.flag_life queries.flags queries.new_usual
        queries.questionnaires queries.strain_signs queries.wellbeing
    """,
    "what rules judge one person by": """
        queries.dependency_facts queries.flag_facts queries.load_facts queries.past
        queries.past_facts services.as_it_was services.flag_life services.flag_rows services.flags
    """,
    "one's own, as one writes it": """
        services.boundary_checks services.contact_rows services.flags_put_aside
        services.new_usual services.pulses services.questionnaires services.rollups
    """,
    "what one person shared, under their name": """
        queries.shared queries.shared_results queries.sharers queries.sharing services.sharing
    """,
    "everything about one person, and how long it stays": """
        queries.personal_tables queries.personal_wellbeing services.retention transfer.row_dates
    """,
    "what a release is made from, as a week is closed": "queries.release_facts",
    "invented people": "demo.history demo.self_assessments",
    "the tables themselves": "models.__init__ models.wellbeing models.questionnaires models.flags",
}
SHARED_OR_NO_FIGURE: Final = {
    ("core.queries.follow_ups", "follow_up_rows"),
    # Whose flags wait to be computed again.
    ("core.queries.follow_ups", "people_with_old_flags"),
    ("core.queries.follow_up_history", "follow_up_history"),
    ("core.queries.queue", "follow_up_queue"),
    ("core.queries.shared", "shared_with_me"),
    ("core.queries.shared", "viewed"),
    ("core.queries.shared", "views_to_record"),
    # Which questionnaires the organisation uses.
    ("core.queries.questionnaires", "instruments_off"),
}
"""What screens for others may call of that which reads wellbeing tables: what somebody shared."""
OF_ONE_PERSON: Final = {"supporter", "account"}
"""Folders of screens that show a person what is theirs."""
PERSONAL_FILES: Final = {
    "core/transfer/personal_export.py",
    "core/transfer/personal_import.py",
    "core/transfer/row_dates.py",
}
"""What one person takes away and brings back."""


@cache
def tables_named(path: Path) -> frozenset[str]:
    """Return the wellbeing tables that a file names, however it came by them."""
    if not any(module.startswith("core.models") or name == "models" for module, name in ours(path)):
        return frozenset()
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.alias):
            names.add(node.name)
    return frozenset(names & WELLBEING_TABLES)


def ours(path: Path) -> Iterator[tuple[str, str]]:
    """Yield module and name of each import of ours; a module imported whole has no name."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((each.name, "") for each in node.names if each.name.startswith("core"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("core"):
            yield from ((node.module or "", each.name) for each in node.names)


def files_of(module: str, name: str) -> list[Path]:
    parts = ROOT.joinpath(*module.split("."))
    return [each for each in (parts.with_suffix(".py"), parts / f"{name}.py") if each.exists()]


def is_in(path: Path, *folders: str) -> bool:
    return path.is_relative_to(ROOT) and relative(path).startswith(folders)


def reached(path: Path, *folders: str) -> set[Path]:
    """Return a file and what it imports from some folders, at whatever remove."""
    seen: set[Path] = set()
    due = [path]
    while due:
        each = due.pop()
        if each not in seen:
            seen.add(each)
            found = (file for pair in ours(each) for file in files_of(*pair))
            due += [file for file in found if is_in(file, *folders)]
    return seen


@cache
def reads_wellbeing(path: Path) -> bool:
    """Return whether a query or service, or one that it uses, names a wellbeing table."""
    return any(map(tables_named, reached(path, "core/queries/", "core/services/")))


def taken_from_wellbeing(path: Path, *folders: str) -> set[str]:
    """Return what a file takes from the folders that reads wellbeing tables.

    The class of a value reads nothing. A function does, and a module brings all its functions.
    """
    return {
        f"{module}.{name}"
        for module, name in ours(path)
        if not name[:1].isupper() and (module, name) not in SHARED_OR_NO_FIGURE
        if any(is_in(file, *folders) and reads_wellbeing(file) for file in files_of(module, name))
    } | tables_named(path)


def screens_of_others() -> set[Path]:
    """Return all that draws what people read about others: pages and their parts."""
    pages = [page for page in PAGES if page.parent.name not in OF_ONE_PERSON]
    return {part for page in pages for part in reached(page, "core/ui/", "core/charts/")}


@pytest.mark.parametrize("path", sorted(screens_of_others()), ids=relative)
def test_promise_17_a_screen_about_several_people_reads_no_wellbeing(path):
    # A service changes something and returns no figure; those that read are listed below.
    taken = taken_from_wellbeing(path, "core/queries/")
    assert not taken, "a team figure comes from core.queries.releases"


CARRIED_OUT = [*ROOT.glob("core/charts/*.py"), *ROOT.glob("core/transfer/*.py")]


@pytest.mark.parametrize("path", sorted(CARRIED_OUT), ids=relative)
def test_promise_17_a_chart_or_file_reads_no_wellbeing_unless_it_is_ones_own(path):
    if relative(path) not in PERSONAL_FILES:
        assert not taken_from_wellbeing(path, "core/queries/", "core/services/")


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_promise_17_who_reads_a_wellbeing_table_is_listed_with_a_reason(path):
    allowed = {f"core.{name}" for names in READ_WELLBEING.values() for name in names.split()}
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    assert not tables_named(path) or module in allowed, (
        "a team figure comes from core.queries.releases; whatever else it is, list it"
    )


@pytest.mark.parametrize(
    "written",
    [
        "from core.models import StrainWeek",
        "from core import models as m\n\nWEEKS = m.StrainWeek",
        "import core.models\n\nWEEKS = core.models.StrainWeek",
        "from core.queries.wellbeing import own_weeks",
        "from core.queries import wellbeing",
        "import core.queries.wellbeing",
        "from core.queries.today import own_today",
        "from core.queries.release_facts import facts_of_week",
    ],
)
def test_a_new_file_is_bound_by_the_rule(tmp_path, written):
    new = tmp_path / "team_print.py"
    new.write_text(f"{written}\n")
    assert taken_from_wellbeing(new, "core/queries/", "core/services/")


def test_a_new_file_may_read_releases_and_take_values(tmp_path):
    new = tmp_path / "team_print.py"
    new.write_text(
        "from core.queries.releases import released_strain\n"
        "from core.queries.shared import SharedPerson, shared_with_me\n"
    )
    assert not taken_from_wellbeing(new, "core/queries/", "core/services/")
