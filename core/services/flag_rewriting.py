"""Writing down the life of a stored flag as it is told anew."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update
from sqlmodel import Session

from core.models import OneOffShare
from core.models.base import open_words, seal_words, table_of
from core.rules.flag_lives import BY_ITSELF, BY_SOMEBODY, Episode, Step, keeps_first_day, put_aside
from core.services.flag_life import move_acts, tell_anew
from core.services.flag_rows import TABLES, Change, ask_to_act, held_back, stored_values
from core.services.follow_ups import withdraw_follow_up
from core.vocabulary import FlagAnswer, FlagMoment, Lane, Level

_ONCE: Final = table_of(OneOffShare)
_WORDS: Final = ("answer_reason", "context")


def rewrite(
    session: Session, row: Any, episode: Episode, told: Sequence[Step], change: Change
) -> None:
    """Put a stored flag in line with the life that its ground gives it."""
    lane, table = Lane(row.lane), TABLES[Lane(row.lane)]
    acts = [step for step in told if step.what in BY_SOMEBODY]
    before = [step for step in told if step.what in BY_ITSELF]
    steps = _around(acts, episode.steps)
    if steps != before:
        tell_anew(session, lane, row.id, steps)
    ended = episode.cleared_at is not None
    up_again = row.cleared_at is not None and not ended
    values: dict[str, Any] = stored_values(episode.last) if ended or up_again else {}
    if ended or keeps_first_day(row.kind, row.subject):
        values["since"] = episode.last.since
    values["raised_at"] = steps[0].at
    values["cleared_at"] = steps[-1].at if ended else None
    values["changed_at"] = [s.at for s in steps if s.what is not FlagMoment.CLEARED][-1]
    if lane is Lane.WELLBEING:
        values |= _answer(session, row.id, [*acts, *steps])
    if lane is Lane.WELLBEING and up_again:
        values |= held_back(row, episode.last, values["findings"], change)
    if any(getattr(row, name) != value for name, value in values.items()):
        session.connection().execute(update(table).where(table.c.id == row.id).values(**values))
    if lane is Lane.WORK and _was_high(before) and not _was_high(steps):
        withdraw_follow_up(session, source_id=row.id, now=change.now)
    if up_again:
        ask_to_act(session, row.id, episode.last, change)


def add_history(session: Session, like: Any, episode: Episode, person_id: UUID) -> None:
    """Keep an episode that was told as part of another flag as one of its own."""
    lane, flag_id = Lane(like.lane), uuid4()
    session.connection().execute(
        insert(TABLES[lane]),
        stored_values(episode.last)
        | {
            "id": flag_id,
            "person_id": person_id,
            "kind": like.kind,
            "subject": like.subject,
            "since": episode.last.since,
            "raised_at": episode.raised_at,
            "cleared_at": episode.cleared_at,
            "changed_at": episode.steps[-2].at,
        },
    )
    tell_anew(session, lane, flag_id, episode.steps)


def absorb(session: Session, gone: Any, into: Any, person_id: UUID) -> None:
    """Give what somebody did about a flag to the one that it went on with."""
    lane = Lane(gone.lane)
    if lane is Lane.WELLBEING:
        move_acts(session, lane, gone=gone.id, into=into.id)
        connection = session.connection()
        connection.execute(update(_ONCE).where(_ONCE.c.flag_id == gone.id).values(flag_id=into.id))
        _inherit(session, gone.id, into.id, person_id)


def _inherit(session: Session, gone: UUID, into: UUID, person_id: UUID) -> None:
    table = TABLES[Lane.WELLBEING]
    connection = session.connection()
    said = connection.execute(select(table).where(table.c.id == gone)).one()
    values: dict[str, Any] = {}
    if said.answer is not FlagAnswer.NONE:
        values["answer"] = said.answer
    if said.shared_now_at is not None:
        values["shared_now_at"] = said.shared_now_at
    for name in _WORDS:
        field = f"wellbeing_flag.{name}"
        if words := open_words(getattr(said, name), field, gone, person_id):
            values[name] = seal_words(words, field, into, person_id)
    if values:
        connection.execute(update(table).where(table.c.id == into).values(**values))


def _around(acts: Sequence[Step], steps: Sequence[Step]) -> list[Step]:
    """Return the steps with the acts between them: what somebody acted on was there."""
    first: datetime | None = min((act.at for act in acts), default=None)
    last: datetime | None = max((act.at for act in acts), default=None)
    found = list(steps)
    if first is not None and first < found[0].at:
        found[0] = replace(found[0], at=first)
    if last is not None and found[-1].what is FlagMoment.CLEARED and last > found[-1].at:
        found[-1] = replace(found[-1], at=last)
    return found


def _was_high(steps: Sequence[Step]) -> bool:
    return any(step.level is Level.HIGH for step in steps)


def _answer(session: Session, flag_id: UUID, steps: Sequence[Step]) -> dict[str, Any]:
    """Let a "this has passed" stand exactly while nothing spoke louder since."""
    table = TABLES[Lane.WELLBEING]
    said = select(table.c.answer).where(table.c.id == flag_id)
    answer, passed = session.connection().execute(said).scalar_one(), put_aside(steps)
    if passed and answer is FlagAnswer.NONE:
        return {"answer": FlagAnswer.PASSED}
    if not passed and answer is FlagAnswer.PASSED:
        return {"answer": FlagAnswer.NONE}
    return {}
