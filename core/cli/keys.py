"""``holdfast key``: changing the keys of encrypted words while the server runs."""

import typer

from core.cli.ready import make_ready
from core.clock import utc_now
from core.crypto import add_key, count_keys, retire_keys
from core.database import engine, transaction
from core.services.keys import note_rotation, reseal, sealed_columns
from core.settings import settings

key = typer.Typer(no_args_is_help=True, help="Keys of encrypted words.")


@key.command()
def rotate() -> None:
    """Add a new key and bring all words under it; an interrupted change is finished instead.

    It can be done as often as one likes; ``holdfast key retire`` removes all old keys at once.
    """
    make_ready(migrate=False)
    path = settings().key_file
    # Words that are not under the writing key yet tell of a change that was interrupted.
    changed = reseal_everything() if count_keys(path) > 1 else 0
    if changed:
        typer.echo("Went on with the key that was added before.")
    else:
        add_key(path)
        typer.echo("A new key was added.")
        changed = reseal_everything()
    with transaction(engine()) as session:
        note_rotation(session, f"{changed} texts under the new key", now=utc_now())
    typer.echo(f"{changed} texts were brought under the new key; none needs the old one.")
    typer.echo(
        f"Backups made before now do: the file keeps {count_keys(path) - 1} old keys for them. "
        "When the last of those backups is gone: holdfast key retire"
    )


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
