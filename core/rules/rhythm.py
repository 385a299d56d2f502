"""Which single thing is offered now: one at a time, less often after "not now", then not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

PULSE: Final = "pulse"
BOUNDARY_CHECK: Final = "boundary_check"
STOP_AFTER: Final = 4
"""Times ignored in a row after which it is not asked any more; it can still be opened."""
LEFT_AFTER: Final = 7
"""Days after which an offer that was seen and neither answered nor put off counts as ignored."""
_WAIT: Final[Mapping[int, int]] = {1: 7, 2: 30, 3: 30}
"""Days of quiet after it was ignored for the first, second and third time in a row."""
_BETWEEN_LONG: Final = 7
"""Days between two questionnaires: one a week is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something that is asked again and again, in its own rhythm."""

    subject: str
    every_days: int
    min_gap_days: int
    first_after_days: int = 0
    extra_days: tuple[int, ...] = ()
    """Days after the start on which it is asked once more, unless it was just answered."""
    weekly: bool = False
    """Asked once in each calendar week instead of by days."""
    long: bool = False
    """A questionnaire: never soon after another one."""
    once: bool = False
    """Not asked again once it was done."""
    counts_from_day: int = 0
    """Day in the role from which something that is asked once counts as done."""
    last_day: int | None = None
    """Last day in the role on which it is asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of an offer so far."""

    last_done: date | None = None
    last_not_now: date | None = None
    ignored: int = 0
    """Times put off or left in a row since it was last done."""
    seen_on: date | None = None
    """First day on which it stood on a screen since then."""

    @property
    def stopped(self) -> bool:
        """Whether it is not asked any more."""
        return self.ignored >= STOP_AFTER

    def as_of(self, today: date) -> "Asked":
        """Return what became of it by a day: what was seen and left for a week is ignored."""
        if self.seen_on is None or (self.last_done is not None and self.last_done >= self.seen_on):
            return replace(self, seen_on=None)
        left_on = self.seen_on + timedelta(days=LEFT_AFTER)
        if today < left_on:
            return self
        return Asked(self.last_done, left_on, self.ignored + 1)


@dataclass(frozen=True, slots=True)
class DueOffer:
    """The one thing that is asked now."""

    subject: str
    since: date


PULSE_OFFER: Final = Offer(subject=PULSE, every_days=7, min_gap_days=5, weekly=True)
BOUNDARY_OFFER: Final = Offer(subject=BOUNDARY_CHECK, every_days=30, min_gap_days=30)


def next_due(
    offers: Iterable[Offer],
    asked: Mapping[str, Asked],
    *,
    started_on: date,
    today: date,
    paused: bool,
) -> DueOffer | None:
    """Return the one thing to ask today, or nothing: in a pause, and after "not now" today.

    The order of ``offers`` decides among what is short; of the questionnaires the one that has
    been due for longest comes first, and none comes within a week of another. What is short and
    was ignored stands behind them, so that nobody who skips it is kept from all the rest.
    """
    asked = {subject: one.as_of(today) for subject, one in asked.items()}
    if paused or any(one.last_not_now == today for one in asked.values()):
        return None
    listed = list(offers)
    found = [
        (offer, since)
        for offer in listed
        if (since := _since(offer, asked.get(offer.subject, Asked()), started_on, today))
    ]
    short = [DueOffer(offer.subject, since) for offer, since in found if not offer.long]
    willing = [one for one in short if not asked.get(one.subject, Asked()).ignored]
    if willing:
        return willing[0]
    longest = sorted(
        (since, offer.min_gap_days, offer.subject) for offer, since in found if offer.long
    )
    if longest and not _lately(listed, asked, today):
        return DueOffer(longest[0][2], longest[0][0])
    return short[0] if short else None


def may_answer_from(last_done: date | None, min_gap_days: int) -> date | None:
    """Return the first day on which a questionnaire may be answered again."""
    return None if last_done is None else last_done + timedelta(days=min_gap_days)


def due_on(offer: Offer, last_done: date | None, *, started_on: date) -> date:
    """Return the day from which something is due, whatever was said to it."""
    if last_done is None or offer.once:
        return started_on + timedelta(days=offer.first_after_days)
    if offer.weekly:
        monday = last_done - timedelta(days=last_done.weekday())
        return max(monday + timedelta(days=7), last_done + timedelta(days=offer.min_gap_days))
    gap = timedelta(days=offer.min_gap_days)
    regular = last_done + timedelta(days=offer.every_days)
    extras = [started_on + timedelta(days=day) for day in offer.extra_days]
    # Answering on the regular day would keep an extra one that comes soon after from its month.
    waits = any(regular < day < regular + gap for day in extras)
    # Whoever answered shortly before an extra day, asked or not, has given that answer already.
    coming = [day for day in extras if day >= last_done + gap]
    return min(coming if waits else [regular, *coming])


def _since(offer: Offer, asked: Asked, started_on: date, today: date) -> date | None:
    if asked.stopped or _is_over(offer, asked.last_done, started_on, today):
        return None
    since = due_on(offer, asked.last_done, started_on=started_on)
    if asked.last_not_now is not None and asked.ignored:
        since = max(since, asked.last_not_now + timedelta(days=_WAIT[asked.ignored]))
    return since if since <= today else None


def _is_over(offer: Offer, last_done: date | None, started_on: date, today: date) -> bool:
    """Say whether it is done for good, or its days in the role have gone by."""
    late = offer.last_day is not None and today > started_on + timedelta(days=offer.last_day)
    counts_from = started_on + timedelta(days=offer.counts_from_day)
    return late or (offer.once and last_done is not None and last_done >= counts_from)


def _lately(offers: Iterable[Offer], asked: Mapping[str, Asked], today: date) -> bool:
    """Say whether a questionnaire was answered or put off within the last week."""
    days = [
        day
        for offer in offers
        if offer.long
        for day in (_of(asked, offer).last_done, _of(asked, offer).last_not_now)
        if day is not None
    ]
    return any(timedelta(0) <= today - day < timedelta(days=_BETWEEN_LONG) for day in days)


def _of(asked: Mapping[str, Asked], offer: Offer) -> Asked:
    return asked.get(offer.subject, Asked())
