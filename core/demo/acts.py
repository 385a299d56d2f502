"""What people did through the services, each at its own moment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from core.demo import stories
from core.demo.calendar import Calendar
from core.demo.cast import (
    ADMINISTRATOR_ACCOUNT,
    BY_NAME,
    CAST,
    COORDINATORS,
    DUNES,
    HARBOUR,
    LIGHTHOUSE,
    Member,
)
from core.demo.people import actor_of, person_id
from core.models import FollowUp
from core.permissions import Actor
from core.rules.contacts import ContactEntry
from core.services import follow_ups
from core.services.boundary_checks import record_check
from core.services.cases import open_case
from core.services.contacts import log_contact
from core.services.pauses import start_pause
from core.services.ring_me import ask_to_be_rung
from core.services.sharing import OFFERED, choose_sharing, record_views
from core.services.teams import name_coordinator, start_cover
from core.vocabulary import (
    BoundaryTheme,
    Debrief,
    Format,
    Frequency,
    Outcome,
    ShareScope,
    ShareTopic,
    Viewed,
    Weight,
)

Deed = Callable[[Session, Actor, datetime], object]


# The day of each entry is set when it happens.
_ANY_DAY: Final = date(2000, 1, 1)
_INCIDENT: Final = ContactEntry(
    day=_ANY_DAY,
    minutes=45,
    format=Format.IN_PERSON,
    toll=5,
    weights=frozenset({Weight.RISK}),
    note="He left shouting and I did not know whom to ring. I sat in the car for a while.",
    incident=True,
)
_WANTS_DEBRIEF: Final = ContactEntry(
    day=_ANY_DAY,
    minutes=40,
    format=Format.PHONE,
    toll=4,
    weights=frozenset({Weight.LOSS}),
    note="She told me about the funeral. I would like to talk this through with somebody.",
    debrief=Debrief.WANTED,
)
_GREY: Final = ContactEntry(
    day=_ANY_DAY,
    minutes=30,
    format=Format.PHONE,
    toll=3,
    weights=frozenset({Weight.TOO_CLOSE}),
    note="I rang the landlord for her. She could have, and I knew it.",
    grey_theme=BoundaryTheme.NEED,
)


@dataclass(frozen=True, slots=True)
class Act:
    """One person does one thing at one moment."""

    at: datetime
    who: Member
    do: Deed

    def perform(self, session: Session, calendar: Calendar) -> None:
        """Do it, as this person and at this moment."""
        self.do(session, actor_of(session, self.who, calendar), self.at)


def acts(calendar: Calendar) -> Iterator[Act]:
    """Yield everything that is done through the services, in no order."""
    yield from _choices(calendar)
    yield from _self_checks(calendar)
    yield from _asked_for_support(calendar)
    yield from _resolved(calendar)
    yield from _coordination(calendar)


def _choices(calendar: Calendar) -> Iterator[Act]:
    for member in CAST:
        if member.sharing is None:
            continue
        strain, boundary = member.sharing
        check_in = ShareScope.ANSWERS if strain is ShareScope.ANSWERS else ShareScope.NOTHING
        choices = dict.fromkeys(OFFERED, ShareScope.NOTHING) | {
            ShareTopic.STRAIN: strain,
            ShareTopic.BOUNDARY: boundary,
            ShareTopic.CHECK_IN: check_in,
        }
        first = calendar.days_ago(min(member.joined_days_ago, member.weeks * 7))
        yield Act(calendar.at(first, 9, 30), member, partial(_choose, choices))

    # She kept it to herself first; from the choice on, the promised time runs.
    ines = BY_NAME[stories.DRIFT.person]
    changed = {ShareTopic.STRAIN: ShareScope.SIGNALS}
    yield Act(calendar.hours_ago(30), ines, partial(_choose, changed))
    liam = BY_NAME[stories.ONE_CASE.person]
    yield Act(calendar.hours_ago(26), liam, partial(_choose, changed))


def _choose(
    choices: dict[ShareTopic, ShareScope], session: Session, actor: Actor, now: datetime
) -> None:
    choose_sharing(session, actor, choices, now=now)


def _self_checks(calendar: Calendar) -> Iterator[Act]:
    told = {story.person for story in stories.STORIES}
    for member in CAST:
        if member.keeps_diary and member.name not in told and member.number % 3:
            day = calendar.days_ago(4 + member.number % 24)
            yield Act(calendar.at(day, 20, 5), member, partial(_check, ()))
    yusuf = BY_NAME[stories.BOUNDARY_SIGNS.person]
    for days in (4, 3):
        grey = partial(_log, calendar, _GREY)
        yield Act(calendar.at(calendar.days_ago(days), 18), yusuf, grey)
    yield Act(calendar.hours_ago(20), yusuf, partial(_check, ("special_case",)))
    eilidh = BY_NAME[stories.STILL_ALONE.person]
    yield Act(calendar.hours_ago(21), eilidh, partial(_check, ("gift",)))
    liam = BY_NAME[stories.ONE_CASE.person]
    yield Act(calendar.at(calendar.days_ago(41), 20), liam, partial(_check, ("dependency",)))


def _check(signs: tuple[str, ...], session: Session, actor: Actor, now: datetime) -> None:
    record_check(session, actor, signs, now=now)


def _asked_for_support(calendar: Calendar) -> Iterator[Act]:
    incident = partial(_log, calendar, _INCIDENT)
    yield Act(calendar.hours_ago(14), BY_NAME[stories.OPEN_INCIDENT.person], incident)
    debrief = partial(_log, calendar, _WANTS_DEBRIEF)
    yield Act(calendar.hours_ago(20), BY_NAME[stories.DEBRIEF_WANTED.person], debrief)
    ring = partial(_ask, "After six, or at lunch time")
    yield Act(calendar.hours_ago(3), BY_NAME[stories.RING_ME.person], ring)
    yield from _planned(calendar)


def _log(
    calendar: Calendar, entry: ContactEntry, session: Session, actor: Actor, now: datetime
) -> None:
    day = Calendar(now, calendar.time_zone).today
    log_contact(session, actor, replace(entry, day=day), now=now)


def _ask(best_time: str, session: Session, actor: Actor, now: datetime) -> None:
    ask_to_be_rung(session, actor, best_time=best_time, now=now)


def _planned(calendar: Calendar) -> Iterator[Act]:
    aroha = BY_NAME[stories.PAUSED.person]
    away = partial(_pause, calendar.monday(1), calendar.monday(-2))
    yield Act(calendar.at(calendar.monday(1), 8), aroha, away)
    ahead = partial(_pause, calendar.days_ago(-9), calendar.days_ago(-23))
    yield Act(calendar.at(calendar.days_ago(3), 18), BY_NAME["Huw Llewellyn"], ahead)
    owen = BY_NAME[stories.OVER_CAPACITY.person]
    for code in ("breakwater-3", "mooring-11", "spindrift-7"):
        yield Act(calendar.at(calendar.days_ago(3), 17), owen, partial(_open_case, code))


def _pause(
    starts_on: date, returns_on: date, session: Session, actor: Actor, now: datetime
) -> None:
    start_pause(session, actor, starts_on=starts_on, returns_on=returns_on, now=now)


def _open_case(code: str, session: Session, actor: Actor, now: datetime) -> None:
    open_case(session, actor, code=code, frequency=Frequency.WEEKLY, agreed_weeks=12, now=now)


def _resolved(calendar: Calendar) -> Iterator[Act]:
    magdalena, lead = BY_NAME[stories.RESOLVED.person], COORDINATORS[HARBOUR]
    asked = calendar.at(calendar.days_ago(36), 17)
    yield Act(asked, magdalena, partial(_log, calendar, _WANTS_DEBRIEF))
    taken = "Rang her in the evening. We meet on Thursday before the team round."
    yield Act(asked + timedelta(hours=3), lead, partial(_take, magdalena, taken))
    closed = "We talked it through; the next two visits are done in a pair."
    done = partial(_resolve, magdalena, Outcome.TALKED, closed)
    yield Act(asked + timedelta(days=2), lead, done)
    liam, his_lead = BY_NAME[stories.ONE_CASE.person], COORDINATORS[LIGHTHOUSE]
    closed = "Talked about stepping down. A review of the goals is planned, with me there."
    done = partial(_resolve, liam, Outcome.SUPPORT_ARRANGED, closed)
    yield Act(calendar.at(calendar.days_ago(32), 12), his_lead, done)


def _coordination(calendar: Calendar) -> Iterator[Act]:
    lead, away, neighbour = COORDINATORS[HARBOUR], COORDINATORS[DUNES], COORDINATORS[LIGHTHOUSE]
    deepa = BY_NAME[stories.SUPERVISION_OVERDUE.person]
    note = "Wrote to her with two dates for next week; waiting for her answer."
    yield Act(calendar.hours_ago(26), lead, partial(_take, deepa, note))
    anneliese = BY_NAME[stories.DOUBLED_LOAD.person]
    note = "Two people can go to somebody else from next month on; we ask them first."
    yield Act(calendar.hours_ago(28), neighbour, partial(_take, anneliese, note))
    looked = frozenset({(person_id(BY_NAME[stories.DRIFT.person]), Viewed.SHARED_STRAIN)})
    yield Act(calendar.hours_ago(5), lead, partial(_look, looked))
    started = calendar.at(calendar.days_ago(3), 9)
    yield Act(started, ADMINISTRATOR_ACCOUNT, partial(_cover, calendar, away, neighbour))
    yield Act(calendar.at(calendar.monday(8), 10), lead, partial(_name, neighbour))


def _cover(
    calendar: Calendar,
    away: Member,
    standing_in: Member,
    session: Session,
    actor: Actor,
    now: datetime,
) -> None:
    start_cover(
        session,
        actor,
        coordinator_id=person_id(away),
        cover_id=person_id(standing_in),
        from_day=calendar.days_ago(2),
        until_day=calendar.days_ago(-11),
        now=now,
    )


def _name(other: Member, session: Session, actor: Actor, now: datetime) -> None:
    name_coordinator(session, actor, coordinator_id=person_id(other), now=now)


def _look(
    looked: frozenset[tuple[UUID, Viewed]], session: Session, actor: Actor, now: datetime
) -> None:
    record_views(session, actor, looked, now=now)


def _take(about: Member, note: str, session: Session, actor: Actor, now: datetime) -> None:
    row = _newest_follow_up(session, about)
    follow_ups.take(session, actor, row.id, version=row.version, now=now)
    follow_ups.note(session, actor, row.id, note, now=now)


def _resolve(
    about: Member, outcome: Outcome, note: str, session: Session, actor: Actor, now: datetime
) -> None:
    row = _newest_follow_up(session, about)
    follow_ups.resolve(
        session, actor, row.id, outcome=outcome, note=note, version=row.version, now=now
    )


def _newest_follow_up(session: Session, about: Member) -> FollowUp:
    return session.exec(
        select(FollowUp)
        .where(FollowUp.person_id == person_id(about))
        .order_by(col(FollowUp.opened_at).desc())
        .limit(1)
    ).one()
