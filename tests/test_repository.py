"""A fresh clone explains itself: no private address, nothing Streamlit would serve by itself."""

import re
import subprocess

import pytest

from tests.support import ROOT

# Written in pieces so that this file does not find itself.
REGISTRIES = (
    "pypi" + ".org",
    "npm" + "js",
    "python" + "hosted",
    "--index" + "-url",
    "find" + "-links",
)
MACHINE = re.compile(r"(?<![\w.-])/(?:work|root|home/[a-z]|opt/[a-z]|Users/[a-z])" + r"[\w-]*/")


def tracked() -> list[str]:
    """Return every text file that is in the repository."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "grep", "-lI", "-e", "", "--", "."],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return listed.stdout.splitlines()


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {name: (ROOT / name).read_text() for name in tracked() if (ROOT / name).is_file()}


def test_no_file_names_a_package_registry(texts):
    found = {n: r for n, text in texts.items() for r in REGISTRIES if r in text}

    assert found == {"scripts/lock.sh": "--index" + "-url"} or not found


def test_no_file_names_a_folder_of_one_machine(texts):
    found = {n: m.group() for n, text in texts.items() if (m := MACHINE.search(text))}

    assert found == {}


def test_promise_32_every_locked_package_is_held_by_its_hash():
    for name in ("app.txt", "dev.txt"):
        entries = (ROOT / "requirements" / name).read_text().replace("\\\n", " ").splitlines()
        packages = [line for line in entries if re.match(r"[a-z0-9]", line)]

        assert len(packages) > 50
        assert all("--hash=sha256:" in line for line in packages)


def test_the_development_lock_holds_the_versions_people_run():
    pinned = {
        name: set(re.findall(r"^([a-z0-9._-]+==\S+)", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements/app.txt", "requirements/dev.txt")
    }

    assert pinned["requirements/app.txt"] <= pinned["requirements/dev.txt"]


def test_no_page_lies_directly_in_the_pages_folder():
    # Streamlit serves pages/*.py by itself, without the front door and so without its sign-in.
    assert list((ROOT / "pages").glob("*.py")) == []


def test_no_pages_folder_lies_beside_the_frame():
    assert not (ROOT / "core/ui/pages").exists()


def test_continuous_integration_runs_what_a_contributor_runs():
    assert (ROOT / ".ci/run").read_text().rstrip().endswith("make test")


def test_each_decision_has_a_number_of_its_own():
    pages = sorted((ROOT / "docs/decisions").glob("*.md"))
    numbers = [int(page.name[:4]) for page in pages]

    assert numbers == list(range(1, len(pages) + 1))
    for number, page in zip(numbers, pages, strict=True):
        assert page.read_text().startswith(f"# {number}. ")
        assert len(page.read_text().splitlines()) <= 20, f"{page.name} is for one decision"
