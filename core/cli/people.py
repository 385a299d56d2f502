"""``holdfast person``: people, from the console."""

from typing import Annotated

import typer

from core.cli.bringing_back import import_file
from core.cli.erasing import erase_person
from core.cli.ready import make_ready
from core.clock import utc_now
from core.database import engine, transaction
from core.settings import settings
from core.vocabulary import Role

person = typer.Typer(no_args_is_help=True, help="Add, erase and bring back people.")
person.command("erase")(erase_person)
person.command("import")(import_file)


@person.command("reset")
def reset_person(
    email: Annotated[str, typer.Option(help="The address this person signs in with.")],
    second_step: Annotated[
        bool, typer.Option(help="Take the second step away too, for a lost phone.")
    ] = False,
) -> None:
    """Print a one-time link for a new password, for whoever nobody else can help."""
    from core.queries.access import person_with
    from core.services.passwords import begin_reset
    from core.services.second_factor import remove_second_factor

    make_ready(migrate=False)
    now = utc_now()
    with transaction(engine()) as session:
        person_id = person_with(session, email)
        if second_step:
            remove_second_factor(session, person_id, by=None, now=now)
        link = begin_reset(session, person_id, by=None, now=now)
    typer.echo(f"{settings().public_url}/reset/{link.token}")


@person.command("add")
def add_person(
    name: Annotated[str, typer.Option(help="The name others see.")],
    email: Annotated[str, typer.Option(help="The address this person signs in with.")],
    role: Annotated[list[Role], typer.Option(help="May be given more than once.")],
    team: Annotated[str, typer.Option(help="Name of the team, if any.")] = "",
) -> None:
    """Add a person and print the one-time link for their first password."""
    from core.services.people import add_person_from_console

    make_ready(migrate=False)
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
