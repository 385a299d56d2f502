"""Reading rows of any width. SQLModel's own ``select`` knows at most four columns."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session


def rows(
    session: Session,
    statement: "Select[*tuple[Any, ...]]",
    values: Mapping[str, object] | None = None,
) -> Sequence[Any]:
    """Return the rows of a select made with ``sqlalchemy.select``; callers name the columns.

    ``values`` fill the places of a statement that was built once, which costs a tenth of
    building it for every call. The session's own way round its connection costs as much again.
    """
    if session.new or session.dirty or session.deleted:
        session.flush()
    return session.connection().execute(statement, values).all()
