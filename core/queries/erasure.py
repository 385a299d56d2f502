"""What an erasure would take, and what would stay."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session

from core.permissions import Actor, Permission
from core.queries.personal_data import Acted
from core.queries.personal_tables import ACTED, PERSONAL


@dataclass(frozen=True, slots=True)
class Preview:
    """What an erasure would take, and what would stay."""

    goes: tuple[tuple[str, int], ...]
    """Title and number of rows, of each table that holds any."""
    stays: tuple[tuple[str, int], ...]
    """What the person did to records of others, and how often."""


def erasure_preview(session: Session, actor: Actor) -> Preview:
    """Return what would go and what would stay if the actor were erased now."""
    actor.must(Permission.OWN_ACCOUNT)
    me, connection = actor.person_id, session.connection()
    goes = [
        (one.title, _count(connection, one.table, one.belongs_to(me)))
        for one in PERSONAL
        if not one.outlives
    ]
    stays = [(act.what, _count(connection, act.table, _of_others(act, me))) for act in ACTED]
    return Preview(tuple(filter(_any, goes)), tuple(filter(_any, stays)))


def _count(connection: Any, table: Any, condition: Any) -> int:
    counted = connection.execute(select(func.count()).select_from(table).where(condition))
    return int(counted.scalar_one())


def _of_others(act: Acted, me: UUID) -> Any:
    mine = act.table.c[act.column] == me
    if act.owner:
        owner = act.table.c[act.owner]
        return mine & (owner.is_(None) | (owner != me))
    return mine


def _any(counted: tuple[str, int]) -> bool:
    return counted[1] > 0
