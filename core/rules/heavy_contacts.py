"""What heavy contacts ask of load and support: flags of the wellbeing lane, as tolls are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile
from math import floor
from typing import Final, NamedTuple

from core.rules.contacts import HEAVY_TOLL
from core.rules.flags import HEAVY_CONTACTS, UNDEBRIEFED, Finding, Verdict
from core.rules.gauges import Edge, LimitsFor, reason
from core.rules.words import counted, day_words, number
from core.vocabulary import FlagKind, Level

LOOKED_BACK_DAYS: Final = 28
_LIGHTER: Final = f"after a contact with a toll under {HEAVY_TOLL}"
_TALKED: Final = (
    "Clears when the contact in My contacts says “Debrief taken” or “I would like a debrief” "
    "under “Talking it through”, or after {} days."
)
_NOT_KNOWN: Final = "a contact without a toll is not known, and counts neither way"


@dataclass(frozen=True, slots=True)
class TolledContact:
    """A contact whose toll was given."""

    day: date
    toll: int
    debriefed: bool = False
    """It was talked through, or a debrief is asked for already."""

    @property
    def heavy(self) -> bool:
        """Whether it was heavy or very heavy."""
        return self.toll >= HEAVY_TOLL


class _Reached(NamedTuple):
    """A limit that was reached, with the reason."""

    level: Level
    finding: Finding
    clears: str
    """When the lower limit is no longer reached."""


def heavy_verdicts(contacts: Sequence[TolledContact], limits: LimitsFor) -> list[Verdict]:
    """Return what heavy contacts of the last four weeks raise.

    On one day the lighter ones count as the later ones, so that the order of entry says nothing.

    Their kinds are caseload and support gap, yet no coordinator reads them at once: whoever
    knows of them knows of tolls.
    """
    today = limits.today
    recent = sorted(
        (one for one in contacts if 0 <= (today - one.day).days < LOOKED_BACK_DAYS),
        key=lambda one: (one.day, -one.toll),
    )
    raised = (_load(recent, limits), _undebriefed(recent, limits))
    return [verdict for verdict in raised if verdict is not None]


def _load(contacts: Sequence[TolledContact], limits: LimitsFor) -> Verdict | None:
    found = [each for each in (_run(contacts, limits), _share(contacts, limits)) if each]
    if not found:
        return None
    return Verdict(
        kind=FlagKind.CASELOAD,
        subject=HEAVY_CONTACTS,
        level=_highest(found),
        since=limits.today,
        findings=tuple(each.finding for each in found),
        clears=f"Clears {', '.join(each.clears for each in found)}.",
        steps=("mix_two_weeks", "swap_case", "pair_up", "supervision_this_week"),
    )


def _highest(found: Sequence[_Reached]) -> Level:
    return Level.HIGH if any(each.level is Level.HIGH for each in found) else Level.WATCH


def _run(contacts: Sequence[TolledContact], limits: LimitsFor) -> _Reached | None:
    run = sum(1 for _ in takewhile(lambda one: one.heavy, reversed(contacts)))
    watch, high = limits.counted("heavy_run")
    level, edge = (Level.HIGH, high) if run >= high.value else (Level.WATCH, watch)
    if run < watch.value:
        return None
    finding = reason(
        edge,
        rule="heavy_run",
        name="heavy contacts in a row",
        sentence=f"The last {run} contacts you gave a toll were all heavy, "
        "with no lighter one between.",
        numbers={"count": run},
        threshold=f"{number(edge.value)} heavy contacts in a row; {_NOT_KNOWN}",
    )
    return _Reached(level, finding, _LIGHTER)


def _share(contacts: Sequence[TolledContact], limits: LimitsFor) -> _Reached | None:
    watch, high = limits.edges("heavy_share")
    fewest = limits.thresholds.value("heavy_share.contacts")
    heavy, known = sum(one.heavy for one in contacts), len(contacts)
    if known < fewest or 100 * heavy < watch.value * known:
        return None
    clear = 100 * heavy >= high.value * known
    level, edge = (Level.HIGH, high) if clear else (Level.WATCH, watch)
    finding = reason(
        edge,
        rule="heavy_share",
        name="share of heavy contacts",
        sentence=f"Of the {known} contacts you gave a toll in the last {LOOKED_BACK_DAYS} days, "
        f"{counted(heavy, 'was', 'were')} heavy.",
        numbers={"heavy": heavy, "contacts": known},
        threshold=f"{number(edge.value)} % of {number(fewest)} or more contacts "
        f"in {LOOKED_BACK_DAYS} days; {_NOT_KNOWN}",
    )
    clears = (
        f"once less than {number(watch.value)} % of the contacts given a toll "
        f"in {LOOKED_BACK_DAYS} days are heavy"
    )
    return _Reached(level, finding, clears)


def _undebriefed(contacts: Sequence[TolledContact], limits: LimitsFor) -> Verdict | None:
    watch, high = map(_whole_days, limits.edges("undebriefed"))
    most = Edge.of(limits.thresholds["undebriefed.count"])
    waiting = [
        one.day
        for one in contacts
        if one.heavy and not one.debriefed and _days(one.day, limits) > watch.value
    ]
    if not waiting:
        return None
    several = len(waiting) >= most.value
    clear = several or _days(waiting[0], limits) > high.value
    finding = _several(waiting, most) if several else _one(waiting[0], high if clear else watch)
    return Verdict(
        kind=FlagKind.SUPPORT_GAP,
        subject=UNDEBRIEFED,
        level=Level.HIGH if clear else Level.WATCH,
        since=waiting[0] + timedelta(days=int(watch.value) + 1),
        findings=(finding,),
        clears=_TALKED.format(LOOKED_BACK_DAYS),
        steps=("ask_for_debrief", "low_impact_debrief", "buddy_call"),
    )


def _whole_days(edge: Edge) -> Edge:
    """Return the edge in whole days: of a contact the day is known, and no hour.

    More than two of them later, 48 hours have passed at whatever hour it was.
    """
    return replace(edge, value=max(1, floor(edge.value)))


def _days(day: date, limits: LimitsFor) -> int:
    return (limits.today - day).days


def _one(day: date, edge: Edge) -> Finding:
    return reason(
        edge,
        rule="undebriefed",
        name="heavy contact not talked through",
        sentence=f"Your heavy contact of {day_words(day)} has not been talked through yet.",
        numbers={"day": day_words(day)},
        threshold=f"more than {counted(int(edge.value), 'day', 'days')} after a heavy contact "
        "without a debrief",
    )


def _several(days: Sequence[date], most: Edge) -> Finding:
    last = day_words(days[-1])
    return reason(
        most,
        rule="undebriefed",
        name="heavy contacts not talked through",
        sentence=f"{len(days)} heavy contacts have not been talked through yet, "
        f"the last of {last}.",
        numbers={"count": len(days), "day": last},
        threshold=f"{number(most.value)} or more heavy contacts without a debrief",
    )
