"""``holdfast audit``: whether the record of what was done is whole."""

from pathlib import Path
from typing import Annotated

import typer

from core.cli.ready import make_ready
from core.database import anchor_file, engine, reading
from core.queries.audit import audit_verdict

audit = typer.Typer(no_args_is_help=True, help="The record of what was done.")


@audit.callback()
def _about() -> None:
    """Keep ``verify`` a command of its own, although it is the only one."""


@audit.command()
def verify(
    noted: Annotated[
        str, typer.Option(help="A line that was written down elsewhere, as position:digest.")
    ] = "",
    anchor: Annotated[
        Path | None, typer.Option(help="A file with that line; without it, the server's own.")
    ] = None,
) -> None:
    """Check that no entry was changed, taken out or moved; exit status 1 when one was."""
    make_ready(migrate=False)
    said = noted or _read(anchor or anchor_file())
    with reading(engine()) as session:
        verdict = audit_verdict(session, noted=said)
    for fault in verdict.faults:
        typer.echo(fault, err=True)
    if verdict.faults:
        raise typer.Exit(1)
    typer.echo(f"The audit log is whole: {verdict.entries} entries.")
    if verdict.head is not None:
        typer.echo(f"Its latest entry is {verdict.head}")


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
