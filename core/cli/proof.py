"""``holdfast audit``: whether the record of what was done is whole."""

from pathlib import Path
from typing import Annotated

import typer

from core.cli.ready import make_ready
from core.clock import utc_now
from core.database import anchor_file, engine, reading, transaction
from core.queries.audit import audit_verdict
from core.services.erasure_ledger import ledger_fault, write_ledger_anew
from core.settings import settings

audit = typer.Typer(no_args_is_help=True, help="The record of what was done.")


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
        gap = ledger_fault(session, settings().erasures)
    for fault in verdict.faults:
        typer.echo(fault, err=True)
    # A gap in the ledger was named already, as this command began.
    if verdict.faults or gap:
        raise typer.Exit(1)
    typer.echo(f"The audit log is whole: {verdict.entries} entries.")
    if verdict.head is not None:
        typer.echo(f"Its latest entry is {verdict.head}")


@audit.command()
def ledger() -> None:
    """Write a lost or shortened erasure ledger anew, from the erasures in the audit log."""
    make_ready(migrate=False)
    with transaction(engine()) as session:
        added = write_ledger_anew(session, settings().erasures, now=utc_now())
    typer.echo(f"{added} erasures were added; the ledger holds all that the audit log knows.")


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
