"""Words at rest: AES-GCM bound to the person, the row and the field they belong to.

A sealed text is ``version | key id | nonce | ciphertext``. Because the place is associated
data, a text moved to another row, field or person does not open.
"""

import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import NotConfigured, WordsUnreadable
from core.settings import settings

_VERSION: Final = b"\x01"
_KEY_ID_BYTES: Final = 4
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
_AUDIT: Final = "audit"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text lives: it opens nowhere else."""

    field: str
    """Table and column, as ``table.column``."""
    row_id: UUID
    person_id: UUID

    def as_bytes(self) -> bytes:
        """Return the associated data of this place."""
        return self.field.encode() + b"|" + self.row_id.bytes + self.person_id.bytes


class Keyring:
    """The keys of an installation; the first one writes, all of them read."""

    def __init__(self, keys: dict[bytes, bytes], proof_key: bytes = b"") -> None:
        if not keys:
            raise NotConfigured("The key file holds no key.")
        self._proof_key = proof_key
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._first = next(iter(keys))

    def seal(self, text: str, place: Place) -> bytes:
        """Return ``text`` encrypted for ``place``."""
        return self.seal_bytes(text.encode(), place)

    def seal_bytes(self, data: bytes, place: Place) -> bytes:
        """Return a file encrypted for ``place``."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        body = self._ciphers[self._first].encrypt(nonce, data, place.as_bytes())
        return _VERSION + self._first + nonce + body

    def open(self, sealed: bytes, place: Place) -> str:
        """Return the text that was sealed for ``place``.

        Raises:
            WordsUnreadable: it was altered, belongs elsewhere, or its key is missing.
        """
        return self.open_bytes(sealed, place).decode()

    def open_bytes(self, sealed: bytes, place: Place) -> bytes:
        """Return the file that was sealed for ``place``.

        Raises:
            WordsUnreadable: it was altered, belongs elsewhere, or its key is missing.
        """
        key_id = sealed[1 : 1 + _KEY_ID_BYTES]
        nonce = sealed[1 + _KEY_ID_BYTES : 1 + _KEY_ID_BYTES + _NONCE_BYTES]
        body = sealed[1 + _KEY_ID_BYTES + _NONCE_BYTES :]
        cipher = self._ciphers.get(key_id)
        if sealed[:1] != _VERSION or cipher is None:
            raise WordsUnreadable
        try:
            return cipher.decrypt(nonce, body, place.as_bytes())
        except InvalidTag:
            raise WordsUnreadable from None

    def is_current(self, sealed: bytes) -> bool:
        """Return whether something was sealed with the key that writes now."""
        return sealed[1 : 1 + _KEY_ID_BYTES] == self._first

    def proof_key(self) -> bytes:
        """Return the key that chains the audit log; it is never rotated.

        Raises:
            NotConfigured: the key file has no ``audit`` line.
        """
        if len(self._proof_key) != _KEY_BYTES:
            raise NotConfigured("The key file holds no audit key; restore it from its safe place.")
        return self._proof_key


def read_keys(path: Path) -> Keyring:
    """Read a key file: one ``key-id-hex key-hex`` pair a line, the writing key first.

    One more line, ``audit key-hex``, holds the key of the audit log.

    Raises:
        NotConfigured: the file is missing or malformed.
    """
    try:
        pairs = [line.split() for line in path.read_text().splitlines() if line.strip()]
        proof_key = bytes.fromhex(next((key for name, key in pairs if name == _AUDIT), ""))
        keys = {bytes.fromhex(name): bytes.fromhex(key) for name, key in pairs if name != _AUDIT}
    except (OSError, ValueError) as problem:
        raise NotConfigured(
            f"The key file {path.name} is missing or malformed; restore it from its safe place."
        ) from problem
    if any(len(i) != _KEY_ID_BYTES or len(k) != _KEY_BYTES for i, k in keys.items()):
        raise NotConfigured(f"The key file {path.name} holds a key of the wrong length.")
    return Keyring(keys, proof_key)


def make_key_file(path: Path) -> None:
    """Write a new key file, readable by its owner only; an existing one is left alone."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    path.write_text(
        f"{secrets.token_hex(_KEY_ID_BYTES)} {secrets.token_hex(_KEY_BYTES)}\n"
        f"{_AUDIT} {secrets.token_hex(_KEY_BYTES)}\n"
    )


def count_keys(path: Path) -> int:
    """Return how many keys of words a key file holds, the writing one included."""
    return sum(line.split()[0] != _AUDIT for line in _lines(path))


def add_key(path: Path) -> None:
    """Put a new writing key before the others, which go on reading.

    A server that runs reads the file again by itself.
    """
    fresh = f"{secrets.token_hex(_KEY_ID_BYTES)} {secrets.token_hex(_KEY_BYTES)}"
    _replace(path, [fresh, *_lines(path)])


def retire_keys(path: Path) -> int:
    """Remove every key but the writing one; return how many were removed."""
    words = [line for line in _lines(path) if line.split()[0] != _AUDIT]
    kept = [words[0], *(line for line in _lines(path) if line.split()[0] == _AUDIT)]
    _replace(path, kept)
    return len(words) - 1


def _lines(path: Path) -> list[str]:
    read_keys(path)
    return [line.strip() for line in path.read_text().splitlines() if line.strip()]


def _replace(path: Path, lines: list[str]) -> None:
    # Whole or not at all: a half-written key file would lock everybody's words away.
    fresh = path.with_name(f"{path.name}.new")
    fresh.touch(mode=0o600)
    with fresh.open("w") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def keyring() -> Keyring:
    """Return the keys of this installation, read again whenever the file has changed."""
    path = settings().key_file
    try:
        found = path.stat()
    except OSError:
        return read_keys(path)
    return _keyring_of(path, found.st_mtime_ns, found.st_ino)


@lru_cache(maxsize=4)
def _keyring_of(path: Path, _changed_ns: int, _file: int) -> Keyring:
    return read_keys(path)
