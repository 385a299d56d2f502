"""``holdfast key``: changing the keys of encrypted words while the server runs."""

import typer

from core.cli.ready import make_ready
from core.clock import utc_now
from core.crypto import add_key, retire_keys
from core.database import engine, transaction
from core.services.keys import note_rotation, reseal, sealed_columns
from core.settings import settings

key = typer.Typer(no_args_is_help=True, help="Keys of encrypted words.")


@key.command()
def rotate() -> None:
    """Add a new key and bring all words under it; begun again, it goes on where it stopped."""
    make_ready(migrate=False)
    added = add_key(settings().key_file)
    typer.echo("A new key was added." if added else "Going on with the key that was added before.")
    changed = reseal_everything()
    with transaction(engine()) as session:
        note_rotation(session, f"{changed} texts under the new key", now=utc_now())
    typer.echo(f"{changed} texts were brought under the new key; none needs the old one.")
    typer.echo("Backups made before now do. When the last of them is gone: holdfast key retire")


@key.command()
def retire() -> None:
    """Remove the old keys from the key file, once nothing in the database needs them."""
    make_ready(migrate=False)
    reseal_everything()
    removed = retire_keys(settings().key_file)
    with transaction(engine()) as session:
        note_rotation(session, f"{removed} old keys removed", now=utc_now())
    typer.echo(f"{removed} old keys were removed.")


def reseal_everything() -> int:
    """Bring all words under the writing key, a few rows per transaction; return how many."""
    changed = 0
    for column in sealed_columns():
        after = None
        while True:
            with transaction(engine()) as session:
                count, after = reseal(session, column, after)
            changed += count
            if after is None:
                break
    return changed
