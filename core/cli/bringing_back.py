"""``holdfast person import``: what somebody took along, brought back into an empty account."""

from pathlib import Path
from typing import Annotated

import typer

from core.cli.ready import make_ready
from core.clock import utc_now
from core.database import engine, transaction
from core.transfer.personal_import import import_person, read_export


def import_file(
    file: Annotated[Path, typer.Argument(help="The file this person downloaded.")],
    email: Annotated[str, typer.Option(help="The address of their empty account here.")],
) -> None:
    """Bring back what somebody entered; flags and sums are worked out anew."""
    make_ready(migrate=False)
    sections = read_export(file)
    with transaction(engine()) as session:
        brought = import_person(session, email, sections, now=utc_now())
    typer.echo(f"{brought} entries are back.")
