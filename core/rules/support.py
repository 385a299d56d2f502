"""Support gap flags: facts about who is there for the person; coordinators read them as well."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil, isfinite
from typing import Final

from core.errors import InvalidValue
from core.rules.flags import Verdict
from core.rules.gauges import Edge, Gauge, GaugeWords, LimitsFor
from core.rules.thresholds import Thresholds
from core.rules.words import counting, wait_and_limit
from core.vocabulary import FlagKind

_SUPERVISION: Final = GaugeWords(
    kind=FlagKind.SUPPORT_GAP,
    key="supervision_gap",
    name="supervision",
    said=counting("day", "days"),
    sentence="The last supervision was {value} ago, the limit is {limit}: "
    "time for a coordinator to offer one.",
    threshold="more than {limit} since supervision",
    clears="Clears when supervision has taken place and is written down here.",
    steps=("supervision_this_week", "co_reflection", "buddy_call"),
)
_NO_SUPERVISION: Final = replace(
    _SUPERVISION,
    sentence="There has been no supervision for {value}, the limit is {limit}: "
    "time for a coordinator to offer one.",
)
_ALONE: Final = GaugeWords(
    kind=FlagKind.SUPPORT_GAP,
    key="alone",
    name="team contact",
    said=counting("day", "days"),
    sentence="The last talk with the team was {value} ago, the limit is {limit}: "
    "time for a coordinator to ring.",
    threshold="more than {limit} without a talk with the team",
    clears="Clears when a talk with the team, or supervision, is written down here.",
    steps=("team_circle", "buddy_call", "supervision_this_week"),
)
_NO_TALK: Final = replace(
    _ALONE,
    sentence="There has been no talk with the team for {value}, the limit is {limit}: "
    "time for a coordinator to ring.",
)
_INCIDENT: Final = GaugeWords(
    kind=FlagKind.SUPPORT_GAP,
    key="incident_open",
    name="incident without a check-in",
    said=wait_and_limit,
    sentence="For {value} nobody has checked in about the incident of {day}; "
    "a coordinator is asked to within {limit}.",
    threshold="more than {limit} without somebody checking in",
    clears="Clears when somebody has checked in and the incident is settled.",
    steps=("first_72_hours", "ask_for_debrief", "lighter_week"),
)
_DEBRIEF: Final = GaugeWords(
    kind=FlagKind.SUPPORT_GAP,
    key="debrief_open",
    name="debrief",
    said=wait_and_limit,
    sentence="A debrief has been wanted since {day}, now for {value}; "
    "the team is asked to make time within {limit}.",
    threshold="more than {limit} until a debrief",
    clears="Clears when the debrief has taken place.",
    steps=("ask_for_debrief", "low_impact_debrief", "buddy_call"),
)
_DEBRIEFS: Final = replace(
    _DEBRIEF,
    reached=True,
    said=counting("debrief", "debriefs"),
    sentence="{value} are wanted and have not taken place; the team is asked to make time.",
    threshold="{limit} or more that are still open",
    clears="Clears when the debriefs have taken place.",
)


@dataclass(frozen=True, slots=True)
class OpenEvent:
    """An incident or a wish for a debrief that nobody has settled yet."""

    happened_on: date
    hours_open: float
    """Hours since it was raised."""

    def __post_init__(self) -> None:
        if not isfinite(self.hours_open) or self.hours_open < 0:
            raise InvalidValue("The hours an event has been open are a number from 0 up.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportFacts:
    """What the work lane knows about the support one person had."""

    joined_on: date
    """First day in the role; the lower limits are stricter for some months from then."""
    known_since: date
    """First day on which a talk could be written down; gaps count from here until there was one."""
    last_supervision: date | None
    last_team_contact: date | None
    """Latest talk with the team, supervision included."""
    open_incidents: tuple[OpenEvent, ...] = ()
    open_debriefs: tuple[OpenEvent, ...] = ()


def support_verdicts(facts: SupportFacts, thresholds: Thresholds, *, today: date) -> list[Verdict]:
    """Return one flag for each gap in a person's support.

    ``since`` of what waits is today: whoever stores a flag keeps the first day of its level.
    """
    limits = LimitsFor(thresholds, facts.joined_on, today)
    supervision, since = facts.last_supervision, facts.known_since
    words = _SUPERVISION if supervision else _NO_SUPERVISION
    talks = [day for day in (facts.last_team_contact, supervision) if day is not None]
    raised = (
        _gap(words, supervision or since, limits),
        _gap(_ALONE if talks else _NO_TALK, max(talks, default=since), limits),
        _waiting(_INCIDENT, facts.open_incidents, limits),
        _debrief(facts.open_debriefs, limits),
    )
    return [verdict for verdict in raised if verdict is not None]


def _gap(words: GaugeWords, last: date, limits: LimitsFor) -> Verdict | None:
    """Look at the days since something happened, or since the first day."""
    watch, high = limits.counted(words.key)
    gauge = Gauge(words=words, value=(limits.today - last).days, watch=watch, high=high)
    return gauge.verdict(lambda edge: last + timedelta(days=int(edge.value) + 1))


def _waiting(words: GaugeWords, events: Sequence[OpenEvent], limits: LimitsFor) -> Verdict | None:
    """Look at the hours that the oldest open event has waited."""
    if not events:
        return None
    oldest = max(events, key=lambda event: event.hours_open)
    watch, high = limits.counted(words.key)
    gauge = Gauge(
        words=words,
        value=ceil(oldest.hours_open),
        watch=watch,
        high=high,
        day=oldest.happened_on,
    )
    return gauge.verdict(since=limits.today)


def _debrief(events: Sequence[OpenEvent], limits: LimitsFor) -> Verdict | None:
    most = Edge.of(limits.thresholds["debrief_open.count"])
    if len(events) < most.value:
        return _waiting(_DEBRIEF, events, limits)
    gauge = Gauge(words=_DEBRIEFS, value=len(events), watch=most, high=most)
    return gauge.verdict(since=limits.today)
