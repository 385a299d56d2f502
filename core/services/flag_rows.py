"""Stored flags of one person, brought in line with what the rules say now."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlmodel import Session

from core.models import WellbeingFlag, WorkFlag
from core.models.base import table_of
from core.queries.sharers import told_before, told_of
from core.rules.flag_news import Held, Told, hold_back
from core.rules.flags import LANES, Verdict
from core.services.flag_life import write_down
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
# Their rules look at one day alone; how long a level has stood is only known here.
_SINCE_FIRST_SEEN: Final = frozenset({FlagKind.CASELOAD, FlagKind.DEPENDENCY})
# An incident and a wanted debrief are asked about from the event itself, never twice.
_ASKED_ELSEWHERE: Final = frozenset({"incident_open", "debrief_open"})
_STORED: Final = {
    (lane, cleared): select(table).where(
        table.c.person_id == bindparam("person"),
        table.c.kind.in_(bindparam("kinds", expanding=True)),
        table.c.cleared_at.is_not(None) if cleared else table.c.cleared_at.is_(None),
    )
    for lane, table in TABLES.items()
    for cleared in (False, True)
}
_SAME: Final = ("level", "urgent", "since", "findings", "clears", "steps")
_Key = tuple[FlagKind, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a reconciliation works with."""

    person_id: UUID
    now: datetime
    paused: bool
    edited: bool
    """Entries were changed or deleted: a flag without ground goes with its stored inputs."""
    whole: bool = False
    """Everything is looked at, so that nothing a pause held back is forgotten."""


def reconcile(
    session: Session, kinds: Collection[FlagKind], verdicts: Iterable[Verdict], change: Change
) -> bool:
    """Raise, change, clear or remove stored flags; return whether the wellbeing lane changed."""
    stored = {(row.kind, row.subject): row for row in open_rows(session, change.person_id, kinds)}
    wanted: dict[_Key, Verdict] = {(one.kind, one.subject): one for one in verdicts}
    touched: set[Lane] = set()
    for key, verdict in wanted.items():
        if key in stored:
            changed = _change(session, stored[key], verdict, change)
        else:
            changed = _raise(session, verdict, change)
        if changed:
            touched.add(LANES[key[0]])
    for key in stored.keys() - wanted.keys():
        end_flag(session, stored[key], change)
        touched.add(LANES[key[0]])
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
    table = TABLES[LANES[row.kind]]
    withdraw_follow_up(session, source_id=row.id, now=now)
    session.connection().execute(delete(table).where(table.c.id == row.id))


def end_flag(session: Session, row: Any, change: Change) -> None:
    """End a flag that no rule asks for any more: removed after an edit, else kept as cleared."""
    if change.edited:
        remove_flag(session, row, now=change.now)
        return
    table = TABLES[LANES[row.kind]]
    session.connection().execute(
        update(table).where(table.c.id == row.id).values(cleared_at=change.now)
    )
    write_down(session, LANES[row.kind], row.id, FlagMoment.CLEARED, row, at=change.now)
    if LANES[row.kind] is Lane.WORK:
        withdraw_follow_up(session, source_id=row.id, now=change.now)


def _rows(
    session: Session, person_id: UUID, kinds: Collection[FlagKind], *, cleared: bool
) -> list[Any]:
    found: list[Any] = []
    for lane in TABLES:
        of_lane = [kind for kind in kinds if LANES[kind] is lane]
        if of_lane:
            asked = {"person": person_id, "kinds": of_lane}
            found += session.connection().execute(_STORED[lane, cleared], asked)
    return found


def _raise(session: Session, verdict: Verdict, change: Change) -> bool:
    if change.paused and not verdict.urgent:
        return False
    flag_id = uuid4()
    session.connection().execute(
        insert(TABLES[LANES[verdict.kind]]),
        _values(verdict)
        | {
            "id": flag_id,
            "person_id": change.person_id,
            "kind": verdict.kind,
            "subject": verdict.subject,
            "raised_at": change.now,
            "changed_at": change.now,
        },
    )
    lane = LANES[verdict.kind]
    write_down(session, lane, flag_id, FlagMoment.RAISED, verdict, at=change.now)
    _ask(session, flag_id, verdict, change)
    return True


def _change(session: Session, row: Any, verdict: Verdict, change: Change) -> bool:
    values = _values(verdict)
    if verdict.kind in _SINCE_FIRST_SEEN and row.level is verdict.level:
        values["since"] = row.since
    if change.whole:
        _ask(session, row.id, verdict, change)
    if all(getattr(row, name) == values[name] for name in _SAME):
        return False
    moved = row.level is not verdict.level or row.urgent != verdict.urgent
    if moved:
        values["changed_at"] = change.now
        if LANES[row.kind] is Lane.WELLBEING and _speaks_louder(row, verdict):
            values["answer"] = _kept_answer(row.answer)
    if LANES[row.kind] is Lane.WELLBEING:
        values |= _held_back(row, verdict, values["findings"], change)
    table = TABLES[LANES[row.kind]]
    session.connection().execute(update(table).where(table.c.id == row.id).values(**values))
    if moved:
        lane = LANES[row.kind]
        write_down(session, lane, row.id, FlagMoment.LEVEL, verdict, at=change.now)
    if moved and not change.whole:
        _ask(session, row.id, verdict, change)
    return moved


def _held_back(
    row: Any, verdict: Verdict, findings: list[dict[str, Any]], change: Change
) -> dict[str, Any]:
    """Keep what is new about a flag from coordinators who read it already, for 48 hours."""
    after = Told(verdict.level, verdict.since, tuple(findings))
    before = None if row.news_at is None else Held(told_before(row), row.news_at)
    held = hold_back(told_of(row), after, before, edited=change.edited, now=change.now)
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


def _ask(session: Session, flag_id: UUID, verdict: Verdict, change: Change) -> None:
    """Ask a coordinator to act on a work flag that is high; a pause asks nobody."""
    asks = verdict.kind in _REASONS and verdict.subject not in _ASKED_ELSEWHERE
    if asks and verdict.level is Level.HIGH and not change.paused:
        open_follow_up(
            session,
            person_id=change.person_id,
            reason=_REASONS[verdict.kind],
            source_id=flag_id,
            now=change.now,
        )


def _values(verdict: Verdict) -> dict[str, Any]:
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
