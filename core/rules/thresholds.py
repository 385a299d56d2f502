"""Limits that an administrator may change, each with the source shown beside it.

A limit is a default of ours unless its exact figure stands in the source. Constants of the strain
detector are not among them: they were tuned together, see ``core.rules.strain_channel``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from types import MappingProxyType
from typing import Final

from core.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit in force."""

    key: str
    value: float
    unit: str
    lowest: float
    highest: float
    source: str
    is_default: bool
    """Whether the figure is a default of ours rather than one from the literature."""
    version: int = 1

    def __post_init__(self) -> None:
        if not isfinite(self.value) or not self.lowest <= self.value <= self.highest:
            raise InvalidValue(
                f"{self.key} runs from {self.lowest:g} to {self.highest:g} {self.unit}; "
                f"please correct {self.value:g}."
            )

    def changed(self, value: float, *, source: str, version: int, is_default: bool) -> "Limit":
        """Return this limit with another figure; the range stays."""
        return replace(self, value=value, source=source, version=version, is_default=is_default)


_HOURS: Final = (
    "Crisis Text Line encourages at most 12 hours a week; 3 to 4 hours are usual for volunteers"
)
_SHIFT: Final = "Samaritans branches: shifts of 3 hours, from 2 to 4"
_WEIGHTS: Final = (
    "Maine licensing weights people by how often they are seen; no research says how many are too "
    "many"
)
_AGREED: Final = "Peer support codes of ethics: contact within agreed hours; the count is ours"
_BREAK: Final = "Provider Resilience counts days since the last day off; weak evidence"
_NEWCOMER: Final = "Wellbeing fell in the first four months, doi 10.1186/s12888-022-03999-9"
_SUPERVISION: Final = "Shetland Befriending: every six weeks; monthly meetings are usual elsewhere"
_ALONE: Final = "Social support goes with less strain (r = -.26), Hensel et al. 2015; days are ours"
_INCIDENT: Final = "Barwon Health alerts trained peer supporters within 24 hours of an incident"
_DEBRIEF: Final = "Samaritans debrief after every shift, campus services weekly; hours are ours"
_TALKED: Final = "Samaritans debrief after every shift, campus services weekly; figures are ours"
_REFLECT: Final = "Peer support codes of ethics name repetition as the warning sign; count is ours"
_ONE_PERSON: Final = (
    "Much time for one person as a warning sign: Conversations on the Fringe 2011, for volunteers "
    "in youth work; that it fits here, and the share, are ours"
)
_RISING: Final = (
    "Much contact in between, and repetition, as warning signs: Conversations on the Fringe 2011, "
    "for volunteers in youth work; the figure is ours"
)
_BEYOND: Final = "Turas le Cheile code of practice: agree the length and review it; weeks are ours"
_DRIFT: Final = "Guidance on boundaries names repetition as the warning pattern; the count is ours"
_TRAINING: Final = "No published figure says how long overdue is too long; the days are ours"
_HEAVY: Final = (
    "A larger trauma share goes with more strain (r = .19), Hensel et al. 2015; figures are ours"
)
_RUN: Final = "No time for a break was the main strain of 543 crisis line volunteers; count is ours"
_REST: Final = "Switching off after work, doi 10.3389/fpsyg.2016.02072; the count is ours"
_CLARITY: Final = "Role clarity, doi 10.1080/18387357.2021.1977667; the count is ours"
_LESS: Final = (
    "Provider Resilience follows what helping gives beside its costs, "
    "doi 10.1007/s10597-016-0076-5; figures are ours"
)

# No range reaches a figure that nothing can pass: a contact takes at most 12 hours, nobody has
# more than all of the hours, and eight weekly check-ins are looked back on.
_ALL: Final = (
    Limit("hours_week.watch", 8, "hours", 1, 60, _HOURS, True),
    Limit("hours_week.high", 12, "hours", 1, 60, _HOURS, False),
    Limit("session_len.watch", 3, "hours", 0.5, 11.5, _SHIFT, False),
    Limit("session_len.high", 4, "hours", 0.5, 11.5, _SHIFT, False),
    Limit("weighted_people.capacity", 5, "weighted people", 0.25, 40, _WEIGHTS, True),
    Limit("weighted_people.watch_share", 0.6, "of capacity", 0.1, 1, _WEIGHTS, True),
    Limit("after_hours.watch", 2, "contacts", 1, 50, _AGREED, True),
    Limit("after_hours.high", 4, "contacts", 1, 50, _AGREED, True),
    Limit("no_break.watch", 90, "days", 7, 730, _BREAK, True),
    Limit("no_break.high", 150, "days", 7, 730, _BREAK, True),
    Limit("newcomer.days", 120, "days", 0, 730, _NEWCOMER, False),
    Limit("newcomer.factor", 0.7, "of the limit", 0.1, 1, _NEWCOMER, True),
    Limit("supervision_gap.watch", 30, "days", 1, 365, _SUPERVISION, True),
    Limit("supervision_gap.high", 45, "days", 1, 365, _SUPERVISION, True),
    Limit("alone.watch", 45, "days", 1, 365, _ALONE, True),
    Limit("alone.high", 75, "days", 1, 365, _ALONE, True),
    Limit("incident_open.watch", 12, "hours", 1, 336, _INCIDENT, True),
    Limit("incident_open.high", 24, "hours", 1, 336, _INCIDENT, False),
    Limit("debrief_open.watch", 48, "hours", 1, 720, _DEBRIEF, True),
    Limit("debrief_open.high", 168, "hours", 1, 720, _DEBRIEF, True),
    Limit("debrief_open.count", 2, "open debriefs", 2, 20, _DEBRIEF, True),
    Limit("boundary.days", 30, "days", 7, 90, _REFLECT, True),
    Limit("boundary.reflect_count", 3, "signs", 2, 10, _REFLECT, True),
    Limit("boundary.drift_weeks", 8, "weeks", 4, 26, _DRIFT, True),
    Limit("boundary.drift_count", 3, "signs", 2, 10, _DRIFT, True),
    Limit("one_person_share.watch", 50, "% of the hours", 20, 95, _ONE_PERSON, True),
    Limit("one_person_share.high", 70, "% of the hours", 20, 95, _ONE_PERSON, True),
    Limit("one_person_share.people", 3, "people", 2, 20, _ONE_PERSON, True),
    Limit("one_person_share.margin", 15, "points", 0, 40, _ONE_PERSON, True),
    Limit("contacts_rising.factor", 2, "times", 1.2, 5, _RISING, True),
    Limit("contacts_rising.more", 1.5, "contacts a week", 0.5, 10, _RISING, True),
    Limit("beyond_agreed.weeks", 2, "weeks", 0, 52, _BEYOND, True),
    Limit("training_due.high", 30, "days", 1, 365, _TRAINING, True),
    Limit("heavy_share.watch", 40, "% of the contacts", 10, 100, _HEAVY, True),
    Limit("heavy_share.high", 60, "% of the contacts", 10, 100, _HEAVY, True),
    Limit("heavy_share.contacts", 5, "contacts", 3, 50, _HEAVY, True),
    Limit("heavy_run.watch", 3, "contacts", 2, 20, _RUN, True),
    Limit("heavy_run.high", 5, "contacts", 2, 20, _RUN, True),
    Limit("undebriefed.watch", 2, "days", 1, 14, _TALKED, True),
    Limit("undebriefed.high", 7, "days", 1, 14, _TALKED, True),
    Limit("undebriefed.count", 2, "heavy contacts", 2, 20, _TALKED, True),
    Limit("rest_low.watch", 2, "check-ins", 2, 8, _REST, True),
    Limit("rest_low.high", 4, "check-ins", 2, 8, _REST, True),
    Limit("role_unclear.watch", 2, "check-ins", 2, 8, _CLARITY, True),
    Limit("role_unclear.high", 3, "check-ins", 2, 8, _CLARITY, True),
    Limit("satisfaction_drop.score", 6, "points of the ProQOL", 1, 40, _LESS, True),
    Limit("satisfaction_drop.answer", 2, "points of a check-in", 1, 4, _LESS, True),
)

DEFAULTS: Final[Mapping[str, Limit]] = MappingProxyType({limit.key: limit for limit in _ALL})


class Thresholds(Mapping[str, Limit]):
    """The limits in force: the defaults, with what an administrator changed. Never changes."""

    def __init__(self, changed: Iterable[Limit] = ()) -> None:
        limits = dict(DEFAULTS)
        for limit in changed:
            if limit.key not in DEFAULTS:
                raise InvalidValue(f"There is no limit named {limit.key}.")
            limits[limit.key] = limit
        self._limits: Final = MappingProxyType(limits)

    def __getitem__(self, key: str) -> Limit:
        return self._limits[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._limits)

    def __len__(self) -> int:
        return len(self._limits)

    def value(self, key: str) -> float:
        """Return the figure of a limit."""
        return self._limits[key].value
