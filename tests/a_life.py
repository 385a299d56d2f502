"""A person with a row in every table that can hold something about somebody."""

from datetime import datetime, time
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Enum,
    Float,
    Integer,
    Time,
    Uuid,
    insert,
    update,
)
from sqlalchemy.sql.schema import Column
from sqlmodel import Session

from core.models import Module, Team
from core.models.base import SealedWords, UtcDateTime, seal_words, table_of
from core.queries.personal_tables import ACTED, PERSONAL
from core.rules.dates import week_of
from core.vocabulary import FollowUpState, Outcome, Role
from tests.support import NOW

CANARY = "canary-7f3a"
"""In every text and every encrypted word of this life, and nowhere else."""
_FITTING = {
    "follow_up": {
        "state": FollowUpState.RESOLVED,
        "snoozed_until": None,
        "outcome": Outcome.TALKED,
    },
    "questionnaire": {"urgent": []},
    "agreement": {"from_time": time(9), "until_time": time(17)},
    "support_case": {"closed_on": NOW.date()},
    "contact_tag": {"tag": "weight:loss"},
    "person_role": {"role": Role.TRAINING_LEAD},
    "questionnaire_answer": {"value": 3},
}


def live(session: Session, person_id: UUID, other_id: UUID, *, now: datetime = NOW) -> None:
    """Give a person one row of everything; where somebody else has to be named, the other."""
    keys: dict[str, dict[str, object]] = {}
    _prepare(session, keys, now)
    for one in PERSONAL:
        table = one.table
        if table.name == "person":
            session.connection().execute(
                update(table)
                .where(table.c.id == person_id)
                .values(display_name=f"Ada {CANARY}", email=f"{CANARY}@example.org")
            )
            keys["person"] = {"id": person_id}
            continue
        if one.outlives:
            continue
        values = {
            column.name: _value(column, now) for column in table.columns if not column.foreign_keys
        }
        for column in table.columns:
            for reference in column.foreign_keys:
                values[column.name] = keys[reference.column.table.name][reference.column.name]
        values |= dict.fromkeys(one.names, other_id)
        if one.of is None:
            values[one.owner] = person_id
        values |= _FITTING.get(table.name, {})
        for word, bound_to in one.words.items():
            place = f"{table.name}.{word}"
            values[word] = seal_words(f"{CANARY} {word}", place, values[bound_to], person_id)
        session.connection().execute(insert(table), values)
        keys.setdefault(table.name, {c.name: values[c.name] for c in table.columns})


def act_for_others(session: Session, person_id: UUID, other_id: UUID, *, now: datetime) -> None:
    """Let the person have done something to a row of somebody else, once of each kind."""
    for act in ACTED:
        mine = act.table.c[act.column]
        if act.owner and act.owner != "id":
            session.connection().execute(
                update(act.table)
                .where(act.table.c[act.owner] == other_id)
                .values({mine: person_id})
            )


def _prepare(session: Session, keys: dict[str, dict[str, object]], now: datetime) -> None:
    for made in (
        Module(code="M1", title="Listening", renew_months=12),
        Team(name="Everywhere"),
    ):
        session.add(made)
        session.flush()
        keys[table_of(type(made)).name] = {"id": made.id}
    del now


def _value(column: "Column[object]", now: datetime) -> object:
    kind = column.type
    if isinstance(kind, UtcDateTime | DateTime):
        return now
    if isinstance(kind, Enum):
        return next(iter(kind.enum_class))
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, Uuid):
        return uuid4()
    plain = {Integer: 1, Float: 1.0, Date: now.date(), Time: time(9), JSON: [{"said": CANARY}]}
    for known, value in plain.items():
        if isinstance(kind, known):
            return week_of(now.date()) if column.name == "week" else value
    if isinstance(kind, SealedWords):
        return f"{CANARY} sealed".encode()
    return f"{CANARY} {column.name}"[: getattr(kind, "length", None) or 200]


__all__ = ["CANARY", "act_for_others", "live"]
