"""A person's flags, kept in line with what the rules say, and what the person says to them."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from core.errors import NotFound
from core.models import FlagsAsOf, WellbeingFlag
from core.models.base import seal_words, table_of
from core.permissions import Actor, Permission
from core.queries.flag_facts import person_facts
from core.queries.flags import stale_people
from core.queries.people import organisation
from core.rules.contacts import LONGEST_GLAD_OF, check_length
from core.rules.dates import day_begins
from core.rules.flag_answers import doubt
from core.services.flag_life import write_down
from core.services.flag_replay import relive
from core.services.flag_rows import Change, open_flag_of, reconcile
from core.services.locking import lock_person
from core.services.ring_me import ask_to_be_rung
from core.services.sharing import bring_up_shared
from core.services.verdicts import KINDS, Moment, verdicts_at
from core.vocabulary import FlagAnswer, FlagKind, FlagMoment, Lane, NotRight

_AS_OF: Final = table_of(FlagsAsOf)
_HOURLY: Final = frozenset({FlagKind.SUPPORT_GAP})
"""Kinds that count hours, so that a new day is not the only thing that changes them."""


def refresh_flags(
    session: Session,
    person_id: UUID,
    *,
    now: datetime,
    kinds: Collection[FlagKind] | None = None,
    edited_from: date | None = None,
) -> None:
    """Recompute one person's flags of both lanes and bring the stored ones in line.

    ``kinds`` names what the write could have changed; when the flags are as of today nothing
    else is computed, and without it everything is. ``edited_from`` is the earliest day on which
    entries were changed or deleted: a flag that lost its ground then is removed with its stored
    inputs, also an old cleared one, and what came over the others through them is taken back.
    Otherwise time has passed and a flag that ends is kept as cleared.
    """
    lock_person(session, person_id)
    session.flush()
    here = organisation(session)
    moment = Moment(now, here.today(now))
    person = person_facts(session, person_id, today=moment.today, time_zone=here.time_zone)
    if person is None:
        return
    due = KINDS if kinds is None or person.as_of != moment.today else KINDS & set(kinds)
    change = Change(
        person_id=person_id,
        now=now,
        paused=person.paused,
        edited=frozenset(KINDS if kinds is None else kinds) if edited_from else frozenset(),
        edited_from=None if edited_from is None else day_begins(edited_from, here.time_zone),
        whole=due == KINDS,
    )
    verdicts = verdicts_at(session, person, due, moment)
    moved = reconcile(session, due, verdicts, change)
    if relive(session, person, change, here) or moved:
        bring_up_shared(session, [person_id], now=now)
    if person.as_of != moment.today:
        _mark(session, person_id, moment.today)


def refresh_stale(session: Session, person_ids: Iterable[UUID], *, now: datetime) -> int:
    """Recompute the flags that are not right any more; return for how many people.

    Before anybody else reads flags of these people: what they share is brought up as well.
    """
    ids = sorted(set(person_ids))
    stale = stale_people(session, ids, now=now)
    for person_id, new_day in stale.items():
        refresh_flags(session, person_id, now=now, kinds=None if new_day else _HOURLY)
    bring_up_shared(session, ids, now=now)
    return len(stale)


def answer_flag(
    session: Session,
    actor: Actor,
    flag_id: UUID,
    answer: FlagAnswer,
    *,
    why: NotRight | None = None,
    words: str = "",
    now: datetime,
) -> None:
    """Say "not right" or "this has passed" to a wellbeing flag; ``NONE`` takes it back.

    Either keeps the flag from coordinators, whatever is shared. "Not right" needs a reason.

    Raises:
        NotFound: it is not an open flag of the actor.
        InvalidValue: the reason is missing, or its words are too long.
    """
    check_length("reason", words, LONGEST_GLAD_OF)
    kept = doubt(why, words).kept() if answer is FlagAnswer.NOT_RIGHT else ""
    flag = _own_open_flag(session, actor, flag_id)
    flag.answer = answer
    flag.answer_reason = seal_words(kept, "wellbeing_flag.answer_reason", flag.id, actor.person_id)
    session.flush()
    happened = FlagMoment.ANSWERED
    write_down(session, Lane.WELLBEING, flag.id, happened, flag, answer=answer, at=now)
    bring_up_shared(session, [actor.person_id], now=now)


def add_context(
    session: Session, actor: Actor, flag_id: UUID, words: str, *, now: datetime
) -> None:
    """Add words for whoever the actor shares this flag with; blank words take them back.

    Raises:
        NotFound: it is not an open flag of the actor.
        InvalidValue: the words are too long.
    """
    check_length("context", words, LONGEST_GLAD_OF)
    flag = _own_open_flag(session, actor, flag_id)
    flag.context = seal_words(words, "wellbeing_flag.context", flag.id, actor.person_id)
    session.flush()


def share_flag_now(session: Session, actor: Actor, flag_id: UUID, *, now: datetime) -> None:
    """Let coordinators see this flag now instead of 48 hours after it was raised.

    Raises:
        NotFound: it is not an open flag of the actor.
    """
    flag = _own_open_flag(session, actor, flag_id)
    flag.shared_now_at, flag.answer, flag.answer_reason = now, FlagAnswer.NONE, None
    flag.news_at = flag.told = None
    session.flush()
    write_down(session, Lane.WELLBEING, flag.id, FlagMoment.SHARED, flag, at=now)
    bring_up_shared(session, [actor.person_id], now=now)


def ask_about_flag(
    session: Session, actor: Actor, lane: Lane, flag_id: UUID, *, now: datetime
) -> None:
    """Ask to be rung from the card of a flag; who rings is told of the wish, not of the flag.

    Raises:
        NotFound: it is not an open flag of the actor in that lane.
        InvalidValue: nobody is there to answer.
    """
    actor.must(Permission.LOG_WORK)
    flag = open_flag_of(session, lane, actor.person_id, flag_id)
    if flag is None:
        raise NotFound("flag")
    ask_to_be_rung(session, actor, best_time="", now=now)
    write_down(session, lane, flag_id, FlagMoment.CALL_ASKED, flag, at=now)


def _own_open_flag(session: Session, actor: Actor, flag_id: UUID) -> WellbeingFlag:
    actor.must(Permission.LOG_WORK)
    lock_person(session, actor.person_id)
    flag = session.exec(
        select(WellbeingFlag).where(
            WellbeingFlag.id == flag_id,
            WellbeingFlag.person_id == actor.person_id,
            col(WellbeingFlag.cleared_at).is_(None),
        )
    ).first()
    if flag is None:
        raise NotFound("flag")
    return flag


def _mark(session: Session, person_id: UUID, today: date) -> None:
    connection = session.connection()
    connection.execute(delete(_AS_OF).where(_AS_OF.c.person_id == person_id))
    connection.execute(insert(_AS_OF), {"person_id": person_id, "day": today})
