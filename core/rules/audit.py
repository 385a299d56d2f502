"""The audit log as a chain: who changes, drops or moves an entry breaks it visibly."""

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from core.vocabulary import AuditEvent

BEFORE_ALL: Final = "0" * 64
"""The digest that the very first entry is chained to."""
_CUT: Final = "audit log up to "


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as it is stored."""

    position: int
    at: datetime
    event: AuditEvent
    actor_id: UUID | None
    subject_id: UUID | None
    detail: str
    digest: str
    """64 hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What is known from outside about the log: it once held this entry."""

    position: int
    digest: str

    def __str__(self) -> str:
        """Return the anchor as it is written down: ``position:digest``."""
        return f"{self.position}:{self.digest}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look at the whole log found."""

    entries: int
    head: Anchor | None
    faults: tuple[str, ...]
    """One sentence per fault, in the order of the log; nothing when it holds."""


def anchor_from(text: str) -> Anchor | None:
    """Return the anchor that was written down, or nothing when the text is none."""
    position, _, digest = text.strip().partition(":")
    if not position.isdigit() or len(digest) != len(BEFORE_ALL):
        return None
    return Anchor(int(position), digest)


def anchors_from(text: str) -> tuple[Anchor, ...] | None:
    """Return the anchors of a file, one to a line, or nothing when one cannot be read."""
    found = [anchor_from(line) for line in text.splitlines() if line.strip()]
    whole = tuple(each for each in found if each is not None)
    return whole if len(whole) == len(found) else None


def digest_of(key: bytes, before: str, entry: Entry) -> str:
    """Return the keyed digest of an entry and of the digest before it."""
    said = json.dumps(
        [
            before,
            entry.position,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.event.value,
            str(entry.actor_id or ""),
            str(entry.subject_id or ""),
            entry.detail,
        ],
        ensure_ascii=True,
    )
    return hmac.new(key, said.encode(), sha256).hexdigest()


def cut_note(last: Anchor) -> str:
    """Return the detail of the entry that says up to where old entries were removed."""
    return f"{_CUT}{last}"


def examine(key: bytes, entries: Iterable[Entry], anchors: Iterable[Anchor]) -> Verdict:
    """Return whether the log is whole and still holds all that was noted outside.

    ``entries`` come in the order of their positions.

    Entries that expired may be missing at the beginning, if a later entry says so.
    """
    log = list(entries)
    before, expected = _start(log)
    faults = []
    held = {Anchor(expected - 1, before)}
    for entry in log:
        if entry.position != expected:
            faults.append(f"Between {expected - 1} and {entry.position} entries are missing.")
        if not hmac.compare_digest(digest_of(key, before, entry), entry.digest):
            faults.append(f"Entry {entry.position} is not what was written then.")
        before, expected = entry.digest, entry.position + 1
        held.add(Anchor(entry.position, entry.digest))
    gone = {each.position for each in anchors if each not in held and not _expired(each, log)}
    if gone:
        faults.append(f"Noted outside, but missing or changed: {len(gone)}, from {min(gone)} on.")
    head = Anchor(log[-1].position, log[-1].digest) if log else None
    return Verdict(len(log), head, tuple(faults))


def _start(log: list[Entry]) -> tuple[str, int]:
    # Only an entry that the key vouches for can say where the log begins; the caller checks it.
    for entry in reversed(log):
        if entry.event is AuditEvent.EXPIRED and entry.detail.startswith(_CUT):
            cut = anchor_from(entry.detail.removeprefix(_CUT))
            if cut is not None and log[0].position == cut.position + 1:
                return cut.digest, cut.position + 1
    return BEFORE_ALL, 1


def _expired(anchor: Anchor, log: list[Entry]) -> bool:
    return bool(log) and anchor.position < log[0].position
