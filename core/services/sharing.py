"""What a person lets their coordinators see, and the follow-ups that rest on it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, select, update

from core.errors import InvalidValue, NotFound
from core.models import FollowUp, OneOffShare, Person, StandingShare, View, WellbeingFlag
from core.permissions import Actor, Permission
from core.queries.people import organisation
from core.queries.rows import rows
from core.queries.scopes import my_sharers, with_audience
from core.queries.shared import VisibleFlag, visible_flags
from core.queries.sharing import choices_in_force
from core.queries.thresholds import thresholds_in_force
from core.rules.follow_ups import SHARED_REASONS, UNFINISHED, due_at
from core.rules.sharing import ONE_OFF, TOPICS
from core.services.audit import write_audit_of_each
from core.services.flag_life import write_down
from core.services.follow_ups import open_follow_up, withdraw_follow_up
from core.vocabulary import (
    AuditEvent,
    FlagKind,
    FlagMoment,
    FollowUpReason,
    FollowUpState,
    Lane,
    ShareScope,
    ShareTopic,
    Viewed,
)

FIRST_CHOICE: Final = (ShareTopic.STRAIN, ShareTopic.BOUNDARY, ShareTopic.CHECK_IN)
"""Topics that a person decides about before the first log."""
OFFERED: Final = (*FIRST_CHOICE, ShareTopic.INSTRUMENTS)
"""All topics; one that was never chosen shares nothing."""


def choose_sharing(
    session: Session,
    actor: Actor,
    choices: Mapping[ShareTopic, ShareScope],
    *,
    now: datetime,
) -> None:
    """Put the actor's choices in force at once; topics that are left out stay as they are.

    Choosing "nothing" for a topic also ends what was shared of it once.

    Raises:
        InvalidValue: it is the first choice and a topic is missing.
    """
    actor.must(Permission.OWN_ACCOUNT)
    before = choices_in_force(session, actor.person_id)
    if any(topic not in choices and topic not in before for topic in FIRST_CHOICE):
        raise InvalidValue("Please choose for each of the topics; nothing is chosen for you.")
    for topic, scope in choices.items():
        if before.get(topic) is scope:
            continue
        _end_standing(session, actor.person_id, topic, now=now)
        session.add(StandingShare(person_id=actor.person_id, topic=topic, scope=scope, from_at=now))
        if scope is ShareScope.NOTHING:
            _end_single(session, _open_flags_of(session, actor.person_id, topic), now=now)
    session.exec(
        update(Person)
        .where(col(Person.id) == actor.person_id, col(Person.sharing_chosen_at).is_(None))
        .values(sharing_chosen_at=now)
    )
    session.flush()
    bring_up_shared(session, [actor.person_id], now=now)


def share_flag_once(
    session: Session, actor: Actor, flag_id: UUID, scope: ShareScope, *, now: datetime
) -> None:
    """Share one of the actor's flags for 30 days, from now on.

    Raises:
        NotFound: it is not a flag of the actor.
        InvalidValue: nothing would be shared.
    """
    actor.must(Permission.OWN_ACCOUNT)
    if scope is ShareScope.NOTHING:
        raise InvalidValue("Please choose what to share: signals, or answers too.")
    flag = _own_flag(session, actor, flag_id)
    _end_single(session, [flag.id], now=now)
    flag.news_at = flag.told = None
    session.add(
        OneOffShare(
            person_id=actor.person_id,
            flag_id=flag.id,
            scope=scope,
            from_at=now,
            until_at=now + ONE_OFF,
        )
    )
    session.flush()
    write_down(session, Lane.WELLBEING, flag.id, FlagMoment.SHARED, flag, at=now)
    bring_up_shared(session, [actor.person_id], now=now)


def end_share(session: Session, actor: Actor, flag_id: UUID, *, now: datetime) -> None:
    """End what the actor shared of one flag by itself; a standing choice is not touched.

    Raises:
        NotFound: it is not a flag of the actor.
    """
    actor.must(Permission.OWN_ACCOUNT)
    flag = _own_flag(session, actor, flag_id)
    _end_single(session, [flag.id], now=now)
    write_down(session, Lane.WELLBEING, flag.id, FlagMoment.SHARE_ENDED, flag, at=now)
    bring_up_shared(session, [actor.person_id], now=now)


def record_views(
    session: Session,
    actor: Actor,
    looked: Collection[tuple[UUID, Viewed]],
    *,
    now: datetime,
) -> None:
    """Write down that the actor looked at what these people share; they can read it.

    Looks that are already written down are the caller's to leave out (``views_to_record``).
    """
    actor.must(Permission.SEE_TEAM)
    sharers = my_sharers(actor)
    sharing = {row.id for row in rows(session, sharers.subquery, sharers.values)}
    seen = [(person_id, what) for person_id, what in sorted(looked) if person_id in sharing]
    session.add_all(
        View(person_id=person_id, viewer_id=actor.person_id, what=what, seen_at=now)
        for person_id, what in seen
    )
    write_audit_of_each(
        session,
        AuditEvent.SHARED_DATA_SEEN,
        [person_id for person_id, _what in seen],
        actor_id=actor.person_id,
        now=now,
    )


def bring_up_shared(
    session: Session, person_ids: Collection[UUID] | None = None, *, now: datetime
) -> int:
    """Open a follow-up for each flag that coordinators see now, and withdraw those without.

    Idempotent; the nightly job runs it for everybody, a coordinator's queue for its people.
    What a coordinator has taken on stays theirs when the flag clears by itself. Returns how
    many were opened or withdrawn.
    """
    people = with_audience(person_ids)
    seen = {each.flag.id: each for each in visible_flags(session, people, now=now)}
    known = {row.source_id: row for row in _known(session, person_ids)}
    changed = 0
    for row in known.values():
        without = row.source_id not in seen and row.state in UNFINISHED
        if row.source_id is not None and without and not _stays(session, row):
            withdraw_follow_up(session, source_id=row.source_id, now=now)
            changed += 1
    for each in seen.values():
        if not each.silent:
            changed += _bring_up(session, each, known.get(each.flag.id), now=now)
    session.flush()
    return changed


def _bring_up(
    session: Session, each: VisibleFlag, known: FollowUp | None, *, now: datetime
) -> bool:
    reason = FollowUpReason.URGENT if each.flag.urgent else FollowUpReason.SHARED_FLAG
    if known is None or known.state is FollowUpState.WITHDRAWN:
        open_follow_up(
            session,
            person_id=each.person_id,
            reason=reason,
            source_id=each.flag.id,
            now=each.flag.shared_from,
        )
        return True
    if each.flag.urgent and known.reason is not reason and known.state in UNFINISHED:
        known.reason = reason
        hours, limits = organisation(session).ring_me_hours, thresholds_in_force(session)
        known.due_at = due_at(reason, now, hours, limits)
        known.version += 1
        return True
    return False


def _known(session: Session, person_ids: Collection[UUID] | None) -> list[FollowUp]:
    known = select(FollowUp).where(col(FollowUp.reason).in_(SHARED_REASONS))
    if person_ids is not None:
        known = known.where(col(FollowUp.person_id).in_(person_ids))
    return list(session.exec(known))


def _stays(session: Session, row: FollowUp) -> bool:
    flag = session.get(WellbeingFlag, row.source_id)
    cleared = flag is not None and flag.cleared_at is not None
    return cleared and row.state is not FollowUpState.OPEN


def _own_flag(session: Session, actor: Actor, flag_id: UUID) -> WellbeingFlag:
    flag = session.exec(
        select(WellbeingFlag).where(
            WellbeingFlag.id == flag_id, WellbeingFlag.person_id == actor.person_id
        )
    ).first()
    if flag is None:
        raise NotFound("flag")
    return flag


def _open_flags_of(session: Session, person_id: UUID, topic: ShareTopic) -> list[UUID]:
    kinds: list[FlagKind] = [kind for kind, covered in TOPICS.items() if covered is topic]
    return list(
        session.exec(
            select(WellbeingFlag.id).where(
                WellbeingFlag.person_id == person_id, col(WellbeingFlag.kind).in_(kinds)
            )
        )
    )


def _end_standing(session: Session, person_id: UUID, topic: ShareTopic, *, now: datetime) -> None:
    session.exec(
        update(StandingShare)
        .where(
            col(StandingShare.person_id) == person_id,
            col(StandingShare.topic) == topic,
            col(StandingShare.until_at).is_(None),
        )
        .values(until_at=now)
    )


def _end_single(session: Session, flag_ids: Collection[Any], *, now: datetime) -> None:
    session.exec(
        update(OneOffShare)
        .where(col(OneOffShare.flag_id).in_(flag_ids), col(OneOffShare.until_at) > now)
        .values(until_at=now)
    )
    session.exec(
        update(WellbeingFlag).where(col(WellbeingFlag.id).in_(flag_ids)).values(shared_now_at=None)
    )
