"""``holdfast jobs``: the work that keeps an installation in order."""

import typer

from core.cli.ready import make_ready
from core.database import engine

jobs = typer.Typer(no_args_is_help=True, help="Nightly work.")


@jobs.command("run")
def run_jobs() -> None:
    """Recompute what depends on time, release closed weeks and clear away what is old."""
    from core.jobs.schedule import run_nightly

    make_ready(migrate=False)
    typer.echo(run_nightly(engine()) or "Another instance is doing it.")
