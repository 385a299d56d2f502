"""A figure beside two limits, and the flag it raises."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from core.rules.flags import Finding, Verdict
from core.rules.thresholds import Limit, Thresholds
from core.rules.words import apart, day_words, number
from core.vocabulary import FlagKind, Level


@dataclass(frozen=True, slots=True)
class Edge:
    """A limit as it applies to one person."""

    value: float
    source: str
    is_default: bool
    version: int = 1

    @classmethod
    def of(cls, limit: Limit) -> "Edge":
        """Return a limit that applies as it stands."""
        return cls(limit.value, limit.source, limit.is_default, limit.version)

    def scaled(self, factor: float, why: str) -> "Edge":
        """Return a stricter edge, with the reason beside its source."""
        value = round(self.value * factor, 2)
        return replace(self, value=value, source=f"{self.source}; {why}", is_default=True)

    def whole(self) -> "Edge":
        """Return the edge for things that are counted: the next whole number."""
        return replace(self, value=ceil(self.value))


@dataclass(frozen=True, slots=True)
class LimitsFor:
    """The limits as they apply to one person: the lower ones are stricter for a newcomer."""

    thresholds: Thresholds
    joined_on: date
    today: date

    def edges(self, key: str) -> tuple[Edge, Edge]:
        """Return the lower and the upper limit of a rule."""
        watch, high = self.thresholds[f"{key}.watch"], self.thresholds[f"{key}.high"]
        return self.early(Edge.of(watch)), Edge.of(high)

    def counted(self, key: str) -> tuple[Edge, Edge]:
        """Return both for what is counted: nobody counts half a contact, or half a day."""
        watch, high = self.edges(key)
        return watch.whole(), high

    def early(self, edge: Edge) -> Edge:
        """Return the limit, stricter in the first days in the role."""
        days = self.thresholds.value("newcomer.days")
        factor = self.thresholds.value("newcomer.factor")
        if (self.today - self.joined_on).days >= days:
            return edge
        return edge.scaled(
            factor, f"times {number(factor)} in the first {number(days)} days (default)"
        )


def reason(
    limit: Limit | Edge,
    *,
    rule: str,
    name: str,
    sentence: str,
    numbers: Mapping[str, float | str],
    threshold: str,
) -> Finding:
    """Return a reason that rests on one limit, with the source of that limit."""
    return Finding(
        rule=rule,
        name=name,
        sentence=sentence,
        numbers=numbers,
        threshold=threshold,
        source=limit.source,
        is_default=limit.is_default,
        version=limit.version,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GaugeWords:
    """What one rule says about its figure, whoever it is about."""

    kind: FlagKind
    key: str
    """Name of the rule and subject of the flag, for example ``hours_week``."""
    name: str
    sentence: str
    """With places for ``value`` and ``limit``, and for ``day`` where it names one."""
    threshold: str
    """With a place for ``limit``."""
    clears: str
    """With a place for ``limit``: the lower one."""
    steps: tuple[str, ...]
    reached: bool = False
    """Whether reaching a limit counts, not only going over it."""
    said: Callable[[float, float], tuple[str, str]] = apart
    """How a figure and its limit are said, with their unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """One figure of one person, its two limits and its words."""

    words: GaugeWords
    value: float
    watch: Edge
    high: Edge
    day: date | None = None
    """A day that the sentence names."""

    def over(self, edge: Edge) -> bool:
        """Say whether the figure passes a limit."""
        return self.value > edge.value or (self.words.reached and self.value >= edge.value)

    def verdict(self, since: date | Callable[[Edge], date]) -> Verdict | None:
        """Return the flag that this figure raises, if any."""
        for level, edge in ((Level.HIGH, self.high), (Level.WATCH, self.watch)):
            if self.over(edge):
                return Verdict(
                    kind=self.words.kind,
                    subject=self.words.key,
                    level=level,
                    since=since(edge) if callable(since) else since,
                    findings=(self._finding(edge),),
                    clears=self.words.clears.format(limit=self._said(self.watch)[1]),
                    steps=self.words.steps,
                )
        return None

    def _said(self, edge: Edge) -> tuple[str, str]:
        return self.words.said(self.value, edge.value)

    def _finding(self, edge: Edge) -> Finding:
        words, (value, limit) = self.words, self._said(edge)
        numbers: dict[str, float | str] = {
            "value": round(self.value, 2),
            "limit": round(edge.value, 2),
        }
        day = day_words(self.day) if self.day else ""
        if day:
            numbers["day"] = day
        return Finding(
            rule=words.key,
            name=words.name,
            sentence=words.sentence.format(value=value, limit=limit, day=day),
            numbers=numbers,
            threshold=words.threshold.format(limit=limit),
            source=edge.source,
            is_default=edge.is_default,
            version=edge.version,
        )
