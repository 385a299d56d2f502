"""Which questionnaire is offered, and what a person's own results say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from core.data.instruments import Item, Option, Pack, Subscale
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.questionnaires import (
    Answered,
    AnsweredScale,
    asked_so_far,
    instruments_off,
    own_answered,
)
from core.rules.instruments import moved, range_of
from core.rules.newcomers import BUDDY, BUDDY_OFFER, FIRST_MONTHS, FIRST_MONTHS_OFFER
from core.rules.rhythm import (
    BOUNDARY_CHECK,
    BOUNDARY_OFFER,
    PULSE,
    PULSE_OFFER,
    Asked,
    Offer,
    may_answer_from,
    next_due,
)
from core.services.packs import packs
from core.vocabulary import Moved

__all__ = [
    "BOUNDARY_CHECK",
    "BUDDY",
    "FIRST_MONTHS",
    "PULSE",
    "Due",
    "Item",
    "Offered",
    "Option",
    "OwnChange",
    "OwnInstrument",
    "OwnResult",
    "OwnScale",
    "Pack",
    "due_now",
    "offered",
    "own_scores",
]

# What is asked in certain weeks only comes before what is asked again and again.
_SHORT: Final = (FIRST_MONTHS_OFFER, PULSE_OFFER, BUDDY_OFFER, BOUNDARY_OFFER)
_WITHOUT_PACK: Final = "Questionnaire no longer in use"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The one thing that is asked now."""

    subject: str
    """One of the four above, or the id of a questionnaire."""
    title: str
    """Of a questionnaire; empty for anything else."""
    questions: int
    minutes: int
    since: date
    seen: bool
    """Whether it stood on a screen before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A questionnaire that can be opened, and what was said to it."""

    pack: Pack
    open_from: date | None
    """First day on which answering again makes sense; nothing when it may be answered now."""
    stopped: bool
    """Whether it is not asked any more, because it was put off again and again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChange:
    """How a score stands against the one before."""

    moved: Moved
    before: float
    before_on: date
    points: float | None
    """What counts as more than chance; nothing when no figure is published."""
    source: str
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnScale:
    """One subscale of an own result, in words."""

    scale: str
    title: str
    value: float | None
    missing: int
    asked: int
    band: str
    meaning: str
    source: str
    is_default: bool
    lowest: float | None
    highest: float | None
    higher_is: str
    """``worse``, ``better``, or empty when the questionnaire is no longer in use."""
    change: OwnChange | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnResult:
    """One questionnaire of one's own, answered."""

    id: UUID
    day: date
    urgent: bool
    scales: tuple[OwnScale, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnInstrument:
    """All own results of one questionnaire, newest first."""

    id: str
    title: str
    pack: Pack | None
    results: tuple[OwnResult, ...]


def due_now(session: Session, actor: Actor, *, now: datetime) -> Due | None:
    """Return the one thing to ask the actor now, or nothing."""
    actor.must(Permission.LOG_WORK)
    known = _in_use(session)
    asked = asked_so_far(session, actor, now=now)
    today = organisation(session).today(now)
    found = next_due(
        [*_SHORT, *(_offer(pack) for pack in known.values())],
        asked.subjects,
        started_on=asked.started_on,
        today=today,
        paused=asked.paused,
    )
    if found is None:
        return None
    pack = known.get(found.subject)
    return Due(
        subject=found.subject,
        title=pack.title if pack else "",
        questions=len(_asked_items(pack)) if pack else 0,
        minutes=pack.minutes if pack else 0,
        since=found.since,
        seen=asked.subjects.get(found.subject, Asked()).as_of(today).seen_on is not None,
    )


def offered(session: Session, actor: Actor, *, now: datetime) -> list[Offered]:
    """Return every questionnaire that is in use, with when it may be answered again."""
    actor.must(Permission.LOG_WORK)
    today = organisation(session).today(now)
    subjects = asked_so_far(session, actor, now=now).subjects
    found = []
    for pack in _in_use(session).values():
        asked = subjects.get(pack.id)
        again = may_answer_from(asked.last_done if asked else None, pack.min_interval_days)
        early = again is not None and today < again and asked is not None
        found.append(
            Offered(
                pack=pack,
                open_from=again if early and asked and asked.last_done != today else None,
                stopped=asked is not None and asked.as_of(today).stopped,
            )
        )
    return found


def own_scores(session: Session, actor: Actor) -> list[OwnInstrument]:
    """Return the actor's results of every questionnaire, the last answered one first."""
    actor.must(Permission.LOG_WORK)
    by_instrument: dict[str, list[Answered]] = defaultdict(list)
    for answered in own_answered(session, actor):
        by_instrument[answered.instrument].append(answered)
    return [
        OwnInstrument(
            id=name,
            title=pack.title if pack else _WITHOUT_PACK,
            pack=pack,
            results=tuple(_results(pack, given)),
        )
        for name, given in by_instrument.items()
        for pack in (packs().get(name),)
    ]


def _in_use(session: Session) -> Mapping[str, Pack]:
    off = instruments_off(session)
    return {name: pack for name, pack in packs().items() if name not in off}


def _offer(pack: Pack) -> Offer:
    return Offer(
        subject=pack.id,
        every_days=pack.rhythm.every_days,
        min_gap_days=pack.min_interval_days,
        first_after_days=pack.rhythm.first_after_days,
        extra_days=pack.rhythm.extra_days,
        long=True,
    )


def _asked_items(pack: Pack) -> list[Item]:
    optional = {subscale.id for subscale in pack.subscales if subscale.optional}
    return [item for item in pack.items if item.subscale not in optional]


def _results(pack: Pack | None, given: list[Answered]) -> Iterable[OwnResult]:
    for place, answered in enumerate(given):
        earlier = [one for one in given[place + 1 :] if one.version == answered.version]
        current = pack if pack is not None and pack.version == answered.version else None
        yield OwnResult(
            id=answered.id,
            day=answered.day,
            urgent=answered.urgent,
            scales=tuple(_scale(current, stored, earlier) for stored in answered.scales),
        )


def _scale(pack: Pack | None, stored: AnsweredScale, earlier: list[Answered]) -> OwnScale:
    subscale = (
        next((one for one in pack.subscales if one.id == stored.scale), None) if pack else None
    )
    band = (
        next((one for one in subscale.bands if one.word == stored.band), None) if subscale else None
    )
    low, high = range_of(pack, subscale) if pack and subscale else (None, None)
    return OwnScale(
        scale=stored.scale,
        title=stored.title,
        value=stored.value,
        missing=stored.missing,
        asked=stored.asked,
        band=stored.band,
        meaning=band.meaning if band else "",
        source=band.source if band else "",
        is_default=band.is_default if band else False,
        lowest=low,
        highest=high,
        higher_is=subscale.higher_is if subscale else "",
        change=_change(subscale, stored, earlier) if subscale else None,
    )


def _change(subscale: Subscale, stored: AnsweredScale, earlier: list[Answered]) -> OwnChange | None:
    """Compare with the newest earlier score of the same version; unscored ones are passed over."""
    before = next(
        (
            (one.day, scale.value)
            for one in earlier
            for scale in one.scales
            if scale.scale == stored.scale and scale.value is not None
        ),
        None,
    )
    if before is None or stored.value is None:
        return None
    figure = subscale.change
    return OwnChange(
        moved=moved(subscale, before[1], stored.value),
        before=before[1],
        before_on=before[0],
        points=figure.points if figure else None,
        source=figure.source if figure else "",
        is_default=figure.is_default if figure else False,
    )
