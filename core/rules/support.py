"""Support gap flags: facts about who is there for the person; coordinators read them as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, isfinite

from core.errors import InvalidValue
from core.rules.flags import Verdict
from core.rules.gauges import Edge, Gauge
from core.rules.thresholds import Thresholds
from core.vocabulary import FlagKind


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

    started_on: date
    """First day as a supporter; gaps count from here until there was a first meeting."""
    last_supervision: date | None
    last_team_contact: date | None
    """Latest talk with the team, supervision included."""
    open_incidents: tuple[OpenEvent, ...] = ()
    open_debriefs: tuple[OpenEvent, ...] = ()


def support_verdicts(facts: SupportFacts, thresholds: Thresholds, *, today: date) -> list[Verdict]:
    """Return one flag for each gap in a person's support."""
    raised = (
        _supervision(facts, thresholds, today),
        _alone(facts, thresholds, today),
        _incident(facts.open_incidents, thresholds),
        _debrief(facts.open_debriefs, thresholds),
    )
    return [verdict for verdict in raised if verdict is not None]


def _edges(key: str, thresholds: Thresholds) -> tuple[Edge, Edge]:
    return Edge.of(thresholds[f"{key}.watch"]), Edge.of(thresholds[f"{key}.high"])


def _supervision(facts: SupportFacts, thresholds: Thresholds, today: date) -> Verdict | None:
    last = facts.last_supervision
    watch, high = _edges("supervision_gap", thresholds)
    what = "{value} days since the last supervision" if last else "{value} days without supervision"
    return _gap(
        Gauge(
            kind=FlagKind.SUPPORT_GAP,
            key="supervision_gap",
            name="supervision",
            value=(today - (last or facts.started_on)).days,
            watch=watch,
            high=high,
            sentence=what + "; the limit is {limit}.",
            threshold="more than {limit} days since supervision",
            clears="Clears when supervision is recorded.",
            steps=("supervision_this_week", "co_reflection", "buddy_call"),
        ),
        last or facts.started_on,
    )


def _alone(facts: SupportFacts, thresholds: Thresholds, today: date) -> Verdict | None:
    talks = [day for day in (facts.last_team_contact, facts.last_supervision) if day is not None]
    last = max(talks, default=facts.started_on)
    watch, high = _edges("alone", thresholds)
    what = "{value} days since the last team contact" if talks else "{value} days without a contact"
    return _gap(
        Gauge(
            kind=FlagKind.SUPPORT_GAP,
            key="alone",
            name="team contact",
            value=(today - last).days,
            watch=watch,
            high=high,
            sentence=what + ("" if talks else " with the team") + "; the limit is {limit}.",
            threshold="more than {limit} days without a talk with the team",
            clears="Clears when a team contact or supervision is recorded.",
            steps=("team_circle", "buddy_call", "supervision_this_week"),
        ),
        last,
    )


def _gap(gauge: Gauge, last: date) -> Verdict | None:
    return gauge.verdict(lambda edge: last + timedelta(days=int(edge.value) + 1))


def _incident(events: Sequence[OpenEvent], thresholds: Thresholds) -> Verdict | None:
    if not events:
        return None
    oldest = max(events, key=lambda event: event.hours_open)
    watch, high = _edges("incident_open", thresholds)
    gauge = Gauge(
        kind=FlagKind.SUPPORT_GAP,
        key="incident_open",
        name="incident without a check-in",
        value=ceil(oldest.hours_open),
        watch=watch,
        high=high,
        day=oldest.happened_on,
        sentence="The incident of {day} has waited "
        "{value} hours for somebody to check in; the limit is {limit}.",
        threshold="more than {limit} hours without somebody checking in",
        clears="Clears when somebody has checked in and the incident is settled.",
        steps=("first_72_hours", "ask_for_debrief", "lighter_week"),
    )
    return gauge.verdict(since=oldest.happened_on)


def _debrief(events: Sequence[OpenEvent], thresholds: Thresholds) -> Verdict | None:
    if not events:
        return None
    oldest = max(events, key=lambda event: event.hours_open)
    most = Edge.of(thresholds["debrief_open.count"])
    if len(events) >= most.value:
        return _debrief_gauge(
            value=len(events),
            watch=most,
            high=most,
            reached=True,
            day=None,
            sentence="{value} debriefs are wanted and still open; the limit is {limit}.",
            threshold="{limit} or more open debriefs",
        ).verdict(since=min(event.happened_on for event in events))
    watch, high = _edges("debrief_open", thresholds)
    return _debrief_gauge(
        value=ceil(oldest.hours_open),
        watch=watch,
        high=high,
        reached=False,
        day=oldest.happened_on,
        sentence="The debrief wanted since {day} has been open "
        "for {value} hours; the limit is {limit}.",
        threshold="more than {limit} hours until a debrief",
    ).verdict(since=oldest.happened_on)


def _debrief_gauge(
    *,
    value: float,
    watch: Edge,
    high: Edge,
    reached: bool,
    day: date | None,
    sentence: str,
    threshold: str,
) -> Gauge:
    return Gauge(
        kind=FlagKind.SUPPORT_GAP,
        key="debrief_open",
        name="debrief",
        value=value,
        watch=watch,
        high=high,
        reached=reached,
        day=day,
        sentence=sentence,
        threshold=threshold,
        clears="Clears when the debrief has taken place.",
        steps=("ask_for_debrief", "low_impact_debrief", "buddy_call"),
    )
