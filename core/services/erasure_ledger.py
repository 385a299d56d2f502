"""Who was erased, written down outside the database, so that an old backup brings nobody back.

The first line holds a random key, every other one a day and a keyed hash of a person's key:
whoever finds the file alone learns how many were erased and when, and of whom nothing.
"""

import hmac
import os
import secrets
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import UUID

from core.errors import NotConfigured

_HEADING: Final = "holdfast-erasures"
_KEY_BYTES: Final = 32


def note_erasure(path: Path, person_id: UUID, day: date) -> None:
    """Write down that somebody was erased; on disk before this returns."""
    if not path.exists():
        _start(path)
    key, _digests = _read(path)
    _append(path, f"{day.isoformat()} {_digest(key, person_id)}\n")


def erased_before(path: Path, people: Iterable[UUID]) -> list[UUID]:
    """Return which of these people were erased according to the ledger.

    Raises:
        NotConfigured: the ledger is there but cannot be read.
    """
    if not path.exists():
        return []
    key, digests = _read(path)
    return [person_id for person_id in people if _digest(key, person_id) in digests]


def _start(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    _append(path, f"{_HEADING} {secrets.token_hex(_KEY_BYTES)}\n")


def _append(path: Path, line: str) -> None:
    with path.open("a") as ledger:
        ledger.write(line)
        ledger.flush()
        os.fsync(ledger.fileno())


def _read(path: Path) -> tuple[bytes, set[str]]:
    try:
        heading, *lines = path.read_text().splitlines()
        name, key = heading.split()
        secret = bytes.fromhex(key)
        digests = {line.split()[1] for line in lines if line.strip()}
    except (OSError, ValueError, IndexError) as problem:
        raise _malformed(path) from problem
    if name != _HEADING or len(secret) != _KEY_BYTES:
        raise _malformed(path)
    return secret, digests


def _malformed(path: Path) -> NotConfigured:
    return NotConfigured(
        f"The erasure ledger {path.name} is malformed; restore it from its safe place."
    )


def _digest(key: bytes, person_id: UUID) -> str:
    return hmac.new(key, person_id.bytes, sha256).hexdigest()
