"""What every command needs before it begins."""

import os
from pathlib import Path
from typing import Final

import typer
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData

from core.crypto import keyring, make_key_file
from core.database import engine, reading, transaction
from core.errors import NotConfigured
from core.jobs.keep_erased import keep_erased
from core.queries.access import somebody_is_here
from core.services.erasure_ledger import ledger_fault
from core.services.modules import seed_catalogue
from core.services.packs import use_folder
from core.settings import settings

_MIGRATIONS: Final = Path(__file__).parents[1] / "migrations"


def choose(host: str, port: int) -> None:
    """Let what was typed win over the settings."""
    if host:
        os.environ["HOLDFAST_HOST"] = host
    if port:
        os.environ["HOLDFAST_PORT"] = str(port)
    settings.cache_clear()


def make_ready(*, migrate: bool, anew: bool = False) -> None:
    """Stop with one clear line unless database, keys and questionnaires can be used.

    ``anew`` lets a database that no migration leads on from be made again, for the demo.
    """
    use_folder(settings().instruments_dir)
    if migrate:
        if anew and _is_stranded():
            _drop_everything()
        bring_up_to_date()
    elif not _is_migrated():
        raise NotConfigured("The database is not up to date. Please run `holdfast migrate`.")
    with reading(engine()) as session:
        empty = not somebody_is_here(session)
    if empty:
        make_key_file(settings().key_file)
    keyring()
    with reading(engine()) as session:
        fault = ledger_fault(session, settings().erasures)
    if fault:
        typer.echo(fault, err=True)
    again = keep_erased(engine())
    if again:
        typer.echo(f"An old backup had brought back {again} erased people; they are gone again.")


def bring_up_to_date() -> None:
    """Migrate the database and fill in the catalogue of modules.

    Raises:
        NotConfigured: no migration leads on from what the database is at.
    """
    if _is_stranded():
        raise NotConfigured(
            "This database was made by a version before the first release; it cannot be brought "
            "up to date. Please name an empty one."
        )
    command.upgrade(_alembic(), "head")
    with transaction(engine()) as session:
        seed_catalogue(session)


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config


def _is_migrated() -> bool:
    return _found() == set(ScriptDirectory.from_config(_alembic()).get_heads())


def _is_stranded() -> bool:
    known = {script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()}
    return not _found() <= known


def _found() -> set[str]:
    with engine().connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads())


def _drop_everything() -> None:
    tables = MetaData()
    with transaction(engine()) as session:
        tables.reflect(session.connection())
        tables.drop_all(session.connection())
