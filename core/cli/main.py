"""The commands themselves, and what an expected problem looks like."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Final

import typer
import uvicorn
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from core.cli.keys import key
from core.cli.people import person
from core.cli.proof import audit
from core.cli.ready import choose, make_ready
from core.cli.upkeep import jobs
from core.clock import utc_now
from core.database import engine, reading, transaction
from core.door.passwords import hash_password
from core.errors import AppError, NotConfigured
from core.queries.access import somebody_is_here
from core.queries.release_proof import weeks_that_tell_too_much
from core.services.access import make_one_time_link
from core.settings import explain, settings
from core.vocabulary import TokenPurpose

ROOT: Final = Path(__file__).parents[2]
_DEMO: Final = {
    "HOLDFAST_DATABASE_URL": "sqlite:///data/demo.db",
    "HOLDFAST_KEY_FILE": "keys/demo.key",
}
_LARGEST_MESSAGE: Final = 4 * 1024 * 1024

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
cli.add_typer(person, name="person")
cli.add_typer(jobs, name="jobs")
cli.add_typer(audit, name="audit")
cli.add_typer(key, name="key")


@cli.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 0,
    migrate: Annotated[bool, typer.Option(help="Bring the database up to date first.")] = True,
) -> None:
    """Serve Holdfast."""
    choose(host, port)
    make_ready(migrate=migrate)
    _print_setup_link()
    _serve()


@cli.command()
def migrate() -> None:
    """Bring the database up to date."""
    make_ready(migrate=True)
    typer.echo("The database is up to date.")


@cli.command()
def demo(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 0,
    serve: Annotated[bool, typer.Option(help="Serve it once it is built.")] = True,
) -> None:
    """Build the invented organisation and serve it."""
    from core.demo import build, console_text, leave_real_people_alone, progress_bar

    choose(host, port)
    # The demo keeps to a database and a key of its own, beside those of real people.
    for name, own in _DEMO.items():
        if not {name, f"{name}_FILE"} & os.environ.keys():
            os.environ[name] = own
    settings.cache_clear()
    leave_real_people_alone(engine())
    make_ready(migrate=True, anew=True)
    with progress_bar() as progress:
        report = build(engine(), now=utc_now(), progress=progress, hash_password=hash_password)
    typer.echo(console_text(report))
    if serve:
        _serve()


@cli.command()
def doctor(
    rebuild: Annotated[
        bool, typer.Option(help="Rebuild the weekly figures from raw rows.")
    ] = False,
) -> None:
    """Check the installation."""
    make_ready(migrate=False)
    if rebuild:
        from core.services.rollups import rebuild_all

        with transaction(engine()) as session:
            rebuild_all(session)
        typer.echo("The weekly figures were rebuilt.")
    with reading(engine()) as session:
        weak = weeks_that_tell_too_much(session)
    if weak:
        _give_up(f"Team figures of {weak} weeks could tell who said what; please report this.", 1)
    typer.echo("Nobody can be worked out from the team figures released so far.")
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
