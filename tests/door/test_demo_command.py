"""``holdfast demo`` makes its own organisation and leaves everybody else's alone."""

import sqlite3
from pathlib import Path

from tests.door.conftest import holdfast

DEMO = ("demo", "--no-serve")


def everything(path: Path) -> dict[str, list[tuple]]:
    with sqlite3.connect(path) as database:
        names = [
            n for (n,) in database.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        return {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def test_a_database_with_real_people_is_not_touched_at_all(tmp_path):
    holdfast(tmp_path, "migrate")
    holdfast(
        tmp_path,
        "person",
        "add",
        "--name",
        "Ada",
        "--email",
        "ada@example.org",
        "--role",
        "administrator",
    )
    with sqlite3.connect(tmp_path / "holdfast.db") as database:
        database.execute("DELETE FROM training_module")
        database.execute("UPDATE alembic_version SET version_num = 'older'")
    before = everything(tmp_path / "holdfast.db")

    refused = holdfast(tmp_path, *DEMO)

    assert refused.returncode == 1
    assert "holds real people" in refused.stderr
    assert "Inventing" not in refused.stdout
    assert everything(tmp_path / "holdfast.db") == before


def test_a_database_from_before_the_first_release_is_named_and_the_demo_begins_again(tmp_path):
    holdfast(tmp_path, "migrate")
    with sqlite3.connect(tmp_path / "holdfast.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '0001'")
        database.execute("DROP TABLE audit_entry")

    refused = holdfast(tmp_path, "migrate")
    built = holdfast(tmp_path, *DEMO)

    assert refused.returncode == 2
    assert "before the first release" in refused.stderr
    assert built.returncode == 0, built.stderr
    assert "ines.calder@example.org" in built.stdout
