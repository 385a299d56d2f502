"""What is new about a flag is the person's first as well, like the flag itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from core.rules.sharing import FIRST_TO_THE_PERSON
from core.vocabulary import Level

Reason = Mapping[str, Any]
"""A stored finding: rule, numbers, sentence and what it rests on."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a flag says to whoever it is shared with."""

    level: Level
    since: date
    findings: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What coordinators go on reading, and when something new came on top of it."""

    told: Told
    news_at: datetime


def hold_back(
    before: Told, after: Told, held: Held | None, *, edited: bool, now: datetime
) -> Held | None:
    """Return what stays as it was for others while what is new is the person's alone.

    New is a higher level, or a reason that was not there: another rule, or the same one about
    another day. ``edited`` says that entries were changed or deleted; then nothing is told any
    more that does not hold now.
    """
    if held is not None and held.news_at + FIRST_TO_THE_PERSON <= now:
        held = None
    told = _no_more_than(before if held is None else held.told, after, edited=edited)
    if not _adds(told, after):
        return None
    if held is not None and not _adds(before, after):
        return Held(told, held.news_at)
    return Held(told, now)


def _adds(told: Told, after: Told) -> bool:
    rises = told.level is Level.WATCH and after.level is Level.HIGH
    return rises or not _keys(after.findings) <= _keys(told.findings)


def _no_more_than(told: Told, after: Told, *, edited: bool) -> Told:
    if told.level is Level.HIGH and after.level is Level.WATCH:
        told = replace(told, level=after.level, since=after.since)
    if edited:
        known = _keys(told.findings)
        told = replace(told, findings=tuple(f for f in after.findings if _key(f) in known))
    return told


def _keys(findings: Iterable[Reason]) -> frozenset[tuple[object, ...]]:
    return frozenset(map(_key, findings))


def _key(finding: Reason) -> tuple[object, ...]:
    """Tell a reason apart by its rule and the days it names; its figures move every week."""
    days = (value for value in finding.get("numbers", {}).values() if isinstance(value, str))
    return (finding["rule"], *days)
