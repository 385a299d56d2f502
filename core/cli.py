"""``holdfast``: what people who operate an installation type."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Final

import typer
import uvicorn
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from core.clock import utc_now
from core.crypto import keyring, make_key_file
from core.database import engine, reading, transaction
from core.door.passwords import hash_password
from core.errors import AppError, NotConfigured
from core.queries.access import somebody_is_here
from core.services.access import make_one_time_link
from core.services.modules import seed_catalogue
from core.services.packs import use_folder
from core.settings import explain, settings
from core.vocabulary import Role, TokenPurpose

ROOT: Final = Path(__file__).parent.parent
_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_LARGEST_MESSAGE: Final = 4 * 1024 * 1024

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
person = typer.Typer(no_args_is_help=True, help="Add people.")
jobs = typer.Typer(no_args_is_help=True, help="Nightly work.")
cli.add_typer(person, name="person")
cli.add_typer(jobs, name="jobs")


@cli.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 0,
    migrate: Annotated[bool, typer.Option(help="Bring the database up to date first.")] = True,
) -> None:
    """Serve Holdfast."""
    _choose(host, port)
    _make_ready(migrate=migrate)
    _print_setup_link()
    _serve()


@cli.command()
def migrate() -> None:
    """Bring the database up to date."""
    _bring_up_to_date()
    typer.echo("The database is up to date.")


@cli.command()
def demo(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 0,
    serve: Annotated[bool, typer.Option(help="Serve it once it is built.")] = True,
) -> None:
    """Build the invented organisation and serve it."""
    from core.demo import build, console_text, progress_bar

    _choose(host, port)
    # The demo keeps to a database and a key of its own, beside those of real people.
    os.environ.setdefault("HOLDFAST_DATABASE_URL", "sqlite:///data/demo.db")
    os.environ.setdefault("HOLDFAST_KEY_FILE", "keys/demo.key")
    settings.cache_clear()
    _make_ready(migrate=True)
    with progress_bar() as progress:
        report = build(engine(), now=utc_now(), progress=progress, hash_password=hash_password)
    typer.echo(console_text(report))
    if serve:
        _serve()


@person.command("add")
def add_person(
    name: Annotated[str, typer.Option(help="The name others see.")],
    email: Annotated[str, typer.Option(help="The address this person signs in with.")],
    role: Annotated[list[Role], typer.Option(help="May be given more than once.")],
    team: Annotated[str, typer.Option(help="Name of the team, if any.")] = "",
) -> None:
    """Add a person and print the one-time link for their first password."""
    from core.services.people import add_person_from_console

    _make_ready(migrate=False)
    with transaction(engine()) as session:
        invitation = add_person_from_console(
            session,
            display_name=name,
            email=email,
            roles=frozenset(role),
            team=team or None,
            now=utc_now(),
        )
    typer.echo(f"{settings().public_url}/invite/{invitation.token}")


@jobs.command("run")
def run_jobs() -> None:
    """Recompute what depends on time, release closed weeks and clear away what is old."""
    from core.jobs.schedule import run_nightly

    _make_ready(migrate=False)
    typer.echo(run_nightly(engine()) or "Another instance is doing it; nothing was done here.")


@cli.command()
def doctor(
    rebuild: Annotated[
        bool, typer.Option(help="Rebuild the weekly figures from raw rows.")
    ] = False,
) -> None:
    """Check the installation."""
    _make_ready(migrate=False)
    if rebuild:
        from core.services.rollups import rebuild_all

        with transaction(engine()) as session:
            rebuild_all(session)
        typer.echo("The weekly figures were rebuilt.")
    typer.echo("Settings, database and keys are in order.")


@cli.command()
def bench() -> None:
    """Measure every screen against an empty page; needs what `make test` installs."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.pages"], cwd=ROOT, check=False)
    raise typer.Exit(done.returncode)


def main() -> None:
    """Run a command; an expected problem is one line and a non-zero exit status."""
    try:
        cli()
    except ValidationError as problem:
        _give_up(explain(problem), 2)
    except NotConfigured as problem:
        _give_up(str(problem), 2)
    except AppError as problem:
        _give_up(str(problem), 1)
    except SQLAlchemyError as problem:
        _give_up(f"The database cannot be used: {type(problem).__name__}.", 1)


def _give_up(sentence: str, status: int) -> None:
    typer.echo(sentence, err=True)
    raise SystemExit(status)


def _choose(host: str, port: int) -> None:
    if host:
        os.environ["HOLDFAST_HOST"] = host
    if port:
        os.environ["HOLDFAST_PORT"] = str(port)
    settings.cache_clear()


def _make_ready(*, migrate: bool) -> None:
    use_folder(settings().instruments_dir)
    if migrate:
        _bring_up_to_date()
    elif not _is_migrated():
        raise NotConfigured("The database is not up to date. Please run `holdfast migrate`.")
    with reading(engine()) as session:
        empty = not somebody_is_here(session)
    if empty:
        make_key_file(settings().key_file)
    keyring()


def _bring_up_to_date() -> None:
    command.upgrade(_alembic(), "head")
    with transaction(engine()) as session:
        seed_catalogue(session)


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config


def _is_migrated() -> bool:
    with engine().connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(ScriptDirectory.from_config(_alembic()).get_heads())


def _print_setup_link() -> None:
    with reading(engine()) as session:
        if somebody_is_here(session):
            return
    with transaction(engine()) as session:
        token = make_one_time_link(session, purpose=TokenPurpose.SETUP, now=utc_now())
    typer.echo("Nobody is here yet. Set up Holdfast with this link; it works once, for 30 minutes:")
    typer.echo(f"  {settings().public_url}/setup/{token}")


def _serve() -> None:
    import app

    address = settings().public_url
    typer.echo(f"Holdfast is at {address}")
    if address.startswith("http://") and "//localhost" not in address:
        typer.echo("Browsers keep the sign-in only over https or on localhost.", err=True)
    uvicorn.run(
        app.app,
        # By host and port, not by a socket of ours: only then is TCP_NODELAY set.
        host=settings().host,
        port=settings().port,
        ws="websockets-sansio",
        ws_max_size=_LARGEST_MESSAGE,
        ws_per_message_deflate=False,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        log_level="warning",
        timeout_graceful_shutdown=3,
    )


if __name__ == "__main__":
    main()
