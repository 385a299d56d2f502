"""A figure beside two limits, and the flag it raises."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from core.rules.flags import Finding, Verdict
from core.rules.thresholds import Limit
from core.rules.words import day_words, hundredths
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


def reason(
    limit: Limit,
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
class Gauge:
    """One figure of one person, its two limits and its words."""

    kind: FlagKind
    key: str
    """Name of the rule and subject of the flag, for example ``hours_week``."""
    name: str
    value: float
    unit: Callable[[float], str] = hundredths
    """How a figure is said; two decimals, so that a figure just over a limit reads so."""
    watch: Edge
    high: Edge
    reached: bool = False
    """Whether reaching a limit counts, not only going over it."""
    sentence: str
    """With places for ``value`` and ``limit``, and for ``day`` where it names one."""
    day: date | None = None
    """A day that the sentence names."""
    threshold: str
    """With a place for ``limit``."""
    clears: str
    """With a place for ``limit``: the lower one."""
    steps: tuple[str, ...]

    def over(self, edge: Edge) -> bool:
        """Say whether the figure passes a limit."""
        return self.value > edge.value or (self.reached and self.value >= edge.value)

    def verdict(self, since: date | Callable[[Edge], date]) -> Verdict | None:
        """Return the flag that this figure raises, if any."""
        for level, edge in ((Level.HIGH, self.high), (Level.WATCH, self.watch)):
            if self.over(edge):
                return Verdict(
                    kind=self.kind,
                    subject=self.key,
                    level=level,
                    since=since(edge) if callable(since) else since,
                    findings=(self._finding(edge),),
                    clears=self.clears.format(limit=self.unit(self.watch.value)),
                    steps=self.steps,
                )
        return None

    def _finding(self, edge: Edge) -> Finding:
        value, limit = self.unit(self.value), self.unit(edge.value)
        numbers: dict[str, float | str] = {"value": float(value), "limit": float(limit)}
        day = day_words(self.day) if self.day else ""
        if day:
            numbers["day"] = day
        return Finding(
            rule=self.key,
            name=self.name,
            sentence=self.sentence.format(value=value, limit=limit, day=day),
            numbers=numbers,
            threshold=self.threshold.format(limit=limit),
            source=edge.source,
            is_default=edge.is_default,
            version=edge.version,
        )
