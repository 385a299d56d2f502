"""``holdfast person erase``: for those who ask for it and cannot sign in any more."""

from functools import partial
from typing import Annotated

import typer

from core.cli.ready import make_ready
from core.clock import utc_now
from core.database import engine, leave_no_trace, transaction
from core.queries.people import organisation
from core.services.erasure import erase_from_console
from core.services.erasure_ledger import note_erasure
from core.settings import settings


def erase_person(
    email: Annotated[str, typer.Argument(help="The address this person signed in with.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask back.")] = False,
) -> None:
    """Erase everything about somebody who asked for it; it cannot be taken back."""
    make_ready(migrate=False)
    if not yes:
        typer.confirm(f"Erase everything about {email}, for good?", abort=True)
    now = utc_now()
    with transaction(engine()) as session:
        day = organisation(session).today(now)
        remember = partial(note_erasure, session, settings().erasures, day=day)
        erase_from_console(session, email, remember=remember, now=now)
    leave_no_trace(engine())
    typer.echo("Everything about this person is erased, and will be after a restore as well.")
