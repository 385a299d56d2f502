"""Published questionnaires as data packs: items, scoring, limits and the notices they ask for.

A pack is a JSON file; ``docs/instruments.md`` describes it. Packs are read, checked and handed
on as frozen values; how answers are scored is decided in ``core.rules.instruments``.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from core.data.instrument_faults import faults_of
from core.data.packaged import WrongData

SHIPPED: Final = ("single_item_burnout", "cbi", "proqol5")
"""Packs that come with the product."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen."""

    value: int
    label: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question, word for word as published."""

    id: str
    text: str
    scale: str
    subscale: str
    reversed: bool
    """Whether the answer is turned round before it is scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A range of scores with its word; the lower edge is where the band before ends."""

    upper: float
    upper_included: bool
    word: str
    meaning: str
    source: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class ReliableChange:
    """How far a score moves before it is more than chance."""

    points: float
    source: str
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscale:
    """What is scored as one number, never added to another."""

    id: str
    title: str
    scoring: str
    """``mean_0_100``, ``mean``, ``sum`` or ``single``."""
    factor: float
    """What a sum is multiplied by."""
    least_answered: int
    """With fewer answers there is no score."""
    optional: bool
    higher_is: str
    """``worse`` or ``better``."""
    bands: tuple[Band, ...]
    change: ReliableChange | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentRule:
    """An answer or a score after which help is shown at once."""

    item: str | None
    values: tuple[int, ...]
    subscale: str | None
    at_least: float | None
    at_most: float | None
    reason: str
    source: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a questionnaire is offered."""

    every_days: int
    first_after_days: int
    extra_days: tuple[int, ...]
    """Days after the start on which it is offered once more."""


@dataclass(frozen=True, slots=True)
class Example:
    """Answers with the scores the publication gives them; a pack proves itself with these."""

    answers: Mapping[str, int]
    scores: Mapping[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One version of one questionnaire."""

    id: str
    version: int
    title: str
    short: str
    """The name inside a sentence."""
    minutes: int
    citation: str
    licence_notice: str
    source_url: str
    adapted: bool
    adaptation: str
    instruction: str
    recall_days: int | None
    min_interval_days: int
    rhythm: Rhythm
    scales: Mapping[str, tuple[Option, ...]]
    items: tuple[Item, ...]
    subscales: tuple[Subscale, ...]
    urgent: tuple[UrgentRule, ...]
    examples: tuple[Example, ...]

    def options(self, item: Item) -> tuple[Option, ...]:
        """Return the answers of an item in the order they are offered."""
        return self.scales[item.scale]


def shipped_packs() -> tuple[Pack, ...]:
    """Return the packs that come with the product."""
    folder = files("core.data") / "instruments"
    texts = ((f"{name}.json", (folder / f"{name}.json").read_text("utf-8")) for name in SHIPPED)
    return tuple(read_pack(name, _parsed(name, text)) for name, text in texts)


def packs_in(folder: Path) -> tuple[Pack, ...]:
    """Return the packs of an operator's folder, in name order.

    Raises:
        WrongData: the folder is missing, or with a sentence for each fault of each pack.
    """
    if not folder.is_dir():
        raise WrongData(f"The folder for questionnaires, {folder}, does not exist.")
    found, faults = [], []
    for path in sorted(folder.glob("*.json")):
        try:
            found.append(read_pack(path.name, _parsed(path.name, path.read_text("utf-8"))))
        except UnicodeDecodeError:
            faults.append(f"{path.name}: the file is not written in UTF-8.")
        except WrongData as problem:
            faults.append(str(problem))
    if faults:
        raise WrongData(" ".join(faults))
    return tuple(found)


def read_pack(name: str, content: Mapping[str, Any]) -> Pack:
    """Build a pack from the content of its file.

    Raises:
        WrongData: with one sentence for each fault.
    """
    if faults := faults_of(content):
        raise WrongData(" ".join(f"{name}: {fault}" for fault in faults))
    return Pack(
        **{
            **content,
            "rhythm": Rhythm(
                **{**content["rhythm"], "extra_days": tuple(content["rhythm"]["extra_days"])}
            ),
            "scales": {
                key: tuple(Option(**option) for option in options)
                for key, options in content["scales"].items()
            },
            "items": tuple(Item(**item) for item in content["items"]),
            "subscales": tuple(_subscale(each) for each in content["subscales"]),
            "urgent": tuple(_urgent(rule) for rule in content["urgent"]),
            "examples": tuple(Example(**example) for example in content["examples"]),
        }
    )


def _parsed(name: str, text: str) -> Mapping[str, Any]:
    try:
        content = json.loads(text)
    except ValueError as problem:
        raise WrongData(f"{name}: the file is not JSON ({problem}).") from problem
    if not isinstance(content, dict):
        raise WrongData(f"{name}: the file does not hold an object.")
    return content


def _subscale(content: Mapping[str, Any]) -> Subscale:
    change = content["change"]
    return Subscale(
        **{
            **content,
            "bands": tuple(_bands(content["bands"])),
            "change": ReliableChange(**change) if change else None,
        }
    )


def _bands(content: Iterable[Mapping[str, Any]]) -> Iterable[Band]:
    for band in content:
        yield Band(
            upper=float(band.get("below", band.get("to", "inf"))),
            upper_included="below" not in band,
            **{key: band[key] for key in ("word", "meaning", "source", "is_default")},
        )


def _urgent(content: Mapping[str, Any]) -> UrgentRule:
    return UrgentRule(
        item=content.get("item"),
        values=tuple(content.get("values", ())),
        subscale=content.get("subscale"),
        at_least=content.get("at_least"),
        at_most=content.get("at_most"),
        **{key: content[key] for key in ("reason", "source", "is_default")},
    )
