"""Caseload flags: facts about load, the same sentence for the person and their coordinators."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from core.errors import InvalidValue
from core.rules.flags import Verdict
from core.rules.gauges import Edge, Gauge, GaugeWords, LimitsFor
from core.rules.thresholds import Thresholds
from core.rules.words import counting, length_and_limit
from core.vocabulary import FlagKind, Frequency

_WEIGHTS: Final[Mapping[Frequency, float]] = {
    Frequency.WEEKLY: 1.0,
    Frequency.FORTNIGHTLY: 0.5,
    Frequency.MONTHLY: 0.25,
    Frequency.QUARTERLY: 0.08,
}
BREAK_DAYS: Final = 7
"""Days in a row without a contact that make a real break."""
_HOURS: Final = GaugeWords(
    kind=FlagKind.CASELOAD,
    key="hours_week",
    name="hours in a week",
    said=length_and_limit,
    sentence="{value} of support in the last 7 days; the limit is {limit}.",
    threshold="more than {limit} in 7 days",
    clears="Clears when the last 7 days hold {limit} of support or less.",
    steps=("share_hours", "mix_two_weeks", "supervision_this_week"),
)
_SESSION: Final = GaugeWords(
    kind=FlagKind.CASELOAD,
    key="session_len",
    name="length of one contact",
    said=length_and_limit,
    sentence="The longest contact of the last 7 days took {value}; the limit is {limit}.",
    threshold="more than {limit} without a break",
    clears="Clears when no contact of the last 7 days took more than {limit}.",
    steps=("shorter_sessions", "pair_up", "micro_break"),
)
_PEOPLE: Final = GaugeWords(
    kind=FlagKind.CASELOAD,
    key="weighted_people",
    name="people supported",
    said=counting("person", "people"),
    sentence="The open cases count as {value} seen every week; the limit here is {limit}.",
    threshold="more than {limit} seen every week (every two weeks counts half)",
    clears="Clears when the open cases count as {limit} seen every week, or fewer.",
    steps=("swap_case", "pause_new_cases", "step_down_case"),
)
_AFTER_HOURS: Final = GaugeWords(
    kind=FlagKind.CASELOAD,
    key="after_hours",
    name="contacts outside agreed hours",
    reached=True,
    said=counting("contact", "contacts"),
    sentence="{value} in the last 14 days fell outside agreed hours; "
    "{limit} or more are worth a look.",
    threshold="{limit} or more outside agreed hours in 14 days",
    clears="Clears when fewer than {limit} of the last 14 days fell outside agreed hours.",
    steps=("stand_in_hours", "availability_script", "if_then_plan"),
)
_BREAK: Final = GaugeWords(
    kind=FlagKind.CASELOAD,
    key="no_break",
    name="days since a real break",
    said=counting("day", "days"),
    sentence=f"There was no week off ({BREAK_DAYS} days in a row without a contact) "
    "for {value}; the limit is {limit}.",
    threshold=f"more than {{limit}} since {BREAK_DAYS} free days in a row",
    clears=f"Clears after {BREAK_DAYS} days in a row without a contact.",
    steps=("real_break", "stand_in_hours", "mix_two_weeks"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadFacts:
    """What the work lane knows about one person's load."""

    minutes_7d: int
    """Support minutes of the last 7 days, today included."""
    longest_minutes_7d: int
    """Longest single contact of the last 7 days."""
    frequencies: tuple[Frequency, ...]
    """One for each open case."""
    capacity: float | None
    """Weighted people the person agreed to; nothing when there is no agreement yet."""
    outside_hours_14d: int
    """Contacts outside agreed hours in the last 14 days."""
    days_without_break: int | None
    """From ``days_without_break``; nothing when no contact was ever logged."""
    joined_on: date
    """First day in the role; the limits are stricter for some months from then."""

    def __post_init__(self) -> None:
        counts = (self.minutes_7d, self.longest_minutes_7d, self.outside_hours_14d)
        if min(counts) < 0 or (self.days_without_break or 0) < 0:
            raise InvalidValue("Load figures are never negative.")
        if self.capacity is not None and not 0 < self.capacity < float("inf"):
            raise InvalidValue("Capacity is a number above 0.")


def weight(frequency: Frequency) -> float:
    """Return how much of a weekly case one case counts for."""
    return _WEIGHTS[frequency]


def weighted_people(frequencies: Iterable[Frequency]) -> float:
    """Return the caseload in weekly cases: somebody seen every two weeks counts half."""
    return round(sum(_WEIGHTS[one] for one in frequencies), 2)


def days_without_break(contact_days: Collection[date], *, today: date) -> int | None:
    """Return how many days ago the last 7 contact-free days in a row ended.

    0 while such a break goes on; counted from the first contact when there was none since.
    """
    days = sorted({day for day in contact_days if day <= today})
    if not days:
        return None
    if (today - days[-1]).days >= BREAK_DAYS:
        return 0
    resumed = days[0]
    for before, after in pairwise(days):
        if (after - before).days > BREAK_DAYS:
            resumed = after
    return (today - resumed).days + 1


def caseload_verdicts(facts: LoadFacts, thresholds: Thresholds, *, today: date) -> list[Verdict]:
    """Return one flag for each load figure over its limit; coordinators read them as well.

    ``since`` is today: whoever stores a flag keeps the first day while its level stays.
    """
    limits = LimitsFor(thresholds, facts.joined_on, today)
    gauges = [
        _gauge(_HOURS, facts.minutes_7d / 60, limits),
        _gauge(_SESSION, facts.longest_minutes_7d / 60, limits),
        _people(facts, limits),
        _gauge(_AFTER_HOURS, facts.outside_hours_14d, limits),
    ]
    if facts.days_without_break is not None:
        gauges.append(_gauge(_BREAK, facts.days_without_break, limits))
    raised = (gauge.verdict(since=today) for gauge in gauges)
    return [verdict for verdict in raised if verdict is not None]


def _gauge(words: GaugeWords, value: float, limits: LimitsFor) -> Gauge:
    # What is reached is counted.
    watch, high = limits.counted(words.key) if words.reached else limits.edges(words.key)
    return Gauge(words=words, value=value, watch=watch, high=high)


def _people(facts: LoadFacts, limits: LimitsFor) -> Gauge:
    if facts.capacity is None:
        high = Edge.of(limits.thresholds["weighted_people.capacity"])
    else:
        high = Edge(facts.capacity, "Capacity that was agreed with the person", is_default=False)
    share = limits.thresholds["weighted_people.watch_share"]
    amber = Edge(round(high.value * share.value, 2), share.source, share.is_default, share.version)
    value = weighted_people(facts.frequencies)
    return Gauge(words=_PEOPLE, value=value, watch=limits.early(amber), high=high)
