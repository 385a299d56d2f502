"""Stored flags of one person, brought in line with what the rules say now."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import (
    Table,
    bindparam,
    delete,
    insert,
    literal,
    null,
    select,
    type_coerce,
    union_all,
    update,
)
from sqlmodel import Session

from core.models import WellbeingFlag, WorkFlag
from core.models.base import table_of
from core.queries.sharers import told_before, told_of
from core.rules.flag_lives import keeps_first_day
from core.rules.flag_news import Held, Told, hold_back
from core.rules.flags import Verdict, lane_of
from core.services.flag_life import take_back, write_down
from core.services.follow_ups import open_follow_up, withdraw_follow_up
from core.vocabulary import FlagAnswer, FlagKind, FlagMoment, FollowUpReason, Lane, Level

TABLES: Final[Mapping[Lane, Table]] = {
    Lane.WORK: table_of(WorkFlag),
    Lane.WELLBEING: table_of(WellbeingFlag),
}
_REASONS: Final = {
    FlagKind.CASELOAD: FollowUpReason.CASELOAD,
    FlagKind.SUPPORT_GAP: FollowUpReason.SUPPORT_GAP,
    FlagKind.TRAINING: FollowUpReason.TRAINING,
}
# An incident and a wanted debrief are asked about from the event itself, never twice.
_ASKED_ELSEWHERE: Final = frozenset({"incident_open", "debrief_open"})
_SAME: Final = ("level", "urgent", "since", "findings", "clears", "steps")
_Key = tuple[FlagKind, str]
_KEPT: Final = ("id", "kind", "subject", "raised_at", "changed_at", "cleared_at", *_SAME)


def _stored(lane: Lane, *, cleared: bool) -> Any:
    table, private = TABLES[lane], TABLES[Lane.WELLBEING].c
    mine = lane is Lane.WELLBEING
    return select(
        *(table.c[name] for name in _KEPT),
        literal(lane.value).label("lane"),
        *(
            private[name] if mine else type_coerce(null(), private[name].type).label(name)
            for name in ("answer", "news_at", "told")
        ),
    ).where(
        table.c.person_id == bindparam("person"),
        table.c.kind.in_(bindparam("kinds", expanding=True)),
        table.c.cleared_at.is_not(None) if cleared else table.c.cleared_at.is_(None),
    )


# One statement for both lanes: kinds of the work lane have flags in either.
_STORED: Final = {
    cleared: union_all(*(_stored(lane, cleared=cleared) for lane in TABLES))
    for cleared in (False, True)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a reconciliation works with."""

    person_id: UUID
    now: datetime
    paused: bool
    edited: frozenset[FlagKind] = frozenset()
    """Kinds that entries could have raised which were changed or deleted."""
    edited_from: datetime | None = None
    """When the earliest day of those entries began: what happened to flags since then may have
    happened through them."""
    whole: bool = False
    """Everything is looked at, so that nothing a pause held back is forgotten."""


def reconcile(
    session: Session, kinds: Collection[FlagKind], verdicts: Iterable[Verdict], change: Change
) -> bool:
    """Raise, change or clear stored flags; return whether the wellbeing lane changed."""
    stored = {(row.kind, row.subject): row for row in open_rows(session, change.person_id, kinds)}
    wanted: dict[_Key, Verdict] = {(one.kind, one.subject): one for one in verdicts}
    touched: set[Lane] = set()
    for key, verdict in wanted.items():
        if key in stored:
            changed = _change(session, stored[key], verdict, change)
        else:
            changed = _up_again(session, verdict, change) or _raise(session, verdict, change)
        if changed:
            touched.add(lane_of(*key))
    for key in stored.keys() - wanted.keys():
        _end(session, stored[key], change)
        touched.add(lane_of(*key))
    return Lane.WELLBEING in touched


def open_rows(session: Session, person_id: UUID, kinds: Collection[FlagKind]) -> list[Any]:
    """Return the stored open flags of these kinds, of both lanes."""
    return _rows(session, person_id, kinds, cleared=False)


def open_flag_of(session: Session, lane: Lane, person_id: UUID, flag_id: UUID) -> Any:
    """Return one stored open flag of a person, or nothing."""
    table = TABLES[lane]
    own = (table.c.id == flag_id) & (table.c.person_id == person_id)
    found = session.connection().execute(select(table).where(own, table.c.cleared_at.is_(None)))
    return found.first()


def cleared_rows(session: Session, person_id: UUID, kinds: Collection[FlagKind]) -> list[Any]:
    """Return the stored flags of these kinds that are history."""
    return _rows(session, person_id, kinds, cleared=True)


def remove_flag(session: Session, row: Any, *, now: datetime) -> None:
    """Remove a flag with its stored inputs; a follow-up on it remains as withdrawn."""
    table = TABLES[Lane(row.lane)]
    withdraw_follow_up(session, source_id=row.id, now=now)
    session.connection().execute(delete(table).where(table.c.id == row.id))


def _end(session: Session, row: Any, change: Change) -> None:
    """End a flag that no rule asks for any more; it is kept as history."""
    table = TABLES[Lane(row.lane)]
    session.connection().execute(
        update(table).where(table.c.id == row.id).values(cleared_at=change.now)
    )
    write_down(session, Lane(row.lane), row.id, FlagMoment.CLEARED, row, at=change.now)
    if row.lane == Lane.WORK:
        withdraw_follow_up(session, source_id=row.id, now=change.now)


def _rows(
    session: Session, person_id: UUID, kinds: Collection[FlagKind], *, cleared: bool
) -> list[Any]:
    if not kinds:
        return []
    asked = {"person": person_id, "kinds": list(kinds)}
    return list(session.connection().execute(_STORED[cleared], asked))


def _up_again(session: Session, verdict: Verdict, change: Change) -> bool:
    """Undo that a flag cleared through entries that are gone now."""
    if change.edited_from is None or verdict.kind not in change.edited:
        return False
    cleared = cleared_rows(session, change.person_id, (verdict.kind,))
    for row in sorted(cleared, key=lambda row: row.cleared_at, reverse=True):
        if row.subject == verdict.subject and row.cleared_at >= change.edited_from:
            lane = Lane(row.lane)
            table = TABLES[lane]
            session.connection().execute(
                update(table).where(table.c.id == row.id).values(cleared_at=None)
            )
            take_back(session, lane, row.id, FlagMoment.CLEARED, at=row.cleared_at)
            _change(session, row, verdict, change)
            ask_to_act(session, row.id, verdict, change)
            return True
    return False


def _raise(session: Session, verdict: Verdict, change: Change) -> bool:
    if change.paused and not verdict.urgent:
        return False
    flag_id, lane = uuid4(), lane_of(verdict.kind, verdict.subject)
    session.connection().execute(
        insert(TABLES[lane]),
        stored_values(verdict)
        | {
            "id": flag_id,
            "person_id": change.person_id,
            "kind": verdict.kind,
            "subject": verdict.subject,
            "raised_at": change.now,
            "changed_at": change.now,
        },
    )
    write_down(session, lane, flag_id, FlagMoment.RAISED, verdict, at=change.now)
    ask_to_act(session, flag_id, verdict, change)
    return True


def _change(session: Session, row: Any, verdict: Verdict, change: Change) -> bool:
    values, lane = stored_values(verdict), Lane(row.lane)
    # Their rules look at one day alone; how long a level has stood is only known here.
    if keeps_first_day(verdict.kind, verdict.subject) and row.level is verdict.level:
        values["since"] = row.since
    if change.whole:
        ask_to_act(session, row.id, verdict, change)
    if all(getattr(row, name) == values[name] for name in _SAME):
        return False
    moved = row.level is not verdict.level or row.urgent != verdict.urgent
    if moved:
        values["changed_at"] = change.now
        if lane is Lane.WELLBEING and _speaks_louder(row, verdict):
            values["answer"] = _kept_answer(row.answer)
    if lane is Lane.WELLBEING:
        values |= held_back(row, verdict, values["findings"], change)
    table = TABLES[lane]
    session.connection().execute(update(table).where(table.c.id == row.id).values(**values))
    if moved:
        write_down(session, lane, row.id, FlagMoment.LEVEL, verdict, at=change.now)
    if moved and not change.whole:
        ask_to_act(session, row.id, verdict, change)
    return moved


def held_back(
    row: Any, verdict: Verdict, findings: list[dict[str, Any]], change: Change
) -> dict[str, Any]:
    """Keep what is new about a flag from coordinators who read it already, for 48 hours."""
    after = Told(verdict.level, verdict.since, tuple(findings))
    before = None if row.news_at is None else Held(told_before(row), row.news_at)
    held = hold_back(
        told_of(row), after, before, edited=verdict.kind in change.edited, now=change.now
    )
    if held is None:
        return {"news_at": None, "told": None}
    told = asdict(held.told) | {"since": held.told.since.isoformat()}
    return {"news_at": held.news_at, "told": told}


def _speaks_louder(row: Any, verdict: Verdict) -> bool:
    higher = row.level is Level.WATCH and verdict.level is Level.HIGH
    return higher or (verdict.urgent and not row.urgent)


def _kept_answer(answer: FlagAnswer) -> FlagAnswer:
    """Forget "this has passed" when it plainly has not; "not right" stays the person's word."""
    return FlagAnswer.NONE if answer is FlagAnswer.PASSED else answer


def ask_to_act(session: Session, flag_id: UUID, verdict: Verdict, change: Change) -> None:
    """Ask a coordinator to act on a work flag that is high; a pause asks nobody."""
    fact = lane_of(verdict.kind, verdict.subject) is Lane.WORK
    asks = fact and verdict.kind in _REASONS and verdict.subject not in _ASKED_ELSEWHERE
    if asks and verdict.level is Level.HIGH and not change.paused:
        open_follow_up(
            session,
            person_id=change.person_id,
            reason=_REASONS[verdict.kind],
            source_id=flag_id,
            now=change.now,
        )


def stored_values(verdict: Verdict) -> dict[str, Any]:
    """Return the columns that hold what a rule says."""
    findings = [asdict(finding) for finding in verdict.findings]
    for finding in findings:
        finding["numbers"] = dict(finding["numbers"])
    return {
        "level": verdict.level,
        "urgent": verdict.urgent,
        "since": verdict.since,
        "findings": findings,
        "clears": verdict.clears,
        "steps": list(verdict.steps),
    }
